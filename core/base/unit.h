// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace qbm {

/// The unit a number is stored in. Ratio is 0..1, Percent 0..100.
enum class Unit { None, Count, Seconds, Bytes, BytesPerSecond, PerSecond, Ratio, Percent };

/// A number as people read it, with the unit apart, so that a tile can draw it smaller.
struct FormattedQuantity {
    std::string number; ///< "184", "0.931", "1.4"; "–" where unknown
    std::string unit; ///< "ms", "GiB", "%", "/s" or empty
    std::string joined() const; ///< "184 ms"
};

/// The dash that stands for "unknown": never 0, never NaN.
inline constexpr std::string_view kUnknown = "–";

/// The one formatter of numbers: scales seconds to ns..d, bytes to KiB..TiB with one decimal; NaN and infinity become a dash.
FormattedQuantity formatQuantity(double value, Unit unit);

/// "4 s", "3 h 12 min", "2 d 4 h": the two largest parts.
std::string formatDuration(std::chrono::nanoseconds duration);
/// formatDuration() for a screen, which puts its units into the reader's language.
Text durationText(std::chrono::nanoseconds duration);
/// How old something is, in a table or beside a value: "45 s", "3 min", "3 h 12 min", "17 h", "2 d 4 h", "12 d". What would
/// change under the reader's eyes without telling anything is left out.
Text ageText(std::chrono::nanoseconds age);
/// "1.4 GiB", one decimal; "512 B" below 1 KiB.
std::string formatBytes(std::uint64_t sizeBytes);
/// "1,234,567".
std::string formatCount(std::int64_t count);

} // namespace qbm
