// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace qbm {

/// A moment in UTC, as every layer passes it around; it becomes local time only on the screen.
using TimePoint = std::chrono::system_clock::time_point;
using Duration = std::chrono::nanoseconds;

/// Where "now" comes from, so that tests can hold it still. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
};

/// The machine's clock.
const Clock& systemClock();

/// RFC 3339 in UTC with milliseconds: "2026-11-22T02:00:00.000Z".
std::string formatRfc3339(TimePoint time);
/// Parses RFC 3339 with any offset and 0 to 9 fraction digits. \error BadData
Result<TimePoint> parseRfc3339(std::string_view text);
/// "20261122_020000" in the machine's local time, as the guide's backup names are built.
std::string formatLocalStamp(TimePoint time);

} // namespace qbm
