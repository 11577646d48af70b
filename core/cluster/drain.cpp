// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/drain.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* kCordonedBefore = "cordonedBefore";
constexpr const char* kYes = "yes";
constexpr const char* kNo = "no";
constexpr std::chrono::milliseconds kInterval{1000};
constexpr std::chrono::seconds kOutageBorne{60};
constexpr std::size_t kMostNames = 10;

std::string namesOf(const std::vector<DrainPod>& pods, bool (DrainPod::*wanted)() const)
{
    std::string names;
    std::size_t count = 0;
    for (const DrainPod& pod : pods) {
        if ((pod.*wanted)() && ++count <= kMostNames)
            names += (names.empty() ? "" : ", ") + pod.toString();
    }
    return count > kMostNames ? names + " +" + std::to_string(count - kMostNames) : names;
}

std::vector<DrainPod> leaving(const std::vector<DrainPod>& pods)
{
    std::vector<DrainPod> out;
    std::ranges::copy_if(pods, std::back_inserter(out), [](const DrainPod& pod) { return !pod.stays(); });
    return out;
}

} // namespace

Drain::Drain(std::shared_ptr<kubernetes::Client> client, DrainRequest request)
    : m_client(std::move(client))
    , m_request(std::move(request))
{
}

operation::Values Drain::parameters() const
{
    operation::Values values{{"context", m_client->access().contextName}, {"node", m_request.node},
        {"deleteEmptyDirData", m_request.deleteEmptyDirData ? kYes : kNo}, {"force", m_request.force ? kYes : kNo},
        {"timeoutSeconds", std::to_string(m_request.timeout.count())}};
    if (m_request.gracePeriod)
        values["gracePeriodSeconds"] = std::to_string(m_request.gracePeriod->count());
    return values;
}

kubernetes::ObjectPath Drain::path() const
{
    return {kubernetes::resource::kNodes, {}, m_request.node, {}};
}

Result<bool> Drain::fetchCordoned(TaskContext& context) const
{
    QBM_TRY(answer, m_client->get(path(), context));
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer.json));
    return root["spec"]["unschedulable"].boolean();
}

Result<kubernetes::Answer> Drain::setCordoned(bool cordoned, bool dryRun, TaskContext& context) const
{
    const json body{{"spec", {{"unschedulable", cordoned ? json(true) : json()}}}};
    return m_client->patch(path(), kubernetes::PatchType::Merge, writeJson(body), context, {.dryRun = dryRun});
}

operation::PlanLine Drain::lineOf(const DrainPod& pod) const
{
    Text change = text(QT_TRANSLATE_NOOP("core", "evicted; %1 makes it anew elsewhere"), pod.owner);
    if (pod.isMirror)
        change = text(QT_TRANSLATE_NOOP("core", "left: the node runs it of a file of its own"));
    else if (pod.ofDaemonSet)
        change = text(QT_TRANSLATE_NOOP("core", "left: %1 would bring it back"), pod.owner);
    else if (pod.ending)
        change = text(QT_TRANSLATE_NOOP("core", "is ending already; waited for"));
    else if (pod.finished)
        change = text(QT_TRANSLATE_NOOP("core", "evicted; it has ended"));
    else if (pod.needsForce() && !m_request.force)
        change = text(QT_TRANSLATE_NOOP("core", "stands in the way: nothing makes it anew (--force)"));
    else if (pod.losesData() && !m_request.deleteEmptyDirData)
        change = text(QT_TRANSLATE_NOOP("core", "stands in the way: its local data would be lost (--delete-emptydir-data)"));
    else if (pod.needsForce())
        change = text(QT_TRANSLATE_NOOP("core", "evicted for good: nothing makes it anew"));
    else if (pod.losesData())
        change = text(QT_TRANSLATE_NOOP("core", "evicted; its local data is lost; %1 makes it anew elsewhere"), pod.owner);
    if (!pod.budget.empty() && !pod.stays())
        change = text(QT_TRANSLATE_NOOP("core", "%1; budget %2 lets %3 go now"), std::move(change), pod.budget,
            pod.disruptionsAllowed);
    return {pod.toString(), std::move(change)};
}

Result<operation::Plan> Drain::plan(TaskContext& context)
{
    QBM_TRY(cordoned, fetchCordoned(context));
    QBM_TRY(pods, fetchDrainPods(*m_client, m_request.node, context));
    operation::Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Drain node %1"), m_request.node);
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "Its pods end and are made anew on other nodes, as fast as their disruption budgets allow."));
    plan.target = m_request.node;
    plan.lines.push_back({path().toString(),
        cordoned ? text(QT_TRANSLATE_NOOP("core", "is cordoned already")) : text(QT_TRANSLATE_NOOP("core", "cordoned"))});
    for (const DrainPod& pod : pods)
        plan.lines.push_back(lineOf(pod));
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core",
        "Pods that were evicted stay where they went; the node takes pods again if it did before."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Uncordon it; pods do not move back by themselves."));
    plan.destructive = m_request.force || m_request.deleteEmptyDirData;
    return plan;
}

