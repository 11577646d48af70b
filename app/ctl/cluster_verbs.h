// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/verbs.h"
#include "core/service/cluster_service.h"

#include <CLI/CLI.hpp>
#include <memory>

/// The group `cluster`: one file a part of it.
namespace qbm::ctl {

/// A verb on the cluster that --context and --namespace choose.
using ClusterVerb = std::function<Result<int>(Invocation&, service::ClusterService&)>;

/// Registers verbs of the group.
class ClusterRegistrar {
public:
    ClusterRegistrar(Registrar& registrar, std::shared_ptr<const service::ClusterScope> scope)
        : m_registrar(registrar)
        , m_scope(std::move(scope))
    {
    }
    /// `run` is what `command` does.
    void verb(CLI::App* command, ClusterVerb run);

private:
    Registrar& m_registrar;
    std::shared_ptr<const service::ClusterScope> m_scope;
};

/// Runs what `make` gives as an operation. \param make from the actions of the cluster the verb is for
using ActionMaker = std::function<Result<std::unique_ptr<operation::Operation>>(service::ClusterActions& actions)>;
Result<int> runAction(Invocation& invocation, service::ClusterService& cluster, const ActionMaker& make);

/// Waits until a live collection holds its first listing. The caller keeps a subscription to it.
/// \error the collection's own, Timeout
template <class LiveCollection>
auto awaitLive(LiveCollection& live, TaskContext& context) -> Result<decltype(live.snapshot())>
{
    constexpr int kTries = 600;
    for (int i = 0; i < kTries; ++i) {
        const auto snapshot = live.snapshot();
        if (snapshot->state == kubernetes::LiveState::Live)
            return snapshot;
        if (snapshot->error)
            return fail(*snapshot->error);
        QBM_CHECK(context.sleepFor(std::chrono::milliseconds(50)));
    }
    return fail(ErrorKind::Timeout, text(QT_TRANSLATE_NOOP("core", "The cluster did not list its objects within 30 s.")));
}

// One function a file cluster_NAME_verbs.cpp.
void addClusterAccessVerbs(CLI::App& group, ClusterRegistrar& registrar);
/// Those that write, also in the subgroup `rollout`.
void addClusterChangeVerbs(CLI::App& group, CLI::App& rollout, ClusterRegistrar& registrar);
void addClusterGetVerb(CLI::App& group, ClusterRegistrar& registrar);
void addClusterLogVerbs(CLI::App& group, ClusterRegistrar& registrar);
/// Those that write to nodes.
void addClusterNodeVerbs(CLI::App& group, ClusterRegistrar& registrar);
/// Labels, annotations, finalizers, CronJobs, and waiting.
void addClusterMetadataVerbs(CLI::App& group, ClusterRegistrar& registrar);
void addClusterWaitVerb(CLI::App& group, ClusterRegistrar& registrar);
void addClusterObjectVerbs(CLI::App& group, ClusterRegistrar& registrar);
/// Gives back its subgroup `rollout`.
CLI::App& addClusterRolloutVerbs(CLI::App& group, ClusterRegistrar& registrar);
void addClusterUsageVerbs(CLI::App& group, ClusterRegistrar& registrar);

} // namespace qbm::ctl
