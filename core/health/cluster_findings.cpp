// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/cluster_findings.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace qbm::health {

namespace {

using kubernetes::Condition;
using kubernetes::Node;

constexpr std::array<std::string_view, 4> kPressures{"DiskPressure", "MemoryPressure", "PIDPressure", "NetworkUnavailable"};

Finding ofNode(const Node& node, Severity severity, Text what, const Condition* condition, TimePoint at)
{
    Finding finding;
    finding.severity = severity;
    finding.subject = objectKey("Node", node.meta.name);
    finding.what = std::move(what);
    if (condition != nullptr) {
        finding.why = condition->message.empty() ? condition->reason : condition->message;
        finding.since = condition->changed;
    }
    finding.leadsTo = {"cluster", finding.subject};
    finding.source = "Kubernetes API";
    finding.at = at;
    return finding;
}

/// A run that went well since speaks louder than an earlier one that did not.
bool madeUpFor(const JobFacts& failed, const std::vector<JobFacts>& jobs)
{
    return !failed.cronJob.empty() && std::ranges::any_of(jobs, [&](const JobFacts& job) {
        return job.complete && job.cronJob == failed.cronJob && job.created > failed.created;
    });
}

} // namespace

std::vector<Finding> jobFindings(const ClusterFacts& facts, TimePoint at)
{
    std::vector<Finding> findings;
    for (const JobFacts& job : facts.jobs) {
        if (!job.failed || madeUpFor(job, facts.jobs))
            continue;
        Finding& finding = findings.emplace_back();
        finding.severity = Severity::Warning;
        finding.subject = objectKey("Job", job.name);
        finding.what = text(QT_TRANSLATE_NOOP("core", "Job %1 failed"), job.name);
        finding.why = job.failed->message.empty() ? job.failed->reason : job.failed->message;
        finding.leadsTo = {"cluster", finding.subject};
        finding.since = job.failed->changed;
        finding.source = "Kubernetes API";
        finding.at = at;
    }
    return findings;
}

std::vector<Finding> clusterNodeFindings(const ClusterFacts& facts, TimePoint at)
{
    std::vector<Finding> findings;
    const bool noneReady = std::ranges::none_of(facts.nodes, &Node::ready);
    for (const Node& node : facts.nodes) {
        if (!node.ready)
            findings.push_back(ofNode(node, noneReady ? Severity::Critical : Severity::Warning,
                text(QT_TRANSLATE_NOOP("core", "Node %1 is not ready"), node.meta.name),
                kubernetes::findCondition(node.conditions, "Ready"), at));
        for (const std::string_view type : kPressures) {
            const Condition* condition = kubernetes::findCondition(node.conditions, type);
            if (condition != nullptr && condition->status == "True")
                findings.push_back(ofNode(node, Severity::Warning,
                    text(QT_TRANSLATE_NOOP("core", "Node %1 reports %2"), node.meta.name, type), condition, at));
        }
        if (node.ready && !node.schedulable)
            findings.push_back(ofNode(node, Severity::Note,
                text(QT_TRANSLATE_NOOP("core", "Node %1 takes no new pods (cordoned)"), node.meta.name), nullptr, at));
    }
    return findings;
}

} // namespace qbm::health
