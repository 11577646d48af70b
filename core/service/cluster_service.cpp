// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/cluster_service.h"

#include "core/cluster/scale_operation.h"
#include "core/kubernetes/client.h"
#include "core/kubernetes/store.h"
#include "core/service/kubernetes_cluster.h"
#include "core/service/object_listing.h"
#include "core/service/permission_cache.h"

#include <algorithm>

namespace qbm::service {

namespace {

using kubernetes::CollectionPath;
using kubernetes::Deployment;
using kubernetes::JsonValue;

template <class Row>
Result<std::vector<Row>> fetchAll(
    kubernetes::Client& client, const CollectionPath& path, Row (*decode)(const JsonValue&), TaskContext& context)
{
    std::vector<Row> rows;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            rows.push_back(decode(item));
        return {};
    };
    handler.onRestart = [&] { rows.clear(); };
    QBM_CHECK(client.list(path, {}, handler, context));
    return rows;
}

class KubernetesClusterService final : public ClusterService {
public:
    KubernetesClusterService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ClusterSources sources,
        std::filesystem::path kubeconfig)
        : m_client(std::move(client))
        , m_nameSpace(nameSpace.empty() ? m_client->access().nameSpace : std::move(nameSpace))
        , m_sources(std::move(sources))
        , m_kubeconfig(std::move(kubeconfig))
        , m_stores(m_client)
        , m_permissions(m_client, m_nameSpace)
        , m_logs(makeLogService(m_client, m_nameSpace))
        , m_rollouts(makeRolloutService(m_client, m_nameSpace, m_sources))
        , m_actions(makeClusterActions(m_client, m_nameSpace, m_sources, m_kubeconfig))
    {
    }

    ClusterIdentity identity() const override
    {
        const kubernetes::ClusterAccess& access = m_client->access();
        return {access.contextName, access.clusterName, access.userName, m_nameSpace, access.server,
            m_client->mode() == AccessMode::ReadOnly, access.warnings};
    }

    std::vector<ClusterContext> contexts() const override
    {
        const kubernetes::ClusterAccess& access = m_client->access();
        std::vector<ClusterContext> out;
        for (const kubernetes::ContextEntry& entry : access.contexts)
            out.push_back({entry.name, entry.cluster, entry.user, entry.nameSpace, entry.name == access.contextName});
        if (out.empty())
            out.push_back({access.contextName, access.clusterName, access.userName, access.nameSpace, true});
        return out;
    }

    Result<std::string> fetchServerVersion(TaskContext& context) override
    {
        QBM_TRY(version, m_client->fetchVersion(context));
        return version.gitVersion;
    }

    std::shared_ptr<kubernetes::Live<Deployment>> deployments() override { return m_stores.deployments(m_nameSpace); }
    std::shared_ptr<kubernetes::Live<kubernetes::Pod>> pods() override { return m_stores.pods(m_nameSpace); }
    std::shared_ptr<kubernetes::Live<kubernetes::Event>> events() override { return m_stores.events(m_nameSpace); }
    std::shared_ptr<kubernetes::Live<kubernetes::Node>> nodes() override { return m_stores.nodes(); }
    std::shared_ptr<kubernetes::Live<kubernetes::HorizontalPodAutoscaler>> horizontalPodAutoscalers() override
    {
        return m_stores.horizontalPodAutoscalers(m_nameSpace);
    }
    std::shared_ptr<kubernetes::LiveTable> table(
        const kubernetes::Resource& resource, const TableScope& scope) override
    {
        const bool inOne = resource.namespaced && !scope.allNamespaces;
        return m_stores.table(resource, inOne ? m_nameSpace : std::string(), scope.labelSelector, scope.fieldSelector);
    }

    Result<std::shared_ptr<ClusterService>> inScope(const ClusterScope& scope, TaskContext& context) override
    {
        QBM_CHECK(context.checkpoint());
        // The database and the measurements are those of this system: elsewhere they would say something wrong.
        ClusterSources elsewhere;
        elsewhere.records = m_sources.records;
        if (scope.context.empty() || scope.context == m_client->access().contextName) {
            const bool isHere = scope.nameSpace.empty() || scope.nameSpace == m_nameSpace;
            return makeClusterService(
                m_client, isHere ? m_nameSpace : scope.nameSpace, isHere ? m_sources : elsewhere, m_kubeconfig);
        }
        QBM_TRY(access, kubernetes::findAccess(m_kubeconfig, scope.context));
        return makeClusterService(std::make_shared<kubernetes::Client>(std::move(access), m_client->mode()),
            scope.nameSpace, std::move(elsewhere), m_kubeconfig);
    }

