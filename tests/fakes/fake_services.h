// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/analysis_service.h"
#include "core/service/dashboard_service.h"
#include "core/service/health_service.h"
#include "core/service/metrics_service.h"
#include "core/service/services.h"
#include "tests/fakes/fake_cluster.h"

#include <atomic>
#include <map>

/// Services that answer from memory: every answer is a function the test may replace while no call is under way.
namespace qbm::fakes {

/// The moment of all canned data: when the first of it was asked for, so that ages on the screen are small.
TimePoint now();
/// A fresh reading.
Reading reading(double value, Unit unit, const std::string& source, const std::string& query);
/// A reading whose source does not answer.
Reading downReading(Unit unit, const std::string& source);
/// "Connection refused", as a client would say it.
Error refused(const std::string& what);

/// A system in which everything is well.
health::Overview wellOverview();
/// The same with one standby, one Redis replica behind, a backend at 2 of 3, and Alertmanager down.
health::Overview troubledOverview();

class FakeHealth final : public service::HealthService {
public:
    std::function<Result<health::Overview>(TaskContext&)> answer = [](TaskContext&) { return wellOverview(); };
    std::atomic<int> calls = 0;
    Result<health::Overview> fetchOverview(TaskContext& context) override
    {
        ++calls;
        return answer(context);
    }
};

/// Answers every range query with one smooth series over the range.
class FakeMetrics final : public service::MetricsService {
public:
    using Range = std::function<Result<prometheus::QueryResult>(const std::string&, const prometheus::TimeRange&, std::chrono::milliseconds)>;
    Range range;
    std::function<Result<std::vector<prometheus::Alert>>()> alerts; ///< none by default
    std::function<Result<std::vector<prometheus::Silence>>()> silences; ///< none by default
    FakeMetrics();
    Result<prometheus::QueryResult> query(const std::string& expression, std::optional<TimePoint> at, TaskContext& context) override;
    Result<prometheus::QueryResult> queryRange(
        const std::string& expression, const prometheus::TimeRange& range, int pixels, TaskContext& context) override;
    Result<prometheus::QueryResult> queryRangeStep(const std::string& expression, const prometheus::TimeRange& range,
        std::chrono::milliseconds step, TaskContext& context) override;
    Result<std::vector<prometheus::Target>> fetchTargets(TaskContext& context) override;
    std::vector<std::string> missingJobs(const std::vector<prometheus::Target>& targets) const override;
    Result<std::vector<prometheus::Rule>> fetchRules(TaskContext& context) override;
    Result<std::vector<prometheus::Alert>> fetchAlerts(TaskContext& context) override;
    Result<std::vector<prometheus::AlertGroup>> fetchAlertGroups(TaskContext& context) override;
    Result<std::vector<prometheus::Silence>> fetchSilences(TaskContext& context) override;
};

/// Dashboards from JSON texts; the data of their panels from a function.
class FakeDashboards final : public service::DashboardService {
public:
    using FrameFunction = std::function<Result<dashboard::Frame>(const dashboard::Panel&, const service::FrameRequest&)>;
    std::map<std::string, std::string> files; ///< id -> Grafana JSON; the guide's dashboard and a larger one by default
    FrameFunction frame; ///< a smooth series by default
    std::atomic<int> calls = 0; ///< of fetchPanel
    FakeDashboards();
    std::vector<dashboard::LibraryEntry> list() override;
    Result<dashboard::ParsedDashboard> load(const std::string& id) override;
    Result<std::vector<std::string>> fetchVariableOptions(const dashboard::Dashboard& dashboard, const dashboard::Variable& variable,
        const service::FrameRequest& request, TaskContext& context) override;
    Result<dashboard::Frame> fetchPanel(const dashboard::Dashboard& dashboard, const dashboard::Panel& panel,
        const service::FrameRequest& request, TaskContext& context) override;
    Result<std::vector<dashboard::Frame>> fetchPanels(
        const dashboard::Dashboard& dashboard, const service::FrameRequest& request, TaskContext& context) override;
};

/// The real computation over canned measurements: 14 requests a second, served by 3 replicas.
class FakeAnalysis final : public service::AnalysisService {
public:
    std::function<Result<service::CapacityAnswer>(const service::CapacityQuestion&)> answer;
    std::atomic<int> calls = 0;
    FakeAnalysis();
    Result<service::CapacityAnswer> fetchCapacity(const service::CapacityQuestion& question, TaskContext& context) override;
};

/// A frame as the real service gives it, with one series of `values` over the request's range.
dashboard::Frame frameOf(const dashboard::Panel& panel, const service::FrameRequest& request, const std::function<double(double time)>& value);
/// 14 requests a second over 3 replicas.
service::CapacityAnswer capacityAnswer(const service::CapacityQuestion& question);

/// One of each; `backups` stays null unless the test sets it.
struct Fakes {
    std::shared_ptr<FakeHealth> health = std::make_shared<FakeHealth>();
    std::shared_ptr<FakeMetrics> metrics = std::make_shared<FakeMetrics>();
    std::shared_ptr<FakeDashboards> dashboards = std::make_shared<FakeDashboards>();
    std::shared_ptr<FakeAnalysis> analysis = std::make_shared<FakeAnalysis>();
    std::shared_ptr<FakeCluster> cluster = std::make_shared<FakeCluster>();
    std::shared_ptr<service::BackupService> backups;
    operation::Registry registry; ///< to go on with journals
    config::Profile profile; ///< what it names beside the name, tier and state folder that services() sets
    AccessMode access = AccessMode::ReadWrite;
    Tier tier = Tier::Lab;

    /// With a real OperationService whose journals and ledger are in `stateFolder`.
    service::Services services(const std::filesystem::path& stateFolder) const;
};

} // namespace qbm::fakes
