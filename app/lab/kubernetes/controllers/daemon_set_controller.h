// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// One DaemonSet: a pod on every node its selector names; a changed template replaces them one after the other.
void syncDaemonSet(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
