// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm::ctl {

/// "value", "no-traffic", "source-down", "stale", "no-data"
std::string_view name(ReadingState state);
/// "s", "B", "1/s", ...: the unit of a bare number in --json.
std::string_view unitSymbol(Unit unit);
/// A number, or "NaN", "+Inf", "-Inf" as Prometheus writes what JSON cannot.
nlohmann::json numberToJson(double value);
/// {"value" (null unless known), "unit", "state", "source", "query", "at", "ageSeconds", "error"}
nlohmann::json readingToJson(const Reading& reading, TimePoint now);
/// "184 ms", or a dash where there is no value.
std::string readingText(const Reading& reading);
/// "4 s"; a dash without a time.
std::string ageText(TimePoint at, TimePoint now);

} // namespace qbm::ctl
