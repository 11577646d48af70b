// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/apply/field_tree.h"

#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// Objects that are owned as a whole (x-kubernetes-map-type: atomic of the built-in types), by the field they stand in.
bool isAtomicObject(const std::string& field)
{
    static const std::set<std::string> names = {"selector", "labelSelector", "podSelector", "namespaceSelector",
        "nodeSelector", "configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef", "involvedObject",
        "regarding", "related", "roleRef", "claimRef", "dataSource", "targetRef", "ownerReferences[]", "subsets[]"};
    return names.contains(field);
}

/// The keys of a list that merges by keys; empty: it is owned as a whole.
const std::vector<std::string>& listKeys(const std::string& field, const json& list)
{
    static const std::vector<std::string> none;
    static const std::vector<std::string> containerPort = {"containerPort", "protocol"};
    static const std::vector<std::string> servicePort = {"port", "protocol"};
    static const std::map<std::string, std::vector<std::string>> keys
        = {{"containers", {"name"}}, {"initContainers", {"name"}}, {"ephemeralContainers", {"name"}}, {"env", {"name"}},
            {"volumes", {"name"}}, {"volumeMounts", {"mountPath"}}, {"volumeDevices", {"devicePath"}},
            {"imagePullSecrets", {"name"}}, {"hostAliases", {"ip"}},
            {"topologySpreadConstraints", {"topologyKey", "whenUnsatisfiable"}}, {"ownerReferences", {"uid"}},
            {"conditions", {"type"}}, {"podIPs", {"ip"}}, {"secrets", {"name"}}, {"addresses", {"type"}}};
    if (field == "ports")
        return std::ranges::any_of(
                   list, [](const json& port) { return port.is_object() && port.contains("containerPort"); })
            ? containerPort
            : servicePort;
    const auto it = keys.find(field);
    return it == keys.end() ? none : it->second;
}

bool isSet(const std::string& field)
{
    return field == "finalizers";
}

/// A value below another, and how FieldsV1 names the step to it.
struct Child {
    std::string element;
    const json* value;
    std::string field;
};

std::string keyElement(const json& item, const std::vector<std::string>& keys)
{
    json values = json::object();
    for (const auto& key : keys)
        values[key] = item.contains(key) ? item[key] : key == "protocol" ? json("TCP") : json(nullptr);
    return "k:" + writeJson(values);
}

/// The fields below a value; nothing if it is owned as a whole.
std::optional<std::vector<Child>> childrenOf(const json& value, const std::string& field)
{
    std::vector<Child> children;
    if (value.is_object()) {
        if (isAtomicObject(field) || value.empty())
            return std::nullopt;
        for (const auto& [key, item] : value.items())
            if (!item.is_null())
                children.push_back({"f:" + key, &item, key});
        return children;
    }
    if (!value.is_array())
        return std::nullopt;
    const auto& keys = listKeys(field, value);
    const bool keyed = !keys.empty() && std::ranges::all_of(value, [](const json& item) { return item.is_object(); });
    if (!keyed && !isSet(field))
        return std::nullopt;
    for (const auto& item : value)
        children.push_back({keyed ? keyElement(item, keys) : "v:" + writeJson(item), &item, field + "[]"});
    return children;
}

void addAll(const json& value, const std::string& field, FieldPath& path, FieldSet& out, bool parentsToo)
{
    const auto children = childrenOf(value, field);
    const bool isItem = !path.empty() && !path.back().starts_with("f:");
    if (!path.empty() && (!children || parentsToo || isItem))
        out.insert(path);
    if (!children)
        return;
    for (const auto& child : *children) {
        path.push_back(child.element);
        addAll(*child.value, child.field, path, out, parentsToo);
        path.pop_back();
    }
}

const Child* findChild(const std::vector<Child>& children, const std::string& element)
{
    const auto it = std::ranges::find(children, element, &Child::element);
    return it == children.end() ? nullptr : &*it;
}

