// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/reveal_secret.h"

#include "core/cluster/access_check.h"
#include "core/kubernetes/base64.h"

namespace qbm::cluster {

using operation::Check;
using operation::StepContext;
using operation::Verdict;

RevealSecret::RevealSecret(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, std::string name, std::string key)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_name(std::move(name))
    , m_key(std::move(key))
{
}

operation::Values RevealSecret::parameters() const
{
    return {
        {"context", m_client->access().contextName}, {"namespace", m_nameSpace}, {"secret", m_name}, {"key", m_key}};
}

kubernetes::ObjectPath RevealSecret::path() const
{
    return {kubernetes::resource::kSecrets, m_nameSpace, m_name, {}};
}

Result<operation::Plan> RevealSecret::plan(TaskContext& context)
{
    // Its metadata alone: what is in it is read only once this is confirmed and recorded.
    QBM_CHECK(m_client->get(path(), context, kubernetes::Representation::Metadata));
    operation::Plan plan;
    plan.title = m_key.empty() ? text(QT_TRANSLATE_NOOP("core", "Show all values of the secret %1"), m_name)
                               : text(QT_TRANSLATE_NOOP("core", "Show the value %1 of the secret %2"), m_key, m_name);
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "Whoever sees the screen can read them. Nothing changes in the cluster; that they were shown, and to whom, is "
        "recorded."));
    plan.target = m_name;
    plan.lines.push_back({path().toString(),
        m_key.empty() ? text(QT_TRANSLATE_NOOP("core", "all keys are shown"))
                      : text(QT_TRANSLATE_NOOP("core", "the key %1 is shown"), m_key)});
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Nothing is shown."));
    plan.undo = text(QT_TRANSLATE_NOOP(
        "core", "What was seen cannot be unseen. If the wrong person saw it, change the secret in what uses it."));
    return plan;
}

Result<std::vector<Check>> RevealSecret::check(TaskContext& context)
{
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto there = m_client->get(path(), context, kubernetes::Representation::Metadata);
    if (!there && there.error().kind == ErrorKind::Cancelled)
        return fail(there.error());
    checks.push_back(
        {text(QT_TRANSLATE_NOOP("core", "Secret %1 is there"), m_name), there ? Verdict::Pass : Verdict::Fail,
            there ? text(QT_TRANSLATE_NOOP("core", "The cluster knows it.")) : there.error().message});
    checks.push_back(accessCheck(*m_client, {"get", kubernetes::resource::kSecrets, {}, m_nameSpace, m_name}, context));
    return checks;
}

std::vector<operation::Step> RevealSecret::steps()
{
    operation::Step step;
    step.id = "read";
    step.title = text(QT_TRANSLATE_NOOP("core", "Read the values"));
    step.run = [this](StepContext& context) { return read(context); };
    return {std::move(step)};
}

Result<> RevealSecret::read(StepContext& step)
{
    QBM_TRY(answer, m_client->get(path(), step.task()));
    const Secret whole(std::move(answer.json)); // wiped when it goes out of scope
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(whole.reveal()));
    auto revealed = std::make_shared<RevealedSecret>();
    std::string shown;
    for (const auto& [key, value] : root["data"].members()) {
        if (!m_key.empty() && key != m_key)
            continue;
        auto decoded = kubernetes::decodeBase64(value.view());
        if (!decoded)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The key \"%3\" of the secret %1 in %2 is not base64."), m_name,
                    m_nameSpace, key));
        shown += (shown.empty() ? "" : ", ") + std::string(key);
        revealed->values.emplace(key, Secret(std::move(*decoded)));
    }
    if (!m_key.empty() && revealed->values.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The secret %1 in %2 has no key \"%3\"."), m_name, m_nameSpace, m_key));
    QBM_CHECK(step.remember("keys", shown)); // on record before anybody sees them
    m_revealed = std::move(revealed);
    return {};
}

} // namespace qbm::cluster
