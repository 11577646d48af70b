// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/unready_reasons.h"
#include "core/health/cluster_findings.h"
#include "core/health/pod_trouble.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace qbm::health {

namespace {

using kubernetes::Condition;
using kubernetes::Pod;
using Kind = PodTrouble::Kind;

/// What the guide deploys and the map draws.
constexpr std::array<std::string_view, 7> kParts{"nginx", "frontend", "backend", "postgres", "redis", "prometheus", "alertmanager"};

const Condition* conditionThatIs(const std::vector<Condition>& conditions, std::string_view type, std::string_view status)
{
    const Condition* found = kubernetes::findCondition(conditions, type);
    return found != nullptr && found->status == status ? found : nullptr;
}

std::optional<TimePoint> earlier(const std::optional<TimePoint>& a, const std::optional<TimePoint>& b)
{
    if (!a || !b)
        return a ? a : b;
    return std::min(*a, *b);
}

/// The trouble that tells most among its pods, since the first of them had it.
PodTrouble worstTrouble(const WorkloadFacts& workload, TimePoint now)
{
    PodTrouble worst;
    for (const Pod& pod : workload.pods) {
        PodTrouble trouble = troubleOf(pod, now);
        if (trouble.kind == worst.kind)
            worst.since = earlier(worst.since, trouble.since);
        else if (trouble.kind > worst.kind)
            worst = std::move(trouble);
    }
    return worst;
}

Text readyOf(const WorkloadFacts& workload)
{
    return text(QT_TRANSLATE_NOOP("core", "%1 of %2 pods are ready"), workload.ready, *workload.desired);
}

class WorkloadJudge {
public:
    WorkloadJudge(const WorkloadFacts& workload, TimePoint at, TimePoint now)
        : m_workload(workload)
        , m_at(at)
        , m_trouble(worstTrouble(workload, now))
    {
    }

    std::vector<Finding> judge()
    {
        if (m_workload.paused)
            add(Severity::Note, text(QT_TRANSLATE_NOOP("core", "The rollout of %1 is paused"), m_workload.name),
                text(QT_TRANSLATE_NOOP("core", "nothing new is rolled out until it is resumed")));
        if (m_workload.desired == 0)
            judgeScaledToNothing();
        else
            judgePods();
        return std::move(m_findings);
    }

private:
    void judgeScaledToNothing()
    {
        if (m_workload.kind == "DaemonSet")
            return; // no node it is meant for
        const bool isPart = !partOfWorkload(m_workload.name).empty();
        add(isPart ? Severity::Critical : Severity::Note, text(QT_TRANSLATE_NOOP("core", "%1 is scaled to 0"), m_workload.name),
            isPart ? text(QT_TRANSLATE_NOOP("core", "nothing serves")) : Text());
    }

    void judgePods()
    {
        const Condition* failure = conditionThatIs(m_workload.conditions, "ReplicaFailure", "True");
        const Condition* stuck = conditionThatIs(m_workload.conditions, "Progressing", "False");
        const bool lacks = m_workload.desired && m_workload.ready < *m_workload.desired;
        if (m_trouble.kind > Kind::NotReady)
            addTrouble();
        else if (failure != nullptr)
            addCondition(text(QT_TRANSLATE_NOOP("core", "%1 cannot make its pods"), m_workload.name), *failure);
        else if (stuck != nullptr)
            addCondition(text(QT_TRANSLATE_NOOP("core", "The rollout of %1 is stuck"), m_workload.name), *stuck);
        else if (lacks)
            addLack();
    }

    bool nothingReady() const { return m_workload.desired && m_workload.ready == 0; }
    Severity severity() const { return nothingReady() ? Severity::Critical : Severity::Warning; }

    Text troubleTitle() const
    {
        // A bare pod or the pod of a job has nothing beside it that could be well.
        const bool whole = nothingReady() || !m_workload.desired;
        const auto pick = [&](const char* ofAll, const char* ofSome) { return text(whole ? ofAll : ofSome, m_workload.name); };
        switch (m_trouble.kind) {
        case Kind::CrashLoop:
            return pick(QT_TRANSLATE_NOOP("core", "%1 crashes again and again"), QT_TRANSLATE_NOOP("core", "Pods of %1 crash again and again"));
        case Kind::Unschedulable:
            return pick(QT_TRANSLATE_NOOP("core", "%1 finds no node to run on"), QT_TRANSLATE_NOOP("core", "Pods of %1 find no node to run on"));
        default: return pick(QT_TRANSLATE_NOOP("core", "%1 does not start"), QT_TRANSLATE_NOOP("core", "Pods of %1 do not start"));
        }
    }

    void addTrouble()
    {
        const Text why = nothingReady() || !m_workload.desired ? m_trouble.why
                                                               : text(QT_TRANSLATE_NOOP("core", "%1; %2"), m_trouble.why, readyOf(m_workload));
        add(severity(), troubleTitle(), why).since = m_trouble.since;
    }

    void addCondition(Text what, const Condition& condition)
    {
        const std::string& said = condition.message.empty() ? condition.reason : condition.message;
        add(severity(), std::move(what), condition.reason == said || condition.reason.empty()
                ? Text(said)
                : text(QT_TRANSLATE_NOOP("core", "%1: %2"), condition.reason, said))
            .since = condition.changed;
    }

    void addLack()
    {
        const Text what = nothingReady() ? text(QT_TRANSLATE_NOOP("core", "%1 is down"), m_workload.name)
                                         : text(QT_TRANSLATE_NOOP("core", "%1 has too few pods"), m_workload.name);
        add(severity(), what, readyOf(m_workload)).since = m_trouble.since;
    }

    Finding& add(Severity severity, Text what, Text why)
    {
        Finding& finding = m_findings.emplace_back();
        finding.severity = severity;
        finding.subject = objectKey(m_workload.kind, m_workload.name);
        finding.what = std::move(what);
        finding.why = std::move(why);
        finding.leadsTo = {"cluster", finding.subject};
        finding.source = "Kubernetes API";
        finding.at = m_at;
        if (severity != Severity::Note)
            finding.detail = cluster::describeUnreadyPods(m_workload.pods);
        if (m_workload.desired)
            finding.part = partOfWorkload(m_workload.name);
        return finding;
    }

    const WorkloadFacts& m_workload;
    TimePoint m_at;
    PodTrouble m_trouble;
    std::vector<Finding> m_findings;
};

} // namespace

std::string partOfWorkload(const std::string& name)
{
    return std::ranges::find(kParts, name) == kParts.end() ? std::string() : name;
}

std::vector<Finding> workloadFindings(const ClusterFacts& facts, TimePoint at, TimePoint now)
{
    std::vector<Finding> findings;
    for (const WorkloadFacts& workload : facts.workloads)
        std::ranges::move(WorkloadJudge(workload, at, now).judge(), std::back_inserter(findings));
    return findings;
}

} // namespace qbm::health
