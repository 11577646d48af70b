// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/model.h"
#include "core/prometheus/series.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::dashboard {

/// Chosen values by variable name; "$__all" stands for all.
using VariableValues = std::map<std::string, std::vector<std::string>>;

/// What a query is expanded with.
struct Expansion {
    prometheus::TimeRange range;
    std::chrono::milliseconds step{std::chrono::seconds(15)};
    std::chrono::milliseconds scrapeInterval{std::chrono::seconds(15)};
    VariableValues values;
};

/// A query ready to be sent, or what is missing for that.
struct ExpandedQuery {
    std::string expression;
    std::vector<std::string> unknownVariables; ///< left as they stand in `expression`
};

/// Replaces $name, ${name}, ${name:format} and [[name]], and Grafana's own $__interval, $__interval_ms, $__rate_interval,
/// $__range, $__range_s, $__range_ms, $__from, $__to. Several values become a regular expression: `(a|b)`, each escaped.
/// \source grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax
ExpandedQuery expandQuery(std::string_view expression, const Dashboard& dashboard, const Expansion& expansion);

/// The name of a series: `{{label}}` replaced by the label's value; without a format, Grafana's default `name{label="value"}`.
std::string formatLegend(std::string_view format, const prometheus::Labels& labels, std::string_view expression);

/// The values chosen in the file, overridden by `chosen`.
VariableValues effectiveValues(const Dashboard& dashboard, const VariableValues& chosen);

/// The range a dashboard asks for: "now-6h" to "now", with /d rounding, or RFC 3339 or milliseconds. \error InvalidInput
Result<prometheus::TimeRange> resolveTimes(const std::string& from, const std::string& to, TimePoint now);

} // namespace qbm::dashboard
