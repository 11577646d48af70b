// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/scheduler.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/quantity.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kRetry = 1000ms;
constexpr const char* kNoMatch = "node(s) didn't match Pod's node affinity/selector";
constexpr const char* kCordoned = "node(s) were unschedulable";
constexpr const char* kNotReady = "node(s) were not ready";

json scheduledCondition(bool on, const std::string& message)
{
    json entry = {{"type", "PodScheduled"}, {"status", on ? "True" : "False"}, {"lastProbeTime", nullptr},
        {"lastTransitionTime", nowText()}};
    if (!on)
        entry.update({{"reason", "Unschedulable"}, {"message", message}});
    return entry;
}

bool occupiesNode(const StoredObject& pod)
{
    const auto phase = stringAt(pod.document(), {"status", "phase"});
    return !stringAt(pod.document(), {"spec", "nodeName"}).empty() && phase != "Succeeded" && phase != "Failed";
}

} // namespace

Scheduler::Scheduler(Cluster& cluster)
    : m_cluster(cluster)
{
}

Scheduler::Load Scheduler::requestsOf(const StoredObject& pod)
{
    const auto& spec = objectAt(pod.document(), {"spec"});
    return {1, podResource(spec, "requests", "cpu"), podResource(spec, "requests", "memory")};
}

void Scheduler::account(const StoredObject& pod, int sign)
{
    if (!occupiesNode(pod))
        return;
    const auto load = requestsOf(pod);
    auto& node = m_loads[stringAt(pod.document(), {"spec", "nodeName"})];
    node.pods += sign;
    node.cpu += sign * load.cpu;
    node.memory += sign * load.memory;
}

void Scheduler::observe(const Change& change)
{
    if (change.object->type().kind != "Pod")
        return;
    const bool stays = change.previous && change.type != Change::Type::Deleted
        && occupiesNode(*change.previous) == occupiesNode(*change.object)
        && change.previous->document()["spec"] == change.object->document()["spec"];
    if (stays)
        return;
    if (change.previous)
        account(*change.previous, -1);
    if (change.type != Change::Type::Deleted)
        account(*change.object, 1);
}

std::string Scheduler::objection(const StoredObject& node, const StoredObject& pod, const Load& wanted) const
{
    const auto& document = node.document();
    if (boolAt(document, {"spec", "unschedulable"}))
        return kCordoned;
    if (conditionStatus(document, "Ready") != "True")
        return kNotReady;
    const auto& labels = objectAt(document, {"metadata", "labels"});
    for (const auto& entry : objectAt(pod.document(), {"spec", "nodeSelector"}).items())
        if (!labels.contains(entry.key()) || labels[entry.key()] != entry.value())
            return kNoMatch;
    static const Load nothing;
    const auto it = m_loads.find(node.name());
    const auto& load = it == m_loads.end() ? nothing : it->second;
    const auto& allocatable = objectAt(document, {"status", "allocatable"});
    if (load.pods + 1 > quantityAt(allocatable, "pods"))
        return "Too many pods";
    if (load.cpu + wanted.cpu > quantityAt(allocatable, "cpu") + 1e-6)
        return "Insufficient cpu";
    return load.memory + wanted.memory > quantityAt(allocatable, "memory") ? "Insufficient memory" : "";
}

void Scheduler::bind(const ObjectPtr& pod)
{
    if (stringAt(pod->document(), {"spec", "schedulerName"}) != "default-scheduler")
        return;
    const auto wanted = requestsOf(*pod);
    std::map<std::string, int> objections;
    std::string best;
    int fewest = 0;
    for (const auto& node : m_cluster.store().list(typeOf("Node"), {}).objects) {
        if (const auto why = objection(*node, *pod, wanted); !why.empty()) {
            ++objections[why];
            continue;
        }
        const auto it = m_loads.find(node->name());
        const int pods = it == m_loads.end() ? 0 : it->second.pods;
        if (best.empty() || pods < fewest) {
            best = node->name();
            fewest = pods;
        }
    }
    if (best.empty()) {
        refuse(pod, objections);
        return;
    }
    auto document = pod->copy();
    document["spec"]["nodeName"] = best;
    document["status"]["conditions"] = json::array({scheduledCondition(true, {})});
    if (m_cluster.registry.bindPod(pod, std::move(document)))
        m_cluster.recordEvent(*pod, "default-scheduler", "Normal", "Scheduled",
            "Successfully assigned " + pod->nameSpace() + "/" + pod->name() + " to " + best);
}

void Scheduler::refuse(const ObjectPtr& pod, const std::map<std::string, int>& objections)
{
    m_cluster.queue.addAfter(kRetry, {Work::Kind::Pod, pod->nameSpace(), pod->name()});
    std::vector<std::string> reasons;
    int nodes = 0;
    int hopeless = 0; // nodes where making room would not help
    for (const auto& [why, count] : objections) {
        reasons.push_back(std::to_string(count) + " " + why);
        nodes += count;
        if (why.starts_with("node(s)"))
            hopeless += count;
    }
    std::ranges::sort(reasons);
    std::string list;
    for (const auto& reason : reasons)
        list += (list.empty() ? "" : ", ") + reason;
    const auto head = "0/" + std::to_string(nodes) + " nodes are available: ";
    auto message = head + list + ". preemption: " + head;
    if (hopeless < nodes)
        message += std::to_string(nodes - hopeless) + " No preemption victims found for incoming pod"
            + (hopeless > 0 ? ", " : ".");
    if (hopeless > 0)
        message += std::to_string(hopeless) + " Preemption is not helpful for scheduling.";
    if (nodes == 0)
        message = "no nodes available to schedule pods";
    auto document = pod->copy();
    for (const auto& condition : arrayAt(document, {"status", "conditions"}))
        if (stringAt(condition, {"type"}) == "PodScheduled" && stringAt(condition, {"message"}) == message)
            return;
    document["status"]["conditions"] = json::array({scheduledCondition(false, message)});
    if (m_cluster.registry.update(pod, std::move(document), Part::Status, {false, {"kube-scheduler", {}, false, {}}}))
        m_cluster.recordEvent(*pod, "default-scheduler", "Warning", "FailedScheduling", message);
}

} // namespace qbm::lab::kubernetes
