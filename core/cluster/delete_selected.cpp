// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/delete_selected.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"
#include "core/cluster/delete_object.h"
#include "core/cluster/entry_change.h"

#include <chrono>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* kDoomed = "objects";
constexpr std::chrono::milliseconds kInterval{500};
// As long as the longest grace period in use, and what a finalizer may take.
constexpr std::chrono::minutes kTime{5};

} // namespace

DeleteSelected::DeleteSelected(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, DeleteSelectedRequest request)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_request(std::move(request))
{
}

operation::Values DeleteSelected::parameters() const
{
    operation::Values values = objectKeyValues({m_request.resource, {}});
    values["context"] = m_client->access().contextName;
    values["namespace"] = m_nameSpace;
    values["selector"] = m_request.labelSelector;
    values["force"] = m_request.force ? "yes" : "no";
    return values;
}

Result<> DeleteSelected::checkArguments() const
{
    if (m_request.labelSelector.find_first_not_of(" ,") != std::string::npos)
        return {};
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core", "Give a selector: without one, every object of the kind would be deleted.")));
}

kubernetes::CollectionPath DeleteSelected::collection() const
{
    return {m_request.resource, m_nameSpace, m_request.labelSelector, {}};
}

kubernetes::DeleteOptions DeleteSelected::options(const std::string& uid, bool dryRun) const
{
    kubernetes::DeleteOptions options;
    options.uid = uid;
    options.dryRun = dryRun;
    if (m_request.force)
        options.gracePeriod = std::chrono::seconds(0);
    return options;
}

Result<DeleteSelected::Doomed> DeleteSelected::fetch(TaskContext& context) const
{
    Doomed doomed;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
        for (const kubernetes::JsonValue& item : page["items"].items())
            doomed[item["metadata"]["name"].string()] = item["metadata"]["uid"].string();
        return {};
    };
    handler.onRestart = [&] { doomed.clear(); };
    kubernetes::ListOptions listing;
    listing.representation = kubernetes::Representation::Metadata;
    QBM_CHECK(m_client->list(collection(), listing, handler, context));
    return doomed;
}

Result<operation::Plan> DeleteSelected::plan(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    // It is planned again right before it runs: what was confirmed is the first plan.
    if (!m_planned) {
        QBM_TRY(found, fetch(context));
        m_planned = std::move(found);
    }
    const Doomed& doomed = *m_planned;
    const std::string& kind = m_request.resource.kind;
    operation::Plan plan;
    plan.title = m_request.force
        ? text(QT_TRANSLATE_NOOP("core", "Delete %1 objects of kind %2 that match %3 by force"), doomed.size(), kind,
            m_request.labelSelector)
        : text(QT_TRANSLATE_NOOP("core", "Delete %1 objects of kind %2 that match %3"), doomed.size(), kind,
            m_request.labelSelector);
    plan.consequence = consequenceOfDeleting(kind);
    plan.target = m_request.labelSelector;
    if (m_request.force)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "By force")), riskOfForcing(kind)});
    for (const auto& [name, uid] : doomed)
        plan.lines.push_back({kubernetes::ObjectPath{m_request.resource, m_nameSpace, name, {}}.toString(),
            text(QT_TRANSLATE_NOOP("core", "deleted, with what it owns"))});
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core",
        "Those asked for go on being deleted, the others stay; only the console stops."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "It cannot be undone: keep their YAML if they may be needed again."));
    plan.destructive = true;
    return plan;
}

Result<std::vector<Check>> DeleteSelected::check(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto doomed = m_planned ? Result<Doomed>(*m_planned) : fetch(context);
    if (!doomed && doomed.error().kind == ErrorKind::Cancelled)
        return fail(doomed.error());
    const bool some = doomed && !doomed->empty();
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "The selector matches something")),
        some ? Verdict::Pass : Verdict::Fail,
        !doomed    ? doomed.error().message
            : some ? text(QT_TRANSLATE_NOOP("core", "It matches %1 objects."), doomed->size())
                   : text(QT_TRANSLATE_NOOP("core", "Nothing matches %1."), m_request.labelSelector)});
    for (const char* verb : {"list", "delete"})
        checks.push_back(accessCheck(*m_client, {verb, m_request.resource, {}, m_nameSpace, {}}, context));
    if (some && operation::mayRun(checks)) {
        const auto& [name, uid] = *doomed->begin();
        QBM_CHECK(appendDryRun(
            checks, m_client->remove({m_request.resource, m_nameSpace, name, {}}, context, options(uid, true))));
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> DeleteSelected::steps()
{
    operation::Step asking;
    asking.id = "delete";
    asking.title = text(QT_TRANSLATE_NOOP("core", "Delete what matches %1"), m_request.labelSelector);
    asking.run = [this](StepContext& step) { return remove(step); };
    operation::Step gone;
    gone.id = "gone";
    gone.title = text(QT_TRANSLATE_NOOP("core", "Wait until they are gone"));
    gone.run = [this](StepContext& step) { return awaitGone(step); };
    return {std::move(asking), std::move(gone)};
}

Result<> DeleteSelected::remove(StepContext& step) const
{
    if (!step.recall(kDoomed)) {
        Doomed doomed;
        if (m_planned)
            doomed = *m_planned;
        else {
            QBM_TRY(found, fetch(step.task()));
            doomed = std::move(found);
        }
        QBM_CHECK(step.remember(kDoomed, writeJson(json(doomed))));
    }
    const auto doomed = json::parse(*step.recall(kDoomed), nullptr, false).get<Doomed>();
    std::uint64_t asked = 0;
    for (const auto& [name, uid] : doomed) {
        const auto removed
            = m_client->remove({m_request.resource, m_nameSpace, name, {}}, step.task(), options(uid, false));
        // Gone already, or another one of its name: neither is ours any more.
        const bool over = !removed
            && (removed.error().kind == ErrorKind::NotFound || removed.error().kind == ErrorKind::Conflict);
        if (!removed && !over)
            return fail(removed.error());
        step.task().report({++asked, doomed.size(), text(QT_TRANSLATE_NOOP("core", "%1 is deleted"), name)});
        QBM_CHECK(step.task().checkpoint());
    }
    return {};
}

Result<> DeleteSelected::awaitGone(StepContext& step) const
{
    const auto doomed = json::parse(step.recall(kDoomed).value_or("{}"), nullptr, false).get<Doomed>();
    const auto begun = SteadyClock::now();
    for (;;) {
        const auto there = fetch(step.task());
        if (!there && !there.error().retryable())
            return fail(there.error());
        std::string names;
        std::uint64_t left = 0;
        if (there) {
            for (const auto& [name, uid] : doomed) {
                const auto found = there->find(name);
                if (found == there->end() || found->second != uid)
                    continue;
                names += (names.empty() ? "" : ", ") + name;
                ++left;
            }
            if (left == 0)
                return {};
            step.task().report({doomed.size() - left, doomed.size(),
                text(QT_TRANSLATE_NOOP("core", "%1 of %2 are gone"), doomed.size() - left, doomed.size())});
        }
        if (SteadyClock::now() - begun > kTime)
            return there ? fail(ErrorKind::Timeout,
                               text(QT_TRANSLATE_NOOP("core", "Marked as deleted but still there: %1. Look at their finalizers."),
                                   names))
                         : fail(there.error());
        QBM_CHECK(step.task().sleepFor(kInterval));
    }
}

} // namespace qbm::cluster
