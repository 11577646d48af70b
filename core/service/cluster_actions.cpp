// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/actions.h"
#include "core/cluster/apply_manifest.h"
#include "core/cluster/create_namespace.h"
#include "core/cluster/delete_object.h"
#include "core/cluster/pause.h"
#include "core/cluster/restart.h"
#include "core/cluster/reveal_secret.h"
#include "core/cluster/rollout_undo.h"
#include "core/cluster/run_command.h"
#include "core/cluster/set_image.h"
#include "core/service/kubernetes_cluster.h"
#include "core/service/scale_outcomes.h"
#include "core/service/scale_preview.h"

namespace qbm::service {

namespace {

class KubernetesClusterActions final : public ClusterActions {
public:
    KubernetesClusterActions(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ClusterSources sources,
        std::filesystem::path kubeconfig)
        : m_client(std::move(client))
        , m_nameSpace(std::move(nameSpace))
        , m_sources(std::move(sources))
        , m_kubeconfig(std::move(kubeconfig))
    {
    }

    Result<ScalePreview> fetchScalePreview(const std::string& deployment, int replicas, TaskContext& context) override
    {
        return service::fetchScalePreview(*m_client, {m_nameSpace, deployment}, replicas, m_sources, context);
    }

    Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string& deployment, TaskContext& context) override
    {
        return service::fetchScaleOutcomes(
            m_client->access().contextName, {m_nameSpace, deployment}, m_sources, systemClock(), context);
    }

    std::unique_ptr<operation::Operation> makeSetImage(
        const Workload& workload, const std::string& container, const std::string& image) override
    {
        return std::make_unique<cluster::SetImage>(m_client, name(workload), container, image);
    }

    std::unique_ptr<operation::Operation> makeRestart(const Workload& workload) override
    {
        return std::make_unique<cluster::Restart>(m_client, name(workload));
    }

    std::unique_ptr<operation::Operation> makePause(const Workload& workload, bool paused) override
    {
        return std::make_unique<cluster::Pause>(m_client, name(workload), paused);
    }

    std::unique_ptr<operation::Operation> makeRolloutUndo(const Workload& workload, std::int64_t revision) override
    {
        return std::make_unique<cluster::RolloutUndo>(m_client, name(workload), revision);
    }

    std::unique_ptr<RevealOperation> makeReveal(const std::string& secret, const std::string& key) override
    {
        return std::make_unique<cluster::RevealSecret>(m_client, m_nameSpace, secret, key);
    }

    std::unique_ptr<operation::Operation> makeCommand(const PodCommand& command) override
    {
        return std::make_unique<cluster::RunCommand>(m_client, m_nameSpace, command, m_kubeconfig);
    }

    std::unique_ptr<operation::Operation> makeApply(const std::string& manifest, bool force) override
    {
        return std::make_unique<cluster::ApplyManifest>(m_client, m_nameSpace, manifest, force);
    }

    std::unique_ptr<operation::Operation> makeDelete(const ObjectKey& object) override
    {
        return std::make_unique<cluster::DeleteObject>(m_client, m_nameSpace, object);
    }

    std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string& nameSpace) override
    {
        return std::make_unique<cluster::CreateNamespace>(m_client, nameSpace);
    }

    std::unique_ptr<operation::Operation> make(const ActionRequest& request) override
    {
        return cluster::makeAction(m_client, m_nameSpace, request);
    }

private:
    cluster::WorkloadName name(const Workload& workload) const { return {m_nameSpace, workload.name, workload.kind}; }

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    ClusterSources m_sources;
    std::filesystem::path m_kubeconfig;
};

} // namespace

std::shared_ptr<ClusterActions> makeClusterActions(std::shared_ptr<kubernetes::Client> client, std::string nameSpace,
    ClusterSources sources, std::filesystem::path kubeconfig)
{
    return std::make_shared<KubernetesClusterActions>(
        std::move(client), std::move(nameSpace), std::move(sources), std::move(kubeconfig));
}

} // namespace qbm::service
