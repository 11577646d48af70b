// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/rollout_operation.h"

#include "core/base/json_text.h"
#include "core/base/text_diff.h"
#include "core/cluster/access_check.h"
#include "core/config/yaml.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using kubernetes::Deployment;
using kubernetes::RolloutStatus;
using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;
using State = RolloutStatus::State;

// Kubernetes' own verdict comes at the progress deadline; ours only where its controller says nothing.
constexpr int kDefaultDeadlineSeconds = 600;
constexpr std::chrono::seconds kBeyondDeadline{60};
// Going back: mostly pods that still run, so a standstill shows early.
constexpr std::chrono::minutes kBackWithoutProgress{2};
constexpr const char* kRemembered = "remembered";
constexpr const char* kFailedBefore = "failedBefore";
constexpr const char* kUnreadyBefore = "unreadyBefore";
constexpr const char* kYes = "yes";

json withoutNoise(json podTemplate)
{
    if (!podTemplate.is_object())
        return podTemplate;
    json& metadata = podTemplate["metadata"];
    if (!metadata.is_object())
        metadata = json::object();
    metadata.erase("creationTimestamp");
    if (metadata.contains("labels") && metadata["labels"].is_object())
        metadata["labels"].erase("pod-template-hash");
    for (const char* key : {"labels", "annotations"}) {
        if (metadata.contains(key) && metadata[key].empty())
            metadata.erase(key);
    }
    return podTemplate;
}

/// The part of a Deployment that rollouts are about, as YAML.
std::string rolloutYaml(const json& deployment)
{
    json part{{"spec", {{"template", withoutNoise(deployment.at("spec").at("template"))}}}};
    if (deployment["spec"].value("paused", false))
        part["spec"]["paused"] = true;
    const json::json_pointer cause("/metadata/annotations/kubernetes.io~1change-cause");
    if (deployment.contains(cause))
        part[cause] = deployment[cause];
    return config::jsonToYaml(writeJson(part)).value_or(std::string());
}

Check rolloutCheck(const Deployment& deployment)
{
    const RolloutStatus status = kubernetes::judgeRollout(deployment);
    Check check{text(QT_TRANSLATE_NOOP("core", "No rollout is under way")), Verdict::Pass, status.message};
    if (status.state == State::Failed) {
        check.verdict = Verdict::Warning;
        check.reason
            = text(QT_TRANSLATE_NOOP("core", "The last one failed: %1. What follows replaces it."), status.message);
    } else if (status.state != State::Done && !deployment.paused) {
        check.verdict = Verdict::Warning;
        check.reason = text(QT_TRANSLATE_NOOP("core", "One is: %1 What follows overtakes it."), status.message);
    }
    return check;
}

/// Whether it was stuck already: to go back to that is no more than to ask for it.
bool couldNotGetReady(const Deployment& deployment)
{
    const kubernetes::Condition* const failure = kubernetes::findCondition(deployment.conditions, "ReplicaFailure");
    return kubernetes::judgeRollout(deployment).state == State::Failed
        || (failure != nullptr && failure->status == "True");
}

} // namespace

bool sameTemplate(const json& left, const json& right)
{
    return withoutNoise(left) == withoutNoise(right);
}

Result<DeploymentDocument> fetchDeploymentDocument(
    kubernetes::Client& client, const WorkloadName& deployment, TaskContext& context)
{
    QBM_TRY(
        answer, client.get({resourceOf(deployment.kind), deployment.nameSpace, deployment.name, {}}, context));
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer.json));
    json object = json::parse(answer.json, nullptr, false);
    if (!object.is_object() || !object.contains(json::json_pointer("/spec/template/spec/containers")))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The cluster's answer about %1 is none."), nounOf(deployment)));
    return DeploymentDocument{decoderOf(deployment.kind)(root), std::make_shared<const json>(std::move(object))};
}

RolloutOperation::RolloutOperation(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment)
    : m_client(std::move(client))
    , m_deployment(std::move(deployment))
{
}

std::string RolloutOperation::kind() const
{
    return std::string(keyOf(m_deployment.kind)) + "." + verb();
}

operation::Values RolloutOperation::parameters() const
{
    return {{"context", m_client->access().contextName}, {"namespace", m_deployment.nameSpace},
        {std::string(keyOf(m_deployment.kind)), m_deployment.name}};
}

kubernetes::ObjectPath RolloutOperation::path() const
{
    return {resourceOf(m_deployment.kind), m_deployment.nameSpace, m_deployment.name, {}};
}

std::vector<kubernetes::AccessQuestion> RolloutOperation::rights() const
{
    std::vector<kubernetes::AccessQuestion> questions;
    for (const char* verb : {"get", "patch"})
        questions.push_back({verb, resourceOf(m_deployment.kind), {}, m_deployment.nameSpace, m_deployment.name});
    for (kubernetes::AccessQuestion& further : furtherRights())
        questions.push_back(std::move(further));
    return questions;
}

RolloutOperation::Change RolloutOperation::merge(const json& patch, json after)
{
    return {kubernetes::PatchType::StrategicMerge, writeJson(patch), std::make_shared<const json>(std::move(after))};
}

