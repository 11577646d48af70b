// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

#include <string>
#include <vector>

/// What in the cluster a new number of replicas would meet. What could not be found out is a warning that says why.
/// \thread any number of calls at once
namespace qbm::cluster {

/// Whether a HorizontalPodAutoscaler will change the number again.
operation::Check autoscalerCheck(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, int replicas, TaskContext& context);
/// Whether the namespace's ResourceQuotas leave room for the pods that join; Fail where one certainly does not.
operation::Check quotaCheck(
    kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context);
/// How many of the pods that join find a node.
operation::Check nodeFitCheck(
    kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context);
/// Whether PodDisruptionBudgets still let nodes be drained.
operation::Check disruptionCheck(
    kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context);

/// A warning that this is not known, and why.
operation::Check unknownCheck(Text question, const Error& why);

} // namespace qbm::cluster
