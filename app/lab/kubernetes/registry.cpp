// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/registry.h"

#include "app/lab/kubernetes/apply/field_tree.h"
#include "app/lab/kubernetes/apply/managed_fields.h"
#include "app/lab/kubernetes/defaults.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"
#include "app/lab/kubernetes/quota.h"
#include "app/lab/kubernetes/validation.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr int kAttempts = 50;

bool isBeingDeleted(const json& document)
{
    return kubernetes::find(document, {"metadata", "deletionTimestamp"}) != nullptr;
}

/// What a client may send and the server owns.
void dropServerFields(json& document)
{
    auto& metadata = at(document, {"metadata"});
    if (!metadata.is_object())
        metadata = json::object();
    for (const auto* key : {"uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
             "deletionGracePeriodSeconds", "selfLink", "managedFields"})
        metadata.erase(key);
    document.erase("kind");
    document.erase("apiVersion");
}

/// Absent and empty labels, annotations and finalizers are the same to a typed server.
void dropEmptyMetadata(json& document)
{
    auto& metadata = at(document, {"metadata"});
    for (const auto* key : {"labels", "annotations", "finalizers", "ownerReferences"})
        if (const auto it = metadata.find(key); it != metadata.end() && (it->is_null() || it->empty()))
            metadata.erase(it);
}

