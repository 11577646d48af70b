// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/pod_lifecycle.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kSchedulingRetry = 1000ms;
constexpr auto kReadinessRetry = 300ms;
constexpr double kStartedShare = 0.4; ///< of the start time until the containers run

json condition(const char* type, bool on, const std::string& since, const char* reason = "", const std::string& message = {})
{
    json entry = {{"type", type}, {"status", on ? "True" : "False"}, {"lastProbeTime", nullptr}, {"lastTransitionTime", since}};
    if (*reason != '\0')
        entry.update({{"reason", reason}, {"message", message}});
    return entry;
}

std::string transitionTime(const json& pod, std::string_view type, bool on)
{
    for (const auto& entry : arrayAt(pod, {"status", "conditions"}))
        if (stringAt(entry, {"type"}) == type && (stringAt(entry, {"status"}) == "True") == on)
            return stringAt(entry, {"lastTransitionTime"});
    return nowText();
}

std::string unreadyContainers(const json& pod)
{
    std::string names;
    for (const auto& container : arrayAt(pod, {"spec", "containers"}))
        names += (names.empty() ? "" : " ") + stringAt(container, {"name"});
    return "containers with unready status: [" + names + "]";
}

enum class Stage { Creating, Running, Ready };

json containerStatus(const json& pod, const json& container, Stage stage)
{
    const auto name = stringAt(container, {"name"});
    const auto image = stringAt(container, {"image"});
    json status = {{"name", name}, {"lastState", json::object()}, {"ready", stage == Stage::Ready},
        {"restartCount", 0}, {"image", image}, {"imageID", ""}, {"started", stage != Stage::Creating}};
    if (stage == Stage::Creating) {
        status["state"] = {{"waiting", {{"reason", "ContainerCreating"}}}};
        return status;
    }
    std::string started = nowText();
    for (const auto& before : arrayAt(pod, {"status", "containerStatuses"}))
        if (stringAt(before, {"name"}) == name)
            started = stringAt(before, {"state", "running", "startedAt"}, started);
    status["state"] = {{"running", {{"startedAt", started}}}};
    status["imageID"] = "sha256:" + sha256Hex(image);
    status["containerID"] = "containerd://" + sha256Hex(stringAt(pod, {"metadata", "uid"}) + "/" + name);
    return status;
}

void setStage(json& pod, Stage stage, const std::string& hostIp, const std::string& podIp)
{
    const bool ready = stage == Stage::Ready;
    const auto unready = unreadyContainers(pod);
    const char* reason = ready ? "" : "ContainersNotReady";
    const json conditions = {
        condition("PodReadyToStartContainers", stage != Stage::Creating,
            transitionTime(pod, "PodReadyToStartContainers", stage != Stage::Creating)),
        condition("Initialized", true, transitionTime(pod, "Initialized", true)),
        condition("Ready", ready, transitionTime(pod, "Ready", ready), reason, unready),
        condition("ContainersReady", ready, transitionTime(pod, "ContainersReady", ready), reason, unready),
        condition("PodScheduled", true, transitionTime(pod, "PodScheduled", true))};
    auto containers = json::array();
    for (const auto& container : arrayAt(pod, {"spec", "containers"}))
        containers.push_back(containerStatus(pod, container, stage));
    auto& status = pod["status"];
    status["phase"] = stage == Stage::Creating ? "Pending" : "Running";
    status["conditions"] = conditions;
    status["hostIP"] = hostIp;
    status["hostIPs"] = json::array({{{"ip", hostIp}}});
    if (stage != Stage::Creating) {
        status["podIP"] = podIp;
        status["podIPs"] = json::array({{{"ip", podIp}}});
    }
    if (!status.contains("startTime"))
        status["startTime"] = nowText();
    status["containerStatuses"] = containers;
}

bool fits(const StoredObject& node, const json& pod)
{
    if (boolAt(node.document(), {"spec", "unschedulable"}) || conditionStatus(node.document(), "Ready") != "True")
        return false;
    const auto& labels = objectAt(node.document(), {"metadata", "labels"});
    return std::ranges::all_of(objectAt(pod, {"spec", "nodeSelector"}).items(), [&](const auto& wanted) {
        return labels.contains(wanted.key()) && labels[wanted.key()] == wanted.value();
    });
}

