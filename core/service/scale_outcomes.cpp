// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/scale_outcomes.h"

#include "core/cluster/scale_operation.h"

#include <algorithm>
#include <charconv>

namespace qbm::service {

namespace {

using operation::Record;
using operation::RecordState;

// Enough requests for a p95, and not yet another time of the day.
constexpr std::chrono::minutes kLongestPeriod{15};
// Fewer scrapes than two give no rate.
constexpr std::chrono::minutes kShortestPeriod{2};

std::string valueOf(const operation::Values& values, const char* key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

template <class Number> std::optional<Number> numberOf(const operation::Values& values, const char* key)
{
    const std::string text = valueOf(values, key);
    Number number{};
    if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

bool isAbout(const Record& record, const std::string& contextName, const cluster::DeploymentName& deployment)
{
    const std::string context = valueOf(record.parameters, "context"); // empty in journals of earlier versions
    return record.kind == cluster::ScaleOperation::kKind && (context.empty() || context == contextName)
        && valueOf(record.parameters, "namespace") == deployment.nameSpace
        && valueOf(record.parameters, "deployment") == deployment.name
        && (record.state == RecordState::Done || record.state == RecordState::Stopped);
}

std::optional<LatencyPrediction> predictionOf(const operation::Values& values, int replicas)
{
    const auto seconds = numberOf<double>(values, cluster::ScaleOperation::kPredictedSeconds);
    const auto low = numberOf<double>(values, cluster::ScaleOperation::kPredictedLow);
    const auto high = numberOf<double>(values, cluster::ScaleOperation::kPredictedHigh);
    if (valueOf(values, cluster::ScaleOperation::kPredictedUnstable) == "yes")
        return LatencyPrediction{replicas, false, 0, 0, 0};
    if (!seconds || !low || !high)
        return std::nullopt;
    return LatencyPrediction{replicas, true, *seconds, *low, *high};
}

Reading measuredP95(
    const std::string& deployment, TimePoint from, TimePoint to, const ClusterSources& sources, TaskContext& context)
{
    Reading reading;
    reading.unit = Unit::Seconds;
    reading.source = "Prometheus";
    if (!sources.query || to - from < kShortestPeriod)
        return reading;
    const std::string matchers = "{job=\"qbm-" + deployment + "\"}";
    const std::string window = "[" + prometheus::formatStep(std::chrono::floor<std::chrono::seconds>(to - from)) + "]";
    prometheus::Measurement what;
    what.expression
        = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket" + matchers + window + ")))";
    what.unit = Unit::Seconds;
    what.eventRate = "sum(rate(http_request_duration_seconds_count" + matchers + window + "))";
    const auto atEnd = [&](const std::string& expression, std::optional<TimePoint>, TaskContext& task) {
        return sources.query(expression, to, task);
    };
    return prometheus::measure(what, atEnd, to, context);
}

} // namespace

Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string& contextName,
    const cluster::DeploymentName& deployment, const ClusterSources& sources, const Clock& clock, TaskContext& context)
{
    std::vector<ScaleOutcome> outcomes;
    if (!sources.records)
        return outcomes;
    TimePoint until = clock.now();
    std::vector<Record> records = sources.records();
    std::ranges::reverse(records);
    for (const Record& record : records) {
        if (!isAbout(record, contextName, deployment))
            continue;
        QBM_CHECK(context.checkpoint());
        ScaleOutcome outcome;
        outcome.operationId = record.id;
        outcome.at = record.changedAt;
        outcome.from = numberOf<int>(record.values, cluster::ScaleOperation::kReplicasBefore).value_or(0);
        outcome.to = numberOf<int>(record.parameters, "replicas").value_or(0);
        outcome.predicted = predictionOf(record.values, outcome.to);
        outcome.measuredP95
            = measuredP95(deployment.name, outcome.at, std::min(until, outcome.at + kLongestPeriod), sources, context);
        until = record.startedAt;
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

} // namespace qbm::service
