// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/workload.h"
#include "core/kubernetes/managed_fields.h"
#include "core/kubernetes/objects.h"

#include <optional>
#include <vector>

/// What became of a scaling that something else moved on.
namespace qbm::cluster {

/// How many replicas a workload asks for now, against what one scaling wanted.
struct CountStanding {
    Text workload; ///< "Deployment backend"
    int now = 0, ready = 0;
    int wanted = 0;
    std::optional<int> before; ///< found before anything was changed
    std::vector<kubernetes::HorizontalPodAutoscaler> autoscalers; ///< those that scale it
    std::vector<kubernetes::ManagedFields> managers; ///< of the workload
};

/// The manager that holds the count, the newest where several do; nullptr where none is known.
const kubernetes::ManagedFields* countSetter(const std::vector<kubernetes::ManagedFields>& managers);

/// "Deployment backend has 7 replicas now (7 ready); this operation asked for 5, before it there were 3.
/// HorizontalPodAutoscaler backend moved it."
Text describeCount(const CountStanding& standing);

} // namespace qbm::cluster
