// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/frame.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qbm::dashboard {

namespace {

struct UnitName {
    std::string_view id;
    Unit unit;
    double factor;
};
/// \source github.com/grafana/grafana packages/grafana-data/src/valueFormats/categories.ts
constexpr std::array<UnitName, 44> kUnits{{{"", Unit::None, 1}, {"none", Unit::None, 1}, {"short", Unit::None, 1},
    {"string", Unit::None, 1}, {"percent", Unit::Percent, 1}, {"percentunit", Unit::Percent, 100}, {"s", Unit::Seconds, 1},
    {"ms", Unit::Seconds, 1e-3}, {"µs", Unit::Seconds, 1e-6}, {"us", Unit::Seconds, 1e-6}, {"ns", Unit::Seconds, 1e-9},
    {"m", Unit::Seconds, 60}, {"h", Unit::Seconds, 3600}, {"d", Unit::Seconds, 86400}, {"dtdurations", Unit::Seconds, 1},
    {"dtdurationms", Unit::Seconds, 1e-3}, {"clocks", Unit::Seconds, 1}, {"bytes", Unit::Bytes, 1}, {"decbytes", Unit::Bytes, 1},
    {"bits", Unit::Bytes, 0.125}, {"decbits", Unit::Bytes, 0.125}, {"kbytes", Unit::Bytes, 1024}, {"deckbytes", Unit::Bytes, 1000},
    {"mbytes", Unit::Bytes, 1048576}, {"decmbytes", Unit::Bytes, 1e6}, {"gbytes", Unit::Bytes, 1073741824},
    {"decgbytes", Unit::Bytes, 1e9}, {"Bps", Unit::BytesPerSecond, 1}, {"binBps", Unit::BytesPerSecond, 1},
    {"bps", Unit::BytesPerSecond, 0.125}, {"binbps", Unit::BytesPerSecond, 0.125}, {"KBs", Unit::BytesPerSecond, 1000},
    {"KiBs", Unit::BytesPerSecond, 1024}, {"MBs", Unit::BytesPerSecond, 1e6}, {"MiBs", Unit::BytesPerSecond, 1048576},
    {"cps", Unit::PerSecond, 1}, {"ops", Unit::PerSecond, 1}, {"reqps", Unit::PerSecond, 1}, {"rps", Unit::PerSecond, 1},
    {"wps", Unit::PerSecond, 1}, {"iops", Unit::PerSecond, 1}, {"cpm", Unit::PerSecond, 1.0 / 60}, {"opm", Unit::PerSecond, 1.0 / 60},
    {"reqpm", Unit::PerSecond, 1.0 / 60}}};

double lastFinite(const std::vector<double>& values)
{
    const auto found = std::find_if(values.rbegin(), values.rend(), [](double v) { return std::isfinite(v); });
    return found == values.rend() ? std::numeric_limits<double>::quiet_NaN() : *found;
}

/// The first metric name of an expression that consists of functions around one selector.
std::string_view soleMetric(std::string_view expression)
{
    const std::size_t brace = expression.find_first_of("{[");
    const std::string_view head = expression.substr(0, std::min(brace, expression.size()));
    const std::size_t before = head.find_last_of("(, ");
    std::string_view metric = before == std::string_view::npos ? head : head.substr(before + 1);
    return metric.substr(0, metric.find(')'));
}

} // namespace

double reduce(const prometheus::Series& series, Reducer reducer)
{
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    if (series.values.empty())
        return kNothing;
    if (reducer == Reducer::Last)
        return series.values.back();
    if (reducer == Reducer::LastNotNull)
        return lastFinite(series.values);
    double sum = 0, least = kNothing, most = kNothing, first = kNothing;
    std::size_t count = 0;
    for (const double value : series.values) {
        if (!std::isfinite(value))
            continue;
        first = count == 0 ? value : first;
        least = count == 0 ? value : std::min(least, value);
        most = count == 0 ? value : std::max(most, value);
        sum += value;
        ++count;
    }
    if (count == 0)
        return kNothing;
    switch (reducer) {
    case Reducer::First: return first;
    case Reducer::Mean: return sum / static_cast<double>(count);
    case Reducer::Min: return least;
    case Reducer::Max: return most;
    default: return sum;
    }
}

UnitMapping mapUnit(const std::string& grafanaUnit)
{
    const auto* known = std::ranges::find(kUnits, std::string_view(grafanaUnit), &UnitName::id);
    return known == kUnits.end() ? UnitMapping{Unit::None, 1, false} : UnitMapping{known->unit, known->factor, true};
}

Unit unitFromExpression(std::string_view expression)
{
    struct Ending {
        std::string_view suffix;
        Unit unit;
    };
    constexpr std::array<Ending, 3> kEndings{{{"_seconds", Unit::Seconds}, {"_bytes", Unit::Bytes}, {"_ratio", Unit::Ratio}}};
    std::string_view metric = soleMetric(expression);
    const bool isQuantile = expression.starts_with("histogram_quantile(");
    if (isQuantile && metric.ends_with("_bucket"))
        metric.remove_suffix(std::string_view("_bucket").size());
    else if (isQuantile || expression.find("rate(") != std::string_view::npos || expression.find_first_of("*/") != std::string_view::npos
        || expression.find("count") != std::string_view::npos)
        return Unit::None;
    const auto* ending = std::ranges::find_if(kEndings, [metric](const Ending& each) { return metric.ends_with(each.suffix); });
    return ending == kEndings.end() ? Unit::None : ending->unit;
}

int thresholdIndex(const std::vector<Threshold>& thresholds, double value)
{
    int index = -1;
    for (const Threshold& threshold : thresholds) {
        if (std::isnan(value) || value < threshold.value)
            break;
        ++index;
    }
    return index;
}

} // namespace qbm::dashboard
