// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "tests/fakes/fake_cluster_parts.h"

#include <atomic>
#include <map>

namespace qbm::fakes {

/// A collection that holds what it is given.
template <class Row, class Interface = kubernetes::Live<Row>>
class FakeLive : public Interface {
public:
    void set(std::vector<Row> rows)
    {
        auto next = std::make_shared<kubernetes::Snapshot<Row>>();
        for (Row& row : rows)
            next->rows.push_back(std::make_shared<const Row>(std::move(row)));
        next->state = kubernetes::LiveState::Live;
        next->heardAt = systemClock().now();
        replace(std::move(next));
    }
    /// As before the first answer.
    void load()
    {
        auto next = std::make_shared<kubernetes::Snapshot<Row>>();
        next->state = kubernetes::LiveState::Loading;
        replace(std::move(next));
    }
    /// The first rows, while more are on their way.
    void loadedSoFar(std::vector<Row> rows)
    {
        auto next = std::make_shared<kubernetes::Snapshot<Row>>();
        for (Row& row : rows)
            next->rows.push_back(std::make_shared<const Row>(std::move(row)));
        next->state = kubernetes::LiveState::Loading;
        replace(std::move(next));
    }
    /// The rows stay; the server no longer answers.
    void interrupt(Error error)
    {
        auto next = std::make_shared<kubernetes::Snapshot<Row>>(*m_snapshot);
        next->state = kubernetes::LiveState::Interrupted;
        next->error = std::move(error);
        replace(std::move(next));
    }
    std::shared_ptr<const kubernetes::Snapshot<Row>> snapshot() const override { return m_snapshot; }
    Subscription subscribe(std::function<void()> changed) override
    {
        const int id = ++m_lastId;
        const auto& heard = m_changed[id] = std::move(changed);
        heard();
        return Subscription([this, id] { m_changed.erase(id); });
    }

    /// How many look at it.
    std::size_t subscribers() const { return m_changed.size(); }

private:
    void replace(std::shared_ptr<kubernetes::Snapshot<Row>> next)
    {
        next->version = ++m_version;
        m_snapshot = std::move(next);
        for (const auto& [id, changed] : m_changed)
            changed();
    }
    std::shared_ptr<const kubernetes::Snapshot<Row>> m_snapshot = std::make_shared<kubernetes::Snapshot<Row>>();
    std::uint64_t m_version = 0;
    std::map<int, std::function<void()>> m_changed; ///< by subscription
    int m_lastId = 0;
};

/// A table that holds what it is given.
class FakeTable final : public FakeLive<kubernetes::TableRow, kubernetes::LiveTable> {
public:
    std::shared_ptr<const kubernetes::TableColumns> columns() const override { return std::make_shared<const kubernetes::TableColumns>(columnInfos); }
    kubernetes::TableColumns columnInfos;
};

/// backend at 3 and frontend at 2, all ready; everything is allowed.
class FakeCluster final : public service::ClusterService {
public:
    FakeCluster();
    std::vector<kubernetes::Deployment> deploymentRows;
    std::optional<Error> error; ///< of every call that asks the server
    service::Permission permission{true, {}}; ///< the answer to every access review
    std::shared_ptr<FakeLive<kubernetes::Deployment>> liveDeployments = std::make_shared<FakeLive<kubernetes::Deployment>>();
    std::shared_ptr<FakeLive<kubernetes::Pod>> livePods = std::make_shared<FakeLive<kubernetes::Pod>>();
    std::shared_ptr<FakeLive<kubernetes::Event>> liveEvents = std::make_shared<FakeLive<kubernetes::Event>>();
    std::shared_ptr<FakeLive<kubernetes::Node>> liveNodes = std::make_shared<FakeLive<kubernetes::Node>>();
    std::shared_ptr<FakeLive<kubernetes::HorizontalPodAutoscaler>> liveAutoscalers = std::make_shared<FakeLive<kubernetes::HorizontalPodAutoscaler>>();

    std::map<std::string, std::shared_ptr<FakeTable>> tables; ///< by plural; others are empty

