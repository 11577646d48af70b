// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/alertmanager.h"
#include "core/prometheus/client.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::service {

/// Metrics and alerts for screens and verbs.
/// \thread any number of calls at once
/// \error as prometheus::Client; Unsupported where the profile names no Prometheus or no Alertmanager
class MetricsService {
public:
    virtual ~MetricsService() = default;

    virtual Result<prometheus::QueryResult> query(const std::string& expression, std::optional<TimePoint> at,
        TaskContext& context) = 0;
    /// With the step that suits a drawing `pixels` wide.
    virtual Result<prometheus::QueryResult> queryRange(const std::string& expression, const prometheus::TimeRange& range,
        int pixels, TaskContext& context) = 0;
    virtual Result<prometheus::QueryResult> queryRangeStep(const std::string& expression,
        const prometheus::TimeRange& range, std::chrono::milliseconds step, TaskContext& context) = 0;
    virtual Result<std::vector<prometheus::Target>> fetchTargets(TaskContext& context) = 0;
    /// Jobs of the deployment guide (qbm-backend, postgres, redis) that no target carries.
    virtual std::vector<std::string> missingJobs(const std::vector<prometheus::Target>& targets) const = 0;
    virtual Result<std::vector<prometheus::Rule>> fetchRules(TaskContext& context) = 0;
    virtual Result<std::vector<prometheus::Alert>> fetchAlerts(TaskContext& context) = 0;
    virtual Result<std::vector<prometheus::AlertGroup>> fetchAlertGroups(TaskContext& context) = 0;
    virtual Result<std::vector<prometheus::Silence>> fetchSilences(TaskContext& context) = 0;
};

/// Over the two clients; either may be null: not configured.
std::shared_ptr<MetricsService> makeMetricsService(std::shared_ptr<const prometheus::Client> prometheus,
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager);

} // namespace qbm::service
