// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/pod_lifecycle.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kReadinessRetry = 300ms;
constexpr double kStartedShare = 0.4; ///< of the start time until the containers run
constexpr int kMostBackOffs = 30; ///< the longest back-off in units of the first: 10 s to 5 min

std::string addressOf(const StoredObject& node)
{
    for (const auto& address : arrayAt(node.document(), {"status", "addresses"}))
        if (stringAt(address, {"type"}) == "InternalIP")
            return stringAt(address, {"address"});
    return "10.100.0.1";
}

std::string pullFailure(const std::string& image)
{
    return "failed to pull and unpack image \"" + image + "\": failed to resolve reference \"" + image
        + "\": the registry does not know this image";
}

bool neverPulls(const StoredObject& pod, const ContainerRun& run)
{
    for (const auto& container : arrayAt(pod.document(), {"spec", run.init ? "initContainers" : "containers"}))
        if (stringAt(container, {"name"}) == run.name)
            return stringAt(container, {"imagePullPolicy"}) == "Never";
    return false;
}

std::string durationText(std::chrono::milliseconds duration)
{
    const auto seconds = std::max<std::int64_t>(1, duration.count() / 1000);
    if (seconds < 60)
        return std::to_string(seconds) + "s";
    return std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
}

std::string fullName(const StoredObject& pod)
{
    return pod.name() + "_" + pod.nameSpace() + "(" + pod.uid() + ")";
}

} // namespace

PodLifecycle::PodLifecycle(Cluster& cluster)
    : m_cluster(cluster)
{
}

void PodLifecycle::observe(const Change& change)
{
    if (change.object->type().kind == "Pod" && change.type == Change::Type::Deleted)
        m_runs.erase(change.object->uid());
}

void PodLifecycle::wakeAt(TimePoint time, const StoredObject& pod)
{
    const auto delay = std::chrono::ceil<std::chrono::milliseconds>(time - WorkQueue::Clock::now());
    m_cluster.queue.addAfter(std::max(delay, 0ms), {Work::Kind::Pod, pod.nameSpace(), pod.name()});
}

void PodLifecycle::recordContainer(const StoredObject& pod, const ContainerRun& container, std::string_view type,
    std::string_view reason, const std::string& message)
{
    m_cluster.recordEvent(pod, "kubelet", type, reason, message,
        (container.init ? "spec.initContainers{" : "spec.containers{") + container.name + "}");
}

void PodLifecycle::sync(const ObjectPtr& pod)
{
    if (isBeingDeleted(*pod)) {
        stop(pod);
        return;
    }
    const auto phase = stringAt(pod->document(), {"status", "phase"});
    if (phase != "Pending" && phase != "Running")
        return;
    auto it = m_runs.find(pod->uid());
    if (it == m_runs.end())
        it = m_runs.emplace(pod->uid(), admit(*pod)).first;
    if (!it->second.containers.empty())
        advance(pod, it->second);
}

PodLifecycle::PodRun PodLifecycle::admit(const StoredObject& pod)
{
    PodRun run;
    if (stringAt(pod.document(), {"status", "phase"}) != "Pending")
        return run;
    const auto now = WorkQueue::Clock::now();
    const auto length = m_cluster.jittered(m_cluster.podStart);
    const auto share = std::chrono::duration_cast<std::chrono::milliseconds>(length * kStartedShare);
    const auto& initContainers = arrayAt(pod.document(), {"spec", "initContainers"});
    const auto add = [&](const json& spec, bool init) {
        ContainerRun container;
        container.name = stringAt(spec, {"name"});
        container.image = stringAt(spec, {"image"});
        container.init = init;
        container.hasProbe = spec.contains("readinessProbe");
        container.plan = planOf(pod.document(), spec);
        if (init && !container.plan.exitCode) {
            container.plan.exitCode = 0;
            container.plan.runs = share;
        }
        container.waitingReason = initContainers.empty() ? "ContainerCreating" : "PodInitializing";
        container.due = now + share;
        container.readyAt = now + length;
        run.containers.push_back(std::move(container));
    };
    for (const auto& spec : initContainers)
        add(spec, true);
    for (const auto& spec : arrayAt(pod.document(), {"spec", "containers"}))
        add(spec, false);
    return run;
}

