// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/daemon_set_controller.h"

#include "app/lab/kubernetes/controllers/revision_history.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kComponent = "daemonset-controller";
constexpr const char* kHashLabel = "controller-revision-hash";

bool selects(const json& podTemplate, const StoredObject& node)
{
    const auto& labels = objectAt(node.document(), {"metadata", "labels"});
    return std::ranges::all_of(objectAt(podTemplate, {"spec", "nodeSelector"}).items(),
        [&](const auto& wanted) { return labels.contains(wanted.key()) && labels[wanted.key()] == wanted.value(); });
}

} // namespace

void syncDaemonSet(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    const auto set = cluster.store().get(typeOf("DaemonSet"), nameSpace, name);
    if (!set || isBeingDeleted(*set))
        return;
    const auto& podTemplate = objectAt(set->document(), {"spec", "template"});
    const auto hash = templateHash(podTemplate);
    ensureRevision(cluster, *set, name + "-" + hash);
    std::map<std::string, ObjectPtr> podOn;
    int misscheduled = 0;
    for (const auto& pod : cluster.owners.controlled(set->uid(), typeOf("Pod")))
        podOn[stringAt(pod->document(), {"spec", "nodeName"})] = pod;
    int desired = 0;
    int current = 0;
    int ready = 0;
    int updated = 0;
    ObjectPtr outdated;
    bool allReady = true;
    for (const auto& node : cluster.store().list(typeOf("Node"), {}).objects) {
        const auto it = podOn.find(node->name());
        if (!selects(podTemplate, *node)) {
            misscheduled += it != podOn.end() ? 1 : 0;
            continue;
        }
        ++desired;
        if (it == podOn.end()) {
            auto pod = podFromTemplate(podTemplate, *set);
            pod["metadata"]["generateName"] = name + "-";
            pod["metadata"]["labels"][kHashLabel] = hash;
            pod["spec"]["nodeName"] = node->name(); // a daemon's pod is meant for its node, cordoned or not
            if (const auto created = cluster.registry.create(typeOf("Pod"), nameSpace, std::move(pod)))
                cluster.recordEvent(
                    *set, kComponent, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
            allReady = false;
            continue;
        }
        ++current;
        const bool up = isReady(*it->second) && isActive(*it->second);
        ready += up ? 1 : 0;
        allReady = allReady && up;
        if (stringAt(it->second->document(), {"metadata", "labels", kHashLabel}) == hash)
            ++updated;
        else if (!isBeingDeleted(*it->second))
            outdated = it->second;
    }
    if (outdated && allReady && cluster.registry.remove(outdated, {}))
        cluster.recordEvent(*set, kComponent, "Normal", "SuccessfulDelete", "Deleted pod: " + outdated->name());
    json status = {{"currentNumberScheduled", current}, {"numberMisscheduled", misscheduled},
        {"desiredNumberScheduled", desired}, {"numberReady", ready},
        {"observedGeneration", intAt(set->document(), {"metadata", "generation"})}};
    setCount(status, "updatedNumberScheduled", updated);
    setCount(status, "numberAvailable", ready);
    setCount(status, "numberUnavailable", desired - ready);
    if (status == objectAt(set->document(), {"status"}))
        return;
    auto document = set->copy();
    document["status"] = std::move(status);
    if (!cluster.registry.update(set, std::move(document), Part::Status))
        cluster.queue.add({Work::Kind::DaemonSet, nameSpace, name});
}

} // namespace qbm::lab::kubernetes
