// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

#include <string>

namespace qbm::lab::kubernetes {

/// Keeps the present pod template of a StatefulSet or DaemonSet as its newest ControllerRevision, named "SET-HASH", and
/// no more old ones than revisionHistoryLimit.
void ensureRevision(Cluster& cluster, const StoredObject& set, const std::string& name);

} // namespace qbm::lab::kubernetes
