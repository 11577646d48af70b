// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_cluster.h"

#include <algorithm>

namespace qbm::fakes {

namespace {

kubernetes::Deployment deployment(const std::string& name, int replicas)
{
    kubernetes::Deployment out;
    out.meta.nameSpace = "qbm-ai-system";
    out.meta.name = name;
    out.meta.uid = name + "-uid";
    out.desired = out.current = out.updated = out.ready = out.available = replicas;
    out.revision = "1";
    out.strategy = "RollingUpdate";
    out.images = {{name, "qbm/" + name + ":1.0.0"}};
    return out;
}

/// A plan that changes nothing.
class FakeScale final : public operation::Operation {
public:
    FakeScale(std::string name, int replicas)
        : m_name(std::move(name))
        , m_replicas(replicas)
    {
    }
    std::string kind() const override { return "deployment.scale"; }
    operation::Values parameters() const override { return {{"deployment", m_name}, {"replicas", std::to_string(m_replicas)}}; }
    Result<operation::Plan> plan(TaskContext&) override
    {
        operation::Plan plan;
        plan.title = text("Scale %1 to %2", m_name, m_replicas);
        plan.consequence = text("The deployment serves with %1 replicas from then on.", m_replicas);
        plan.target = m_name;
        plan.lines = {{text("deployment %1", m_name), text("3 to %1 replicas", m_replicas)}};
        return plan;
    }
    Result<std::vector<operation::Check>> check(TaskContext&) override
    {
        return std::vector<operation::Check>{{text("May patch deployments/scale"), operation::Verdict::Pass, text("allowed")}};
    }
    std::vector<operation::Step> steps() override { return {}; }

private:
    std::string m_name;
    int m_replicas;
};

} // namespace

FakeCluster::FakeCluster()
    : deploymentRows{deployment("backend", 3), deployment("frontend", 2)}
{
    liveDeployments->set(deploymentRows);
    livePods->set({});
    liveEvents->set({});
    liveNodes->set({});
    liveAutoscalers->set({});
}

service::ClusterIdentity FakeCluster::identity() const
{
    return where;
}

std::vector<service::ClusterContext> FakeCluster::contexts() const
{
    std::vector<service::ClusterContext> out{{where.context, where.cluster, where.user, where.nameSpace, true}};
    for (const std::string& name : otherContexts)
        out.push_back({name, name, where.user, "default", false});
    return out;
}

Result<std::string> FakeCluster::fetchServerVersion(TaskContext&)
{
    if (error)
        return fail(*error);
    return std::string("v1.32.13");
}

std::shared_ptr<kubernetes::LiveTable> FakeCluster::table(
    const kubernetes::Resource& resource, const service::TableScope&)
{
    auto& table = tables[resource.plural];
    if (!table) {
        table = std::make_shared<FakeTable>();
        table->set({});
    }
    return table;
}

Result<std::shared_ptr<service::ClusterService>> FakeCluster::inScope(const service::ClusterScope& scope, TaskContext&)
{
    asked = scope;
    if (!otherScope)
        return fail(ErrorKind::NotFound, text("There is no context %1.", scope.context));
    return otherScope;
}

Result<std::vector<std::string>> FakeCluster::fetchNamespaces(TaskContext&)
{
    if (namespaceError)
        return fail(*namespaceError);
    if (error)
        return fail(*error);
    return namespaces;
}

Result<std::vector<kubernetes::DiscoveredResource>> FakeCluster::fetchKinds(TaskContext&)
{
    if (error)
        return fail(*error);
    return kinds;
}

Result<kubernetes::DiscoveredResource> FakeCluster::findKind(const std::string& name, TaskContext&)
{
    if (error)
        return fail(*error);
    for (const kubernetes::DiscoveredResource& kind : kinds) {
        if (kind.resource.plural == name || kind.resource.kind == name)
            return kind;
    }
    return fail(ErrorKind::NotFound, text("There is no kind %1.", name));
}

Result<service::ObjectDetail> FakeCluster::fetchObject(const service::ObjectKey&, TaskContext&)
{
    ++objectCalls;
    if (error)
        return fail(*error);
    return detail;
}

Result<service::UsageSnapshot> FakeCluster::fetchUsage(TaskContext&)
{
    if (error)
        return fail(*error);
    return usage;
}

Result<kubernetes::Deployment> FakeCluster::fetchDeployment(const std::string& name, TaskContext&)
{
    if (error)
        return fail(*error);
    const auto found = std::ranges::find_if(deploymentRows, [&name](const kubernetes::Deployment& row) { return row.meta.name == name; });
    if (found == deploymentRows.end())
        return fail(ErrorKind::NotFound, text("There is no deployment %1.", name));
    return *found;
}

Result<std::vector<kubernetes::Deployment>> FakeCluster::fetchDeployments(TaskContext&)
{
    if (error)
        return fail(*error);
    return deploymentRows;
}

Result<std::vector<kubernetes::Event>> FakeCluster::fetchEvents(TaskContext&) { return std::vector<kubernetes::Event>{}; }

Result<service::ObjectTable> FakeCluster::fetchTable(const service::ObjectQuery&, TaskContext&)
{
    return service::ObjectTable{};
}

Result<std::string> FakeCluster::fetchJson(const service::ObjectQuery&, TaskContext&) { return std::string("{}"); }

Result<kubernetes::RolloutStatus> FakeCluster::followRollout(const service::Workload& workload, std::chrono::milliseconds, TaskContext& context)
{
    QBM_TRY(row, fetchDeployment(workload.name, context));
    return kubernetes::judgeRollout(row);
}

Result<service::Permission> FakeCluster::fetchPermission(const service::PermissionQuestion& question, TaskContext&)
{
    const std::string review = question.verb + " " + question.resource;
    if (std::ranges::find(denied, review) != denied.end())
        return service::Permission{false, text("%1 in %2: denied to user viewer", review, where.nameSpace)};
    return permission;
}

Result<std::vector<service::Permission>> FakeCluster::fetchPermissions(const std::vector<service::PermissionQuestion>& questions, TaskContext& context)
{
    std::vector<service::Permission> answers;
    for (const service::PermissionQuestion& question : questions) {
        QBM_TRY(answer, fetchPermission(question, context));
        answers.push_back(std::move(answer));
    }
    return answers;
}

std::unique_ptr<operation::Operation> FakeCluster::makeScaleOperation(const service::Workload& workload, int replicas)
{
    return std::make_unique<FakeScale>(workload.name, replicas);
}

Result<Secret> FakeCluster::fetchSecretKey(const std::string&, const std::string&, const std::string&, TaskContext&)
{
    return Secret("not-a-real-secret");
}

} // namespace qbm::fakes
