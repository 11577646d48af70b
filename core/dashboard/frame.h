// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/unit.h"
#include "core/dashboard/model.h"
#include "core/prometheus/series.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::dashboard {

/// One line of a chart, row of a table or number of a stat panel.
struct FrameSeries {
    std::string name; ///< legend
    std::string query; ///< the PromQL that gave it, expanded
    prometheus::Series series;
    double reduced = std::numeric_limits<double>::quiet_NaN(); ///< by the panel's reducer; NaN if there is no value
};

/// A panel's data, ready to be drawn. Every number here, thresholds and bounds too, counts in `unit`.
struct Frame {
    int panelId = 0;
    std::string title;
    Unit unit = Unit::None;
    std::vector<Threshold> thresholds;
    std::optional<double> minimum, maximum;
    prometheus::TimeRange range;
    std::chrono::milliseconds step{0};
    std::vector<FrameSeries> series; ///< empty: no data
    std::vector<std::string> warnings; ///< the server's own words
    std::optional<Error> error; ///< the first query that failed; series of the others are still there
    TimePoint fetchedAt{};
};

/// The one number that stands for a series; NaN where there is none.
double reduce(const prometheus::Series& series, Reducer reducer);

/// Grafana's unit id as ours, and the factor its values are multiplied with ("ms" -> Seconds, 0.001).
struct UnitMapping {
    Unit unit = Unit::None;
    double factor = 1;
    bool known = true;
};
UnitMapping mapUnit(const std::string& grafanaUnit);

/// The unit a metric's name promises (prometheus.io/docs/practices/naming), for panels whose file names none: a quantile of
/// `..._seconds_bucket` and a plain `..._seconds` are seconds; likewise bytes and ratio. None where it is not certain.
Unit unitFromExpression(std::string_view expression);

/// The index of the threshold that holds for a value; -1 where there is none or the value is NaN.
int thresholdIndex(const std::vector<Threshold>& thresholds, double value);

} // namespace qbm::dashboard