    service::ClusterIdentity where{"lab", "lab", "ops", "qbm-ai-system", "https://127.0.0.1:6443", false, {}};
    std::vector<std::string> otherContexts; ///< beside the one of `where`
    std::vector<std::string> namespaces{"default", "qbm-ai-system"};
    std::optional<Error> namespaceError; ///< of fetchNamespaces()
    std::vector<kubernetes::DiscoveredResource> kinds;
    service::ObjectDetail detail;
    service::UsageSnapshot usage;
    std::shared_ptr<FakeLogs> fakeLogs = std::make_shared<FakeLogs>();
    std::shared_ptr<FakeRollouts> fakeRollouts = std::make_shared<FakeRollouts>();
    std::shared_ptr<FakeActions> fakeActions = std::make_shared<FakeActions>();
    std::shared_ptr<service::ClusterService> otherScope; ///< what inScope() gives; null: NotFound
    service::ClusterScope asked; ///< of the last inScope()
    std::atomic<int> objectCalls = 0; ///< of fetchObject()
    std::vector<std::string> denied; ///< "patch deployments/scale": what an access review says no to

    service::ClusterIdentity identity() const override;
    std::vector<service::ClusterContext> contexts() const override;
    Result<std::string> fetchServerVersion(TaskContext& context) override;
    std::shared_ptr<kubernetes::Live<kubernetes::Deployment>> deployments() override { return liveDeployments; }
    std::shared_ptr<kubernetes::Live<kubernetes::Pod>> pods() override { return livePods; }
    std::shared_ptr<kubernetes::Live<kubernetes::Event>> events() override { return liveEvents; }
    std::shared_ptr<kubernetes::Live<kubernetes::Node>> nodes() override { return liveNodes; }
    std::shared_ptr<kubernetes::Live<kubernetes::HorizontalPodAutoscaler>> horizontalPodAutoscalers() override { return liveAutoscalers; }
    std::shared_ptr<kubernetes::LiveTable> table(
        const kubernetes::Resource& resource, const service::TableScope& scope) override;
    Result<std::shared_ptr<service::ClusterService>> inScope(const service::ClusterScope& scope, TaskContext& context) override;
    Result<std::vector<std::string>> fetchNamespaces(TaskContext& context) override;
    Result<std::vector<kubernetes::DiscoveredResource>> fetchKinds(TaskContext& context) override;
    Result<kubernetes::DiscoveredResource> findKind(const std::string& name, TaskContext& context) override;
    Result<service::ObjectDetail> fetchObject(const service::ObjectKey& object, TaskContext& context) override;
    Result<service::UsageSnapshot> fetchUsage(TaskContext& context) override;
    std::shared_ptr<service::LogService> logs() override { return fakeLogs; }
    std::shared_ptr<service::RolloutService> rollouts() override { return fakeRollouts; }
    std::shared_ptr<service::ClusterActions> actions() override { return fakeActions; }
    Result<kubernetes::Deployment> fetchDeployment(const std::string& name, TaskContext& context) override;
    Result<std::vector<kubernetes::Deployment>> fetchDeployments(TaskContext& context) override;
    Result<std::vector<kubernetes::Event>> fetchEvents(TaskContext& context) override;
    Result<service::ObjectTable> fetchTable(const service::ObjectQuery& query, TaskContext& context) override;
    Result<std::string> fetchJson(const service::ObjectQuery& query, TaskContext& context) override;
    Result<kubernetes::RolloutStatus> followRollout(
        const service::Workload& workload, std::chrono::milliseconds timeout, TaskContext& context) override;
    Result<service::Permission> fetchPermission(const service::PermissionQuestion& question, TaskContext& context) override;
    Result<std::vector<service::Permission>> fetchPermissions(
        const std::vector<service::PermissionQuestion>& questions, TaskContext& context) override;
    std::unique_ptr<operation::Operation> makeScaleOperation(const service::Workload& workload, int replicas) override;
    Result<Secret> fetchSecretKey(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context) override;
};

} // namespace qbm::fakes