void compare(const json& before, const json& after, const std::string& field, FieldPath& path, FieldChanges& changes)
{
    if (before == after)
        return;
    auto old = childrenOf(before, field);
    auto now = childrenOf(after, field);
    // An empty object or list has no fields yet; it is compared as such if the other side has some.
    if (!old && (before.is_object() || before.is_array()) && before.empty() && now)
        old.emplace();
    if (!now && (after.is_object() || after.is_array()) && after.empty() && old)
        now.emplace();
    if (!old || !now) {
        changes.touched.insert(path);
        return;
    }
    for (const auto& child : *now) {
        path.push_back(child.element);
        if (const auto* known = findChild(*old, child.element))
            compare(*known->value, *child.value, child.field, path, changes);
        else
            addAll(*child.value, child.field, path, changes.touched, true);
        path.pop_back();
    }
    for (const auto& child : *old) {
        if (findChild(*now, child.element) != nullptr)
            continue;
        path.push_back(child.element);
        addAll(*child.value, child.field, path, changes.removed, true);
        path.pop_back();
    }
}

json overlay(const json& object, const json& applied, const std::string& field)
{
    const bool granular = (applied.is_object() && object.is_object() && !isAtomicObject(field))
        || (applied.is_array() && object.is_array() && childrenOf(applied, field)
            && (object.empty() || childrenOf(object, field)));
    if (!granular)
        return applied;
    auto result = object;
    if (applied.is_object()) {
        for (const auto& [key, value] : applied.items())
            result[key] = result.contains(key) ? overlay(result[key], value, key) : value;
        return result;
    }
    const auto items = childrenOf(applied, field).value_or(std::vector<Child>());
    const auto known = childrenOf(object, field).value_or(std::vector<Child>());
    for (const auto& child : items) {
        const auto it = std::ranges::find(known, child.element, &Child::element);
        if (it == known.end())
            result.push_back(*child.value);
        else
            result[static_cast<std::size_t>(it - known.begin())] = overlay(*it->value, *child.value, child.field);
    }
    return result;
}

/// True if the value holds nothing any more.
bool eraseIn(json& value, const std::string& field, const FieldPath& path, std::size_t depth)
{
    const auto& element = path[depth];
    const bool last = depth + 1 == path.size();
    if (value.is_object() && element.starts_with("f:")) {
        const auto key = element.substr(2);
        const auto it = value.find(key);
        if (it != value.end() && (last || eraseIn(*it, key, path, depth + 1)))
            value.erase(key);
    } else if (value.is_array()) {
        const auto children = childrenOf(value, field);
        if (!children)
            return false;
        const auto it = std::ranges::find(*children, element, &Child::element);
        if (it == children->end())
            return false;
        const auto index = it - children->begin();
        if (last || eraseIn(value[static_cast<std::size_t>(index)], field + "[]", path, depth + 1))
            value.erase(value.begin() + index);
    }
    return (value.is_object() || value.is_array()) && value.empty();
}

} // namespace

FieldChanges compareFields(const json& before, const json& after)
{
    FieldChanges changes;
    FieldPath path;
    compare(before, after, {}, path, changes);
    return changes;
}

FieldSet fieldsOf(const json& applied)
{
    FieldSet set;
    FieldPath path;
    addAll(applied, {}, path, set, false);
    return set;
}

json overlaid(const json& object, const json& applied)
{
    return overlay(object, applied, {});
}

void eraseField(json& object, const FieldPath& path)
{
    if (!path.empty())
        eraseIn(object, {}, path, 0);
}

json emptyShell(const std::string& kind)
{
    const json podTemplate = {{"metadata", json::object()}, {"spec", {{"containers", json::array()}}}};
    json shell = {{"metadata", json::object()}, {"spec", json::object()}, {"status", json::object()}};
    if (kind == "Pod")
        shell["spec"] = podTemplate["spec"];
    else if (kind == "Deployment" || kind == "ReplicaSet" || kind == "StatefulSet" || kind == "DaemonSet"
        || kind == "Job")
        shell["spec"] = {{"template", podTemplate}, {"strategy", json::object()}, {"updateStrategy", json::object()}};
    else if (kind == "CronJob")
        shell["spec"]["jobTemplate"] = {{"metadata", json::object()}, {"spec", {{"template", podTemplate}}}};
    else if (kind == "HorizontalPodAutoscaler")
        shell["spec"]["scaleTargetRef"] = json::object();
    else if (kind == "Service" || kind == "Ingress")
        shell["status"]["loadBalancer"] = json::object();
    return shell;
}

} // namespace qbm::lab::kubernetes
