// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/permission_cache.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace qbm::service {

namespace {

constexpr std::chrono::seconds kKeptFor{30};
constexpr std::size_t kAtOnce = 8;

std::string keyOf(const PermissionQuestion& question)
{
    return question.verb + " " + question.resource + " " + question.name;
}

} // namespace

std::vector<PermissionQuestion> consoleQuestions()
{
    return {
        {"list", "deployments.apps", {}}, {"watch", "deployments.apps", {}}, {"patch", "deployments.apps", {}},
        {"patch", "deployments.apps/scale", {}}, {"list", "replicasets.apps", {}}, {"list", "statefulsets.apps", {}},
        {"list", "pods", {}}, {"watch", "pods", {}}, {"get", "pods/log", {}}, {"create", "pods/exec", {}},
        {"delete", "pods", {}}, {"list", "events", {}}, {"list", "services", {}}, {"list", "ingresses.networking.k8s.io", {}},
        {"list", "configmaps", {}}, {"patch", "configmaps", {}}, {"list", "secrets", {}}, {"get", "secrets", {}},
        {"list", "jobs.batch", {}}, {"list", "poddisruptionbudgets.policy", {}},
        {"list", "horizontalpodautoscalers.autoscaling", {}}, {"list", "resourcequotas", {}}, {"list", "nodes", {}},
        {"list", "namespaces", {}}, {"create", "namespaces", {}},
    };
}

PermissionCache::PermissionCache(std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
{
}

Result<std::vector<Permission>> PermissionCache::fetch(
    const std::vector<PermissionQuestion>& questions, TaskContext& context)
{
    std::vector<Result<Permission>> answers(questions.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (auto permission = known(keyOf(questions[i])))
            answers[i] = std::move(*permission);
        else
            open.push_back(i);
    }
    // A rules review would be one call, but says "incomplete" wherever a webhook or a node has a word in it.
    std::atomic<std::size_t> next = 0;
    const auto work = [&](const std::stop_token& stop) {
        TaskContext task(stop);
        for (std::size_t at = next++; at < open.size(); at = next++)
            answers[open[at]] = ask(questions[open[at]], task);
    };
    if (open.size() == 1) {
        work(context.stopToken());
    } else {
        // First the kinds are found, once, not by eight threads side by side.
        if (!open.empty())
            QBM_CHECK(m_client->fetchResources(context));
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < std::min(kAtOnce, open.size()); ++i)
            workers.emplace_back([&] { work(context.stopToken()); });
    }
    std::vector<Permission> out;
    for (Result<Permission>& answer : answers) {
        QBM_CHECK(answer);
        out.push_back(std::move(*answer));
    }
    return out;
}

std::optional<Permission> PermissionCache::known(const std::string& key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_answers.find(key);
    if (found == m_answers.end() || SteadyClock::now() - found->second.at > kKeptFor)
        return std::nullopt;
    return found->second.permission;
}

Result<Permission> PermissionCache::ask(const PermissionQuestion& question, TaskContext& context)
{
    const std::size_t slash = question.resource.find('/');
    const std::string kind = question.resource.substr(0, slash);
    // As in a rule of a role: everything there is, which no discovery lists.
    const auto resource = kind == "*"
        ? Result<kubernetes::DiscoveredResource>(kubernetes::DiscoveredResource{kubernetes::resource::kEverything, {}, {}, {}, {}})
        : m_client->findResource(kind, context);
    if (!resource && resource.error().kind == ErrorKind::NotFound)
        return Permission{false, resource.error().message}; // what the cluster does not have, nobody may
    QBM_TRY(found, resource);
    const std::string subresource = slash == std::string::npos ? std::string() : question.resource.substr(slash + 1);
    const kubernetes::AccessQuestion access{question.verb, found.resource, subresource, m_nameSpace, question.name};
    QBM_TRY(decision, m_client->reviewAccess(access, context));
    Permission permission{decision.allowed, {}};
    if (!decision.allowed)
        permission.reason = denial(access, decision.reason, context);
    const std::lock_guard lock(m_mutex);
    m_answers[keyOf(question)] = {permission, SteadyClock::now()};
    return permission;
}

/// Who we are to the server is asked once, and only where it explains a no.
Text PermissionCache::denial(
    const kubernetes::AccessQuestion& question, const std::string& serverReason, TaskContext& context)
{
    std::string user;
    {
        const std::lock_guard lock(m_mutex);
        user = m_user;
    }
    if (user.empty()) {
        const auto asked = m_client->fetchUserName(context);
        user = asked && *asked ? **asked : m_client->access().userName;
        const std::lock_guard lock(m_mutex);
        m_user = user;
    }
    if (serverReason.empty())
        return text(QT_TRANSLATE_NOOP("core", "%1: denied to user %2"), question.toString(), user);
    return text(QT_TRANSLATE_NOOP("core", "%1: denied to user %2 (%3)"), question.toString(), user, serverReason);
}

} // namespace qbm::service
