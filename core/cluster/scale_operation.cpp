// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/scale_operation.h"

#include "core/base/number.h"

#include <algorithm>
#include <charconv>

namespace qbm::cluster {

namespace {

using kubernetes::Deployment;
using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr int kMostReplicas = 1000;
constexpr int kLargeJumpFactor = 4;
constexpr int kAlwaysModest = 10;
// What a Deployment without progressDeadlineSeconds gets from the API server.
constexpr int kDefaultDeadlineSeconds = 600;

std::optional<int> parseCount(const std::optional<std::string>& value)
{
    int count = 0;
    if (!value || std::from_chars(value->data(), value->data() + value->size(), count).ec != std::errc())
        return std::nullopt;
    return count;
}

Text consequenceOf(int from, int to)
{
    if (to == 0)
        return text(
            QT_TRANSLATE_NOOP("core", "No pod is left: every request to it fails until it is scaled up again."));
    if (from == 0)
        return text(QT_TRANSLATE_NOOP("core", "It begins to serve requests once the first pod is ready."));
    if (to > from)
        return text(
            QT_TRANSLATE_NOOP("core", "More pods share the requests; the pods there are go on serving meanwhile."));
    if (to < from)
        return text(QT_TRANSLATE_NOOP("core",
            "Fewer pods share the requests; the pods that go finish what they have begun, within their grace period."));
    return text(QT_TRANSLATE_NOOP("core", "It already asks for this many; nothing changes."));
}

} // namespace

kubernetes::AccessQuestion mayScale(const WorkloadName& deployment)
{
    return {"patch", resourceOf(deployment.kind), "scale", deployment.nameSpace, deployment.name};
}

ScaleOperation::ScaleOperation(
    std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, int replicas, ScalePreviewer previewer)
    : m_client(std::move(client))
    , m_deployment(std::move(deployment))
    , m_replicas(replicas)
    , m_previewer(std::move(previewer))
{
}

std::string ScaleOperation::kind() const
{
    return std::string(keyOf(m_deployment.kind)) + "." + kVerb;
}

operation::Values ScaleOperation::parameters() const
{
    return {{"context", m_client->access().contextName}, {"namespace", m_deployment.nameSpace},
        {std::string(keyOf(m_deployment.kind)), m_deployment.name}, {"replicas", std::to_string(m_replicas)}};
}

Result<> ScaleOperation::checkArguments() const
{
    if (m_deployment.name.empty())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "Name the deployment to scale.")));
    if (m_deployment.kind == WorkloadKind::DaemonSet)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 cannot be scaled: a DaemonSet has one pod on each node that its node selector and tolerations "
                     "allow. Change those instead."),
                subjectOf(m_deployment)));
    if (m_replicas < 0 || m_replicas > kMostReplicas)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 is no count of replicas for %2: give a number from 0 to %3."),
                m_replicas, m_deployment.name, kMostReplicas));
    return {};
}

Result<operation::Plan> ScaleOperation::plan(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    QBM_TRY(deployment, fetchDeployment(*m_client, m_deployment, context));
    const int from = deployment.desired;
    operation::Plan plan;
    plan.title
        = text(QT_TRANSLATE_NOOP("core", "Scale %1 from %2 to %3"), nounOf(m_deployment), from, m_replicas);
    plan.consequence = consequenceOf(from, m_replicas);
    if (m_deployment.kind == WorkloadKind::StatefulSet && m_replicas < from)
        plan.consequence = text(QT_TRANSLATE_NOOP("core", "%1 The highest numbers go first, one after another; their volumes stay."),
            std::move(plan.consequence));
    plan.target = m_deployment.name;
    plan.lines.push_back(
        {text(QT_TRANSLATE_NOOP("core", "%1 in %2"), subjectOf(m_deployment), m_deployment.nameSpace),
            text(QT_TRANSLATE_NOOP("core", "%1 to %2 replicas (%3 ready now)"), from, m_replicas, deployment.ready)});
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core",
                               "Once asked for, the %1 replicas stay asked for: the cluster goes on to them, only the "
                               "console stops watching."),
        m_replicas);
    plan.undo = text(
        QT_TRANSLATE_NOOP("core", "Scale it back to %1. This happens by itself if the pods do not become ready."),
        from);
    return plan;
}

