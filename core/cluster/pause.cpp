// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/pause.h"

#include <nlohmann/json.hpp>

namespace qbm::cluster {

using nlohmann::json;
using operation::Check;
using operation::Verdict;

Pause::Pause(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, bool paused)
    : RolloutOperation(std::move(client), std::move(deployment))
    , m_paused(paused)
{
}

Result<> Pause::checkArguments() const
{
    if (deployment().kind != WorkloadKind::Deployment)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 cannot be paused: only the rollouts of Deployments can be held."),
                subjectOf(deployment())));
    return {};
}

Result<> Pause::describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext&)
{
    const std::string& name = deployment().name;
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Deployment %1 in %2"), name, deployment().nameSpace),
        m_paused ? text(QT_TRANSLATE_NOOP("core", "rollouts are held"))
                 : text(QT_TRANSLATE_NOOP("core", "rollouts go on"))});
    if (m_paused) {
        const bool underWay = kubernetes::judgeRollout(now.row).state != kubernetes::RolloutStatus::State::Done;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Pause the rollouts of deployment %1"), name);
        plan.consequence = underWay
            ? text(
                QT_TRANSLATE_NOOP("core", "The rollout under way stops half-way: old and new pods serve side by side."))
            : text(
                QT_TRANSLATE_NOOP("core", "Its pods go on serving; changes of its template wait until it is resumed."));
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Once asked for, it stays paused."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Resume it."));
        return {};
    }
    plan.title = text(QT_TRANSLATE_NOOP("core", "Resume the rollouts of deployment %1"), name);
    plan.consequence = text(QT_TRANSLATE_NOOP("core", "What was changed while it was paused rolls out now."));
    plan.stopLeaves
        = text(QT_TRANSLATE_NOOP("core", "It stays resumed and the cluster goes on; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core",
        "Pause it again, which holds it where it then is. This happens by itself if the new pods do not become "
        "ready."));
    return {};
}

Result<std::vector<Check>> Pause::ownChecks(const DeploymentDocument& now, TaskContext&)
{
    Check check{m_paused ? text(QT_TRANSLATE_NOOP("core", "It is not paused yet"))
                         : text(QT_TRANSLATE_NOOP("core", "It is paused")),
        Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "Its specification says so."))};
    if (now.row.paused == m_paused) {
        check.verdict = Verdict::Fail;
        check.reason = m_paused
            ? text(QT_TRANSLATE_NOOP("core", "Deployment %1 is already paused; there is nothing to do."),
                deployment().name)
            : text(
                QT_TRANSLATE_NOOP("core", "Deployment %1 is not paused; there is nothing to do."), deployment().name);
    }
    return std::vector{check};
}

Result<operation::Values> Pause::toRemember(const DeploymentDocument&, TaskContext&)
{
    return operation::Values{}; // the way back is the opposite
}

RolloutOperation::Change Pause::pauseChange(const DeploymentDocument& now, bool paused)
{
    json after = *now.object;
    after["spec"]["paused"] = paused;
    return merge({{"spec", {{"paused", paused ? json(true) : json(nullptr)}}}}, std::move(after));
}

Result<RolloutOperation::Change> Pause::change(const DeploymentDocument& now, const Memory&, TaskContext&)
{
    return pauseChange(now, m_paused);
}

Result<bool> Pause::holds(const DeploymentDocument& now, const Memory&, TaskContext&)
{
    return now.row.paused == m_paused;
}

Result<std::optional<RolloutOperation::Change>> Pause::wayBack(
    const DeploymentDocument& now, const Memory&, TaskContext&)
{
    if (now.row.paused != m_paused)
        return std::optional<Change>();
    return std::optional(pauseChange(now, !m_paused));
}

Text Pause::askTitle() const
{
    return m_paused ? text(QT_TRANSLATE_NOOP("core", "Pause %1"), deployment().name)
                    : text(QT_TRANSLATE_NOOP("core", "Resume %1"), deployment().name);
}

} // namespace qbm::cluster
