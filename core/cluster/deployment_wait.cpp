// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/deployment_wait.h"

#include "core/base/json_text.h"
#include "core/cluster/unready_reasons.h"

#include <nlohmann/json.hpp>
#include <tuple>

namespace qbm::cluster {

namespace {

using kubernetes::Deployment;
using kubernetes::ObjectPath;
using kubernetes::Pod;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr int kConflictTries = 5;
constexpr std::chrono::seconds kOutageBorne{60};
constexpr std::chrono::seconds kPodsEvery{3};

ObjectPath pathOf(const DeploymentName& deployment, const std::string& subresource = {})
{
    return {resourceOf(deployment.kind), deployment.nameSpace, deployment.name, subresource};
}

template <class Row>
Result<Row> fetchRow(kubernetes::Client& client, const ObjectPath& path, Row (*decode)(const kubernetes::JsonValue&),
    TaskContext& context)
{
    QBM_TRY(answer, client.get(path, context));
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer.json));
    return decode(root);
}

auto movingParts(const Deployment& deployment)
{
    return std::tuple(deployment.meta.generation, deployment.observedGeneration, deployment.desired, deployment.current,
        deployment.updated, deployment.ready, deployment.available);
}

} // namespace

RowDecoder decoderOf(WorkloadKind kind)
{
    switch (kind) {
    case WorkloadKind::StatefulSet: return kubernetes::decodeStatefulSet;
    case WorkloadKind::DaemonSet: return kubernetes::decodeDaemonSet;
    case WorkloadKind::Deployment: break;
    }
    return kubernetes::decodeDeployment;
}

Result<Deployment> fetchDeployment(kubernetes::Client& client, const DeploymentName& deployment, TaskContext& context)
{
    return fetchRow<Deployment>(client, pathOf(deployment), decoderOf(deployment.kind), context);
}

Result<kubernetes::Scale> fetchScale(kubernetes::Client& client, const DeploymentName& deployment, TaskContext& context)
{
    return fetchRow<kubernetes::Scale>(client, pathOf(deployment, "scale"), kubernetes::decodeScale, context);
}

Result<std::vector<Pod>> fetchPodsOf(kubernetes::Client& client, const Deployment& deployment, TaskContext& context)
{
    std::vector<Pod> pods;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
        for (const kubernetes::JsonValue& item : page["items"].items())
            pods.push_back(kubernetes::decodePod(item));
        return {};
    };
    handler.onRestart = [&] { pods.clear(); };
    const kubernetes::CollectionPath path{
        kubernetes::resource::kPods, deployment.meta.nameSpace, deployment.selector, {}};
    QBM_CHECK(client.list(path, {}, handler, context));
    return pods;
}

Result<> requestReplicas(
    kubernetes::Client& client, const DeploymentName& deployment, int replicas, TaskContext& context)
{
    std::optional<int> before;
    for (int tries = 1;; ++tries) {
        QBM_TRY(scale, fetchScale(client, deployment, context));
        if (scale.desired == replicas)
            return {};
        if (before && *before != scale.desired)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 was not scaled to %2: somebody else changed its replicas from %3 to %4 at the same moment. Look at it and try again."),
                    subjectOf(deployment), replicas, *before, scale.desired));
        before = scale.desired;
        const nlohmann::json body{
            {"metadata", {{"resourceVersion", scale.meta.resourceVersion}}}, {"spec", {{"replicas", replicas}}}};
        auto patched = client.patch(pathOf(deployment, "scale"), kubernetes::PatchType::Merge, writeJson(body), context);
        if (patched)
            return {};
        // Every status update of the controller moves the resourceVersion too; only a changed count is a real conflict.
        if (patched.error().kind != ErrorKind::Conflict || tries == kConflictTries)
            return fail(std::move(patched).error());
    }
}

Result<kubernetes::Answer> tryReplicas(
    kubernetes::Client& client, const DeploymentName& deployment, int replicas, TaskContext& context)
{
    const nlohmann::json body{{"spec", {{"replicas", replicas}}}};
    return client.patch(
        pathOf(deployment, "scale"), kubernetes::PatchType::Merge, writeJson(body), context, {.dryRun = true});
}

