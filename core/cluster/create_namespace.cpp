// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/create_namespace.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr const char* kAbsent = "absentBefore";
constexpr std::size_t kLongestName = 63;

} // namespace

CreateNamespace::CreateNamespace(std::shared_ptr<kubernetes::Client> client, std::string name)
    : m_client(std::move(client))
    , m_name(std::move(name))
{
}

operation::Values CreateNamespace::parameters() const
{
    return {{"context", m_client->access().contextName}, {"name", m_name}};
}

kubernetes::ObjectPath CreateNamespace::path() const
{
    return {kubernetes::resource::kNamespaces, {}, m_name, {}};
}

std::string CreateNamespace::body() const
{
    return writeJson(nlohmann::json{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", m_name}}}});
}

/// \source RFC 1123, section 2.1, as Kubernetes narrows it
Result<> CreateNamespace::checkName() const
{
    const auto isWord = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (m_name.empty() || m_name.size() > kLongestName || !isWord(m_name.front()) || !isWord(m_name.back())
        || !std::ranges::all_of(m_name, [&](char c) { return isWord(c) || c == '-'; }))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "\"%1\" cannot name a namespace: take at most %2 lower-case letters, digits and dashes, with no "
                     "dash "
                     "at either end."),
                m_name, kLongestName));
    return {};
}

Result<std::string> CreateNamespace::fetchUid(TaskContext& context) const
{
    const auto answer = m_client->get(path(), context, kubernetes::Representation::Metadata);
    if (!answer && answer.error().kind == ErrorKind::NotFound)
        return std::string();
    if (!answer)
        return fail(answer.error());
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer->json));
    return root["metadata"]["uid"].string();
}

Result<operation::Plan> CreateNamespace::plan(TaskContext&)
{
    QBM_CHECK(checkName());
    operation::Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Create the namespace %1"), m_name);
    plan.consequence = text(QT_TRANSLATE_NOOP("core", "Nothing runs in it until something is created there."));
    plan.target = m_name;
    plan.lines.push_back({path().toString(), text(QT_TRANSLATE_NOOP("core", "created"))});
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Stopping removes it again."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete it, with everything that is in it by then."));
    return plan;
}

Result<std::vector<Check>> CreateNamespace::check(TaskContext& context)
{
    QBM_CHECK(checkName());
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto uid = fetchUid(context);
    if (!uid && uid.error().kind == ErrorKind::Cancelled)
        return fail(uid.error());
    Check absent{text(QT_TRANSLATE_NOOP("core", "There is no namespace %1 yet"), m_name), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "The cluster knows none of this name."))};
    if (!uid || !uid->empty()) {
        absent.verdict = Verdict::Fail;
        absent.reason = uid ? text(QT_TRANSLATE_NOOP("core", "It exists already.")) : uid.error().message;
    }
    checks.push_back(std::move(absent));
    for (const char* verb : {"get", "create"})
        checks.push_back(accessCheck(*m_client, {verb, kubernetes::resource::kNamespaces, {}, {}, m_name}, context));
    if (operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks,
            m_client->create({kubernetes::resource::kNamespaces, {}, {}, {}}, body(), context, {.dryRun = true})));
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> CreateNamespace::steps()
{
    operation::Step step;
    step.id = "create";
    step.title = text(QT_TRANSLATE_NOOP("core", "Create %1"), m_name);
    step.run = [this](StepContext& context) { return create(context); };
    step.verify = [this](StepContext& context) { return verify(context); };
    step.undo = [this](StepContext& context) { return takeBack(context); };
    return {std::move(step)};
}

Result<> CreateNamespace::create(StepContext& step) const
{
    QBM_TRY(uid, fetchUid(step.task()));
    if (!step.recall(kAbsent)) {
        if (!uid.empty())
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "The namespace %1 exists already; nothing was changed."), m_name));
        QBM_CHECK(step.remember(kAbsent, "yes"));
    }
    if (!uid.empty())
        return {}; // made before a kill
    QBM_CHECK(m_client->create({kubernetes::resource::kNamespaces, {}, {}, {}}, body(), step.task()));
    return {};
}

Result<> CreateNamespace::verify(StepContext& step) const
{
    QBM_TRY(uid, fetchUid(step.task()));
    if (!uid.empty())
        return {};
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "The namespace %1 is not there: somebody else deleted it."), m_name));
}

Result<> CreateNamespace::takeBack(StepContext& step) const
{
    if (!step.recall(kAbsent))
        return {};
    QBM_TRY(uid, fetchUid(step.task()));
    if (!uid.empty())
        QBM_CHECK(m_client->remove(path(), step.task(), {.propagation = "Background", .uid = uid}));
    return {};
}

} // namespace qbm::cluster
