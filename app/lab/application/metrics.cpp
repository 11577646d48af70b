// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/metrics.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <numeric>

namespace qbm::lab {

namespace {

/// As the Prometheus client of Python writes floats: "0.5", "1.0".
std::string bucketLabel(double bound)
{
    std::string number = fmt::format("{}", bound);
    if (number.find('.') == std::string::npos)
        number += ".0";
    return fmt::format("le=\"{}\"", number);
}

std::vector<SeriesName> makeSeriesNames()
{
    std::vector<SeriesName> names;
    for (const double bound : kBucketBounds)
        names.push_back({"http_request_duration_seconds_bucket", bucketLabel(bound)});
    names.push_back({"http_request_duration_seconds_bucket", "le=\"+Inf\""});
    names.push_back({"http_request_duration_seconds_sum", {}});
    names.push_back({"http_request_duration_seconds_count", {}});
    for (const auto status : kStatusNames)
        names.push_back({"http_requests_total", fmt::format("status=\"{}\"", status)});
    for (const auto status : kStatusNames)
        names.push_back({"nginx_ingress_controller_requests", fmt::format("status=\"{}\"", status)});
    names.push_back({"http_requests_in_progress", {}});
    names.push_back({"qbm_backend_ready_replicas", {}});
    for (const auto& model : kModels)
        names.push_back({"model_accuracy_score", fmt::format("model=\"{}\"", model.name)});
    names.push_back({"process_start_time_seconds", {}});
    return names;
}

struct Family {
    std::string_view name;
    std::string_view type;
    std::string_view help;
};

constexpr std::array<Family, 7> kFamilies{{
    {"http_request_duration_seconds", "histogram", "Time from a request's arrival at the backend to its answer."},
    {"http_requests_total", "counter", "Requests answered by the backend, by HTTP status."},
    {"nginx_ingress_controller_requests", "counter",
        "Requests answered to the client, by HTTP status; 503 also where no backend is ready."},
    {"http_requests_in_progress", "gauge", "Requests waiting or being served."},
    {"qbm_backend_ready_replicas", "gauge", "Ready backend replicas that requests are sent to."},
    {"model_accuracy_score", "gauge", "Accuracy of a model's predictions at the last hourly evaluation, 0 to 1."},
    {"process_start_time_seconds", "gauge", "Start time of the process since the Unix epoch in seconds."},
}};

const Family* familyStartingAt(const std::string& metric, std::size_t nextFamily)
{
    return nextFamily < kFamilies.size() && metric.starts_with(kFamilies[nextFamily].name) ? &kFamilies[nextFamily] : nullptr;
}

} // namespace

void Counters::observe(double seconds)
{
    const auto bound = std::ranges::lower_bound(kBucketBounds, seconds);
    ++buckets[static_cast<std::size_t>(std::distance(kBucketBounds.begin(), bound))];
    durationSum += seconds;
}

std::uint64_t Counters::observations() const
{
    return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
}

const std::vector<SeriesName>& seriesNames()
{
    static const std::vector<SeriesName> names = makeSeriesNames();
    return names;
}

void fillValues(const Metrics& metrics, std::span<double> values)
{
    auto out = values.begin();
    const auto put = [&](auto value) { *out++ = static_cast<double>(value); };
    std::uint64_t cumulated = 0;
    for (const auto count : metrics.counters.buckets)
        put(cumulated += count);
    put(metrics.counters.durationSum);
    put(cumulated);
    std::ranges::for_each(metrics.counters.requests, put);
    std::ranges::for_each(metrics.counters.ingress, put);
    put(metrics.inProgress);
    put(metrics.readyReplicas);
    std::ranges::for_each(metrics.accuracy, put);
    put(std::chrono::duration<double>(metrics.processStart.time_since_epoch()).count());
}

std::string renderText(const Metrics& metrics)
{
    const auto& names = seriesNames();
    std::vector<double> values(names.size());
    fillValues(metrics, values);
    std::string text;
    auto out = std::back_inserter(text);
    std::size_t nextFamily = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& [metric, labels] = names[i];
        if (const Family* family = familyStartingAt(metric, nextFamily)) {
            fmt::format_to(out, "# HELP {0} {1}\n# TYPE {0} {2}\n", family->name, family->help, family->type);
            ++nextFamily;
        }
        text += metric;
        if (!labels.empty())
            fmt::format_to(out, "{{{}}}", labels);
        fmt::format_to(out, " {}\n", values[i]);
    }
    return text;
}

double publishedAccuracy(std::size_t model, TimePoint at, TimePoint driftStart)
{
    return modelAccuracy(model, std::chrono::floor<std::chrono::hours>(at), driftStart);
}

} // namespace qbm::lab
