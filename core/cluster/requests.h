// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/kubernetes/resource.h"
#include "core/operation/operation.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the operations of this folder are asked with, and what one of them brings back.
namespace qbm::cluster {

/// One object of the scope.
struct ObjectKey {
    kubernetes::Resource resource;
    std::string name;
    friend bool operator==(const ObjectKey&, const ObjectKey&) = default;
};

/// The values of a Secret that an operation made visible; wiped when the last holder lets go.
struct RevealedSecret {
    std::map<std::string, Secret> values;
};

/// Shows the values of a Secret; that it was done is in the ledger, the values are not.
class RevealOperation : public operation::Operation {
public:
    /// What the run brought; nullptr before.
    virtual std::shared_ptr<const RevealedSecret> revealed() const = 0;
};

/// A command to run in a container, and one that only looks at what it would touch.
struct PodCommand {
    std::string pod;
    std::string container; ///< empty: the pod's default
    std::vector<std::string> preview; ///< argv; its output stands in the plan; empty: none
    std::vector<std::string> command; ///< argv, never a shell line
    bool goneWithPod = false; ///< its effect lives as long as the pod (an installed package): the plan says so
};

/// Keeps new pods off a node, or lets them come again.
struct CordonRequest {
    std::string node;
    bool cordon = true;
};

/// Empties a node: cordons it and evicts its pods as their budgets allow.
struct DrainRequest {
    std::string node;
    bool deleteEmptyDirData = false; ///< also pods whose local data is lost with them
    bool force = false; ///< also pods that nothing makes again
    std::optional<std::chrono::seconds> gracePeriod; ///< unset: what each pod says
    std::chrono::seconds timeout{0}; ///< for all evictions together; 0: as long as it takes
};

/// Sets and removes taints of a node.
struct TaintRequest {
    std::string node;
    std::vector<std::string> changes; ///< "key=value:NoSchedule", "key:NoExecute", "key-", "key:NoSchedule-"
};

/// Sets and removes labels or annotations of an object.
struct MetadataRequest {
    ObjectKey object;
    bool annotations = false;
    std::vector<std::string> changes; ///< "key=value", "key-"
};

/// Makes a Job of a CronJob's template now.
struct RunCronJobRequest {
    std::string cronJob;
    std::string job; ///< its name; empty: made of the CronJob's
};

/// Deletes every object of a kind that a selector matches when it is planned.
struct DeleteSelectedRequest {
    kubernetes::Resource resource;
    std::string labelSelector;
    bool force = false;
};

/// Deletes an object without waiting for what it runs: grace period 0.
struct ForceDeleteRequest {
    ObjectKey object;
};

/// Takes a finalizer off an object, so that it can go without what the finalizer stands for.
struct RemoveFinalizerRequest {
    ObjectKey object;
    std::string finalizer;
};

/// Whatever else can be done, as ClusterActions::make() takes it.
using ActionRequest = std::variant<CordonRequest, DrainRequest, TaintRequest, MetadataRequest, RunCronJobRequest,
    DeleteSelectedRequest, ForceDeleteRequest, RemoveFinalizerRequest>;

} // namespace qbm::cluster
