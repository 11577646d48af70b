// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/object_changes.h"

#include "core/cluster/node_changes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::Verdict;

json metadataOf(const json& object, const char* field, json otherwise)
{
    const json& metadata = object.at("metadata");
    return metadata.contains(field) && !metadata[field].is_null() ? metadata[field] : std::move(otherwise);
}

} // namespace

MetadataChange::MetadataChange(
    std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, MetadataRequest request)
    : EntryChange(std::move(client), {request.object.resource, nameSpace, request.object.name, {}})
    , m_request(std::move(request))
{
}

operation::Values MetadataChange::parameters() const
{
    operation::Values values = where();
    values["changes"] = joinLines(m_request.changes);
    return values;
}

Result<MetadataChange::Entries> MetadataChange::wanted(const Entries&) const
{
    Entries changes;
    for (const std::string& words : m_request.changes) {
        const std::size_t equals = words.find('=');
        const bool removes = equals == std::string::npos && words.ends_with('-');
        const std::string key = removes ? words.substr(0, words.size() - 1) : words.substr(0, equals);
        const bool readable = !key.empty() && (removes || equals != std::string::npos)
            && words.find('\n') == std::string::npos;
        if (!readable)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "\"%1\" changes nothing: write KEY=VALUE, or KEY- to remove it."), words));
        if (!changes.emplace(key, removes ? json() : json(words.substr(equals + 1))).second)
            return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" is named twice."), key));
    }
    if (changes.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Say what to change: KEY=VALUE, or KEY- to remove it.")));
    return changes;
}

MetadataChange::Entries MetadataChange::entriesOf(const json& object) const
{
    return metadataOf(object, field(), json::object()).get<Entries>();
}

json MetadataChange::patchTo(const json&, const Entries& changes) const
{
    return {{"metadata", {{field(), changes}}}};
}

void MetadataChange::describe(const json&, const Entries&, operation::Plan& plan) const
{
    const std::string& name = m_request.object.name;
    plan.title = m_request.annotations ? text(QT_TRANSLATE_NOOP("core", "Change the annotations of %1"), name)
                                       : text(QT_TRANSLATE_NOOP("core", "Change the labels of %1"), name);
    plan.consequence = m_request.annotations
        ? text(QT_TRANSLATE_NOOP("core", "Whoever reads these annotations acts on them from now on."))
        : text(QT_TRANSLATE_NOOP("core",
            "Services, workloads and policies that select by these labels begin or cease to mean it."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Set the values of before again."));
}

std::string MetadataChange::printed(const std::string& name, const json& value) const
{
    return name + "=" + (value.is_string() ? value.get<std::string>() : std::string());
}

std::vector<Check> MetadataChange::ownChecks(const json& object, const Entries& changes) const
{
    if (m_request.annotations)
        return {};
    // A pod whose labels its owner no longer selects is let go, and another one made in its place.
    const bool owned = metadataOf(object, "ownerReferences", json::array()).size() > 0;
    const Entries now = entriesOf(object);
    const bool replaced = std::ranges::any_of(
        changes, [&](const auto& change) { return now.contains(change.first) && now.at(change.first) != change.second; });
    if (m_request.object.resource != kubernetes::resource::kPods || !owned || !replaced)
        return {};
    return {{text(QT_TRANSLATE_NOOP("core", "Its workload still owns it")), Verdict::Warning,
        text(QT_TRANSLATE_NOOP("core",
            "If its workload selects by one of these labels, it lets this pod go and makes another one."))}};
}

Text MetadataChange::askTitle() const
{
    return m_request.annotations
        ? text(QT_TRANSLATE_NOOP("core", "Set the annotations of %1"), m_request.object.name)
        : text(QT_TRANSLATE_NOOP("core", "Set the labels of %1"), m_request.object.name);
}

// --- finalizer -------------------------------------------------------------------------------------------------------

RemoveFinalizer::RemoveFinalizer(
    std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, RemoveFinalizerRequest request)
    : EntryChange(std::move(client), {request.object.resource, nameSpace, request.object.name, {}})
    , m_request(std::move(request))
{
}

operation::Values RemoveFinalizer::parameters() const
{
    operation::Values values = where();
    values["finalizer"] = m_request.finalizer;
    return values;
}

Result<RemoveFinalizer::Entries> RemoveFinalizer::wanted(const Entries& now) const
{
    if (!now.contains(m_request.finalizer)) {
        std::string names;
        for (const auto& [name, value] : now)
            names += (names.empty() ? "" : ", ") + name;
        if (names.empty())
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "%1 has no finalizers."), path().toString()));
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "%1 has no finalizer %2; it has %3."), path().toString(),
                m_request.finalizer, names));
    }
    return Entries{{m_request.finalizer, json()}};
}

RemoveFinalizer::Entries RemoveFinalizer::entriesOf(const json& object) const
{
    Entries entries;
    for (const json& finalizer : metadataOf(object, "finalizers", json::array()))
        entries[finalizer.get<std::string>()] = true;
    return entries;
}

json RemoveFinalizer::patchTo(const json& object, const Entries& changes) const
{
    json left = json::array();
    Entries missing = changes;
    for (const json& finalizer : metadataOf(object, "finalizers", json::array())) {
        const auto change = missing.find(finalizer.get<std::string>());
        if (change == missing.end() || !change->second.is_null())
            left.push_back(finalizer);
        if (change != missing.end())
            missing.erase(change);
    }
    for (const auto& [name, value] : missing) {
        if (!value.is_null())
            left.push_back(name);
    }
    return {{"metadata",
        {{"resourceVersion", object["metadata"].value("resourceVersion", "")}, {"finalizers", std::move(left)}}}};
}

void RemoveFinalizer::describe(const json& object, const Entries&, operation::Plan& plan) const
{
    plan.title = text(QT_TRANSLATE_NOOP("core", "Remove the finalizer %1 of %2"), m_request.finalizer, m_request.object.name);
    plan.consequence = object["metadata"].contains("deletionTimestamp")
        ? text(QT_TRANSLATE_NOOP("core",
            "It is being deleted and goes at once if no other finalizer holds it; what the finalizer stands for is not "
            "done: volumes, load balancers or records elsewhere may be left behind."))
        : text(QT_TRANSLATE_NOOP("core",
            "When it is deleted, nobody clears up what the finalizer stands for; the controller that set it may set it again."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "It cannot be undone once the object is gone."));
    plan.destructive = true;
}

std::string RemoveFinalizer::printed(const std::string& name, const json&) const
{
    return name;
}

std::vector<Check> RemoveFinalizer::ownChecks(const json& object, const Entries&) const
{
    const bool deleted = object["metadata"].contains("deletionTimestamp");
    return {{text(QT_TRANSLATE_NOOP("core", "It is being deleted")), deleted ? Verdict::Pass : Verdict::Warning,
        deleted ? text(QT_TRANSLATE_NOOP("core", "It waits for its finalizers."))
                : text(QT_TRANSLATE_NOOP("core", "It is not: nothing waits for this finalizer now."))}};
}

Text RemoveFinalizer::askTitle() const
{
    return text(QT_TRANSLATE_NOOP("core", "Remove the finalizer %1"), m_request.finalizer);
}

} // namespace qbm::cluster
