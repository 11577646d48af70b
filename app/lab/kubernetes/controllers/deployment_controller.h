// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// One pass of the Deployment controller over one Deployment: replica sets, revisions, rolling update, status. The order
/// of its writes is the real controller's. \source k8s.io/kubernetes pkg/controller/deployment
void syncDeployment(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
