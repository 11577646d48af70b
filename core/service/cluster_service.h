// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/config/profile.h"
#include "core/kubernetes/live.h"
#include "core/kubernetes/objects.h"
#include "core/kubernetes/rollout_status.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::kubernetes {
class Client;
}

namespace qbm::service {

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

/// A listing for people: the server's own columns.
struct ObjectTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> warnings;
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

    virtual Result<kubernetes::Deployment> fetchDeployment(const std::string& name, TaskContext& context) = 0;
    virtual Result<std::vector<kubernetes::Deployment>> fetchDeployments(TaskContext& context) = 0;
    /// Newest last.
    virtual Result<std::vector<kubernetes::Event>> fetchEvents(TaskContext& context) = 0;
    /// Any kind by any of its names, as the server's table. `name` empty: all.
    virtual Result<ObjectTable> fetchTable(
        const std::string& kind, const std::string& name, const std::string& labelSelector, TaskContext& context)
        = 0;
    /// The same as untyped JSON: one object, or a List with all pages.
    virtual Result<std::string> fetchJson(
        const std::string& kind, const std::string& name, const std::string& labelSelector, TaskContext& context)
        = 0;
    /// Follows a rollout until it is done or fails, each new sentence into the context's progress.
    virtual Result<kubernetes::RolloutStatus> followRollout(
        const std::string& deployment, std::chrono::milliseconds timeout, TaskContext& context)
        = 0;

    virtual Result<Permission> fetchPermission(const PermissionQuestion& question, TaskContext& context) = 0;

    /// "Scale deployment NAME to N": kind "deployment.scale".
    virtual std::unique_ptr<operation::Operation> makeScaleOperation(const std::string& deployment, int replicas) = 0;
    /// One key of a Secret of any namespace, for profile references kube-secret:NS/NAME/KEY.
    virtual Result<Secret> fetchSecretKey(
        const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context)
        = 0;
};

/// `nameSpace` as in the profile; empty: the context's own.
std::shared_ptr<ClusterService> makeClusterService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace);

/// Lets the registry make scale operations again from their journals.
void registerClusterOperations(operation::Registry& registry, std::shared_ptr<ClusterService> service);

} // namespace qbm::service
