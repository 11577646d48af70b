// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/replica_set_controller.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kComponent = "replicaset-controller";

void createPods(Cluster& cluster, const StoredObject& set, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i) {
        auto pod = podFromTemplate(objectAt(set.document(), {"spec", "template"}), set);
        pod["metadata"]["generateName"] = set.name() + "-";
        const auto created = cluster.registry.create(typeOf("Pod"), set.nameSpace(), std::move(pod));
        if (!created) {
            cluster.recordEvent(
                set, kComponent, "Warning", "FailedCreate", "Error creating: " + created.error().message);
            return;
        }
        cluster.recordEvent(set, kComponent, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
    }
}

/// Which pods go first: those without a node, pending, not ready, and then the youngest.
auto deletionRank(const ObjectPtr& pod)
{
    const auto& document = pod->document();
    return std::tuple(!stringAt(document, {"spec", "nodeName"}).empty(),
        stringAt(document, {"status", "phase"}) == "Running", isReady(*pod),
        -parseTime(stringAt(document, {"metadata", "creationTimestamp"})));
}

void deletePods(Cluster& cluster, const StoredObject& set, std::vector<ObjectPtr> pods, std::int64_t count)
{
    std::ranges::stable_sort(pods, {}, deletionRank);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& pod = pods[static_cast<std::size_t>(i)];
        if (cluster.registry.remove(pod, {}))
            cluster.recordEvent(set, kComponent, "Normal", "SuccessfulDelete", "Deleted pod: " + pod->name());
    }
}

json statusOf(const StoredObject& set, const std::vector<ObjectPtr>& pods)
{
    const auto& document = set.document();
    const auto minReady = intAt(document, {"spec", "minReadySeconds"});
    const auto& wanted = objectAt(document, {"spec", "template", "metadata", "labels"});
    std::int64_t labelled = 0;
    for (const auto& pod : pods) {
        const auto& labels = objectAt(pod->document(), {"metadata", "labels"});
        labelled += std::ranges::all_of(wanted.items(), [&](const auto& label) {
            return labels.contains(label.key()) && labels[label.key()] == label.value();
        }) ? 1 : 0;
    }
    json status = json::object();
    status["replicas"] = pods.size();
    setCount(status, "fullyLabeledReplicas", labelled);
    setCount(status, "readyReplicas", std::ranges::count_if(pods, [](const auto& pod) { return isReady(*pod); }));
    setCount(status, "availableReplicas",
        std::ranges::count_if(pods, [&](const auto& pod) { return isAvailable(*pod, minReady); }));
    status["observedGeneration"] = intAt(document, {"metadata", "generation"});
    return status;
}

} // namespace

void syncReplicaSet(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    const auto set = cluster.store().get(typeOf("ReplicaSet"), nameSpace, name);
    if (!set)
        return;
    auto pods = cluster.owners.controlled(set->uid(), typeOf("Pod"));
    std::erase_if(pods, [](const ObjectPtr& pod) { return !isActive(*pod); });
    auto status = statusOf(*set, pods);
    if (!isBeingDeleted(*set)) {
        const auto missing = intAt(set->document(), {"spec", "replicas"}) - static_cast<std::int64_t>(pods.size());
        if (missing > 0)
            createPods(cluster, *set, missing);
        else
            deletePods(cluster, *set, pods, -missing);
    }
    if (const auto minReady = intAt(set->document(), {"spec", "minReadySeconds"});
        minReady > 0 && intAt(status, {"availableReplicas"}) < intAt(status, {"readyReplicas"}))
        cluster.queue.addAfter(std::chrono::seconds(1), {Work::Kind::ReplicaSet, nameSpace, name});
    if (status == objectAt(set->document(), {"status"}))
        return;
    auto document = set->copy();
    document["status"] = std::move(status);
    if (!cluster.registry.update(set, std::move(document), Part::Status))
        cluster.queue.add({Work::Kind::ReplicaSet, nameSpace, name});
}

} // namespace qbm::lab::kubernetes
