// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/unavailable_cluster.h"

#include "core/service/log_service.h"
#include "core/service/rollout_service.h"

namespace qbm::compose {

namespace {

using kubernetes::Live;
using kubernetes::LiveState;
using kubernetes::Snapshot;

/// A collection that never has rows and says why.
template <class Row, class Interface = Live<Row>>
class UnavailableLive : public Interface {
public:
    explicit UnavailableLive(Error why)
    {
        auto snapshot = std::make_shared<Snapshot<Row>>();
        snapshot->state = LiveState::Interrupted;
        snapshot->error = std::move(why);
        m_snapshot = std::move(snapshot);
    }
    std::shared_ptr<const Snapshot<Row>> snapshot() const override { return m_snapshot; }
    Subscription subscribe(std::function<void()>) override { return Subscription([] {}); }

private:
    std::shared_ptr<const Snapshot<Row>> m_snapshot;
};

class UnavailableTable final : public UnavailableLive<kubernetes::TableRow, kubernetes::LiveTable> {
public:
    using UnavailableLive::UnavailableLive;
    std::shared_ptr<const kubernetes::TableColumns> columns() const override { return std::make_shared<const kubernetes::TableColumns>(); }
};

/// An operation that cannot even be planned.
class UnavailableOperation final : public service::RevealOperation {
public:
    explicit UnavailableOperation(Error why) : m_why(std::move(why)) {}
    std::string kind() const override { return "unavailable"; }
    operation::Values parameters() const override { return {}; }
    Result<operation::Plan> plan(TaskContext&) override { return fail(m_why); }
    Result<std::vector<operation::Check>> check(TaskContext&) override { return fail(m_why); }
    std::vector<operation::Step> steps() override { return {}; }
    std::shared_ptr<const service::RevealedSecret> revealed() const override { return nullptr; }

private:
    Error m_why;
};

class UnavailableLogs final : public service::LogService {
public:
    explicit UnavailableLogs(Error why) : m_why(std::move(why)) {}
    Result<> stream(const service::LogQuery&, const service::LogSink&, TaskContext&) override { return fail(m_why); }

private:
    Error m_why;
};

class UnavailableRollouts final : public service::RolloutService {
public:
    explicit UnavailableRollouts(Error why) : m_why(std::move(why)) {}
    Result<std::vector<service::Revision>> fetchRevisions(const cluster::Workload&, TaskContext&) override { return fail(m_why); }
    Result<std::vector<service::RevisionEffect>> fetchRevisionEffects(const std::string&, TaskContext&) override { return fail(m_why); }

private:
    Error m_why;
};

class UnavailableActions final : public service::ClusterActions {
public:
    explicit UnavailableActions(Error why) : m_why(std::move(why)) {}
    Result<service::ScalePreview> fetchScalePreview(const std::string&, int, TaskContext&) override { return fail(m_why); }
    Result<std::vector<service::ScaleOutcome>> fetchScaleOutcomes(const std::string&, TaskContext&) override { return fail(m_why); }
    std::unique_ptr<operation::Operation> makeSetImage(const service::Workload&, const std::string&, const std::string&) override
    {
        return unavailable();
    }
    std::unique_ptr<operation::Operation> makeRestart(const service::Workload&) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makePause(const service::Workload&, bool) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makeRolloutUndo(const service::Workload&, std::int64_t) override { return unavailable(); }
    std::unique_ptr<service::RevealOperation> makeReveal(const std::string&, const std::string&) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makeCommand(const service::PodCommand&) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makeApply(const std::string&, bool) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makeDelete(const service::ObjectKey&) override { return unavailable(); }
    std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string&) override { return unavailable(); }
    std::unique_ptr<operation::Operation> make(const service::ActionRequest&) override { return unavailable(); }

private:
    std::unique_ptr<UnavailableOperation> unavailable() const { return std::make_unique<UnavailableOperation>(m_why); }
    Error m_why;
};

class UnavailableCluster final : public service::ClusterService {
public:
    explicit UnavailableCluster(Error why) : m_why(std::move(why)) {}

