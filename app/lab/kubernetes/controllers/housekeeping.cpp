// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/housekeeping.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

bool hasFinalizer(const StoredObject& object, std::string_view finalizer)
{
    return std::ranges::any_of(arrayAt(object.document(), {"metadata", "finalizers"}),
        [&](const json& entry) { return entry == finalizer; });
}

void removeFinalizer(Cluster& cluster, const StoredObject& object, std::string_view finalizer)
{
    cluster.registry.modify(object.type(), object.nameSpace(), object.name(), Part::Main, [&](json& document) {
        auto& list = at(document, {"metadata", "finalizers"});
        for (auto it = list.begin(); it != list.end();)
            it = *it == finalizer ? list.erase(it) : it + 1;
    });
}

void removeOwner(Cluster& cluster, const StoredObject& object, const std::string& ownerUid)
{
    cluster.registry.modify(object.type(), object.nameSpace(), object.name(), Part::Main, [&](json& document) {
        auto& list = at(document, {"metadata", "ownerReferences"});
        for (auto it = list.begin(); it != list.end();)
            it = stringAt(*it, {"uid"}) == ownerUid ? list.erase(it) : it + 1;
    });
}

/// Where a Service's target port leads in a pod: a number, or the name of a container's port.
std::int64_t targetPort(const json& servicePort, const StoredObject& pod)
{
    const auto* target = kubernetes::find(servicePort, {"targetPort"});
    if (target == nullptr || target->is_number())
        return target == nullptr ? intAt(servicePort, {"port"}) : target->get<std::int64_t>();
    for (const auto& container : arrayAt(pod.document(), {"spec", "containers"}))
        for (const auto& port : arrayAt(container, {"ports"}))
            if (stringAt(port, {"name"}) == *target)
                return intAt(port, {"containerPort"});
    return 0;
}

json endpointPorts(const json& service, const StoredObject& pod)
{
    auto ports = json::array();
    for (const auto& port : arrayAt(service, {"spec", "ports"})) {
        const auto number = targetPort(port, pod);
        if (number == 0)
            continue;
        json entry = {{"port", number}, {"protocol", stringAt(port, {"protocol"}, "TCP")}};
        if (const auto name = stringAt(port, {"name"}); !name.empty())
            entry["name"] = name;
        ports.push_back(entry);
    }
    return ports;
}

} // namespace

void collectOrphans(Cluster& cluster, const std::string& ownerUid)
{
    for (const auto& object : cluster.owners.dependents(ownerUid)) {
        if (arrayAt(object->document(), {"metadata", "ownerReferences"}).size() > 1)
            removeOwner(cluster, *object, ownerUid);
        else if (!isBeingDeleted(*object) && !cluster.registry.remove(object, {}))
            cluster.queue.add({Work::Kind::Orphans, {}, ownerUid});
    }
}

void finishOwner(Cluster& cluster, const ObjectPtr& owner)
{
    if (hasFinalizer(*owner, "orphan")) {
        for (const auto& object : cluster.owners.dependents(owner->uid()))
            removeOwner(cluster, *object, owner->uid());
        removeFinalizer(cluster, *owner, "orphan");
    } else if (hasFinalizer(*owner, "foregroundDeletion")) {
        const auto dependents = cluster.owners.dependents(owner->uid());
        DeleteOptions options;
        options.propagationPolicy = "Foreground";
        for (const auto& object : dependents)
            if (!isBeingDeleted(*object))
                (void)cluster.registry.remove(object, object->type().kind == "Pod" ? DeleteOptions{} : options);
        if (dependents.empty())
            removeFinalizer(cluster, *owner, "foregroundDeletion");
    }
}

void syncNamespace(Cluster& cluster, const std::string& name, const std::string& caPem)
{
    const auto& type = typeOf("Namespace");
    const auto found = cluster.store().get(type, {}, name);
    if (!found)
        return;
    if (!isBeingDeleted(*found)) { // both already there is the usual case: refused with 409, as wanted
        if (!cluster.store().get(typeOf("ServiceAccount"), name, "default"))
            (void)cluster.registry.create(typeOf("ServiceAccount"), name, {{"metadata", {{"name", "default"}}}});
        if (!cluster.store().get(typeOf("ConfigMap"), name, "kube-root-ca.crt"))
            (void)cluster.registry.create(typeOf("ConfigMap"), name,
                {{"metadata", {{"name", "kube-root-ca.crt"}}}, {"data", {{"ca.crt", caPem}}}});
        return;
    }
    bool empty = true;
    for (const auto& kind : resourceTypes()) {
        if (!kind.namespaced || !kind.isStored())
            continue;
        for (const auto& object : cluster.store().list(kind, name).objects) {
            if (!isBeingDeleted(*object)) {
                const auto deletion = cluster.registry.remove(object, {});
                empty = empty && deletion && deletion->gone;
            } else {
                empty = false;
            }
        }
    }
    if (!empty) {
        cluster.queue.addAfter(200ms, {Work::Kind::Namespace, {}, name});
        return;
    }
    auto document = found->copy();
    document["spec"]["finalizers"] = json::array();
    if (const auto released = cluster.store().replace(found, std::move(document)))
        (void)cluster.registry.remove(released, {});
    else
        cluster.queue.add({Work::Kind::Namespace, {}, name});
}

void syncEndpoints(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    const auto& type = typeOf("Endpoints");
    const auto service = cluster.store().get(typeOf("Service"), nameSpace, name);
    const auto existing = cluster.store().get(type, nameSpace, name);
    if (!service) {
        if (existing)
            (void)cluster.registry.remove(existing, {});
        return;
    }
    const auto& wanted = objectAt(service->document(), {"spec", "selector"});
    if (wanted.empty())
        return;
    const auto selector = LabelSelector::fromSpec({{"matchLabels", wanted}});
    json subset = json::object();
    for (const auto& pod : cluster.store().list(typeOf("Pod"), nameSpace).objects) {
        const auto& document = pod->document();
        const auto ip = stringAt(document, {"status", "podIP"});
        if (ip.empty() || !isActive(*pod) || !selector.matches(objectAt(document, {"metadata", "labels"})))
            continue;
        subset[isReady(*pod) ? "addresses" : "notReadyAddresses"].push_back({{"ip", ip},
            {"nodeName", stringAt(document, {"spec", "nodeName"})},
            {"targetRef", {{"kind", "Pod"}, {"namespace", nameSpace}, {"name", pod->name()}, {"uid", pod->uid()}}}});
        subset["ports"] = endpointPorts(service->document(), *pod);
    }
    const auto fill = [&](json& document) {
        document["metadata"]["labels"] = objectAt(service->document(), {"metadata", "labels"});
        if (subset.empty())
            document.erase("subsets");
        else
            document["subsets"] = json::array({subset});
    };
    if (existing) {
        cluster.registry.modify(type, nameSpace, name, Part::Main, fill);
        return;
    }
    json document = {{"metadata", {{"name", name}}}};
    fill(document);
    (void)cluster.registry.create(type, nameSpace, std::move(document));
}

} // namespace qbm::lab::kubernetes