Check RolloutOperation::rollsAtOnceCheck(const DeploymentDocument& now) const
{
    if (now.row.paused)
        return {text(QT_TRANSLATE_NOOP("core", "It is not paused")), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "%1 is paused: resume it first."), subjectOf(m_deployment))};
    if (now.row.onDelete)
        return {text(QT_TRANSLATE_NOOP("core", "It replaces its pods by itself")), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core",
                "Its update strategy is OnDelete: each pod gets the new template only when somebody deletes it."))};
    if (now.row.partition > 0)
        return {text(QT_TRANSLATE_NOOP("core", "It replaces its pods by itself")), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "Its update strategy holds pods below number %1 at the template before."),
                now.row.partition)};
    return {text(QT_TRANSLATE_NOOP("core", "It is not paused")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "It rolls out at once."))};
}

tl::unexpected<Error> RolloutOperation::changedByOthers() const
{
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "%1 is left as it is: somebody else changed it after us."),
            subjectOf(m_deployment)));
}

Result<operation::Plan> RolloutOperation::plan(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    QBM_TRY(now, fetchDeploymentDocument(*m_client, m_deployment, context));
    operation::Plan plan;
    plan.target = m_deployment.name;
    QBM_CHECK(describe(now, plan, context));
    QBM_TRY(wanted, change(now, Memory(), context));
    plan.diff = unifiedDiff(
        rolloutYaml(*now.object), rolloutYaml(*wanted.after), m_deployment.name + " now", m_deployment.name + " then");
    return plan;
}

Result<std::vector<Check>> RolloutOperation::check(TaskContext& context)
{
    QBM_CHECK(checkArguments());
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto now = fetchDeploymentDocument(*m_client, m_deployment, context);
    if (!now && now.error().kind == ErrorKind::Cancelled)
        return fail(now.error());
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "%1 is there"), subjectOf(m_deployment)),
        now ? Verdict::Pass : Verdict::Fail,
        now ? text(
            QT_TRANSLATE_NOOP("core", "It asks for %1 replicas, %2 are ready."), now->row.desired, now->row.ready)
            : now.error().message});
    for (const kubernetes::AccessQuestion& question : rights())
        checks.push_back(accessCheck(*m_client, question, context));
    if (!now)
        return checks;
    checks.push_back(rolloutCheck(now->row));
    QBM_TRY(own, ownChecks(*now, context));
    checks.insert(checks.end(), own.begin(), own.end());
    // A dry run is a write to the server's access rules: it is tried only where the real one may be.
    if (operation::mayRun(checks)) {
        QBM_TRY(wanted, change(*now, Memory(), context));
        QBM_CHECK(appendDryRun(checks, m_client->patch(path(), wanted.type, wanted.body, context, {.dryRun = true})));
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> RolloutOperation::steps()
{
    operation::Step asking;
    asking.id = "ask";
    asking.title = askTitle();
    asking.run = [this](StepContext& step) { return ask(step); };
    asking.verify = [this](StepContext& step) { return verifyAsked(step); };
    asking.undo = [this](StepContext& step) { return goBack(step); };
    if (!rollsOut())
        return {std::move(asking)};
    operation::Step waiting;
    waiting.id = "rollout";
    waiting.title = text(QT_TRANSLATE_NOOP("core", "Wait until %1 is rolled out"), m_deployment.name);
    waiting.run = [this](StepContext& step) { return await(step); };
    waiting.verify = [this](StepContext& step) { return verifyAsked(step); };
    return {std::move(asking), std::move(waiting)};
}

Result<> RolloutOperation::ask(StepContext& step)
{
    QBM_TRY(now, fetchDeploymentDocument(*m_client, m_deployment, step.task()));
    // After a kill the change may already be there; what was remembered then is the true "before".
    if (!step.recall(kRemembered)) {
        QBM_TRY(values, toRemember(now, step.task()));
        if (kubernetes::judgeRollout(now.row).state == State::Failed)
            values[kFailedBefore] = kYes;
        if (couldNotGetReady(now.row))
            values[kUnreadyBefore] = kYes;
        for (const auto& [key, value] : values)
            QBM_CHECK(step.remember(key, value));
        QBM_CHECK(step.remember(kRemembered, kYes));
    }
    const Memory memory(&step);
    QBM_TRY(there, holds(now, memory, step.task()));
    if (there)
        return {};
    QBM_TRY(wanted, change(now, memory, step.task()));
    return send(now, wanted, step.task());
}

Result<> RolloutOperation::send(const DeploymentDocument& now, const Change& change, TaskContext& context)
{
    const auto answer = m_client->patch(path(), change.type, change.body, context);
    if (answer)
        return {};
    if (change.type == kubernetes::PatchType::Json && answer.error().kind == ErrorKind::InvalidInput) {
        // A failed "test" looks like any other fault of a JSON patch.
        QBM_TRY(later, fetchDeploymentDocument(*m_client, m_deployment, context));
        if (later.row.meta.generation != now.row.meta.generation)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "Nothing was changed: somebody else changed %1 at the same moment. Look at it and try again."),
                    nounOf(m_deployment)));
    }
    return fail(answer.error());
}