std::string addressOf(const StoredObject& node)
{
    for (const auto& address : arrayAt(node.document(), {"status", "addresses"}))
        if (stringAt(address, {"type"}) == "InternalIP")
            return stringAt(address, {"address"});
    return "10.100.0.1";
}

} // namespace

PodLifecycle::PodLifecycle(Cluster& cluster)
    : m_cluster(cluster)
{
}

void PodLifecycle::observe(const Change& change)
{
    if (change.object->type().kind != "Pod")
        return;
    const auto before = change.previous ? stringAt(change.previous->document(), {"spec", "nodeName"}) : std::string();
    const auto now = change.type == Change::Type::Deleted ? std::string()
                                                          : stringAt(change.object->document(), {"spec", "nodeName"});
    if (before != now && !before.empty())
        --m_podsOnNode[before];
    if (before != now && !now.empty())
        ++m_podsOnNode[now];
    if (change.type == Change::Type::Deleted)
        m_schedules.erase(change.object->uid());
}

void PodLifecycle::wakeAt(WorkQueue::Clock::time_point time, const StoredObject& pod)
{
    const auto delay = std::chrono::ceil<std::chrono::milliseconds>(time - WorkQueue::Clock::now());
    m_cluster.queue.addAfter(std::max(delay, 0ms), {Work::Kind::Pod, pod.nameSpace(), pod.name()});
}

void PodLifecycle::sync(const std::string& nameSpace, const std::string& name)
{
    const auto pod = m_cluster.store().get(typeOf("Pod"), nameSpace, name);
    if (!pod)
        return;
    const auto phase = stringAt(pod->document(), {"status", "phase"});
    if (isBeingDeleted(*pod))
        stop(pod);
    else if (stringAt(pod->document(), {"spec", "nodeName"}).empty())
        bind(pod);
    else if (phase == "Pending" || phase == "Running")
        advance(pod);
}

ObjectPtr PodLifecycle::chooseNode(const StoredObject& pod) const
{
    ObjectPtr best;
    int fewest = 0;
    for (const auto& node : m_cluster.store().list(typeOf("Node"), {}).objects) {
        if (!fits(*node, pod.document()))
            continue;
        const auto it = m_podsOnNode.find(node->name());
        const int pods = it == m_podsOnNode.end() ? 0 : it->second;
        if (!best || pods < fewest) {
            best = node;
            fewest = pods;
        }
    }
    return best;
}

void PodLifecycle::bind(const ObjectPtr& pod)
{
    if (stringAt(pod->document(), {"spec", "schedulerName"}) != "default-scheduler")
        return;
    const auto node = chooseNode(*pod);
    auto document = pod->copy();
    if (!node) {
        const auto count = std::to_string(m_cluster.store().list(typeOf("Node"), {}).objects.size());
        const auto message = "0/" + count + " nodes are available: " + count
            + " node(s) didn't match Pod's node affinity/selector. preemption: 0/" + count + " nodes are available: "
            + count + " Preemption is not helpful for scheduling.";
        m_cluster.queue.addAfter(kSchedulingRetry, {Work::Kind::Pod, pod->nameSpace(), pod->name()});
        if (conditionStatus(document, "PodScheduled") == "False")
            return;
        document["status"]["conditions"] = json::array({condition("PodScheduled", false, nowText(), "Unschedulable", message)});
        if (m_cluster.registry.update(pod, std::move(document), Part::Status))
            m_cluster.recordEvent(*pod, "default-scheduler", "Warning", "FailedScheduling", message);
        return;
    }
    document["spec"]["nodeName"] = node->name();
    document["status"]["conditions"] = json::array({condition("PodScheduled", true, nowText())});
    if (m_cluster.registry.bindPod(pod, std::move(document)))
        m_cluster.recordEvent(*pod, "default-scheduler", "Normal", "Scheduled",
            "Successfully assigned " + pod->nameSpace() + "/" + pod->name() + " to " + node->name());
}

