// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/config/profile.h"
#include "core/kubernetes/description.h"
#include "core/kubernetes/live.h"
#include "core/kubernetes/objects.h"
#include "core/kubernetes/rollout_status.h"
#include "core/kubernetes/table_row.h"
#include "core/operation/journal.h"
#include "core/prometheus/measure.h"
#include "core/service/analysis_service.h"
#include "core/service/cluster_actions.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace qbm::kubernetes {
class Client;
}

namespace qbm::service {

class LogService;
class RolloutService;

/// Which cluster this is, as far as the kubeconfig alone tells.
struct ClusterIdentity {
    std::string context;
    std::string cluster;
    std::string user;
    std::string nameSpace;
    std::string server; ///< URL
    bool readOnly = false;
    std::vector<Text> warnings; ///< such as an unverified server certificate
};

struct ClusterContext {
    std::string name;
    std::string cluster;
    std::string user;
    std::string nameSpace;
    bool current = false;
};

/// An access review, answered.
struct Permission {
    bool allowed = false;
    Text reason; ///< "patch deployments/scale in qbm-ai-system: denied to user X"; empty where allowed
};

/// "May I VERB RESOURCE[/SUBRESOURCE] [NAME]?" in the console's namespace.
struct PermissionQuestion {
    std::string verb;
    std::string resource; ///< plural, singular, short name or kind; "deployments/scale" names a subresource
    std::string name; ///< empty: any
};

/// Everything this console may ask of a cluster: what "why can't I" goes through.
std::vector<PermissionQuestion> consoleQuestions();

/// Which objects of a kind are wanted.
struct ObjectQuery {
    std::string kind; ///< by any of its names
    std::vector<std::string> names; ///< empty: all that the selectors let through
    std::string labelSelector; ///< "app=backend,tier!=cache"
    std::string fieldSelector; ///< "status.phase=Running"; the kind says which fields it knows
    std::string sortBy; ///< a jsonpath in the objects: ".metadata.creationTimestamp"; empty: as the server lists
    bool allNamespaces = false;
};

/// Which rows a live table follows.
struct TableScope {
    std::string labelSelector;
    std::string fieldSelector;
    bool allNamespaces = false;
};

/// A listing for people: the server's own columns.
struct ObjectTable {
    std::vector<std::string> columns;
    std::vector<bool> isWide; ///< one a column: only of interest where there is room
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> warnings;
};

/// Where to look: both empty mean the profile's own.
struct ClusterScope {
    std::string context;
    std::string nameSpace;
    friend bool operator==(const ClusterScope&, const ClusterScope&) = default;
};

/// Who set which fields of an object: one entry of metadata.managedFields, spelled out.
struct FieldOwner {
    std::string manager; ///< "kubectl", "qbm-console", "kube-controller-manager"
    std::string operation; ///< "Apply" or "Update"
    std::string subresource; ///< "status", "scale"; may be empty
    TimePoint at{};
    std::vector<std::string> fields; ///< ".spec.replicas", ".spec.template.spec.containers[name=backend].image"
};

/// Everything the side panel tells of one object.
struct ObjectDetail {
    kubernetes::ObjectMeta meta;
    std::vector<kubernetes::OwnerReference> owners;
    std::vector<std::pair<std::string, std::string>> annotations; ///< without kubectl's copy of what was last applied
    kubernetes::Description description; ///< of a Deployment with its pods
    std::vector<kubernetes::Condition> conditions;
    std::vector<FieldOwner> fieldOwners;
    std::vector<kubernetes::Event> events; ///< about this object, newest first
    std::string yaml; ///< without managedFields; values of a Secret are replaced by their sizes
    std::vector<std::string> warnings; ///< the server's
};

/// What pods and nodes use now, as metrics.k8s.io tells it.
struct Usage {
    double cpuCores = 0;
    double memoryBytes = 0;
};
struct UsageSnapshot {
    TimePoint at{}; ///< of the newest measurement
    std::map<std::string, Usage> pods; ///< by name, within the scope's namespace
    std::map<std::string, Usage> nodes;
};

/// The cluster as the screens and verbs use it; all names are in the profile's namespace unless said otherwise.
/// \thread any; calls with a TaskContext block
class ClusterService {
public:
    virtual ~ClusterService() = default;

    virtual ClusterIdentity identity() const = 0;
    virtual std::vector<ClusterContext> contexts() const = 0;
    /// "v1.32.13". Fails as every other call would: the cheapest way to ask whether the cluster answers.
    virtual Result<std::string> fetchServerVersion(TaskContext& context) = 0;