    service::ClusterIdentity identity() const override { return {}; }
    std::vector<service::ClusterContext> contexts() const override { return {}; }
    Result<std::string> fetchServerVersion(TaskContext&) override { return fail(m_why); }
    std::shared_ptr<Live<kubernetes::Deployment>> deployments() override { return live<kubernetes::Deployment>(); }
    std::shared_ptr<Live<kubernetes::Pod>> pods() override { return live<kubernetes::Pod>(); }
    std::shared_ptr<Live<kubernetes::Event>> events() override { return live<kubernetes::Event>(); }
    std::shared_ptr<Live<kubernetes::Node>> nodes() override { return live<kubernetes::Node>(); }
    std::shared_ptr<Live<kubernetes::HorizontalPodAutoscaler>> horizontalPodAutoscalers() override
    {
        return live<kubernetes::HorizontalPodAutoscaler>();
    }
    std::shared_ptr<kubernetes::LiveTable> table(const kubernetes::Resource&, const service::TableScope&) override { return std::make_shared<UnavailableTable>(m_why); }
    Result<std::shared_ptr<service::ClusterService>> inScope(const service::ClusterScope&, TaskContext&) override { return fail(m_why); }
    Result<std::vector<std::string>> fetchNamespaces(TaskContext&) override { return fail(m_why); }
    Result<std::vector<kubernetes::DiscoveredResource>> fetchKinds(TaskContext&) override { return fail(m_why); }
    Result<kubernetes::DiscoveredResource> findKind(const std::string&, TaskContext&) override { return fail(m_why); }
    Result<service::ObjectDetail> fetchObject(const service::ObjectKey&, TaskContext&) override { return fail(m_why); }
    Result<service::UsageSnapshot> fetchUsage(TaskContext&) override { return fail(m_why); }
    std::shared_ptr<service::LogService> logs() override { return std::make_shared<UnavailableLogs>(m_why); }
    std::shared_ptr<service::RolloutService> rollouts() override { return std::make_shared<UnavailableRollouts>(m_why); }
    std::shared_ptr<service::ClusterActions> actions() override { return std::make_shared<UnavailableActions>(m_why); }
    Result<kubernetes::Deployment> fetchDeployment(const std::string&, TaskContext&) override { return fail(m_why); }
    Result<std::vector<kubernetes::Deployment>> fetchDeployments(TaskContext&) override { return fail(m_why); }
    Result<std::vector<kubernetes::Event>> fetchEvents(TaskContext&) override { return fail(m_why); }
    Result<service::ObjectTable> fetchTable(const service::ObjectQuery&, TaskContext&) override
    {
        return fail(m_why);
    }
    Result<std::string> fetchJson(const service::ObjectQuery&, TaskContext&) override
    {
        return fail(m_why);
    }
    Result<kubernetes::RolloutStatus> followRollout(const service::Workload&, std::chrono::milliseconds, TaskContext&) override
    {
        return fail(m_why);
    }
    Result<service::Permission> fetchPermission(const service::PermissionQuestion&, TaskContext&) override { return fail(m_why); }
    Result<std::vector<service::Permission>> fetchPermissions(const std::vector<service::PermissionQuestion>&, TaskContext&) override
    {
        return fail(m_why);
    }
    std::unique_ptr<operation::Operation> makeScaleOperation(const service::Workload&, int) override
    {
        return std::make_unique<UnavailableOperation>(m_why);
    }
    Result<Secret> fetchSecretKey(const std::string&, const std::string&, const std::string&, TaskContext&) override
    {
        return fail(m_why);
    }

private:
    template <class Row>
    std::shared_ptr<Live<Row>> live() const
    {
        return std::make_shared<UnavailableLive<Row>>(m_why);
    }
    Error m_why;
};

} // namespace

std::shared_ptr<service::ClusterService> makeUnavailableCluster(Error why)
{
    return std::make_shared<UnavailableCluster>(std::move(why));
}

} // namespace qbm::compose