void PodLifecycle::advance(const ObjectPtr& pod, PodRun& run)
{
    const auto node = m_cluster.store().get(typeOf("Node"), {}, stringAt(pod->document(), {"spec", "nodeName"}));
    if (!node)
        return;
    const auto now = WorkQueue::Clock::now();
    const bool fresh = arrayAt(pod->document(), {"status", "containerStatuses"}).empty();
    if (!fresh) // the first thing a node reports is that it creates the containers
        stepContainers(*pod, run, now);
    auto next = TimePoint::max();
    for (const auto& container : run.containers) {
        if (container.due > now)
            next = std::min(next, container.due);
        if (container.state == ContainerRun::State::Running && !container.init && !container.ready)
            next = std::min(next, std::max(container.readyAt, now + (container.readyAt > now ? 0ms : kReadinessRetry)));
    }
    if (next != TimePoint::max())
        wakeAt(next, *pod);
    auto document = pod->copy();
    document["status"] = podStatus(pod->document(), run.containers, run.sandboxReady, addressOf(*node), run.podIp);
    if (document["status"] == objectAt(pod->document(), {"status"}))
        return;
    if (!m_cluster.registry.update(pod, std::move(document), Part::Status, {false, {"kubelet", {}, false, {}}}))
        m_cluster.queue.add({Work::Kind::Pod, pod->nameSpace(), pod->name()});
}

void PodLifecycle::stepContainers(const StoredObject& pod, PodRun& run, TimePoint now)
{
    for (auto& container : run.containers) {
        step(pod, container, now);
        if (container.init && !container.isDone()) // the others wait for it
            break;
    }
    const bool begun = std::ranges::any_of(run.containers, [](const ContainerRun& container) {
        return container.everRan || container.waitingReason.find("Image") != std::string::npos;
    });
    if (begun && !run.sandboxReady) {
        run.sandboxReady = true;
        run.podIp = nextPodIp();
    }
}

void PodLifecycle::step(const StoredObject& pod, ContainerRun& container, TimePoint now)
{
    updateReadiness(container, now);
    if (now < container.due || container.isDone() || container.hasFailed())
        return;
    switch (container.state) {
    case ContainerRun::State::Waiting:
        if (container.plan.imageMissing)
            failPull(pod, container, now);
        else
            start(pod, container, now);
        break;
    case ContainerRun::State::Running:
        if (container.plan.exitCode)
            end(pod, container, now);
        break;
    case ContainerRun::State::Terminated:
        if (container.restarts > 0)
            waitForRestart(pod, container, now);
        else
            start(pod, container, now); // the first restart comes at once
        break;
    }
    updateReadiness(container, now);
}

void PodLifecycle::updateReadiness(ContainerRun& container, TimePoint now)
{
    const bool running = container.state == ContainerRun::State::Running;
    if (!running)
        container.ready = false;
    else if (now >= container.readyAt && !m_cluster.faults.isOn(Fault::PodsNeverReady))
        container.ready = true;
}