    Result<std::vector<std::string>> fetchNamespaces(TaskContext& context) override
    {
        std::vector<std::string> names;
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items())
                names.push_back(item["metadata"]["name"].string());
            return {};
        };
        handler.onRestart = [&] { names.clear(); };
        kubernetes::ListOptions options;
        options.representation = kubernetes::Representation::Metadata;
        QBM_CHECK(m_client->list({kubernetes::resource::kNamespaces, {}, {}, {}}, options, handler, context));
        return names;
    }

    Result<std::vector<kubernetes::DiscoveredResource>> fetchKinds(TaskContext& context) override
    {
        QBM_TRY(kinds, m_client->fetchResources(context));
        std::erase_if(kinds, [](const kubernetes::DiscoveredResource& kind) {
            return std::ranges::find(kind.verbs, "list") == kind.verbs.end();
        });
        return kinds;
    }

    Result<kubernetes::DiscoveredResource> findKind(const std::string& name, TaskContext& context) override
    {
        return m_client->findResource(name, context);
    }

    Result<ObjectDetail> fetchObject(const ObjectKey& object, TaskContext& context) override
    {
        return fetchObjectDetail(*m_client, m_nameSpace, object, context);
    }

    Result<UsageSnapshot> fetchUsage(TaskContext& context) override
    {
        return service::fetchUsage(*m_client, m_nameSpace, context);
    }

    std::shared_ptr<LogService> logs() override { return m_logs; }
    std::shared_ptr<RolloutService> rollouts() override { return m_rollouts; }
    std::shared_ptr<ClusterActions> actions() override { return m_actions; }

    Result<Deployment> fetchDeployment(const std::string& name, TaskContext& context) override
    {
        return cluster::fetchDeployment(*m_client, {m_nameSpace, name}, context);
    }

    Result<std::vector<Deployment>> fetchDeployments(TaskContext& context) override
    {
        QBM_TRY(rows,
            fetchAll<Deployment>(*m_client, {kubernetes::resource::kDeployments, m_nameSpace, {}, {}},
                kubernetes::decodeDeployment, context));
        if (rows.empty())
            QBM_CHECK(requireNamespace(*m_client, m_nameSpace, context));
        return rows;
    }

    Result<std::vector<kubernetes::Event>> fetchEvents(TaskContext& context) override
    {
        QBM_TRY(rows,
            fetchAll<kubernetes::Event>(
                *m_client, {kubernetes::resource::kEvents, m_nameSpace, {}, {}}, kubernetes::decodeEvent, context));
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.last < b.last; });
        return rows;
    }

    Result<ObjectTable> fetchTable(const ObjectQuery& query, TaskContext& context) override
    {
        QBM_TRY(found, m_client->findResource(query.kind, context));
        return fetchObjectTable(*m_client, found.resource, m_nameSpace, query, context);
    }

    Result<std::string> fetchJson(const ObjectQuery& query, TaskContext& context) override
    {
        QBM_TRY(found, m_client->findResource(query.kind, context));
        return fetchObjectJson(*m_client, found.resource, m_nameSpace, query, context);
    }

    Result<kubernetes::RolloutStatus> followRollout(
        const Workload& workload, std::chrono::milliseconds timeout, TaskContext& context) override
    {
        using State = kubernetes::RolloutStatus::State;
        kubernetes::RolloutStatus status;
        Deployment newest;
        Text told;
        cluster::DeploymentWait wait;
        wait.total = wait.withoutProgress = timeout;
        const auto tell = [&](const Text& sentence) {
            context.report({static_cast<std::uint64_t>(std::max(0, newest.available)),
                static_cast<std::uint64_t>(std::max(0, newest.desired)), sentence});
        };
        wait.say = tell;
        wait.done = [&](const Deployment& seen) -> Result<bool> {
            newest = seen;
            status = kubernetes::judgeRollout(seen);
            if (status.message != told)
                tell(status.message); // else it would alternate with the reasons
            told = status.message;
            return status.state == State::Done || status.state == State::Failed || status.state == State::Paused;
        };
        QBM_CHECK(cluster::waitForDeployment(*m_client, {m_nameSpace, workload.name, workload.kind}, wait, context));
        if (status.state != State::Failed)
            return status;
        if (std::string reasons = cluster::fetchUnreadyReasons(*m_client, newest, context); !reasons.empty())
            status.message = text(QT_TRANSLATE_NOOP("core", "%1\n%2"), std::move(status.message), std::move(reasons));
        return status;
    }

    Result<Permission> fetchPermission(const PermissionQuestion& question, TaskContext& context) override
    {
        QBM_TRY(answers, m_permissions.fetch({question}, context));
        return std::move(answers.front());
    }

    Result<std::vector<Permission>> fetchPermissions(
        const std::vector<PermissionQuestion>& questions, TaskContext& context) override
    {
        return m_permissions.fetch(questions, context);
    }

    std::unique_ptr<operation::Operation> makeScaleOperation(const Workload& workload, int replicas) override
    {
        const auto preview = [actions = m_actions](const std::string& name, int count, TaskContext& context) {
            return actions->fetchScalePreview(name, count, context);
        };
        return std::make_unique<cluster::ScaleOperation>(
            m_client, cluster::WorkloadName{m_nameSpace, workload.name, workload.kind}, replicas, preview);
    }

    Result<Secret> fetchSecretKey(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context) override
    {
        return m_client->fetchSecretKey(nameSpace, name, key, context);
    }

private:
    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    ClusterSources m_sources;
    std::filesystem::path m_kubeconfig;
    kubernetes::StoreHub m_stores;
    PermissionCache m_permissions;
    std::shared_ptr<LogService> m_logs;
    std::shared_ptr<RolloutService> m_rollouts;
    std::shared_ptr<ClusterActions> m_actions;
};

} // namespace

std::shared_ptr<ClusterService> makeClusterService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace,
    ClusterSources sources, std::filesystem::path kubeconfig)
{
    return std::make_shared<KubernetesClusterService>(
        std::move(client), std::move(nameSpace), std::move(sources), std::move(kubeconfig));
}

} // namespace qbm::service
