// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/cluster.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/number.h"

#include <nlohmann/json.hpp>


namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr unsigned kEventSweep = 256;
constexpr std::int64_t kEventLifeSeconds = 3600;
constexpr std::size_t kRememberedEvents = 4096;

void dropOldEvents(Registry& registry)
{
    const auto oldest = nowSeconds() - kEventLifeSeconds;
    for (const auto& event : registry.store().list(typeOf("Event"), {}).objects)
        if (parseTime(stringAt(event->document(), {"metadata", "creationTimestamp"})) < oldest)
            (void)registry.remove(event, {}); // somebody else's change or deletion keeps it for the next sweep
}

/// Counts up the event of this name; false if it is no longer there.
bool countUp(Registry& registry, const std::string& nameSpace, const std::string& name)
{
    return registry.modify(typeOf("Event"), nameSpace, name, Part::Main, [](json& event) {
        event["count"] = intAt(event, {"count"}, 1) + 1;
        event["lastTimestamp"] = nowText();
    }) != nullptr;
}

} // namespace

void OwnerIndex::observe(const Change& change)
{
    const auto& object = *change.object;
    const Key key{object.type().index, storeKey(object.nameSpace(), object.name())};
    if (change.previous)
        for (const auto& owner : arrayAt(change.previous->document(), {"metadata", "ownerReferences"}))
            if (const auto it = m_byOwner.find(stringAt(owner, {"uid"})); it != m_byOwner.end()) {
                it->second.erase(key);
                if (it->second.empty())
                    m_byOwner.erase(it);
            }
    if (change.type == Change::Type::Deleted)
        return;
    for (const auto& owner : arrayAt(object.document(), {"metadata", "ownerReferences"}))
        m_byOwner[stringAt(owner, {"uid"})][key] = change.object;
}

std::vector<ObjectPtr> OwnerIndex::controlled(const std::string& ownerUid, const ResourceType& type) const
{
    std::vector<ObjectPtr> objects;
    const auto it = m_byOwner.find(ownerUid);
    if (it == m_byOwner.end())
        return objects;
    for (auto entry = it->second.lower_bound({type.index, {}});
         entry != it->second.end() && entry->first.first == type.index; ++entry)
        objects.push_back(entry->second);
    return objects;
}

std::vector<ObjectPtr> OwnerIndex::dependents(const std::string& ownerUid) const
{
    std::vector<ObjectPtr> objects;
    if (const auto it = m_byOwner.find(ownerUid); it != m_byOwner.end())
        for (const auto& [key, object] : it->second)
            objects.push_back(object);
    return objects;
}

std::chrono::milliseconds Cluster::jittered(std::chrono::milliseconds duration)
{
    std::uniform_real_distribution<double> factor(0.8, 1.2);
    return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(duration.count()) * factor(random)));
}

void Cluster::recordEvent(const StoredObject& about, std::string_view component, std::string_view type,
    std::string_view reason, const std::string& message, const std::string& fieldPath)
{
    const auto nameSpace = about.nameSpace().empty() ? std::string("default") : about.nameSpace();
    const auto key = about.uid() + "/" + std::string(component) + "/" + std::string(reason) + "/" + fieldPath + "/" + message;
    if (const auto known = eventNames.find(key); known != eventNames.end()) {
        if (countUp(registry, nameSpace, known->second))
            return;
        eventNames.erase(known);
    }
    const auto suffix = writeHex(
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) + registry.nextNumber(), 16);
    const auto now = nowText();
    json involved = {{"kind", about.type().kind}, {"namespace", about.nameSpace()}, {"name", about.name()},
        {"uid", about.uid()}, {"apiVersion", about.type().apiVersion()},
        {"resourceVersion", std::to_string(about.resourceVersion())}};
    if (about.nameSpace().empty())
        involved.erase("namespace");
    if (!fieldPath.empty())
        involved["fieldPath"] = fieldPath;
    json event = {{"metadata", {{"name", about.name() + "." + suffix}, {"namespace", nameSpace}}},
        {"involvedObject", involved}, {"reason", reason}, {"message", message}, {"type", type}};
    if (component == "default-scheduler") { // it writes events.k8s.io, which leaves the old fields empty
        event.update({{"source", json::object()}, {"firstTimestamp", nullptr}, {"lastTimestamp", nullptr},
            {"eventTime", nowMicroText()}, {"action", reason == "Scheduled" ? "Binding" : "Scheduling"},
            {"reportingComponent", component}, {"reportingInstance", "default-scheduler-host"}});
    } else {
        event.update({{"source", {{"component", component}}}, {"firstTimestamp", now}, {"lastTimestamp", now},
            {"count", 1}, {"eventTime", nullptr}, {"reportingComponent", component}, {"reportingInstance", ""}});
        if (component == "kubelet") {
            const auto node = stringAt(about.document(), {"spec", "nodeName"});
            event["source"]["host"] = node;
            event["reportingInstance"] = node;
        }
    }
    if (eventNames.size() >= kRememberedEvents)
        eventNames.clear();
    // Refused in a namespace that is going: as it should be.
    if (registry.create(typeOf("Event"), nameSpace, std::move(event)) && component != "default-scheduler")
        eventNames[key] = about.name() + "." + suffix;
    if (++eventCount % kEventSweep == 0)
        dropOldEvents(registry);
}

json controllerReference(const StoredObject& owner)
{
    return json::array({{{"apiVersion", owner.type().apiVersion()}, {"kind", owner.type().kind},
        {"name", owner.name()}, {"uid", owner.uid()}, {"controller", true}, {"blockOwnerDeletion", true}}});
}

bool isBeingDeleted(const StoredObject& object)
{
    return kubernetes::find(object.document(), {"metadata", "deletionTimestamp"}) != nullptr;
}

std::string conditionStatus(const json& document, std::string_view type)
{
    for (const auto& condition : arrayAt(document, {"status", "conditions"}))
        if (stringAt(condition, {"type"}) == type)
            return stringAt(condition, {"status"});
    return {};
}

bool isReady(const StoredObject& pod)
{
    return conditionStatus(pod.document(), "Ready") == "True";
}

bool isActive(const StoredObject& pod)
{
    const auto phase = stringAt(pod.document(), {"status", "phase"});
    return phase != "Succeeded" && phase != "Failed" && !isBeingDeleted(pod);
}

bool isAvailable(const StoredObject& pod, std::int64_t minReadySeconds)
{
    if (!isReady(pod))
        return false;
    if (minReadySeconds <= 0)
        return true;
    for (const auto& condition : arrayAt(pod.document(), {"status", "conditions"}))
        if (stringAt(condition, {"type"}) == "Ready")
            return nowSeconds() - parseTime(stringAt(condition, {"lastTransitionTime"})) >= minReadySeconds;
    return false;
}

json podFromTemplate(const json& podTemplate, const StoredObject& owner)
{
    json pod = {{"metadata", json::object()}, {"spec", objectAt(podTemplate, {"spec"})}};
    for (const auto* key : {"labels", "annotations"})
        if (const auto* map = kubernetes::find(podTemplate, {"metadata", key}))
            pod["metadata"][key] = *map;
    pod["metadata"]["ownerReferences"] = controllerReference(owner);
    return pod;
}

} // namespace qbm::lab::kubernetes