    virtual std::shared_ptr<kubernetes::Live<kubernetes::Deployment>> deployments() = 0;
    virtual std::shared_ptr<kubernetes::Live<kubernetes::Pod>> pods() = 0;
    virtual std::shared_ptr<kubernetes::Live<kubernetes::Event>> events() = 0;
    virtual std::shared_ptr<kubernetes::Live<kubernetes::Node>> nodes() = 0; ///< of the whole cluster
    virtual std::shared_ptr<kubernetes::Live<kubernetes::HorizontalPodAutoscaler>> horizontalPodAutoscalers() = 0;
    /// Any kind in the columns its server prints; of the namespace, or of the whole cluster where the kind knows none.
    virtual std::shared_ptr<kubernetes::LiveTable> table(
        const kubernetes::Resource& resource, const TableScope& scope = {})
        = 0;

    /// The same cluster files, another context or namespace; the new service lives on its own. Elsewhere than here it
    /// has no database and no measurements beside it.
    /// \error NotFound (context), as findAccess
    virtual Result<std::shared_ptr<ClusterService>> inScope(const ClusterScope& scope, TaskContext& context) = 0;
    /// \error Denied where this user may not list namespaces
    virtual Result<std::vector<std::string>> fetchNamespaces(TaskContext& context) = 0;
    /// Everything that can be listed, as discovery tells it.
    virtual Result<std::vector<kubernetes::DiscoveredResource>> fetchKinds(TaskContext& context) = 0;
    /// A kind by any of its names: plural, singular, short name, kind, with or without group. \error NotFound
    virtual Result<kubernetes::DiscoveredResource> findKind(const std::string& name, TaskContext& context) = 0;
    virtual Result<ObjectDetail> fetchObject(const ObjectKey& object, TaskContext& context) = 0;
    /// \error Unsupported where the cluster has no metrics API, Unreachable where its server is down
    virtual Result<UsageSnapshot> fetchUsage(TaskContext& context) = 0;
    virtual std::shared_ptr<LogService> logs() = 0; ///< never null
    virtual std::shared_ptr<RolloutService> rollouts() = 0; ///< never null
    virtual std::shared_ptr<ClusterActions> actions() = 0; ///< never null

    virtual Result<kubernetes::Deployment> fetchDeployment(const std::string& name, TaskContext& context) = 0;
    virtual Result<std::vector<kubernetes::Deployment>> fetchDeployments(TaskContext& context) = 0;
    /// Newest last.
    virtual Result<std::vector<kubernetes::Event>> fetchEvents(TaskContext& context) = 0;
    /// Any kind as the server's table; of all namespaces with a column that names them.
    /// \error InvalidInput (names in all namespaces, an unreadable sortBy or selector), NotFound
    virtual Result<ObjectTable> fetchTable(const ObjectQuery& query, TaskContext& context) = 0;
    /// The same as untyped JSON: the object of one name, else a List with all pages.
    virtual Result<std::string> fetchJson(const ObjectQuery& query, TaskContext& context) = 0;
    /// Follows a rollout until it is done or fails, each new sentence into the context's progress.
    virtual Result<kubernetes::RolloutStatus> followRollout(
        const Workload& workload, std::chrono::milliseconds timeout, TaskContext& context)
        = 0;

    virtual Result<Permission> fetchPermission(const PermissionQuestion& question, TaskContext& context) = 0;
    /// One answer a question, in their order; asked several at once and kept for half a minute.
    virtual Result<std::vector<Permission>> fetchPermissions(
        const std::vector<PermissionQuestion>& questions, TaskContext& context) = 0;

    /// "Scale deployment NAME to N": kind "deployment.scale", "statefulset.scale".
    virtual std::unique_ptr<operation::Operation> makeScaleOperation(const Workload& workload, int replicas) = 0;
    /// One key of a Secret of any namespace, for profile references kube-secret:NS/NAME/KEY.
    virtual Result<Secret> fetchSecretKey(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context)
        = 0;
};

/// What the cluster's parts ask of the rest of the system. An empty function: not configured, which is said where it
/// matters.
struct ClusterSources {
    /// How many sessions PostgreSQL takes, and how many it has.
    struct Connections {
        int limit = 0;
        int used = 0;
    };
    std::function<Result<Connections>(TaskContext& context)> connections;
    prometheus::QueryFunction query;
    std::function<Result<CapacityAnswer>(const CapacityQuestion& question, TaskContext& context)> capacity;
    /// Every operation of this profile, oldest first.
    std::function<std::vector<operation::Record>()> records;
};

/// `nameSpace` as in the profile; empty: the context's own. `kubeconfig` as in the profile, for inScope().
std::shared_ptr<ClusterService> makeClusterService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace,
    ClusterSources sources = {}, std::filesystem::path kubeconfig = {});

/// Lets the registry make scale operations again from their journals.
void registerClusterOperations(operation::Registry& registry, std::shared_ptr<ClusterService> service);

} // namespace qbm::service
