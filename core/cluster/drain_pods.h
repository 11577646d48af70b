// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"

#include <string>
#include <vector>

/// The pods of a node, as draining it sees them.
namespace qbm::cluster {

struct DrainPod {
    std::string nameSpace, name, uid;
    std::string owner; ///< "ReplicaSet/backend-5d8f"; empty: nothing makes it again
    std::string budget; ///< the disruption budget that covers it; empty: none
    int disruptionsAllowed = 0; ///< by that budget, now
    bool ofDaemonSet = false; ///< would be back at once
    bool isMirror = false; ///< the node's own, of a file on it
    bool hasLocalData = false; ///< an emptyDir that is lost with it
    bool finished = false; ///< Succeeded or Failed: nothing ends with it
    bool ending = false; ///< being deleted already

    bool stays() const { return ofDaemonSet || isMirror; }
    bool needsForce() const { return !stays() && owner.empty() && !finished; }
    bool losesData() const { return !stays() && hasLocalData && !finished; }
    std::string toString() const { return nameSpace + "/" + name; }
};

/// Everything on the node, in all namespaces. \error as Client::list
Result<std::vector<DrainPod>> fetchDrainPods(kubernetes::Client& client, const std::string& node, TaskContext& context);

} // namespace qbm::cluster
