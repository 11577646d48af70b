// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/deployment_wait.h"
#include "core/service/cluster_service.h"

namespace qbm::service {

/// Asks the cluster, the database and the metrics at the same time what a number of replicas would meet. What does not
/// answer within some seconds is a warning. \error NotFound (no such deployment), as the client where it cannot be
/// read, Cancelled
Result<ScalePreview> fetchScalePreview(kubernetes::Client& client, const cluster::DeploymentName& deployment,
    int replicas, const ClusterSources& sources, TaskContext& context);

/// How many database connections the pods of a Deployment may hold, as its settings say.
struct ConnectionNeed {
    int workers = 1; ///< processes a pod, each with a pool of its own
    int poolSize = 0, overflow = 0;
    bool assumed = false; ///< the settings name no pool: the guide's numbers
    int perPod() const { return workers * (poolSize + overflow); }
};
/// nullopt: nothing in the settings (environment and config maps of the containers) names a database.
std::optional<ConnectionNeed> connectionNeedOf(const std::map<std::string, std::string>& settings);

} // namespace qbm::service
