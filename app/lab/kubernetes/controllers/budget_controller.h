// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// The status of one PodDisruptionBudget: how many healthy pods there are, and how many may be disturbed now.
void syncBudget(Cluster& cluster, const std::string& nameSpace, const std::string& name);
/// The status of one ResourceQuota.
void syncQuota(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