Check Drain::forceCheck(const std::vector<DrainPod>& pods) const
{
    Check check{text(QT_TRANSLATE_NOOP("core", "Every pod is made anew elsewhere")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "Each has a workload that owns it."))};
    if (const std::string names = namesOf(pods, &DrainPod::needsForce); !names.empty()) {
        check.verdict = m_request.force ? Verdict::Warning : Verdict::Fail;
        check.reason = m_request.force
            ? text(QT_TRANSLATE_NOOP("core", "Nothing makes %1 anew: they are gone for good."), names)
            : text(QT_TRANSLATE_NOOP("core", "Nothing makes %1 anew. To let them go for good, add --force."), names);
    }
    return check;
}

Check Drain::dataCheck(const std::vector<DrainPod>& pods) const
{
    Check check{text(QT_TRANSLATE_NOOP("core", "No local data is lost")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "No pod that goes has an emptyDir volume."))};
    if (const std::string names = namesOf(pods, &DrainPod::losesData); !names.empty()) {
        check.verdict = m_request.deleteEmptyDirData ? Verdict::Warning : Verdict::Fail;
        check.reason = m_request.deleteEmptyDirData
            ? text(QT_TRANSLATE_NOOP("core", "What %1 keep in emptyDir volumes is lost."), names)
            : text(QT_TRANSLATE_NOOP("core",
                       "%1 keep data in emptyDir volumes that is lost with them. To allow that, add --delete-emptydir-data."),
                names);
    }
    return check;
}

Check Drain::budgetCheck(const std::vector<DrainPod>& pods)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "Disruption budgets let its pods go")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "None holds a pod now."))};
    std::set<std::string> holding;
    for (const DrainPod& pod : pods) {
        if (!pod.stays() && !pod.finished && !pod.ending && !pod.budget.empty() && pod.disruptionsAllowed == 0)
            holding.insert(pod.nameSpace + "/" + pod.budget);
    }
    std::string names;
    for (const std::string& name : holding)
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty()) {
        check.verdict = Verdict::Warning;
        check.reason = text(QT_TRANSLATE_NOOP("core",
                                "%1 let no pod go now: the drain waits until more pods are ready elsewhere, or until its "
                                "time is over."),
            names);
    }
    return check;
}

Result<std::vector<Check>> Drain::check(TaskContext& context)
{
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto cordoned = fetchCordoned(context);
    if (!cordoned && cordoned.error().kind == ErrorKind::Cancelled)
        return fail(cordoned.error());
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "%1 is there"), path().toString()),
        cordoned ? Verdict::Pass : Verdict::Fail,
        !cordoned       ? cordoned.error().message
            : *cordoned ? text(QT_TRANSLATE_NOOP("core", "It is cordoned already."))
                        : text(QT_TRANSLATE_NOOP("core", "It takes pods now."))});
    for (const char* verb : {"get", "patch"})
        checks.push_back(accessCheck(*m_client, {verb, kubernetes::resource::kNodes, {}, {}, m_request.node}, context));
    checks.push_back(accessCheck(*m_client, {"list", kubernetes::resource::kPods, {}, {}, {}}, context));
    checks.push_back(accessCheck(*m_client, {"create", kubernetes::resource::kPods, "eviction", {}, {}}, context));
    if (!cordoned)
        return checks;
    const auto pods = fetchDrainPods(*m_client, m_request.node, context);
    if (!pods && pods.error().kind == ErrorKind::Cancelled)
        return fail(pods.error());
    if (!pods) {
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "Its pods are known")), Verdict::Fail, pods.error().message});
        return checks;
    }
    checks.push_back(forceCheck(*pods));
    checks.push_back(dataCheck(*pods));
    checks.push_back(budgetCheck(*pods));
    if (operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks, setCordoned(true, true, context)));
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> Drain::steps()
{
    operation::Step cordoning;
    cordoning.id = "cordon";
    cordoning.title = text(QT_TRANSLATE_NOOP("core", "Cordon %1"), m_request.node);
    cordoning.run = [this](StepContext& step) { return cordon(step); };
    cordoning.undo = [this](StepContext& step) { return uncordon(step); };
    operation::Step evicting;
    evicting.id = "evict";
    evicting.title = text(QT_TRANSLATE_NOOP("core", "Evict the pods of %1"), m_request.node);
    evicting.run = [this](StepContext& step) { return evictAll(step); };
    evicting.verify = [this](StepContext& step) { return verifyEmpty(step); };
    return {std::move(cordoning), std::move(evicting)};
}

Result<> Drain::cordon(StepContext& step) const
{
    QBM_TRY(cordoned, fetchCordoned(step.task()));
    if (!step.recall(kCordonedBefore))
        QBM_CHECK(step.remember(kCordonedBefore, cordoned ? kYes : kNo));
    if (!cordoned)
        QBM_CHECK(setCordoned(true, false, step.task()));
    return {};
}