std::string fetchUnreadyReasons(kubernetes::Client& client, const Deployment& deployment, TaskContext& context)
{
    // Pods explain, but do not decide: without the right to see them the deployment's own word is left.
    const auto pods = fetchPodsOf(client, deployment, context);
    return describeUnready(deployment, pods ? *pods : std::vector<Pod>());
}

namespace {

/// One wait: what was seen last and since when nothing moved.
class Waiter {
public:
    Waiter(kubernetes::Client& client, const DeploymentName& name, const DeploymentWait& wait, TaskContext& context)
        : m_client(client)
        , m_name(name)
        , m_wait(wait)
        , m_context(context)
    {
    }

    Result<Deployment> run()
    {
        for (;;) {
            auto seen = fetchDeployment(m_client, m_name, m_context);
            if (seen) {
                QBM_TRY(over, look(*seen));
                if (over)
                    return seen;
            } else {
                QBM_CHECK(bear(seen.error()));
            }
            QBM_CHECK(m_context.sleepFor(m_wait.interval));
        }
    }

private:
    Result<bool> look(const Deployment& deployment)
    {
        const auto now = std::chrono::steady_clock::now();
        m_answeredAt = now;
        if (!m_last || movingParts(*m_last) != movingParts(deployment)) {
            m_movedAt = now;
            if (m_wait.onChange)
                m_wait.onChange(deployment);
        }
        m_last = deployment;
        QBM_TRY(over, m_wait.done(deployment));
        if (over)
            return true;
        QBM_CHECK(lookAtPods(deployment, now));
        if (now - m_movedAt > m_wait.withoutProgress || (m_wait.total.count() > 0 && now - m_startedAt > m_wait.total))
            return fail(notReady(deployment, now));
        return false;
    }

    Error notReady(const Deployment& deployment, SteadyTime now)
    {
        std::string reasons = fetchUnreadyReasons(m_client, deployment, m_context);
        Text message
            = text(QT_TRANSLATE_NOOP("core", "%1 does not get ready: %2 of %3 pods are ready after %4 s."),
                subjectOf(m_name), deployment.ready, deployment.desired,
                std::chrono::duration_cast<std::chrono::seconds>(now - m_startedAt).count());
        if (!reasons.empty())
            message = text(QT_TRANSLATE_NOOP("core", "%1\n%2"), std::move(message), reasons);
        return Error{ErrorKind::Timeout, std::move(message), std::move(reasons), {}};
    }

    Result<> lookAtPods(const Deployment& deployment, SteadyTime now)
    {
        if (now - m_podsAt < kPodsEvery)
            return {};
        m_podsAt = now;
        const auto pods = fetchPodsOf(m_client, deployment, m_context);
        QBM_CHECK(m_context.checkpoint());
        const std::vector<Pod> known = pods ? *pods : std::vector<Pod>();
        const std::string reasons = describeUnready(deployment, known);
        Text word = reasons.empty() ? describeEndingPods(known)
                                    : text(QT_TRANSLATE_NOOP("core", "Not ready yet:\n%1"), reasons);
        if (word != m_said && !word.empty() && m_wait.say)
            m_wait.say(word);
        m_said = std::move(word);
        return {};
    }

    Result<> bear(const Error& error)
    {
        const bool longGone = std::chrono::steady_clock::now() - m_answeredAt > kOutageBorne;
        if (!error.retryable() || longGone)
            return fail(error);
        if (m_wait.say)
            m_wait.say(error.message);
        return {};
    }

    kubernetes::Client& m_client;
    const DeploymentName& m_name;
    const DeploymentWait& m_wait;
    TaskContext& m_context;
    const SteadyTime m_startedAt = std::chrono::steady_clock::now();
    SteadyTime m_movedAt = m_startedAt;
    SteadyTime m_answeredAt = m_startedAt;
    SteadyTime m_podsAt = m_startedAt; // not at once: most waits are over before
    std::optional<Deployment> m_last;
    Text m_said;
};

} // namespace

Result<Deployment> waitForDeployment(
    kubernetes::Client& client, const DeploymentName& deployment, const DeploymentWait& wait, TaskContext& context)
{
    return Waiter(client, deployment, wait, context).run();
}

} // namespace qbm::cluster
