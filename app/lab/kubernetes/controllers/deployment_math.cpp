// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/deployment_math.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kRevision = "deployment.kubernetes.io/revision";
constexpr const char* kMaxReplicas = "deployment.kubernetes.io/max-replicas";

std::int64_t resolve(const json* value, std::int64_t replicas, bool roundUp)
{
    if (value == nullptr)
        return 0;
    if (value->is_number())
        return value->get<std::int64_t>();
    const auto percent = value->is_string() ? readLeadingNumber(value->get_ref<const std::string&>()).value_or(0) : 0.0;
    const auto exact = percent * static_cast<double>(replicas) / 100.0;
    return static_cast<std::int64_t>(roundUp ? std::ceil(exact) : std::floor(exact));
}

bool isRolling(const json& deployment)
{
    return stringAt(deployment, {"spec", "strategy", "type"}, "RollingUpdate") == "RollingUpdate";
}

} // namespace

std::int64_t specReplicas(const json& workload)
{
    return intAt(workload, {"spec", "replicas"});
}

std::int64_t statusCount(const json& workload, const char* key)
{
    return intAt(workload, {"status", key});
}

std::int64_t sumSpec(const std::vector<ObjectPtr>& sets)
{
    std::int64_t sum = 0;
    for (const auto& set : sets)
        sum += specReplicas(set->document());
    return sum;
}

std::int64_t sumStatus(const std::vector<ObjectPtr>& sets, const char* key)
{
    std::int64_t sum = 0;
    for (const auto& set : sets)
        sum += statusCount(set->document(), key);
    return sum;
}

std::int64_t revisionOf(const json& workload)
{
    return std::strtoll(stringAt(workload, {"metadata", "annotations", kRevision}).c_str(), nullptr, 10);
}

RollingLimits rollingLimits(const json& deployment)
{
    if (!isRolling(deployment))
        return {};
    const auto replicas = specReplicas(deployment);
    const auto& rolling = objectAt(deployment, {"spec", "strategy", "rollingUpdate"});
    RollingLimits limits{resolve(kubernetes::find(rolling, {"maxSurge"}), replicas, true),
        resolve(kubernetes::find(rolling, {"maxUnavailable"}), replicas, false)};
    if (limits.maxSurge == 0 && limits.maxUnavailable == 0)
        limits.maxUnavailable = 1;
    limits.maxUnavailable = std::min(limits.maxUnavailable, replicas);
    return limits;
}

std::int64_t newReplicaSetSize(const json& deployment, const std::vector<ObjectPtr>& all, std::int64_t currentSize)
{
    const auto wanted = specReplicas(deployment);
    if (!isRolling(deployment))
        return wanted;
    const auto most = wanted + rollingLimits(deployment).maxSurge;
    const auto current = sumSpec(all);
    if (current >= most)
        return currentSize;
    return currentSize + std::min(most - current, wanted - currentSize);
}

std::vector<std::int64_t> proportionalSizes(const json& deployment, const std::vector<ObjectPtr>& sets)
{
    const auto wanted = specReplicas(deployment);
    const auto allowed = wanted > 0 ? wanted + rollingLimits(deployment).maxSurge : 0;
    const auto toAdd = allowed - sumSpec(sets);
    std::vector<std::int64_t> sizes;
    std::int64_t added = 0;
    for (const auto& set : sets) {
        const auto& document = set->document();
        const auto size = specReplicas(document);
        const auto before = std::strtoll(
            stringAt(document, {"metadata", "annotations", kMaxReplicas}, std::to_string(wanted)).c_str(), nullptr, 10);
        auto share = before <= 0 ? 0
                                 : std::llround(static_cast<double>(size) * static_cast<double>(allowed)
                                       / static_cast<double>(before))
                - size;
        share = toAdd > 0 ? std::min<std::int64_t>(share, toAdd - added) : std::max<std::int64_t>(share, toAdd - added);
        added += share;
        sizes.push_back(std::max<std::int64_t>(0, size + share));
    }
    if (!sizes.empty())
        sizes.front() = std::max<std::int64_t>(0, sizes.front() + toAdd - added); // what rounding left over
    return sizes;
}

void setCondition(json& conditions, const std::string& type, const std::string& status, const std::string& reason,
    const std::string& message, bool refresh)
{
    if (!conditions.is_array())
        conditions = json::array();
    const auto now = nowText();
    auto transition = now;
    for (auto it = conditions.begin(); it != conditions.end();) {
        if (stringAt(*it, {"type"}) != type) {
            ++it;
            continue;
        }
        const bool sameStatus = stringAt(*it, {"status"}) == status;
        if (sameStatus && stringAt(*it, {"reason"}) == reason && !refresh)
            return;
        if (sameStatus)
            transition = stringAt(*it, {"lastTransitionTime"});
        it = conditions.erase(it);
    }
    conditions.push_back({{"type", type}, {"status", status}, {"lastUpdateTime", now},
        {"lastTransitionTime", transition}, {"reason", reason}, {"message", message}});
}

} // namespace qbm::lab::kubernetes