Result<> Drain::uncordon(StepContext& step) const
{
    if (step.recall(kCordonedBefore).value_or(kYes) == kYes)
        return {};
    QBM_TRY(cordoned, fetchCordoned(step.task()));
    if (cordoned)
        QBM_CHECK(setCordoned(false, false, step.task()));
    return {};
}

Result<std::map<std::string, Text>> Drain::evictSome(const std::vector<DrainPod>& pods, TaskContext& context) const
{
    std::map<std::string, Text> standing;
    for (const DrainPod& pod : pods) {
        const std::string name = pod.toString();
        if (pod.ending) {
            standing[name] = text(QT_TRANSLATE_NOOP("core", "%1 is ending"), name);
            continue;
        }
        if ((pod.needsForce() && !m_request.force) || (pod.losesData() && !m_request.deleteEmptyDirData))
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "Pod %1 came to node %2 after the plan and cannot be evicted without --force or "
                         "--delete-emptydir-data: look at it and try again."),
                    name, m_request.node));
        json body{{"apiVersion", "policy/v1"}, {"kind", "Eviction"},
            {"metadata", {{"name", pod.name}, {"namespace", pod.nameSpace}}},
            {"deleteOptions", {{"preconditions", {{"uid", pod.uid}}}}}};
        if (m_request.gracePeriod)
            body["deleteOptions"]["gracePeriodSeconds"] = m_request.gracePeriod->count();
        const kubernetes::ObjectPath eviction{kubernetes::resource::kPods, pod.nameSpace, pod.name, "eviction"};
        auto asked = m_client->createAt(eviction, writeJson(body), context);
        if (!asked && asked.error().kind == ErrorKind::NotFound && asked.error().detail.find("policy") != std::string::npos) {
            body["apiVersion"] = "policy/v1beta1"; // servers before 1.22
            asked = m_client->createAt(eviction, writeJson(body), context);
        }
        if (asked) {
            standing[name] = text(QT_TRANSLATE_NOOP("core", "%1 is ending"), name);
            continue;
        }
        const ErrorKind kind = asked.error().kind;
        if (kind == ErrorKind::NotFound || kind == ErrorKind::Conflict)
            continue; // gone, or another one of its name
        if (kind != ErrorKind::Exhausted)
            return fail(asked.error());
        standing[name] = pod.budget.empty()
            ? text(QT_TRANSLATE_NOOP("core", "%1 may not go yet: %2"), name, asked.error().message)
            : text(QT_TRANSLATE_NOOP("core", "%1 is held by the disruption budget %2"), name, pod.budget);
    }
    return standing;
}

Result<> Drain::evictAll(StepContext& step) const
{
    const auto begun = SteadyClock::now();
    auto answered = begun;
    std::size_t total = 0;
    Text said;
    for (;;) {
        const auto pods = fetchDrainPods(*m_client, m_request.node, step.task());
        if (!pods && (!pods.error().retryable() || SteadyClock::now() - answered > kOutageBorne))
            return fail(pods.error());
        if (pods) {
            answered = SteadyClock::now();
            const std::vector<DrainPod> left = leaving(*pods);
            if (left.empty())
                return {};
            total = std::max(total, left.size());
            QBM_TRY(standing, evictSome(left, step.task()));
            Text reasons;
            for (const auto& [name, why] : standing)
                reasons = reasons.empty() ? why : text(QT_TRANSLATE_NOOP("core", "%1\n%2"), std::move(reasons), why);
            step.task().report({total - left.size(), total,
                text(QT_TRANSLATE_NOOP("core", "%1 of %2 pods are gone from %3"), total - left.size(), total,
                    m_request.node)});
            if (reasons != said && !reasons.empty())
                step.say(reasons);
            said = std::move(reasons);
            if (m_request.timeout.count() > 0 && SteadyClock::now() - begun > m_request.timeout)
                return fail(ErrorKind::Timeout,
                    text(QT_TRANSLATE_NOOP("core", "Node %1 is not empty after %2 s:\n%3"), m_request.node,
                        m_request.timeout.count(), said));
        }
        QBM_CHECK(step.task().sleepFor(kInterval));
    }
}

Result<> Drain::verifyEmpty(StepContext& step) const
{
    QBM_TRY(cordoned, fetchCordoned(step.task()));
    if (!cordoned)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "Node %1 is empty but takes pods again: somebody else uncordoned it."),
                m_request.node));
    QBM_TRY(pods, fetchDrainPods(*m_client, m_request.node, step.task()));
    const std::vector<DrainPod> left = leaving(pods);
    if (left.empty())
        return {};
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "Node %1 is not empty: %2 is there again."), m_request.node,
            left.front().toString()));
}

} // namespace qbm::cluster
