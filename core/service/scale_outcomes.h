// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/deployment_wait.h"
#include "core/service/cluster_service.h"

namespace qbm::service {

/// Every scaling of the deployment that is on record, newest first: what was predicted for it and the p95 measured over
/// the minutes after it, until the next one or at most a quarter of an hour. \error Cancelled
Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string& contextName,
    const cluster::DeploymentName& deployment, const ClusterSources& sources, const Clock& clock, TaskContext& context);

} // namespace qbm::service