void PodLifecycle::advance(const ObjectPtr& pod)
{
    const auto now = WorkQueue::Clock::now();
    const auto found = m_schedules.find(pod->uid());
    const auto node = m_cluster.store().get(typeOf("Node"), {}, stringAt(pod->document(), {"spec", "nodeName"}));
    if (!node)
        return;
    const auto write = [&](Stage stage) {
        auto document = pod->copy();
        auto podIp = stringAt(document, {"status", "podIP"});
        if (podIp.empty() && stage != Stage::Creating)
            podIp = nextPodIp();
        setStage(document, stage, addressOf(*node), podIp);
        return m_cluster.registry.update(pod, std::move(document), Part::Status).has_value();
    };
    if (found == m_schedules.end()) {
        const auto length = m_cluster.jittered(m_cluster.podStart);
        auto& schedule = m_schedules[pod->uid()];
        schedule.running = now + std::chrono::duration_cast<WorkQueue::Clock::duration>(length * kStartedShare);
        schedule.ready = now + length;
        wakeAt(schedule.running, *pod);
        if (stringAt(pod->document(), {"status", "phase"}) == "Pending")
            write(Stage::Creating);
        return;
    }
    const auto& schedule = found->second;
    if (stringAt(pod->document(), {"status", "phase"}) == "Pending") {
        if (now < schedule.running) {
            wakeAt(schedule.running, *pod);
        } else if (write(Stage::Running)) {
            for (const auto& container : arrayAt(pod->document(), {"spec", "containers"})) {
                const auto name = stringAt(container, {"name"});
                const auto field = "spec.containers{" + name + "}";
                m_cluster.recordEvent(*pod, "kubelet", "Normal", "Pulled",
                    "Container image \"" + stringAt(container, {"image"}) + "\" already present on machine", field);
                m_cluster.recordEvent(*pod, "kubelet", "Normal", "Created", "Created container: " + name, field);
                m_cluster.recordEvent(*pod, "kubelet", "Normal", "Started", "Started container " + name, field);
            }
        }
        return;
    }
    if (isReady(*pod))
        return;
    if (now < schedule.ready)
        wakeAt(schedule.ready, *pod);
    else if (m_cluster.faults.isOn(Fault::PodsNeverReady))
        wakeAt(now + kReadinessRetry, *pod);
    else
        write(Stage::Ready);
}

std::string PodLifecycle::nextPodIp()
{
    const auto number = m_podIps++;
    return "10.244." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250 + 2);
}

void PodLifecycle::stop(const ObjectPtr& pod)
{
    const auto now = WorkQueue::Clock::now();
    auto& schedule = m_schedules[pod->uid()];
    const auto grace = std::chrono::seconds(intAt(pod->document(), {"metadata", "deletionGracePeriodSeconds"}));
    if (!schedule.stopping) {
        schedule.stopping = true;
        schedule.gone = now + std::min<std::chrono::milliseconds>(m_cluster.jittered(m_cluster.podStop), grace);
        if (!arrayAt(pod->document(), {"status", "containerStatuses"}).empty())
            for (const auto& container : arrayAt(pod->document(), {"spec", "containers"})) {
                const auto name = stringAt(container, {"name"});
                m_cluster.recordEvent(*pod, "kubelet", "Normal", "Killing", "Stopping container " + name,
                    "spec.containers{" + name + "}");
            }
    }
    if (now < schedule.gone) {
        wakeAt(schedule.gone, *pod);
        return;
    }
    // The agent's own delete: first the object with no grace left, then it is gone.
    auto current = pod;
    if (grace > 0s) {
        auto document = pod->copy();
        document["metadata"]["deletionTimestamp"] = nowText();
        document["metadata"]["deletionGracePeriodSeconds"] = 0;
        current = m_cluster.store().replace(pod, std::move(document));
    }
    DeleteOptions options;
    options.gracePeriodSeconds = 0;
    if (!current || !m_cluster.registry.remove(current, options))
        m_cluster.queue.add({Work::Kind::Pod, pod->nameSpace(), pod->name()});
}

} // namespace qbm::lab::kubernetes
