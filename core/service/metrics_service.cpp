// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/metrics_service.h"

#include <algorithm>
#include <array>

namespace qbm::service {

namespace {

/// The jobs of the deployment guide's prometheus.yml.
constexpr std::array<std::string_view, 3> kGuideJobs{"qbm-backend", "postgres", "redis"};

class ClientMetricsService final : public MetricsService {
public:
    ClientMetricsService(std::shared_ptr<const prometheus::Client> prometheus,
        std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager)
        : m_prometheus(std::move(prometheus))
        , m_alertmanager(std::move(alertmanager))
    {
    }

    Result<prometheus::QueryResult> query(const std::string& expression, std::optional<TimePoint> at, TaskContext& context) override
    {
        return withPrometheus([&](const prometheus::Client& client) { return client.query(expression, at, context); });
    }

    Result<prometheus::QueryResult> queryRange(const std::string& expression, const prometheus::TimeRange& range, int pixels,
        TaskContext& context) override
    {
        const auto step = prometheus::chooseStep(range, pixels);
        return queryRangeStep(expression, prometheus::alignToStep(range, step), step, context);
    }

    Result<prometheus::QueryResult> queryRangeStep(const std::string& expression, const prometheus::TimeRange& range,
        std::chrono::milliseconds step, TaskContext& context) override
    {
        return withPrometheus([&](const prometheus::Client& client) { return client.queryRange(expression, range, step, context); });
    }

    Result<std::vector<prometheus::Target>> fetchTargets(TaskContext& context) override
    {
        return withPrometheus([&](const prometheus::Client& client) { return client.fetchTargets(context); });
    }

    std::vector<std::string> missingJobs(const std::vector<prometheus::Target>& targets) const override
    {
        std::vector<std::string> missing;
        for (const std::string_view job : kGuideJobs) {
            if (std::ranges::find(targets, job, [](const auto& target) { return std::string_view(target.job); }) == targets.end())
                missing.emplace_back(job);
        }
        return missing;
    }

    Result<std::vector<prometheus::Rule>> fetchRules(TaskContext& context) override
    {
        return withPrometheus([&](const prometheus::Client& client) { return client.fetchRules(context); });
    }

    Result<std::vector<prometheus::Alert>> fetchAlerts(TaskContext& context) override
    {
        return withAlertmanager([&](const prometheus::AlertmanagerClient& client) { return client.fetchAlerts(context); });
    }

    Result<std::vector<prometheus::AlertGroup>> fetchAlertGroups(TaskContext& context) override
    {
        return withAlertmanager([&](const prometheus::AlertmanagerClient& client) { return client.fetchGroups(context); });
    }

    Result<std::vector<prometheus::Silence>> fetchSilences(TaskContext& context) override
    {
        return withAlertmanager([&](const prometheus::AlertmanagerClient& client) { return client.fetchSilences(context); });
    }

private:
    template <class Ask>
    auto withPrometheus(const Ask& ask) const -> decltype(ask(std::declval<const prometheus::Client&>()))
    {
        if (!m_prometheus)
            return fail(ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus.")));
        return ask(*m_prometheus);
    }

    template <class Ask>
    auto withAlertmanager(const Ask& ask) const -> decltype(ask(std::declval<const prometheus::AlertmanagerClient&>()))
    {
        if (!m_alertmanager)
            return fail(ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "The profile names no Alertmanager.")));
        return ask(*m_alertmanager);
    }

    std::shared_ptr<const prometheus::Client> m_prometheus;
    std::shared_ptr<const prometheus::AlertmanagerClient> m_alertmanager;
};

} // namespace

std::shared_ptr<MetricsService> makeMetricsService(std::shared_ptr<const prometheus::Client> prometheus,
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager)
{
    return std::make_shared<ClientMetricsService>(std::move(prometheus), std::move(alertmanager));
}

} // namespace qbm::service
