// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/store.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// maxSurge and maxUnavailable as numbers of pods.
struct RollingLimits {
    std::int64_t maxSurge = 0;
    std::int64_t maxUnavailable = 0;
};
/// Percentages: surge rounds up, unavailable down; both 0 would never move, so unavailable is 1 then.
RollingLimits rollingLimits(const nlohmann::json& deployment);

std::int64_t specReplicas(const nlohmann::json& workload);
std::int64_t statusCount(const nlohmann::json& workload, const char* key);
std::int64_t sumSpec(const std::vector<ObjectPtr>& sets);
std::int64_t sumStatus(const std::vector<ObjectPtr>& sets, const char* key);
std::int64_t revisionOf(const nlohmann::json& workload); ///< deployment.kubernetes.io/revision, 0 if none

/// How many pods the new replica set may have now.
std::int64_t newReplicaSetSize(
    const nlohmann::json& deployment, const std::vector<ObjectPtr>& all, std::int64_t currentSize);
/// The sizes of several active replica sets after the Deployment was scaled in the middle of a rollout.
std::vector<std::int64_t> proportionalSizes(const nlohmann::json& deployment, const std::vector<ObjectPtr>& sets);

/// Sets a condition as the controllers do: unchanged if status and reason are the same; moved to the end otherwise, its
/// transition time kept while the status stays.
void setCondition(nlohmann::json& conditions, const std::string& type, const std::string& status,
    const std::string& reason, const std::string& message, bool refresh = false);

} // namespace qbm::lab::kubernetes
