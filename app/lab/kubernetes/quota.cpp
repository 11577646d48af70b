// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/quota.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/quantity.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// A resource that the containers of pods request or are limited to.
struct Compute {
    const char* part;
    std::string resource;
};

std::optional<Compute> computeOf(const std::string& name)
{
    if (name == "cpu" || name == "memory")
        return Compute{"requests", name};
    if (name == "requests.cpu" || name == "requests.memory")
        return Compute{"requests", name.substr(9)};
    if (name == "limits.cpu" || name == "limits.memory")
        return Compute{"limits", name.substr(7)};
    return std::nullopt;
}

/// The plural ("deployments.apps") that a count is about.
std::string counted(const std::string& name)
{
    return name.starts_with("count/") ? name.substr(6) : name;
}

bool countsForQuota(const json& pod)
{
    const auto phase = stringAt(pod, {"status", "phase"});
    return phase != "Succeeded" && phase != "Failed";
}

/// How much of a quota's resource one object takes.
double amountOf(const ResourceType& type, const json& document, const std::string& name)
{
    if (const auto compute = computeOf(name))
        return type.kind == "Pod" && countsForQuota(document)
            ? podResource(objectAt(document, {"spec"}), compute->part, compute->resource)
            : 0;
    if (counted(name) != type.qualifiedPlural())
        return 0;
    return type.kind == "Pod" && name == "pods" && !countsForQuota(document) ? 0 : 1;
}

double usedOf(const Store& store, const std::string& nameSpace, const std::string& name)
{
    const auto* type = computeOf(name) ? &typeOf("Pod") : findByQualifiedPlural(counted(name));
    double used = 0;
    if (type != nullptr && type->namespaced && type->isStored())
        for (const auto& object : store.list(*type, nameSpace).objects)
            used += amountOf(*type, object->document(), name);
    return used;
}

/// Containers that do not say what a quota limits are refused whole.
std::string unsaid(const json& pod, const json& hard)
{
    std::string list;
    for (const auto& entry : hard.items()) {
        const auto compute = computeOf(entry.key());
        if (!compute)
            continue;
        std::string names;
        for (const auto& container : arrayAt(pod, {"spec", "containers"}))
            if (kubernetes::find(container, {"resources", compute->part, compute->resource}) == nullptr)
                names += (names.empty() ? "" : ",") + stringAt(container, {"name"});
        if (!names.empty())
            list += (list.empty() ? "" : "; ") + entry.key() + " for: " + names;
    }
    return list;
}

void append(std::string& list, const std::string& name, const std::string& value)
{
    list += (list.empty() ? "" : ",") + name + "=" + value;
}

} // namespace

ApiResult<> admitByQuota(
    const Store& store, const ResourceType& type, const std::string& nameSpace, const json& document)
{
    if (!type.namespaced || type.kind == "Event" || type.kind == "ResourceQuota")
        return {};
    const auto name = stringAt(document, {"metadata", "name"});
    for (const auto& quota : store.list(typeOf("ResourceQuota"), nameSpace).objects) {
        const auto& hard = objectAt(quota->document(), {"spec", "hard"});
        if (type.kind == "Pod")
            if (const auto missing = unsaid(document, hard); !missing.empty())
                return forbidden(type, name, "failed quota: " + quota->name() + ": must specify " + missing);
        std::string requested;
        std::string used;
        std::string limited;
        for (const auto& entry : hard.items()) {
            const auto& resource = entry.key();
            const auto amount = amountOf(type, document, resource);
            if (amount <= 0)
                continue;
            const auto now = usedOf(store, nameSpace, resource);
            const auto most = quantityAt(hard, resource);
            if (now + amount <= most)
                continue;
            append(requested, resource, formatQuantity(resource, amount));
            append(used, resource, formatQuantity(resource, now));
            append(limited, resource, formatQuantity(resource, most));
        }
        if (!requested.empty())
            return forbidden(type, name,
                "exceeded quota: " + quota->name() + ", requested: " + requested + ", used: " + used
                    + ", limited: " + limited);
    }
    return {};
}

json quotaStatus(const Store& store, const StoredObject& quota)
{
    const auto& hard = objectAt(quota.document(), {"spec", "hard"});
    json used = json::object();
    for (const auto& entry : hard.items())
        used[entry.key()] = formatQuantity(entry.key(), usedOf(store, quota.nameSpace(), entry.key()));
    return {{"hard", hard}, {"used", used}};
}

} // namespace qbm::lab::kubernetes
