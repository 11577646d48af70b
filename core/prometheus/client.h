// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/net/http_client.h"
#include "core/prometheus/series.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::prometheus {

/// Where an HTTP API answers and how we show who we are.
struct Endpoint {
    std::string url; ///< without a trailing slash, with the server's path prefix if it has one
    std::optional<Secret> bearerToken;
    std::chrono::milliseconds timeout{10'000}; ///< for one whole call
};

enum class TargetHealth { Up, Down, Unknown };

/// "up", "down", "unknown"
std::string_view name(TargetHealth health);

/// One scraped target.
struct Target {
    std::string job;
    std::string instance;
    std::string scrapeUrl;
    TargetHealth health = TargetHealth::Unknown;
    std::string lastError;
    std::optional<TimePoint> lastScrape; ///< unset before the first scrape
    double lastScrapeSeconds = 0; ///< how long it took
    std::chrono::milliseconds scrapeInterval{0}; ///< zero where the server is too old to say
    Labels labels;
};

/// Kind, help and unit of a metric.
struct Metadata {
    std::string metric;
    std::string type; ///< "counter", "gauge", "histogram", "summary", ...
    std::string help;
    std::string unit;
};

/// An alerting or recording rule as loaded by the server.
struct Rule {
    std::string group;
    std::string name;
    std::string type; ///< "alerting" or "recording"
    std::string query;
    std::string state; ///< alerting only: "inactive", "pending", "firing"
    std::string health; ///< "ok", "err", "unknown"
    std::string lastError;
    Labels labels;
    Labels annotations;
};

struct BuildInfo {
    std::string version;
    std::string revision;
};

/// Prometheus' HTTP API v1, reading only.
///
/// \thread any number of calls at once
/// \error Unreachable, Timeout, Cancelled as from HttpClient; InvalidInput with Prometheus' own words for an expression it
///        refuses; Denied (401, 403), NotFound (no Prometheus at that address), Exhausted (too many samples, 429),
///        Unreachable (503: not ready), Timeout (its own query timeout), BadData (the answer makes no sense)
/// \source prometheus.io/docs/prometheus/latest/querying/api
class Client {
public:
    Client(std::shared_ptr<net::HttpClient> http, Endpoint endpoint);

    /// Evaluates at one moment; nullopt: the server's now.
    Result<QueryResult> query(const std::string& expression, std::optional<TimePoint> at, TaskContext& context) const;
    /// Evaluates over a range. \error InvalidInput if it would give more than kMaxPointsPerSeries points
    Result<QueryResult> queryRange(const std::string& expression, const TimeRange& range, std::chrono::milliseconds step,
        TaskContext& context) const;
    /// Values of a label over the series that match `selector` (empty: all) within the range.
    Result<std::vector<std::string>> fetchLabelValues(const std::string& label, const std::string& selector,
        const TimeRange& range, TaskContext& context) const;
    Result<std::vector<Target>> fetchTargets(TaskContext& context) const;
    /// Of one metric, or of all (empty name).
    Result<std::vector<Metadata>> fetchMetadata(const std::string& metric, TaskContext& context) const;
    Result<std::vector<Rule>> fetchRules(TaskContext& context) const;
    Result<BuildInfo> fetchBuildInfo(TaskContext& context) const;

    const Endpoint& endpoint() const { return m_endpoint; }

private:
    using Parameters = std::vector<std::pair<std::string, std::string>>;
    Result<std::string> ask(const std::string& path, const Parameters& parameters, TaskContext& context) const;

    std::shared_ptr<net::HttpClient> m_http;
    Endpoint m_endpoint;
};

} // namespace qbm::prometheus
