// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "core/service/log_service.h"
#include "core/service/rollout_service.h"

#include <memory>
#include <string>

/// The parts of the cluster service over the Kubernetes client, one file each.
namespace qbm::service {

std::shared_ptr<LogService> makeLogService(std::shared_ptr<kubernetes::Client> client, std::string nameSpace);
std::shared_ptr<RolloutService> makeRolloutService(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ClusterSources sources);
/// `kubeconfig` as makeClusterService() takes it.
std::shared_ptr<ClusterActions> makeClusterActions(std::shared_ptr<kubernetes::Client> client, std::string nameSpace,
    ClusterSources sources, std::filesystem::path kubeconfig);

Result<ObjectDetail> fetchObjectDetail(
    kubernetes::Client& client, const std::string& nameSpace, const ObjectKey& object, TaskContext& context);
Result<UsageSnapshot> fetchUsage(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context);

} // namespace qbm::service
