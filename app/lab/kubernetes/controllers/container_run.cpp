// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/container_run.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/sha256.h"

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

std::string containerId(const std::string& podUid, const std::string& name, int restarts)
{
    return "containerd://" + sha256Hex(podUid + "/" + name + "/" + std::to_string(restarts));
}

/// A condition, with the time it has had this status since.
json condition(
    const json& pod, const char* type, bool on, const std::string& reason = {}, const std::string& message = {})
{
    json entry = {{"type", type}, {"status", on ? "True" : "False"}, {"lastProbeTime", nullptr}};
    auto since = nowText();
    for (const auto& before : arrayAt(pod, {"status", "conditions"}))
        if (stringAt(before, {"type"}) == type && stringAt(before, {"status"}) == entry["status"])
            since = stringAt(before, {"lastTransitionTime"}, since);
    entry["lastTransitionTime"] = since;
    if (!reason.empty())
        entry["reason"] = reason;
    if (!message.empty())
        entry["message"] = message;
    return entry;
}

template <class Predicate> std::string namesOf(const std::vector<ContainerRun>& containers, Predicate predicate)
{
    std::string names;
    for (const auto& container : containers)
        if (predicate(container))
            names += (names.empty() ? "" : " ") + container.name;
    return "[" + names + "]";
}

std::string phaseOf(const std::vector<ContainerRun>& containers)
{
    bool ended = true;
    bool failed = false;
    bool started = false;
    for (const auto& container : containers) {
        if (container.init) {
            if (container.hasFailed())
                return "Failed";
            if (!container.isDone())
                return "Pending";
            continue;
        }
        ended = ended && (container.isDone() || container.hasFailed());
        failed = failed || container.hasFailed();
        started = started || container.everRan;
    }
    if (ended)
        return failed ? "Failed" : "Succeeded";
    return started ? "Running" : "Pending";
}

json conditionsOf(
    const json& pod, const std::vector<ContainerRun>& containers, const std::string& phase, bool sandboxReady)
{
    const bool over = phase == "Succeeded" || phase == "Failed";
    const bool initialized = std::ranges::all_of(
        containers, [](const ContainerRun& container) { return !container.init || container.isDone(); });
    const bool ready = std::ranges::all_of(
        containers, [](const ContainerRun& container) { return container.init || container.ready; });
    std::string why;
    std::string message;
    if (over) {
        why = phase == "Succeeded" ? "PodCompleted" : "PodFailed";
    } else if (!ready) {
        why = "ContainersNotReady";
        message = "containers with unready status: "
            + namesOf(containers, [](const ContainerRun& container) { return !container.init && !container.ready; });
    }
    auto initializedCondition = condition(pod, "Initialized", initialized);
    if (!initialized)
        initializedCondition.update({{"reason", "ContainersNotInitialized"},
            {"message", "containers with incomplete status: " + namesOf(containers, [](const ContainerRun& container) {
                 return container.init && !container.isDone();
             })}});
    else if (phase == "Succeeded")
        initializedCondition["reason"] = why;
    return {condition(pod, "PodReadyToStartContainers", sandboxReady && !over), initializedCondition,
        condition(pod, "Ready", ready && !over, why, message),
        condition(pod, "ContainersReady", ready && !over, why, message), condition(pod, "PodScheduled", true)};
}

} // namespace

json ContainerRun::termination(const std::string& podUid) const
{
    return {{"exitCode", exitCode}, {"reason", exitCode == 0 ? "Completed" : "Error"}, {"startedAt", startedAt},
        {"finishedAt", finishedAt}, {"containerID", containerId(podUid, name, restarts)}};
}

json ContainerRun::status(const std::string& podUid) const
{
    json result = {{"name", name}, {"lastState", lastState}, {"ready", init ? isDone() : ready},
        {"restartCount", restarts}, {"image", image}, {"imageID", ""}, {"started", state == State::Running}};
    switch (state) {
    case State::Waiting:
        result["state"]["waiting"]["reason"] = waitingReason;
        if (!waitingMessage.empty())
            result["state"]["waiting"]["message"] = waitingMessage;
        break;
    case State::Running:
        result["state"]["running"]["startedAt"] = startedAt;
        break;
    case State::Terminated:
        result["state"]["terminated"] = termination(podUid);
        break;
    }
    if (everRan) {
        result["imageID"] = "sha256:" + sha256Hex(image);
        result["containerID"] = containerId(podUid, name, restarts);
    }
    return result;
}

json podStatus(const json& pod, const std::vector<ContainerRun>& containers, bool sandboxReady,
    const std::string& hostIp, const std::string& podIp)
{
    auto status = objectAt(pod, {"status"});
    const auto uid = stringAt(pod, {"metadata", "uid"});
    const auto phase = phaseOf(containers);
    auto conditions = conditionsOf(pod, containers, phase, sandboxReady);
    for (const auto& known :
        arrayAt(pod, {"status", "conditions"})) // DisruptionTarget, and what clients have put there
        if (std::ranges::none_of(conditions, [&](const json& own) { return own["type"] == known.value("type", ""); }))
            conditions.push_back(known);
    status["phase"] = phase;
    status["conditions"] = conditions;
    status["hostIP"] = hostIp;
    status["hostIPs"] = json::array({{{"ip", hostIp}}});
    if (sandboxReady) {
        status["podIP"] = podIp;
        status["podIPs"] = json::array({{{"ip", podIp}}});
    }
    if (!status.contains("startTime"))
        status["startTime"] = nowText();
    for (const bool init : {true, false}) {
        auto list = json::array();
        for (const auto& container : containers)
            if (container.init == init)
                list.push_back(container.status(uid));
        if (!list.empty())
            status[init ? "initContainerStatuses" : "containerStatuses"] = list;
    }
    return status;
}

} // namespace qbm::lab::kubernetes
