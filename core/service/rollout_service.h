// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/base/task_context.h"
#include "core/cluster/workload.h"
#include "core/kubernetes/objects.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// One revision of a workload that it still keeps: a ReplicaSet of a Deployment, a ControllerRevision of the others.
struct Revision {
    std::int64_t number = 0;
    std::string replicaSet; ///< or ControllerRevision
    TimePoint created{}; ///< of the ReplicaSet, so the first time this template was rolled out
    std::vector<kubernetes::ContainerImage> images;
    std::string changeCause; ///< annotation kubernetes.io/change-cause; may be empty
    std::vector<std::int64_t> earlierNumbers; ///< numbers this template had before an undo brought it back
    int desired = 0, ready = 0; ///< of a StatefulSet or DaemonSet only of the current one
    bool current = false; ///< what the Deployment asks for now
    std::string templateYaml; ///< the pod template without what the controller adds
};

/// How the system did while a revision served: p95, share of failed requests, accuracy of the models.
struct RevisionEffect {
    std::int64_t number = 0;
    TimePoint from{};
    std::optional<TimePoint> to; ///< unset: still serving
    Reading p95, errorRatio, accuracy; ///< over the last day of the period
    Text evidence; ///< what tells that it began then
};

/// What rolled out when, and what it did.
/// \thread any; calls block
class RolloutService {
public:
    virtual ~RolloutService() = default;
    /// Newest first.
    virtual Result<std::vector<Revision>> fetchRevisions(const cluster::Workload& workload, TaskContext& context) = 0;
    /// Newest first, for the periods that ReplicaSets, events and the ledger tell; one revision may have several.
    virtual Result<std::vector<RevisionEffect>> fetchRevisionEffects(const std::string& deployment, TaskContext& context) = 0;
};

} // namespace qbm::service
