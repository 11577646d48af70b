// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/health/facts.h"

#include <optional>
#include <variant>
#include <vector>

namespace qbm::health {

/// What one source said, when. Unset result: not configured.
template <class T>
struct Answer {
    std::optional<Result<T>> result;
    TimePoint at{};

    bool configured() const { return result.has_value(); }
    const T* value() const { return result && *result ? &**result : nullptr; }
    const Error* error() const { return result && !*result ? &result->error() : nullptr; }
};

/// What Prometheus knows about the application.
struct MetricsFacts {
    std::vector<prometheus::Target> targets;
    Reading p95;
    Reading requestRate;
    Reading failedPercent;
    Reading accuracy;
    Reading ingressRate;
};

/// One pass over all sources.
struct Answers {
    Answer<MetricsFacts> metrics;
    Answer<std::vector<prometheus::Alert>> alerts;
    Answer<DatabaseFacts> database;
    Answer<redis::ServerFacts> cache;
    Answer<ClusterFacts> cluster;
    Answer<BackupFacts> backups;
    Answer<std::monostate> application;
    Answer<std::vector<OperationFacts>> operations{};
    Objectives objectives;
};

/// The p95 of the tile and its sparkline.
extern const std::string kP95Query;
/// That figure alone; NoTraffic and Stale are told apart from it.
Reading measureP95(const prometheus::QueryFunction& query, std::chrono::milliseconds staleAfter, TimePoint now, TaskContext& context);
/// The mean accuracy of the models, as in the deployment guide.
extern const std::string kAccuracyQuery;

/// Asks Prometheus for targets first, since their scrape interval says when a number is stale, then for each number.
/// \error what fetching the targets said
Result<MetricsFacts> fetchMetricsFacts(const Providers& providers, const Clock& clock, TaskContext& context);

} // namespace qbm::health
