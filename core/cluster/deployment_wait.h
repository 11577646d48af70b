// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/workload.h"
#include "core/kubernetes/client.h"
#include "core/kubernetes/objects.h"
#include "core/kubernetes/rollout_status.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace qbm::cluster {

/// What reads an object of that kind as the row of a Deployment.
using RowDecoder = kubernetes::Deployment (*)(const kubernetes::JsonValue& object);
RowDecoder decoderOf(WorkloadKind kind);

/// A workload, whatever its kind, as the row of a Deployment.
Result<kubernetes::Deployment> fetchDeployment(
    kubernetes::Client& client, const DeploymentName& deployment, TaskContext& context);
Result<kubernetes::Scale> fetchScale(
    kubernetes::Client& client, const DeploymentName& deployment, TaskContext& context);
/// The pods its selector matches, also those of older revisions and those being deleted.
Result<std::vector<kubernetes::Pod>> fetchPodsOf(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, TaskContext& context);

/// Has the server try that count and throw it away.
Result<kubernetes::Answer> tryReplicas(
    kubernetes::Client& client, const DeploymentName& deployment, int replicas, TaskContext& context);

/// Asks for a replica count on the scale subresource. Held against the resourceVersion read, so that a count somebody
/// else sets at the same moment is not overwritten; changes that leave the count alone do not disturb.
/// \error Conflict: somebody else changed the count meanwhile
Result<> requestReplicas(
    kubernetes::Client& client, const DeploymentName& deployment, int replicas, TaskContext& context);

/// Why it is not ready, as describeUnready(), of its pods as they are now; empty where nothing is known.
std::string fetchUnreadyReasons(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, TaskContext& context);

/// How a wait for a Deployment is judged and reported.
struct DeploymentWait {
    /// True: the wait is over. An error ends it too.
    std::function<Result<bool>(const kubernetes::Deployment&)> done;
    std::function<void(const kubernetes::Deployment&)> onChange; ///< a counter, generation or condition moved
    std::function<void(Text)> say; ///< why it does not move: pods and their reasons
    std::chrono::milliseconds withoutProgress{600'000}; ///< no counter moved for this long: Timeout
    std::chrono::milliseconds total{0}; ///< zero: no limit
    std::chrono::milliseconds interval{500};
};

/// Reads the Deployment again and again until `wait.done` says so. Short outages of the API server are waited through.
/// \error Timeout with the reasons in message and detail; what `done` returned; NotFound if it is deleted meanwhile
Result<kubernetes::Deployment> waitForDeployment(
    kubernetes::Client& client, const DeploymentName& deployment, const DeploymentWait& wait, TaskContext& context);

} // namespace qbm::cluster