void PodLifecycle::failPull(const StoredObject& pod, ContainerRun& container, TimePoint now)
{
    const auto& image = container.image;
    container.due = now + 3600s;
    if (neverPulls(pod, container)) {
        container.waitingReason = "ErrImageNeverPull";
        container.waitingMessage = "Container image \"" + image + "\" is not present with pull policy of Never";
        recordContainer(pod, container, "Warning", "Failed", "Error: ErrImageNeverPull");
        return;
    }
    if (container.waitingReason == "ErrImagePull") {
        container.waitingReason = "ImagePullBackOff";
        container.waitingMessage = "Back-off pulling image \"" + image + "\": ErrImagePull: " + pullFailure(image);
        container.due = now + container.backOff;
        recordContainer(pod, container, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
        recordContainer(pod, container, "Warning", "Failed", "Error: ImagePullBackOff");
        return;
    }
    container.backOff
        = std::min(std::max(container.backOff * 2, m_cluster.restartBackOff), m_cluster.restartBackOff * kMostBackOffs);
    container.waitingReason = "ErrImagePull";
    container.waitingMessage = pullFailure(image);
    container.due = now + m_cluster.restartBackOff / 10;
    recordContainer(pod, container, "Normal", "Pulling", "Pulling image \"" + image + "\"");
    recordContainer(
        pod, container, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + pullFailure(image));
    recordContainer(pod, container, "Warning", "Failed", "Error: ErrImagePull");
}

void PodLifecycle::start(const StoredObject& pod, ContainerRun& container, TimePoint now)
{
    if (container.everRan) {
        if (container.state == ContainerRun::State::Terminated)
            container.lastState = {{"terminated", container.termination(pod.uid())}};
        ++container.restarts;
        container.readyAt = now + (container.hasProbe ? m_cluster.podStart : 0ms);
    } else if (container.plan.exitCode && !container.hasProbe) {
        container.readyAt = now;
    }
    container.state = ContainerRun::State::Running;
    container.everRan = true;
    container.comesBack = false;
    container.startedAt = nowText();
    container.waitingMessage.clear();
    if (container.plan.exitCode)
        container.due = now + container.plan.runs;
    recordContainer(
        pod, container, "Normal", "Pulled", "Container image \"" + container.image + "\" already present on machine");
    recordContainer(pod, container, "Normal", "Created", "Created container: " + container.name);
    recordContainer(pod, container, "Normal", "Started", "Started container " + container.name);
}

void PodLifecycle::end(const StoredObject& pod, ContainerRun& container, TimePoint now)
{
    const auto policy = stringAt(pod.document(), {"spec", "restartPolicy"}, "Always");
    container.state = ContainerRun::State::Terminated;
    container.exitCode = *container.plan.exitCode;
    container.finishedAt = nowText();
    container.comesBack = container.exitCode != 0 ? policy != "Never" : policy == "Always" && !container.init;
    container.due = now + m_cluster.restartBackOff / 10;
}

void PodLifecycle::waitForRestart(const StoredObject& pod, ContainerRun& container, TimePoint now)
{
    container.backOff
        = std::min(std::max(container.backOff * 2, m_cluster.restartBackOff), m_cluster.restartBackOff * kMostBackOffs);
    container.lastState = {{"terminated", container.termination(pod.uid())}};
    container.state = ContainerRun::State::Waiting;
    container.waitingReason = "CrashLoopBackOff";
    container.waitingMessage = "back-off " + durationText(container.backOff)
        + " restarting failed container=" + container.name + " pod=" + fullName(pod);
    container.due = now + container.backOff;
    recordContainer(pod, container, "Warning", "BackOff",
        "Back-off restarting failed container " + container.name + " in pod " + fullName(pod));
}

std::string PodLifecycle::nextPodIp()
{
    const auto number = m_podIps++;
    return "10.244." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250 + 2);
}

void PodLifecycle::stop(const ObjectPtr& pod)
{
    const auto now = WorkQueue::Clock::now();
    auto& run = m_runs[pod->uid()];
    const auto grace = std::chrono::seconds(intAt(pod->document(), {"metadata", "deletionGracePeriodSeconds"}));
    if (!run.stopping) {
        run.stopping = true;
        run.gone = now + std::min<std::chrono::milliseconds>(m_cluster.jittered(m_cluster.podStop), grace);
        for (const auto& status : arrayAt(pod->document(), {"status", "containerStatuses"})) {
            ContainerRun container;
            container.name = stringAt(status, {"name"});
            recordContainer(*pod, container, "Normal", "Killing", "Stopping container " + container.name);
        }
    }
    if (now < run.gone) {
        wakeAt(run.gone, *pod);
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