Result<std::vector<Check>> ScaleOperation::check(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    std::vector<Check> checks;
    checks.push_back(writableCheck(*m_client));
    const auto deployment = fetchDeployment(*m_client, m_deployment, context);
    if (!deployment && deployment.error().kind == ErrorKind::Cancelled)
        return fail(deployment.error());
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "%1 is there"), subjectOf(m_deployment)),
        deployment ? Verdict::Pass : Verdict::Fail,
        deployment ? text(
            QT_TRANSLATE_NOOP("core", "It asks for %1 replicas, %2 are ready."), deployment->desired, deployment->ready)
                   : deployment.error().message});
    checks.push_back(accessCheck(*m_client, mayScale(m_deployment), context));
    if (!deployment)
        return checks;
    checks.push_back(countCheck(*deployment));
    checks.push_back(rolloutCheck(*deployment));
    if (operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks, tryReplicas(*m_client, m_deployment, m_replicas, context)));
    if (m_previewer && m_deployment.kind == WorkloadKind::Deployment) { // what it knows are Deployments
        const auto preview = m_previewer(m_deployment.name, m_replicas, context);
        if (!preview)
            return fail(preview.error());
        checks.insert(checks.end(), preview->checks.begin(), preview->checks.end());
        m_predicted = preview->predictedThen;
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

Check ScaleOperation::countCheck(const Deployment& deployment) const
{
    Check check{text(QT_TRANSLATE_NOOP("core", "%1 is a sensible count"), m_replicas), Verdict::Pass, {}};
    if (m_replicas == deployment.desired) {
        check.verdict = Verdict::Warning;
        check.reason = text(QT_TRANSLATE_NOOP("core", "It already asks for %1."), m_replicas);
    } else if (m_replicas == 0) {
        check.verdict = Verdict::Warning;
        check.reason = text(QT_TRANSLATE_NOOP("core", "At 0 nothing serves: no traffic gets an answer."));
    } else if (m_replicas > std::max(kAlwaysModest, deployment.desired * kLargeJumpFactor)) {
        check.verdict = Verdict::Warning;
        check.reason
            = text(QT_TRANSLATE_NOOP("core",
                       "It is a large step from %1: see that the nodes and the database's connections bear it."),
                deployment.desired);
    } else {
        check.reason = text(QT_TRANSLATE_NOOP("core", "A modest step from %1."), deployment.desired);
    }
    return check;
}

Check ScaleOperation::rolloutCheck(const Deployment& deployment) const
{
    const auto status = kubernetes::judgeRollout(deployment);
    const bool quiet = status.state == kubernetes::RolloutStatus::State::Done;
    return {text(QT_TRANSLATE_NOOP("core", "No rollout is under way")), quiet ? Verdict::Pass : Verdict::Warning,
        status.message};
}

std::vector<operation::Step> ScaleOperation::steps()
{
    operation::Step request;
    request.id = "request";
    request.title = text(QT_TRANSLATE_NOOP("core", "Ask for %1 replicas of %2"), m_replicas, m_deployment.name);
    request.run = [this](StepContext& context) { return this->request(context); };
    request.verify = [this](StepContext& context) { return verifyRequested(context); };
    request.undo = [this](StepContext& context) { return goBack(context); };
    operation::Step ready;
    ready.id = "ready";
    ready.title = text(QT_TRANSLATE_NOOP("core", "Wait until %1 pods are ready"), m_replicas);
    ready.run = [this](StepContext& context) { return awaitReady(context); };
    ready.verify = [this](StepContext& context) { return verifyRequested(context); };
    return {std::move(request), std::move(ready)};
}

Result<> ScaleOperation::rememberPrediction(StepContext& context) const
{
    if (!m_predicted)
        return {};
    if (!m_predicted->stable)
        return context.remember(kPredictedUnstable, "yes");
    for (const auto& [key, seconds] : {std::pair(kPredictedSeconds, m_predicted->seconds),
             std::pair(kPredictedLow, m_predicted->lowSeconds), std::pair(kPredictedHigh, m_predicted->highSeconds)})
        QBM_CHECK(context.remember(key, writeNumber(seconds)));
    return {};
}

Result<> ScaleOperation::request(StepContext& context) const
{
    // After a kill the count may already be ours; the one remembered then is the true "before".
    if (!context.recall(kReplicasBefore)) {
        QBM_TRY(scale, fetchScale(*m_client, m_deployment, context.task()));
        QBM_CHECK(rememberPrediction(context));
        QBM_CHECK(context.remember(kReplicasBefore, std::to_string(scale.desired)));
    }
    return requestReplicas(*m_client, m_deployment, m_replicas, context.task());
}

Result<> ScaleOperation::verifyRequested(StepContext& context) const
{
    QBM_TRY(scale, fetchScale(*m_client, m_deployment, context.task()));
    if (scale.desired == m_replicas)
        return {};
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core",
                 "%1 asks for %2 replicas, not %3: somebody else, perhaps an autoscaler, changed it."),
            subjectOf(m_deployment), scale.desired, m_replicas));
}

Result<> ScaleOperation::goBack(StepContext& context) const
{
    const auto before = parseCount(context.recall(kReplicasBefore));
    if (!before)
        return {}; // nothing had been asked for yet
    QBM_TRY(scale, fetchScale(*m_client, m_deployment, context.task()));
    if (scale.desired == *before)
        return {};
    if (scale.desired != m_replicas)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is left at %2 replicas: somebody else set that after us. It had %3 before."),
                subjectOf(m_deployment), scale.desired, *before));
    return requestReplicas(*m_client, m_deployment, *before, context.task());
}

Result<> ScaleOperation::awaitReady(StepContext& context) const
{
    DeploymentWait wait;
    wait.done = [&](const Deployment& deployment) -> Result<bool> {
        if (deployment.desired != m_replicas)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 asks for %2 replicas, not %3: somebody else, perhaps an autoscaler, changed it."),
                    subjectOf(m_deployment), deployment.desired, m_replicas));
        return kubernetes::isSettled(deployment);
    };
    wait.onChange = [&](const Deployment& deployment) {
        context.task().report(
            {static_cast<std::uint64_t>(std::max(0, deployment.ready)), static_cast<std::uint64_t>(m_replicas),
                text(QT_TRANSLATE_NOOP("core", "%1 of %2 pods are ready, %3 there"), deployment.ready, m_replicas,
                    deployment.current)});
    };
    wait.say = [&](Text reasons) { context.say(std::move(reasons)); };
    QBM_TRY(deployment, fetchDeployment(*m_client, m_deployment, context.task()));
    // Kubernetes' own deadline watches rollouts, not scaling; the same patience is right for both.
    wait.withoutProgress = std::chrono::seconds(deployment.progressDeadlineSeconds.value_or(kDefaultDeadlineSeconds));
    QBM_CHECK(waitForDeployment(*m_client, m_deployment, wait, context.task()));
    return {};
}

} // namespace qbm::cluster
