// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/health/cluster_facts.h"

#include <string>

namespace qbm::kubernetes {
class Client;
}

namespace qbm::service {

/// Everything the overview judges of a cluster: the workloads and jobs of the namespace with their pods, and all nodes.
/// \cost six listings side by side
/// \error what listing the Deployments said; a kind beside them that cannot be listed is in the facts instead
Result<health::ClusterFacts> fetchClusterFacts(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context);

/// Gives each pod to what keeps it running; pods that none of them owns become workloads of their own, by their owner. Pure.
void assignPods(std::vector<health::WorkloadFacts>& workloads, std::vector<kubernetes::Pod> pods);

} // namespace qbm::service
