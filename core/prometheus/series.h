// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::prometheus {

/// Label names and values, sorted by name; the metric's name is the label `__name__`.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// The value of a label; empty if it is not there.
std::string_view labelValue(const Labels& labels, std::string_view name);
/// `up{instance="a:1",job="b"}` as Prometheus writes it; "{}" without any label.
std::string formatLabels(const Labels& labels);

/// One time series as flat arrays of equal length.
struct Series {
    Labels labels;
    std::vector<double> times; ///< seconds since 1970 UTC, ascending
    std::vector<double> values; ///< NaN and infinity stand as the server sent them
};

/// What kind of value an expression gave. Vector: one sample a series. Scalar: one series without labels.
enum class ResultType { Vector, Matrix, Scalar, String };

/// "vector", "matrix", "scalar", "string"
std::string_view name(ResultType type);

/// An answer to a query.
struct QueryResult {
    ResultType type = ResultType::Vector;
    std::vector<Series> series;
    std::string text; ///< only for ResultType::String
    std::vector<std::string> warnings; ///< the server's own words about a partial answer
};

/// A closed span of time.
struct TimeRange {
    TimePoint from;
    TimePoint to;
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Seconds since 1970, as Prometheus counts.
double toUnixSeconds(TimePoint time);
TimePoint fromUnixSeconds(double seconds);

/// The server refuses more points a series than this.
inline constexpr int kMaxPointsPerSeries = 11'000;

/// The step of a range query for a drawing `pixels` wide: about one point a pixel, a round number of seconds (1, 2, 5, 10,
/// 15, 20, 30 s, 1, 2, 5 ... min, h, d), never under `atLeast` and never more than kMaxPointsPerSeries points.
std::chrono::milliseconds chooseStep(const TimeRange& range, int pixels,
    std::chrono::milliseconds atLeast = std::chrono::seconds(1));

/// Both ends rounded down to multiples of `step`, so that a chart that is refreshed asks for the same points again and its
/// line does not quiver.
TimeRange alignToStep(const TimeRange& range, std::chrono::milliseconds step);

/// "15s", "1m30s", "1d2h" as Prometheus and Grafana write durations. \error InvalidInput
Result<std::chrono::milliseconds> parseDuration(std::string_view text);
/// The shortest such text with one unit: "90s", "2m", "1h", "500ms".
std::string formatStep(std::chrono::milliseconds step);

} // namespace qbm::prometheus
