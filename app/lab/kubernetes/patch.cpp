// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/patch.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// The merge key of a list by the field it stands in (patchMergeKey tags of the built-in types); empty: replaced whole.
std::string mergeKeyOf(const std::string& field, const json& elements)
{
    static const std::map<std::string, std::string> keys = {{"containers", "name"}, {"initContainers", "name"},
        {"ephemeralContainers", "name"}, {"env", "name"}, {"volumes", "name"}, {"volumeMounts", "mountPath"},
        {"volumeDevices", "devicePath"}, {"imagePullSecrets", "name"}, {"hostAliases", "ip"},
        {"topologySpreadConstraints", "topologyKey"}, {"ownerReferences", "uid"}, {"conditions", "type"},
        {"podIPs", "ip"}, {"secrets", "name"}, {"taints", "key"}, {"addresses", "type"}, {"resourceClaims", "name"}};
    if (field == "ports") // of a container by containerPort, of a service by port
        return std::ranges::any_of(
                   elements, [](const json& port) { return port.is_object() && port.contains("containerPort"); })
            ? "containerPort"
            : "port";
    const auto it = keys.find(field);
    return it == keys.end() ? std::string() : it->second;
}

bool isMergedSet(const std::string& field)
{
    return field == "finalizers";
}

json mergeObjects(json document, const json& patch);

json* findElement(json& list, const std::string& key, const json& wanted)
{
    for (auto& element : list)
        if (element.is_object() && element.contains(key) && element[key] == wanted)
            return &element;
    return nullptr;
}

void removeElement(json& list, const std::string& key, const json& wanted)
{
    for (auto it = list.begin(); it != list.end();)
        it = it->is_object() && it->contains(key) && (*it)[key] == wanted ? list.erase(it) : it + 1;
}

/// Directives are no part of what is stored.
json withoutDirectives(const json& value)
{
    return mergeObjects(json::object(), value);
}

json mergeKeyedList(json list, const json& patch, const std::string& key)
{
    if (!list.is_array())
        list = json::array();
    const bool replaces = std::ranges::any_of(
        patch, [](const json& element) { return stringAt(element, {"$patch"}) == "replace" && element.size() == 1; });
    if (replaces)
        list = json::array();
    for (const auto& element : patch) {
        if (!element.is_object()) {
            list.push_back(element);
            continue;
        }
        if (stringAt(element, {"$patch"}) == "replace" && element.size() == 1)
            continue;
        if (!element.contains(key)) {
            list.push_back(withoutDirectives(element));
            continue;
        }
        if (stringAt(element, {"$patch"}) == "delete")
            removeElement(list, key, element[key]);
        else if (auto* existing = findElement(list, key, element[key]))
            *existing = mergeObjects(std::move(*existing), element);
        else
            list.push_back(withoutDirectives(element));
    }
    return list;
}

json mergeSet(json list, const json& patch)
{
    if (!list.is_array())
        list = json::array();
    for (const auto& element : patch)
        if (std::ranges::find(list, element) == list.end())
            list.push_back(element);
    return list;
}

/// $setElementOrder/FIELD: the named elements in that order, the server's own where they were.
void reorder(json& list, const json& order, const std::string& key)
{
    if (!list.is_array() || !order.is_array())
        return;
    const auto identity = [&](const json& element) -> const json& {
        return !key.empty() && element.is_object() && element.contains(key) ? element[key] : element;
    };
    const auto rank = [&](const json& element) {
        const auto it
            = std::ranges::find_if(order, [&](const json& wanted) { return identity(wanted) == identity(element); });
        return it == order.end() ? order.size() : static_cast<std::size_t>(it - order.begin());
    };
    std::vector<json> named;
    for (const auto& element : list)
        if (rank(element) < order.size())
            named.push_back(element);
    std::ranges::stable_sort(named, [&](const json& a, const json& b) { return rank(a) < rank(b); });
    auto next = named.begin();
    for (auto& element : list)
        if (rank(element) < order.size())
            element = *next++;
}

void applyDirective(json& document, const std::string& directive, const json& value)
{
    static const std::string deletePrefix = "$deleteFromPrimitiveList/";
    static const std::string orderPrefix = "$setElementOrder/";
    if (directive.starts_with(deletePrefix)) {
        auto& list = document[directive.substr(deletePrefix.size())];
        if (list.is_array())
            for (auto it = list.begin(); it != list.end();)
                it = std::ranges::find(value, *it) != value.end() ? list.erase(it) : it + 1;
    } else if (directive.starts_with(orderPrefix)) {
        const auto field = directive.substr(orderPrefix.size());
        if (document.contains(field))
            reorder(document[field], value, mergeKeyOf(field, document[field]));
    } else if (directive == "$retainKeys" && value.is_array()) {
        for (auto it = document.begin(); it != document.end();)
            it = std::ranges::find(value, json(it.key())) == value.end() ? document.erase(it) : std::next(it);
    }
}

json mergeValue(json current, const std::string& field, const json& patch)
{
    if (patch.is_object())
        return mergeObjects(current.is_object() ? std::move(current) : json::object(), patch);
    if (patch.is_array()) {
        if (isMergedSet(field))
            return mergeSet(std::move(current), patch);
        if (const auto key = mergeKeyOf(field, patch); !key.empty())
            return mergeKeyedList(std::move(current), patch, key);
    }
    return patch;
}

json mergeObjects(json document, const json& patch)
{
    const auto how = stringAt(patch, {"$patch"});
    if (how == "delete")
        return json::object();
    if (how == "replace")
        document = json::object();
    for (const auto& [field, value] : patch.items()) {
        if (field.starts_with("$"))
            continue;
        if (value.is_null())
            document.erase(field);
        else
            document[field] = mergeValue(document.contains(field) ? document[field] : json(), field, value);
    }
    for (const auto& [field, value] : patch.items())
        if (field.starts_with("$"))
            applyDirective(document, field, value);
    return document;
}

Refusal notAnObject(const json& patch)
{
    return badRequest(std::string("error decoding patch: json: cannot unmarshal ") + patch.type_name()
        + " into Go value of type map[string]interface {}");
}

} // namespace

ApiResult<json> mergePatch(const json& document, const json& patch)
{
    if (!patch.is_object())
        return notAnObject(patch);
    auto result = document;
    result.merge_patch(patch);
    return result;
}

ApiResult<json> jsonPatch(const json& document, const json& patch)
{
    if (!patch.is_array())
        return badRequest(std::string("error decoding patch: json: cannot unmarshal ") + patch.type_name()
            + " into Go value of type []handlers.jsonPatchOp");
    try {
        return document.patch(patch);
    } catch (const json::exception&) {
        return rejectedPatch();
    }
}

ApiResult<json> strategicMergePatch(const json& document, const json& patch)
{
    if (!patch.is_object())
        return notAnObject(patch);
    return mergeObjects(document, patch);
}

} // namespace qbm::lab::kubernetes
