// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// One pass over one StatefulSet: revisions, claims, pods in order, rolling update from the highest number down, status.
void syncStatefulSet(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