Result<> RolloutOperation::verifyAsked(StepContext& step)
{
    QBM_TRY(now, fetchDeploymentDocument(*m_client, m_deployment, step.task()));
    QBM_TRY(there, holds(now, Memory(&step), step.task()));
    if (there)
        return {};
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "%1 is not as it was asked for: somebody else changed it meanwhile."),
            subjectOf(m_deployment)));
}

Result<> RolloutOperation::goBack(StepContext& step)
{
    if (!step.recall(kRemembered))
        return {}; // nothing had been asked for yet
    QBM_TRY(now, fetchDeploymentDocument(*m_client, m_deployment, step.task()));
    QBM_TRY(back, wayBack(now, Memory(&step), step.task()));
    if (back)
        QBM_CHECK(send(now, *back, step.task()));
    return rollsOut() ? awaitBack(step) : Result<>{};
}

Error RolloutOperation::failedRollout(const Deployment& deployment, TaskContext& context) const
{
    const std::string reasons = fetchUnreadyReasons(*m_client, deployment, context);
    const int deadline = deployment.progressDeadlineSeconds.value_or(kDefaultDeadlineSeconds);
    Text message = text(QT_TRANSLATE_NOOP("core",
                            "The rollout of %1 failed: its new pods did not become ready within the %2 s that the "
                            "deployment allows for progress."),
        m_deployment.name, deadline);
    if (!reasons.empty())
        message = text(QT_TRANSLATE_NOOP("core", "%1\n%2"), std::move(message), reasons);
    return Error{ErrorKind::Timeout, std::move(message), reasons, {}};
}

Result<> RolloutOperation::await(StepContext& step)
{
    QBM_TRY(first, fetchDeployment(*m_client, m_deployment, step.task()));
    if (first.paused) {
        step.say(text(
            QT_TRANSLATE_NOOP("core", "%1 is paused: it rolls out once it is resumed."), subjectOf(m_deployment)));
        return {};
    }
    const std::chrono::seconds deadline(first.progressDeadlineSeconds.value_or(kDefaultDeadlineSeconds));
    const auto begun = std::chrono::steady_clock::now();
    // A verdict on the rollout before ours stands until the controller has seen the new one move.
    bool verdictIsOurs = !step.recall(kFailedBefore);
    DeploymentWait wait;
    wait.withoutProgress = deadline + kBeyondDeadline;
    wait.say = [&](Text reasons) { step.say(std::move(reasons)); };
    wait.done = [&](const Deployment& seen) -> Result<bool> {
        const RolloutStatus status = kubernetes::judgeRollout(seen);
        step.task().report({static_cast<std::uint64_t>(std::clamp(seen.available, 0, std::max(0, seen.updated))),
            static_cast<std::uint64_t>(std::max(0, seen.desired)), status.message});
        if (status.state == State::Failed) {
            if (verdictIsOurs || std::chrono::steady_clock::now() - begun > deadline)
                return fail(failedRollout(seen, step.task()));
            return false;
        }
        verdictIsOurs = verdictIsOurs || status.state == State::Progressing;
        if (status.state == State::Paused)
            step.say(status.message); // by somebody else meanwhile
        return status.state == State::Done || status.state == State::Paused;
    };
    QBM_CHECK(waitForDeployment(*m_client, m_deployment, wait, step.task()));
    return {};
}

Result<> RolloutOperation::awaitBack(StepContext& step)
{
    QBM_TRY(first, fetchDeployment(*m_client, m_deployment, step.task()));
    if (first.paused)
        return {};
    if (step.recall(kUnreadyBefore)) {
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "%1 asks for what it asked for before. Its pods could not get ready then, so they are not waited for."),
            subjectOf(m_deployment)));
        return {};
    }
    DeploymentWait wait;
    wait.withoutProgress = kBackWithoutProgress;
    wait.say = [&](Text reasons) { step.say(std::move(reasons)); };
    wait.done = [&](const Deployment& seen) -> Result<bool> {
        const RolloutStatus status = kubernetes::judgeRollout(seen);
        step.task().report({0, 0, status.message});
        return status.state == State::Done || status.state == State::Paused; // a verdict on the rollout that failed may still stand
    };
    auto ready = waitForDeployment(*m_client, m_deployment, wait, step.task());
    // A StatefulSet goes on only once each pod is ready, also one of the template that was taken back.
    if (!ready && ready.error().kind == ErrorKind::Timeout && m_deployment.kind == WorkloadKind::StatefulSet)
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 asks for what it asked for before, but waits for pods of the template that failed: delete those "
                     "that are not ready, and it makes them anew. %2"),
                subjectOf(m_deployment), ready.error().message),
            ready.error().detail);
    if (!ready && ready.error().kind == ErrorKind::Timeout)
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "%1 asks for what it asked for before, but its pods are not ready: %2"),
                subjectOf(m_deployment), ready.error().message),
            ready.error().detail);
    QBM_CHECK(ready);
    return {};
}

} // namespace qbm::cluster
