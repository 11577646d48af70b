// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_workload.h"

#include "core/cluster/deployment_wait.h"
#include "core/cluster/scale_operation.h"
#include "core/service/kubernetes_interferers.h"

namespace qbm::service {

namespace {

using kubernetes::Deployment;
using kubernetes::Pod;

constexpr std::chrono::milliseconds kInterval{500};

class KubernetesWorkload final : public backup::WorkloadControl {
public:
    KubernetesWorkload(std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
        : m_client(std::move(client))
        , m_nameSpace(std::move(nameSpace))
    {
    }

    Result<int> fetchReplicas(const std::string& deployment, TaskContext& context) override
    {
        QBM_TRY(scale, cluster::fetchScale(*m_client, {m_nameSpace, deployment}, context));
        return scale.desired;
    }

    Result<> checkMayScale(const std::string& deployment, TaskContext& context) override
    {
        if (m_client->mode() == AccessMode::ReadOnly)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "Deployment %1 cannot be scaled: the console is in read-only mode."),
                    deployment));
        QBM_TRY(denial, cluster::denialReason(*m_client, cluster::mayScale({m_nameSpace, deployment}), context));
        if (denial)
            return fail(ErrorKind::Denied, std::move(*denial));
        QBM_CHECK(cluster::tryReplicas(*m_client, {m_nameSpace, deployment}, 0, context));
        return {};
    }

    Result<> scaleTo(const std::string& deployment, int replicas, TaskContext& context) override
    {
        return cluster::requestReplicas(*m_client, {m_nameSpace, deployment}, replicas, context);
    }

    Result<> waitForPods(
        const std::string& deployment, int replicas, std::chrono::milliseconds timeout, TaskContext& context) override
    {
        const cluster::DeploymentName name{m_nameSpace, deployment};
        cluster::DeploymentWait wait;
        wait.total = wait.withoutProgress = timeout;
        wait.interval = kInterval;
        wait.say = [&](Text reasons) { context.report({0, 0, std::move(reasons)}); };
        wait.onChange = [&](const Deployment& seen) {
            context.report(
                {static_cast<std::uint64_t>(std::max(0, seen.ready)), static_cast<std::uint64_t>(std::max(0, replicas)),
                    text(QT_TRANSLATE_NOOP("core", "%1: %2 of %3 pods are ready"), deployment, seen.ready, replicas)});
        };
        wait.done = [&](const Deployment& seen) -> Result<bool> {
            if (seen.desired != replicas)
                return fail(ErrorKind::Conflict,
                    text(QT_TRANSLATE_NOOP("core",
                             "Deployment %1 asks for %2 replicas, not %3: somebody else, perhaps an autoscaler, "
                             "changed it."),
                        deployment, seen.desired, replicas));
            if (!kubernetes::isSettled(seen))
                return false;
            // A Deployment no longer counts pods that are on their way out, but they may still be writing.
            QBM_TRY(pods, cluster::fetchPodsOf(*m_client, seen, context));
            return isExactly(pods, replicas);
        };
        QBM_CHECK(cluster::waitForDeployment(*m_client, name, wait, context));
        return {};
    }

    Result<std::string> findPodByAddress(const std::string& address, TaskContext& context) override
    {
        const std::string selector = "status.podIP=" + address;
        std::vector<std::string> running;
        kubernetes::PageHandler handler;
        handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
            for (const kubernetes::JsonValue& item : page["items"].items()) {
                const std::string_view phase = item["status"]["phase"].view();
                if (phase != "Failed" && phase != "Succeeded") // their address may be another pod's by now
                    running.push_back(item["metadata"]["name"].string());
            }
            return {};
        };
        handler.onRestart = [&] { running.clear(); };
        QBM_CHECK(m_client->list({kubernetes::resource::kPods, m_nameSpace, {}, selector}, {}, handler, context));
        // Pods on their node's own network share its address.
        return running.size() == 1 ? running.front() : std::string();
    }

    Result<std::vector<backup::Interferer>> fetchInterferers(
        const std::vector<std::string>& deployments, TaskContext& context) override
    {
        return service::fetchInterferers(*m_client, m_nameSpace, deployments, context);
    }
    Result<> checkMayPause(const backup::Interferer& interferer, TaskContext& context) override
    {
        return service::checkMayPause(*m_client, m_nameSpace, interferer, context);
    }
    Result<> pause(const backup::Interferer& interferer, TaskContext& context) override
    {
        return pauseInterferer(*m_client, m_nameSpace, interferer, context);
    }
    Result<> resume(const backup::Interferer& interferer, TaskContext& context) override
    {
        return resumeInterferer(*m_client, m_nameSpace, interferer, context);
    }

private:
    static bool isExactly(const std::vector<Pod>& pods, int replicas)
    {
        int ready = 0;
        for (const Pod& pod : pods) {
            if (pod.phase == "Failed" || pod.phase == "Succeeded")
                continue; // evicted or finished: it runs nothing
            if (!pod.ready || pod.meta.deletion)
                return false;
            ++ready;
        }
        return ready == replicas;
    }

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
};

} // namespace

std::unique_ptr<backup::WorkloadControl> makeKubernetesWorkload(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
{
    return std::make_unique<KubernetesWorkload>(std::move(client), std::move(nameSpace));
}

} // namespace qbm::service
