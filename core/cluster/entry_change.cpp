// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/entry_change.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr const char* kBefore = "before";
constexpr const char* kOurs = "asked";
constexpr int kConflictTries = 5;

json valueOf(const std::map<std::string, json>& entries, const std::string& name)
{
    const auto found = entries.find(name);
    return found == entries.end() ? json() : found->second;
}

} // namespace

operation::Values objectKeyValues(const ObjectKey& object)
{
    const kubernetes::Resource& resource = object.resource;
    return {{"group", resource.group}, {"version", resource.version}, {"plural", resource.plural},
        {"kind", resource.kind}, {"namespaced", resource.namespaced ? "yes" : "no"}, {"name", object.name}};
}

ObjectKey objectKeyFrom(const operation::Values& values)
{
    const auto at = [&](const char* key) {
        const auto found = values.find(key);
        return found == values.end() ? std::string() : found->second;
    };
    return {{at("group"), at("version"), at("plural"), at("kind"), at("namespaced") == "yes"}, at("name")};
}

EntryChange::EntryChange(std::shared_ptr<kubernetes::Client> client, kubernetes::ObjectPath path)
    : m_client(std::move(client))
    , m_path(std::move(path))
{
}

operation::Values EntryChange::where() const
{
    operation::Values values = objectKeyValues({m_path.resource, m_path.name});
    values["context"] = m_client->access().contextName;
    values["namespace"] = m_path.nameSpace;
    return values;
}

Result<json> EntryChange::fetch(TaskContext& context) const
{
    QBM_TRY(answer, m_client->get(m_path, context));
    json object = json::parse(answer.json, nullptr, false);
    if (!object.is_object() || !object["metadata"].is_object())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The cluster's answer about %1 is none."), m_path.toString()));
    return object;
}

Result<operation::Plan> EntryChange::plan(TaskContext& context)
{
    QBM_TRY(object, fetch(context));
    const Entries now = entriesOf(object);
    QBM_TRY(changes, wanted(now));
    operation::Plan plan;
    plan.target = m_path.name;
    for (const auto& [name, value] : changes) {
        const json before = valueOf(now, name);
        const std::string was = before.is_null() ? std::string() : printed(name, before);
        const std::string then = value.is_null() ? std::string() : printed(name, value);
        Text change = text(QT_TRANSLATE_NOOP("core", "%1 to %2"), was, then);
        if (before == value)
            change = text(QT_TRANSLATE_NOOP("core", "stays as it is"));
        else if (was.empty())
            change = text(QT_TRANSLATE_NOOP("core", "%1 is added"), then);
        else if (then.empty())
            change = text(QT_TRANSLATE_NOOP("core", "%1 is removed"), was);
        plan.lines.push_back({m_path.toString(), std::move(change)});
    }
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "It is one request: stopping before it changes nothing."));
    describe(object, changes, plan);
    return plan;
}

Result<std::vector<Check>> EntryChange::check(TaskContext& context)
{
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto object = fetch(context);
    if (!object && object.error().kind == ErrorKind::Cancelled)
        return fail(object.error());
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "%1 is there"), m_path.toString()),
        object ? Verdict::Pass : Verdict::Fail,
        object ? text(QT_TRANSLATE_NOOP("core", "Its uid is %1."), (*object)["metadata"].value("uid", ""))
               : object.error().message});
    for (const char* verb : {"get", "patch"})
        checks.push_back(accessCheck(*m_client, {verb, m_path.resource, {}, m_path.nameSpace, m_path.name}, context));
    if (!object)
        return checks;
    const Entries now = entriesOf(*object);
    QBM_TRY(changes, wanted(now));
    bool differs = false;
    for (const auto& [name, value] : changes)
        differs = differs || valueOf(now, name) != value;
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "Something changes")), differs ? Verdict::Pass : Verdict::Fail,
        differs ? text(QT_TRANSLATE_NOOP("core", "It is not as asked for yet."))
                : text(QT_TRANSLATE_NOOP("core", "It is as asked for already; there is nothing to do."))});
    for (Check& own : ownChecks(*object, changes))
        checks.push_back(std::move(own));
    if (operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks,
            m_client->patch(m_path, kubernetes::PatchType::Merge, writeJson(patchTo(*object, changes)), context,
                {.dryRun = true})));
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> EntryChange::steps()
{
    operation::Step step;
    step.id = "patch";
    step.title = askTitle();
    step.run = [this](StepContext& context) { return ask(context); };
    step.verify = [this](StepContext& context) { return verify(context); };
    step.undo = [this](StepContext& context) { return goBack(context); };
    return {std::move(step)};
}

Result<> EntryChange::put(const Entries& changes, TaskContext& context) const
{
    for (int tries = 1;; ++tries) {
        QBM_TRY(object, fetch(context));
        const auto patched = m_client->patch(
            m_path, kubernetes::PatchType::Merge, writeJson(patchTo(object, changes)), context);
        if (patched)
            return {};
        // A list is replaced whole and held against its version, which every status update moves.
        if (patched.error().kind != ErrorKind::Conflict || tries == kConflictTries)
            return fail(patched.error());
    }
}

Result<> EntryChange::ask(StepContext& step) const
{
    auto read = fetch(step.task());
    if (!read && read.error().kind == ErrorKind::NotFound && mayBeGoneAfter() && step.recall(kOurs))
        return {}; // done before a kill
    QBM_TRY(object, std::move(read));
    const Entries now = entriesOf(object);
    if (!step.recall(kOurs)) {
        QBM_TRY(changes, wanted(now));
        json before = json::object(), ours = json::object();
        for (const auto& [name, value] : changes) {
            before[name] = valueOf(now, name);
            ours[name] = value;
        }
        QBM_CHECK(step.remember(kBefore, writeJson(before)));
        QBM_CHECK(step.remember(kOurs, writeJson(ours)));
    }
    const json ours = json::parse(*step.recall(kOurs), nullptr, false);
    return put(ours.get<Entries>(), step.task());
}

Result<> EntryChange::verify(StepContext& step) const
{
    auto read = fetch(step.task());
    if (!read && read.error().kind == ErrorKind::NotFound && mayBeGoneAfter())
        return {};
    QBM_TRY(object, std::move(read));
    const Entries now = entriesOf(object);
    const json ours = json::parse(step.recall(kOurs).value_or("{}"), nullptr, false);
    for (const auto& [name, value] : ours.items()) {
        if (valueOf(now, name) != value)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is not as it was asked for: somebody else changed it meanwhile."),
                    m_path.toString()));
    }
    return {};
}

Result<> EntryChange::goBack(StepContext& step) const
{
    if (!step.recall(kOurs))
        return {}; // nothing had been asked for yet
    QBM_TRY(object, fetch(step.task()));
    const Entries now = entriesOf(object);
    const json ours = json::parse(*step.recall(kOurs), nullptr, false);
    const json before = json::parse(step.recall(kBefore).value_or("{}"), nullptr, false);
    for (const auto& [name, value] : ours.items()) {
        const json seen = valueOf(now, name);
        if (seen != value && seen != before[name])
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is left as it is: somebody else changed it after us."),
                    m_path.toString()));
    }
    return put(before.get<Entries>(), step.task());
}

} // namespace qbm::cluster
