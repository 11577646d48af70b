// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/apply/managed_fields.h"

#include "app/lab/kubernetes/apply/field_tree.h"
#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// One entry of metadata.managedFields.
struct Entry {
    std::string manager;
    std::string operation;
    std::string apiVersion;
    std::string subresource;
    std::string time;
    FieldSet fields;

    bool isApply() const { return operation == "Apply"; }
};

std::vector<Entry> entriesOf(const json& document)
{
    std::vector<Entry> entries;
    for (const auto& entry : arrayAt(document, {"metadata", "managedFields"}))
        if (entry.is_object() && entry.contains("fieldsV1"))
            entries.push_back({stringAt(entry, {"manager"}), stringAt(entry, {"operation"}),
                stringAt(entry, {"apiVersion"}), stringAt(entry, {"subresource"}), stringAt(entry, {"time"}),
                FieldSet::fromJson(entry["fieldsV1"])});
    return entries;
}

json toJson(const Entry& entry)
{
    json result = {{"manager", entry.manager}, {"operation", entry.operation}, {"apiVersion", entry.apiVersion},
        {"time", entry.time}, {"fieldsType", "FieldsV1"}, {"fieldsV1", entry.fields.toJson()}};
    if (!entry.subresource.empty())
        result["subresource"] = entry.subresource;
    return result;
}

/// The object without what the server owns: nobody manages that.
json manageable(const json& document)
{
    auto result = document;
    result.erase("kind");
    result.erase("apiVersion");
    if (auto it = result.find("metadata"); it != result.end() && it->is_object())
        for (const auto* key : {"name", "namespace", "generateName", "uid", "resourceVersion", "generation",
                 "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"})
            it->erase(key);
    if (const auto it = result.find("metadata"); it != result.end() && it->empty())
        result.erase(it);
    return result;
}

Entry& entryOf(std::vector<Entry>& entries, const FieldManager& manager, const std::string& apiVersion)
{
    const std::string operation = manager.apply ? "Apply" : "Update";
    for (auto& entry : entries)
        if (entry.manager == manager.name && entry.operation == operation && entry.subresource == manager.subresource)
            return entry;
    entries.push_back({manager.name, operation, apiVersion, manager.subresource, nowText(), {}});
    return entries.back();
}

/// In its own words: "ops" with subresource "scale" using apps/v1.
std::string describe(const Entry& entry)
{
    auto text = "\"" + entry.manager + "\"";
    if (!entry.subresource.empty())
        text += " with subresource \"" + entry.subresource + "\"";
    return entry.isApply() ? text : text + " using " + entry.apiVersion;
}

Refusal conflictsWith(const std::vector<std::pair<std::string, FieldPath>>& conflicts)
{
    StatusDetails details;
    std::map<std::string, std::string> byManager;
    for (const auto& [manager, path] : conflicts) {
        details.causes.push_back({"FieldManagerConflict", "conflict with " + manager, printPath(path)});
        byManager[manager] += "\n- " + printPath(path);
    }
    std::string message;
    if (conflicts.size() == 1) {
        message = "Apply failed with 1 conflict: conflict with " + conflicts[0].first + ": "
            + printPath(conflicts[0].second);
    } else {
        message = "Apply failed with " + std::to_string(conflicts.size()) + " conflicts: ";
        bool first = true;
        for (const auto& [manager, paths] : byManager) {
            message += (first ? "conflicts with " : "\nconflicts with ") + manager + ":" + paths;
            first = false;
        }
    }
    return Refusal(makeStatusError(409, "Conflict", std::move(message), details));
}

} // namespace

json managedFieldsAfter(
    const json& before, const json& after, const FieldManager& manager, const std::string& apiVersion)
{
    auto entries = entriesOf(before);
    const auto changes = compareFields(manageable(before), manageable(after));
    for (auto& entry : entries) {
        const bool own = entry.manager == manager.name && entry.isApply() == manager.apply
            && entry.subresource == manager.subresource;
        entry.fields.subtract(changes.removed);
        // Two appliers of one value share it: only a real change takes a field from its owner.
        if (!own)
            entry.fields.subtract(changes.touched);
    }
    auto& own = entryOf(entries, manager, apiVersion);
    auto fields = own.fields;
    if (manager.apply)
        fields = manager.applied;
    else
        fields.unite(changes.touched);
    if (fields != own.fields || own.time.empty())
        own.time = nowText();
    own.fields = std::move(fields);
    own.apiVersion = apiVersion;
    std::erase_if(entries, [](const Entry& entry) { return entry.fields.empty(); });
    std::ranges::stable_sort(
        entries, {}, [](const Entry& entry) { return std::tuple(entry.operation, entry.time, entry.manager); });
    auto list = json::array();
    for (const auto& entry : entries)
        list.push_back(toJson(entry));
    return list;
}

ApiResult<AppliedObject> applyConfiguration(
    const json& live, json configuration, const std::string& manager, bool force)
{
    const auto wanted = manageable(configuration);
    AppliedObject result{overlaid(live, wanted), fieldsOf(wanted)};
    // The list with keys knows a port's protocol by its default; the stored object says it.
    const auto changes = compareFields(manageable(live), manageable(result.document));
    std::vector<std::pair<std::string, FieldPath>> conflicts;
    FieldSet before;
    FieldSet ofOthers;
    for (const auto& entry : entriesOf(live)) {
        if (entry.isApply() && entry.manager == manager) {
            before = entry.fields;
            continue;
        }
        const auto disputed = entry.fields.common(changes.touched);
        for (const auto& path : disputed.paths())
            conflicts.emplace_back(describe(entry), path);
        ofOthers.unite(entry.fields);
    }
    if (!conflicts.empty() && !force)
        return conflictsWith(conflicts);
    before.subtract(result.fields);
    for (const auto& path : before.paths())
        if (!ofOthers.containsBelow(path) && !result.fields.containsBelow(path))
            eraseField(result.document, path);
    return result;
}

} // namespace qbm::lab::kubernetes
