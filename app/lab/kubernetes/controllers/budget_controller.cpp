// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/budget_controller.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/quota.h"
#include "app/lab/kubernetes/selector.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// An evicted pod that has not gone by then was not evicted.
constexpr std::int64_t kDisruptionSeconds = 120;

/// "25%" of a number, rounded up, or a number as it is.
std::int64_t amount(const json& value, std::int64_t of)
{
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    const auto text = value.is_string() ? value.get<std::string>() : std::string();
    return static_cast<std::int64_t>(std::ceil(readLeadingNumber(text).value_or(0) * static_cast<double>(of) / 100));
}

/// How many pods the controllers of these pods want to have.
std::int64_t wantedPods(const Store& store, const std::vector<ObjectPtr>& pods)
{
    std::set<std::string> counted;
    std::int64_t count = 0;
    for (const auto& pod : pods) {
        const auto& owners = arrayAt(pod->document(), {"metadata", "ownerReferences"});
        if (owners.empty()) {
            ++count;
            continue;
        }
        auto kind = stringAt(owners[0], {"kind"});
        auto name = stringAt(owners[0], {"name"});
        const auto* type = findByKind(stringAt(owners[0], {"apiVersion"}), kind);
        auto owner = type == nullptr ? nullptr : store.get(*type, pod->nameSpace(), name);
        if (owner && kind == "ReplicaSet") { // while a Deployment rolls, its own number counts
            const auto& upper = arrayAt(owner->document(), {"metadata", "ownerReferences"});
            if (!upper.empty())
                if (auto deployment = store.get(typeOf("Deployment"), pod->nameSpace(), stringAt(upper[0], {"name"})))
                    owner = std::move(deployment);
        }
        if (owner && counted.insert(owner->uid()).second)
            count += intAt(owner->document(), {"spec", "replicas"}, 1);
    }
    return count;
}

json allowedCondition(const json& status, std::int64_t allowed, std::int64_t generation)
{
    const char* wanted = allowed > 0 ? "True" : "False";
    auto since = nowText();
    for (const auto& condition : arrayAt(status, {"conditions"}))
        if (stringAt(condition, {"status"}) == wanted)
            since = stringAt(condition, {"lastTransitionTime"}, since);
    return {{"type", "DisruptionAllowed"}, {"status", wanted}, {"observedGeneration", generation},
        {"lastTransitionTime", since}, {"reason", allowed > 0 ? "SufficientPods" : "InsufficientPods"},
        {"message", ""}};
}

/// Those evicted pods that are still on their way out.
json stillDisrupted(Cluster& cluster, const StoredObject& budget)
{
    json left = json::object();
    for (const auto& entry : objectAt(budget.document(), {"status", "disruptedPods"}).items()) {
        const auto pod = cluster.store().get(typeOf("Pod"), budget.nameSpace(), entry.key());
        const auto since = parseTime(entry.value().is_string() ? entry.value().get<std::string>() : std::string());
        if (pod && !isBeingDeleted(*pod) && since + kDisruptionSeconds > nowSeconds())
            left[entry.key()] = entry.value();
    }
    return left;
}

void writeStatus(Cluster& cluster, const ObjectPtr& object, json status, Work work)
{
    if (status == objectAt(object->document(), {"status"}))
        return;
    auto document = object->copy();
    document["status"] = std::move(status);
    if (!cluster.registry.update(object, std::move(document), Part::Status))
        cluster.queue.add(std::move(work));
}

} // namespace

void syncBudget(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    const auto budget = cluster.store().get(typeOf("PodDisruptionBudget"), nameSpace, name);
    if (!budget)
        return;
    const auto& spec = objectAt(budget->document(), {"spec"});
    const auto selector = LabelSelector::fromSpec(objectAt(spec, {"selector"}));
    const auto disrupted = stillDisrupted(cluster, *budget);
    std::vector<ObjectPtr> pods;
    std::int64_t healthy = 0;
    for (const auto& pod : cluster.store().list(typeOf("Pod"), nameSpace).objects) {
        if (!selector.matches(objectAt(pod->document(), {"metadata", "labels"})))
            continue;
        pods.push_back(pod);
        healthy += isActive(*pod) && isReady(*pod) && !disrupted.contains(pod->name()) ? 1 : 0;
    }
    const auto* most = kubernetes::find(spec, {"maxUnavailable"});
    const auto* least = kubernetes::find(spec, {"minAvailable"});
    auto expected
        = static_cast<std::int64_t>(std::ranges::count_if(pods, [](const auto& pod) { return isActive(*pod); }));
    if (most != nullptr || (least != nullptr && least->is_string()))
        expected = wantedPods(cluster.store(), pods);
    std::int64_t desired = 0;
    if (most != nullptr)
        desired = std::max<std::int64_t>(0, expected - amount(*most, expected));
    else if (least != nullptr)
        desired = amount(*least, expected);
    const auto allowed = std::max<std::int64_t>(0, healthy - desired);
    const auto generation = intAt(budget->document(), {"metadata", "generation"});
    json status = {{"observedGeneration", generation}, {"disruptionsAllowed", allowed}, {"currentHealthy", healthy},
        {"desiredHealthy", desired}, {"expectedPods", expected},
        {"conditions", json::array({allowedCondition(objectAt(budget->document(), {"status"}), allowed, generation)})}};
    if (!disrupted.empty()) {
        status["disruptedPods"] = disrupted;
        cluster.queue.addAfter(std::chrono::seconds(kDisruptionSeconds), {Work::Kind::Budget, nameSpace, name});
    }
    writeStatus(cluster, budget, std::move(status), {Work::Kind::Budget, nameSpace, name});
}

void syncQuota(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    if (const auto quota = cluster.store().get(typeOf("ResourceQuota"), nameSpace, name))
        writeStatus(cluster, quota, quotaStatus(cluster.store(), *quota), {Work::Kind::Quota, nameSpace, name});
}

} // namespace qbm::lab::kubernetes
