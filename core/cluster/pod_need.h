// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

namespace qbm::cluster {

/// What one pod asks for, as quotas and the scheduler count it.
struct PodNeed {
    double cpuRequest = 0, cpuLimit = 0; ///< cores
    double memoryRequest = 0, memoryLimit = 0; ///< bytes
};

/// Of a pod's spec: containers together, or the largest init container where that is more; an absent request is the
/// limit.
PodNeed podNeedOf(const nlohmann::json& podSpec);
/// A quantity in an object of quantities ("cpu": "500m"), 0 where absent.
double quantityAt(const nlohmann::json& quantities, std::string_view key);

/// What a node has left, and whether this kind of pod may go there at all.
struct NodeRoom {
    double cpu = 0, memory = 0;
    int pods = 0;
};
/// How many of `wanted` pods find room, each on the first node that has it.
int fitPods(std::vector<NodeRoom> nodes, const PodNeed& need, int wanted);
/// Whether the pod may be put on the node: schedulable, ready, labels as its nodeSelector wants, taints tolerated.
/// Node affinity is not looked at.
bool mayGoTo(const nlohmann::json& podSpec, const nlohmann::json& node);
/// Whether a LabelSelector object matches these labels.
bool selectorMatches(const nlohmann::json& labelSelector, const nlohmann::json& labels);

} // namespace qbm::cluster
