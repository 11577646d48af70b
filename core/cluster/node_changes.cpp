// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/node_changes.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;

constexpr const char* kUnschedulable = "unschedulable";
constexpr std::array<std::string_view, 3> kEffects{"NoSchedule", "PreferNoSchedule", "NoExecute"};

kubernetes::ObjectPath nodePath(const std::string& name)
{
    return {kubernetes::resource::kNodes, {}, name, {}};
}

std::string nameOf(const json& taint)
{
    return taint.value("key", "") + ":" + taint.value("effect", "");
}

tl::unexpected<Error> noTaint(const std::string& words)
{
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "\"%1\" is no taint: write KEY=VALUE:EFFECT or KEY:EFFECT, or KEY- or KEY:EFFECT- to remove it; EFFECT is "
                 "NoSchedule, PreferNoSchedule or NoExecute."),
            words));
}

} // namespace

std::string joinLines(const std::vector<std::string>& lines)
{
    std::string out;
    for (const std::string& line : lines)
        out += (out.empty() ? "" : "\n") + line;
    return out;
}

std::vector<std::string> splitLines(const std::string& lines)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        out.push_back(lines.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

// --- cordon ----------------------------------------------------------------------------------------------------------

Cordon::Cordon(std::shared_ptr<kubernetes::Client> client, CordonRequest request)
    : EntryChange(std::move(client), nodePath(request.node))
    , m_request(std::move(request))
{
}

Result<Cordon::Entries> Cordon::wanted(const Entries&) const
{
    return Entries{{kUnschedulable, m_request.cordon ? json(true) : json()}};
}

Cordon::Entries Cordon::entriesOf(const json& object) const
{
    const bool cordoned = object.value("spec", json::object()).value(kUnschedulable, false);
    return cordoned ? Entries{{kUnschedulable, true}} : Entries{};
}

json Cordon::patchTo(const json&, const Entries& changes) const
{
    return {{"spec", {{kUnschedulable, changes.at(kUnschedulable)}}}};
}

void Cordon::describe(const json&, const Entries&, operation::Plan& plan) const
{
    if (m_request.cordon) {
        plan.title = text(QT_TRANSLATE_NOOP("core", "Cordon node %1"), m_request.node);
        plan.consequence = text(QT_TRANSLATE_NOOP("core",
            "No new pod is placed on it, but for those of DaemonSets; the pods there go on serving."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Uncordon it."));
        return;
    }
    plan.title = text(QT_TRANSLATE_NOOP("core", "Uncordon node %1"), m_request.node);
    plan.consequence = text(QT_TRANSLATE_NOOP("core", "New pods may be placed on it again; those elsewhere do not move back."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Cordon it."));
}

std::string Cordon::printed(const std::string& name, const json&) const
{
    return name;
}

Text Cordon::askTitle() const
{
    return m_request.cordon ? text(QT_TRANSLATE_NOOP("core", "Cordon %1"), m_request.node)
                            : text(QT_TRANSLATE_NOOP("core", "Uncordon %1"), m_request.node);
}

// --- taint -----------------------------------------------------------------------------------------------------------

Taint::Taint(std::shared_ptr<kubernetes::Client> client, TaintRequest request)
    : EntryChange(std::move(client), nodePath(request.node))
    , m_request(std::move(request))
{
}

operation::Values Taint::parameters() const
{
    operation::Values values = where();
    values["changes"] = joinLines(m_request.changes);
    return values;
}

Result<Taint::Entries> Taint::wanted(const Entries& now) const
{
    Entries changes;
    for (const std::string& words : m_request.changes) {
        const bool removes = words.ends_with('-');
        const std::string body = removes ? words.substr(0, words.size() - 1) : words;
        const std::size_t colon = body.rfind(':');
        const std::string effect = colon == std::string::npos ? std::string() : body.substr(colon + 1);
        const std::string pair = body.substr(0, colon);
        const std::size_t equals = pair.find('=');
        const std::string key = pair.substr(0, equals);
        const bool knownEffect = std::ranges::find(kEffects, effect) != kEffects.end();
        if (key.empty() || (!knownEffect && !(removes && effect.empty())))
            return noTaint(words);
        if (!removes) {
            json taint{{"key", key}, {"effect", effect}};
            if (equals != std::string::npos)
                taint["value"] = pair.substr(equals + 1);
            changes[key + ":" + effect] = std::move(taint);
            continue;
        }
        bool found = false;
        for (const auto& [name, taint] : now) {
            if (taint.value("key", "") == key && (effect.empty() || taint.value("effect", "") == effect)) {
                changes[name] = json();
                found = true;
            }
        }
        if (!found && !effect.empty())
            changes[key + ":" + effect] = json(); // not there, as asked
    }
    if (changes.empty() && m_request.changes.empty())
        return noTaint("");
    return changes;
}

Taint::Entries Taint::entriesOf(const json& object) const
{
    Entries entries;
    for (json taint : object.value("spec", json::object()).value("taints", json::array())) {
        taint.erase("timeAdded"); // the server's
        entries[nameOf(taint)] = taint;
    }
    return entries;
}

json Taint::patchTo(const json& object, const Entries& changes) const
{
    json taints = json::array();
    Entries left = changes;
    for (const json& taint : object.value("spec", json::object()).value("taints", json::array())) {
        const auto change = left.find(nameOf(taint));
        if (change == left.end()) {
            taints.push_back(taint);
            continue;
        }
        if (!change->second.is_null())
            taints.push_back(change->second);
        left.erase(change);
    }
    for (const auto& [name, taint] : left) {
        if (!taint.is_null())
            taints.push_back(taint);
    }
    return {{"metadata", {{"resourceVersion", object["metadata"].value("resourceVersion", "")}}},
        {"spec", {{"taints", std::move(taints)}}}};
}

void Taint::describe(const json&, const Entries& changes, operation::Plan& plan) const
{
    const bool evicts = std::ranges::any_of(changes, [](const auto& change) {
        return !change.second.is_null() && change.second.value("effect", "") == "NoExecute";
    });
    plan.title = text(QT_TRANSLATE_NOOP("core", "Change the taints of node %1"), m_request.node);
    plan.consequence = evicts
        ? text(QT_TRANSLATE_NOOP("core",
            "NoExecute ends every pod on the node that does not tolerate it, whatever disruption budgets say."))
        : text(QT_TRANSLATE_NOOP("core", "Pods that do not tolerate a taint are placed elsewhere; the pods there stay."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Set the taints of before again; pods that were ended do not come back."));
    plan.destructive = evicts;
}

std::string Taint::printed(const std::string& name, const json& value) const
{
    if (!value.contains("value"))
        return name;
    return value.value("key", "") + "=" + value.value("value", "") + ":" + value.value("effect", "");
}

Text Taint::askTitle() const
{
    return text(QT_TRANSLATE_NOOP("core", "Set the taints of %1"), m_request.node);
}

} // namespace qbm::cluster
