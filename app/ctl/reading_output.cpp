// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/reading_output.h"

#include "app/ctl/verbs.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace qbm::ctl {

std::string_view name(ReadingState state)
{
    switch (state) {
    case ReadingState::Value: return "value";
    case ReadingState::NoTraffic: return "no-traffic";
    case ReadingState::SourceDown: return "source-down";
    case ReadingState::Stale: return "stale";
    case ReadingState::NoData: return "no-data";
    }
    return "no-data";
}

std::string_view unitSymbol(Unit unit)
{
    switch (unit) {
    case Unit::None:
    case Unit::Count: return "";
    case Unit::Seconds: return "s";
    case Unit::Bytes: return "B";
    case Unit::BytesPerSecond: return "B/s";
    case Unit::PerSecond: return "1/s";
    case Unit::Ratio: return "ratio";
    case Unit::Percent: return "%";
    }
    return "";
}

nlohmann::json numberToJson(double value)
{
    if (std::isfinite(value))
        return value;
    return std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

nlohmann::json readingToJson(const Reading& reading, TimePoint now)
{
    nlohmann::json json{{"value", nullptr}, {"unit", unitSymbol(reading.unit)}, {"state", name(reading.state)},
        {"source", reading.source}, {"query", reading.query}};
    if (reading.hasValue())
        json["value"] = numberToJson(reading.value);
    if (reading.at != TimePoint{}) {
        json["at"] = formatRfc3339(reading.at);
        json["ageSeconds"] = std::max(0.0, std::round(std::chrono::duration<double>(now - reading.at).count() * 1000) / 1000);
    }
    if (reading.error)
        json["error"] = toJson(*reading.error);
    return json;
}

std::string readingText(const Reading& reading)
{
    return reading.hasValue() ? formatQuantity(reading.value, reading.unit).joined() : std::string(kUnknown);
}

std::string ageText(TimePoint at, TimePoint now)
{
    return at == TimePoint{} ? std::string(kUnknown) : qbm::ageText(std::max(Duration::zero(), Duration(now - at))).english();
}

} // namespace qbm::ctl