bool isUsedUp(const json& pod)
{
    const auto phase = stringAt(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

ApiResult<> checkPreconditions(const StoredObject& object, const DeleteOptions& options)
{
    const auto& type = object.type();
    if (!options.uid.empty() && options.uid != object.uid())
        return conflict(type.kind, type.group, object.name(),
            "the UID in the precondition (" + options.uid + ") does not match the UID in record (" + object.uid()
                + "). The object might have been deleted and then recreated");
    const auto version = std::to_string(object.resourceVersion());
    if (!options.resourceVersion.empty() && options.resourceVersion != version)
        return conflict(type.kind, type.group, object.name(),
            "the ResourceVersion in the precondition (" + options.resourceVersion
                + ") does not match the ResourceVersion in record (" + version
                + "). The object might have been modified");
    return {};
}

void markDeleted(json& document, const ResourceType& type, std::int64_t graceSeconds)
{
    auto& metadata = document["metadata"];
    metadata["deletionTimestamp"] = formatTime(nowSeconds() + graceSeconds);
    metadata["deletionGracePeriodSeconds"] = graceSeconds;
    if (type.counted)
        metadata["generation"] = intAt(metadata, {"generation"}) + 1;
}

/// "managedFields": [] or [{}] is how a client clears them.
bool namesNoManager(const json& desired)
{
    const auto* entries = kubernetes::find(desired, {"metadata", "managedFields"});
    return entries != nullptr && entries->is_array()
        && (entries->empty() || (entries->size() == 1 && (*entries)[0].is_object() && (*entries)[0].empty()));
}

/// Nobody manages the fields of events: there are too many of them, and nobody applies one.
bool isManaged(const ResourceType& type)
{
    return type.kind != "Event";
}

void setManagers(json& document, json managers)
{
    if (managers.empty())
        document["metadata"].erase("managedFields");
    else
        document["metadata"]["managedFields"] = std::move(managers);
}

void recordCreation(const ResourceType& type, json& document, const FieldManager& manager)
{
    if (!isManaged(type))
        return;
    auto written = document;
    if (type.has("status")) // a create cannot set it
        written.erase("status");
    setManagers(document, managedFieldsAfter(emptyShell(type.kind), written, manager, type.apiVersion()));
}

void recordChange(const ResourceType& type, const json& before, json& after, FieldManager manager, Part part)
{
    if (!isManaged(type))
        return;
    if (part == Part::Status && manager.subresource.empty())
        manager.subresource = "status";
    setManagers(after, managedFieldsAfter(before, after, manager, type.apiVersion()));
}

} // namespace

Registry::Registry(Store& store, std::uint32_t seed)
    : m_store(store)
    , m_number(seed * 1000u)
{
}

ApiResult<> Registry::checkNamespace(
    const ResourceType& type, const std::string& nameSpace, const std::string& name) const
{
    if (!type.namespaced)
        return {};
    const auto& namespaces = typeOf("Namespace");
    const auto found = m_store.get(namespaces, {}, nameSpace);
    if (!found)
        return notFound(namespaces, nameSpace);
    if (isBeingDeleted(found->document()))
        return forbidden(type, name,
            "unable to create new content in namespace " + nameSpace + " because it is being terminated",
            {{"NamespaceTerminating", "namespace " + nameSpace + " is being terminated", "metadata.namespace"}});
    return {};
}

ApiResult<ObjectPtr> Registry::create(
    const ResourceType& type, const std::string& nameSpace, json document, const WriteOptions& options)
{
    if (auto decodable = checkDecodable(type, document); !decodable)
        return Refusal(std::move(decodable).error());
    dropServerFields(document);
    auto& metadata = document["metadata"];
    const auto generated = stringAt(metadata, {"generateName"});
    if (stringAt(metadata, {"name"}).empty() && !generated.empty())
        metadata["name"] = generated + shortName(nextNumber());
    const auto name = stringAt(metadata, {"name"});
    if (auto allowed = checkNamespace(type, nameSpace, name); !allowed)
        return Refusal(std::move(allowed).error());
    if (type.namespaced)
        metadata["namespace"] = nameSpace;
    else
        metadata.erase("namespace");
    metadata["uid"] = makeUid();
    applyDefaults(type, document);
    applyCreationDefaults(type, document, nextNumber());
    dropEmptyMetadata(document);
    if (auto causes = validateNew(type, document); !causes.empty())
        return invalid(type, name, std::move(causes));
    if (auto room = admitByQuota(m_store, type, nameSpace, document); !room)
        return Refusal(std::move(room).error());
    metadata["creationTimestamp"] = nowText();
    if (type.counted)
        metadata["generation"] = 1;
    const auto existing = m_store.get(type, nameSpace, name);
    if (existing)
        return alreadyExists(type, name, isBeingDeleted(existing->document()));
    recordCreation(type, document, options.manager);
    if (options.dryRun)
        return std::make_shared<const StoredObject>(type, std::move(document));
    if (auto created = m_store.create(type, std::move(document)))
        return created;
    return alreadyExists(type, name, false);
}

ApiResult<ObjectPtr> Registry::update(const ObjectPtr& current, json desired, Part part, const WriteOptions& options)
{
    const auto& type = current->type();
    const auto& before = current->document();
    const bool clearsManagers = namesNoManager(desired);
    json next;
    if (part == Part::Status) {
        next = before;
        next["status"] = desired.contains("status") ? desired["status"] : json::object();
        next["metadata"]["annotations"] = objectAt(desired, {"metadata", "annotations"});
        dropEmptyMetadata(next);
    } else {
        if (auto decodable = checkDecodable(type, desired); !decodable)
            return Refusal(std::move(decodable).error());
        next = std::move(desired);
        dropServerFields(next);
        auto& metadata = next["metadata"];
        for (const auto* key : {"namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
                 "deletionTimestamp", "deletionGracePeriodSeconds"})
            if (const auto it = before["metadata"].find(key); it != before["metadata"].end())
                metadata[key] = *it;
        metadata["name"] = current->name();
        if (before.contains("status"))
            next["status"] = before["status"];
        else if (type.has("status"))
            next.erase("status");
        if (type.kind == "Service")
            for (const auto* key : {"clusterIP", "clusterIPs"})
                if (before["spec"].contains(key) && !at(next, {"spec"}).contains(key))
                    next["spec"][key] = before["spec"][key];
        applyDefaults(type, next);
        dropEmptyMetadata(next);
        if (auto causes = validateChange(type, before, next); !causes.empty())
            return invalid(type, current->name(), std::move(causes));
        if (type.counted && objectAt(before, {"spec"}) != objectAt(next, {"spec"}))
            metadata["generation"] = intAt(metadata, {"generation"}) + 1;
    }
    if (!clearsManagers)
        recordChange(type, before, next, options.manager, part);
    if (next == before)
        return current;
    if (options.dryRun)
        return std::make_shared<const StoredObject>(type, std::move(next));
    const bool released = isBeingDeleted(next) && type.kind != "Pod" && type.kind != "Namespace"
        && arrayAt(next, {"metadata", "finalizers"}).empty();
    auto written = released ? m_store.remove(current, std::move(next)) : m_store.replace(current, std::move(next));
    if (!written)
        return conflict(type, current->name());
    return written;
}

ApiResult<Deletion> Registry::finish(const ObjectPtr& current, json last, bool dryRun)
{
    if (dryRun)
        return Deletion{current, true};
    auto removed = m_store.remove(current, std::move(last));
    if (!removed)
        return conflict(current->type(), current->name());
    return Deletion{std::move(removed), true};
}

ApiResult<Deletion> Registry::removePod(const ObjectPtr& current, const DeleteOptions& options)
{
    const auto& before = current->document();
    auto grace = options.gracePeriodSeconds.value_or(intAt(before, {"spec", "terminationGracePeriodSeconds"}, 30));
    if (stringAt(before, {"spec", "nodeName"}).empty() || isUsedUp(before))
        grace = 0;
    if (isBeingDeleted(before) && grace > 0 && intAt(before, {"metadata", "deletionGracePeriodSeconds"}) <= grace)
        return Deletion{current, false};
    auto next = before;
    markDeleted(next, current->type(), std::max<std::int64_t>(grace, 0));
    if (grace <= 0 && arrayAt(before, {"metadata", "finalizers"}).empty())
        return finish(current, std::move(next), options.dryRun);
    if (options.dryRun)
        return Deletion{std::make_shared<const StoredObject>(current->type(), std::move(next)), false};
    auto marked = m_store.replace(current, std::move(next));
    if (!marked)
        return conflict(current->type(), current->name());
    return Deletion{std::move(marked), false};
}

ApiResult<Deletion> Registry::removeNamespace(const ObjectPtr& current, const DeleteOptions& options)
{
    auto next = current->copy();
    if (isBeingDeleted(next) && arrayAt(next, {"spec", "finalizers"}).empty())
        return finish(current, std::move(next), options.dryRun);
    if (isBeingDeleted(next) || options.dryRun)
        return Deletion{current, false};
    next["metadata"]["deletionTimestamp"] = nowText();
    next["status"]["phase"] = "Terminating";
    auto marked = m_store.replace(current, std::move(next));
    if (!marked)
        return conflict(current->type(), current->name());
    return Deletion{std::move(marked), false};
}

ApiResult<Deletion> Registry::remove(const ObjectPtr& current, const DeleteOptions& options)
{
    if (auto met = checkPreconditions(*current, options); !met)
        return Refusal(std::move(met).error());
    const auto& type = current->type();
    if (type.kind == "Pod")
        return removePod(current, options);
    if (type.kind == "Namespace")
        return removeNamespace(current, options);
    auto next = current->copy();
    auto& finalizers = next["metadata"]["finalizers"];
    if (!finalizers.is_array())
        finalizers = json::array();
    const auto want = options.propagationPolicy == "Foreground" ? "foregroundDeletion"
        : options.propagationPolicy == "Orphan"                 ? "orphan"
                                                                : "";
    if (*want != '\0' && std::ranges::find(finalizers, json(want)) == finalizers.end())
        finalizers.push_back(want);
    if (finalizers.empty()) {
        next["metadata"].erase("finalizers");
        return finish(current, std::move(next), options.dryRun);
    }
    if (!isBeingDeleted(next))
        markDeleted(next, type, 0);
    if (next == current->document() || options.dryRun)
        return Deletion{current, false};
    auto marked = m_store.replace(current, std::move(next));
    if (!marked)
        return conflict(type, current->name());
    return Deletion{std::move(marked), false};
}

ObjectPtr Registry::bindPod(const ObjectPtr& current, json document)
{
    return m_store.replace(current, std::move(document));
}

ObjectPtr Registry::modify(const ResourceType& type, const std::string& nameSpace, const std::string& name, Part part,
    const std::function<void(json&)>& change, const WriteOptions& options)
{
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto current = m_store.get(type, nameSpace, name);
        if (!current)
            return nullptr;
        auto document = current->copy();
        change(document);
        auto written = update(current, std::move(document), part, options);
        if (written)
            return *written;
        if (written.error().code != 409)
            return nullptr;
    }
    return nullptr;
}

} // namespace qbm::lab::kubernetes
