// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/lab_facts.h"
#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab {

/// How a request ended; the names in kStatusNames are the values of the label `status`.
enum class Status { Ok, ServerError, Unavailable, TimedOut };
inline constexpr std::array<std::string_view, 4> kStatusNames{"200", "500", "503", "504"};

/// Upper bounds of the latency histogram in seconds, close enough together for a sharp p95; `+Inf` follows them.
inline constexpr std::array<double, 26> kBucketBounds{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6,
    0.75, 1, 1.25, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30};

/// What only grows while the process lives.
struct Counters {
    std::array<std::uint64_t, kBucketBounds.size() + 1> buckets{}; ///< observations in each bucket, not cumulated
    double durationSum = 0; ///< seconds
    std::array<std::uint64_t, kStatusNames.size()> requests{}; ///< answered by the backend, by Status
    std::array<std::uint64_t, kStatusNames.size()> ingress{}; ///< answered to the client, by Status

    void observe(double seconds);
    std::uint64_t observations() const;
    friend bool operator==(const Counters&, const Counters&) = default;
};

/// Everything one scrape shows.
struct Metrics {
    Counters counters;
    std::size_t inProgress = 0;
    int readyReplicas = 0;
    std::array<double, kModels.size()> accuracy{};
    TimePoint processStart{};
};

/// One exposed series: the metric's name and its own labels, without those a scrape adds.
struct SeriesName {
    std::string metric;
    std::string labels; ///< `le="0.5"`, or empty
};

/// The series of a scrape, always all of them and in this order.
const std::vector<SeriesName>& seriesNames();
/// The values that belong to seriesNames(). \param values as many as there are names
void fillValues(const Metrics& metrics, std::span<double> values);
/// Prometheus text format 0.0.4.
std::string renderText(const Metrics& metrics);

/// The score of kModels[model] as the application publishes it: evaluated at the beginning of every hour.
double publishedAccuracy(std::size_t model, TimePoint at, TimePoint driftStart);

/// Where a history ends, and a live application goes on.
struct CounterState {
    TimePoint at{};
    TimePoint processStart{};
    int replicas = 0; ///< ready at that moment
    Counters counters;
    friend bool operator==(const CounterState&, const CounterState&) = default;
};

std::string counterStateToJson(const CounterState& state);
/// \error BadData
Result<CounterState> counterStateFromJson(std::string_view json);
/// Reads the file and removes it: going on twice from one state would make counters jump back.
/// \error NotFound, BadData, Denied
Result<CounterState> takeCounterState(const std::filesystem::path& file);

} // namespace qbm::lab
