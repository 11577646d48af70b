// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"

namespace qbm::ctl {

void ClusterRegistrar::verb(CLI::App* command, ClusterVerb run)
{
    m_registrar.verb(command, [scope = m_scope, run = std::move(run)](Invocation& invocation) -> Result<int> {
        QBM_TRY(services, invocation.services());
        if (*scope == service::ClusterScope())
            return run(invocation, *services->cluster);
        QBM_TRY(cluster, services->cluster->inScope(*scope, invocation.task()));
        return run(invocation, *cluster);
    });
}

Result<int> runAction(Invocation& invocation, service::ClusterService& cluster, const ActionMaker& make)
{
    QBM_TRY(operation, make(*cluster.actions()));
    return runOperation(invocation, *operation);
}

void addClusterVerbs(CLI::App& app, Registrar& registrar)
{
    CLI::App* group = app.add_subcommand("cluster", "The Kubernetes side of the system")->require_subcommand(1);
    const auto scope = std::make_shared<service::ClusterScope>();
    group->add_option("--context", scope->context, "Another context of the profile's kubeconfig");
    group->add_option("-n,--namespace", scope->nameSpace, "Another namespace than the profile's");
    ClusterRegistrar verbs(registrar, scope);
    addClusterGetVerb(*group, verbs);
    addClusterObjectVerbs(*group, verbs);
    CLI::App& rollout = addClusterRolloutVerbs(*group, verbs);
    addClusterChangeVerbs(*group, rollout, verbs);
    addClusterNodeVerbs(*group, verbs);
    addClusterMetadataVerbs(*group, verbs);
    addClusterWaitVerb(*group, verbs);
    addClusterLogVerbs(*group, verbs);
    addClusterUsageVerbs(*group, verbs);
    addClusterAccessVerbs(*group, verbs);
}

} // namespace qbm::ctl
