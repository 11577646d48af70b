// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/objects.h"

#include <map>

namespace qbm::kubernetes {

namespace {

struct Counters {
    int restarts = 0;
    std::optional<TimePoint> lastRestart;

    void add(const JsonValue& containerStatus)
    {
        restarts += containerStatus["restartCount"].count();
        const auto finished = containerStatus["lastState"]["terminated"]["finishedAt"].time();
        if (finished && (!lastRestart || *lastRestart < *finished))
            lastRestart = finished;
    }
};

std::string terminatedReason(const JsonValue& terminated)
{
    if (const std::string reason = terminated["reason"].string(); !reason.empty())
        return reason;
    if (const auto signal = terminated["signal"].integer(); signal != 0)
        return "Signal:" + std::to_string(signal);
    return "ExitCode:" + std::to_string(terminated["exitCode"].integer());
}

bool conditionIsTrue(const JsonValue& status, std::string_view type)
{
    for (const JsonValue& condition : status["conditions"].items()) {
        if (condition["type"].view() == type)
            return condition["status"].view() == "True";
    }
    return false;
}

/// The STATUS, READY and RESTARTS columns, computed step by step as the API server's own printer does.
/// source: kubernetes pkg/printers/internalversion/printers.go, printPod
class PodColumns {
public:
    PodColumns(const JsonValue& object, Pod& pod)
        : m_spec(object["spec"])
        , m_status(object["status"])
        , m_pod(pod)
    {
    }

    void compute()
    {
        m_pod.containers = static_cast<int>(m_spec["containers"].items().size());
        m_reason = m_status["reason"].string();
        if (m_reason.empty())
            m_reason = m_pod.phase;
        for (const JsonValue& condition : m_status["conditions"].items()) {
            if (condition["type"].view() == "PodScheduled" && condition["reason"].view() == "SchedulingGated")
                m_reason = "SchedulingGated";
        }
        const bool initializing = initContainers();
        if (!initializing || conditionIsTrue(m_status, "Initialized"))
            mainContainers();
        finish();
    }

private:
    static bool isSidecar(const JsonValue& container) { return container["restartPolicy"].view() == "Always"; }

    /// True while one of them keeps the pod from starting.
    bool initContainers()
    {
        std::map<std::string_view, bool> sidecars;
        const auto specs = m_spec["initContainers"].items();
        for (const JsonValue& container : specs) {
            const bool sidecar = isSidecar(container);
            sidecars[container["name"].view()] = sidecar;
            m_pod.containers += sidecar ? 1 : 0;
        }
        std::size_t index = 0;
        for (const JsonValue& container : m_status["initContainerStatuses"].items()) {
            const bool sidecar = sidecars[container["name"].view()];
            m_all.add(container);
            if (sidecar)
                m_counted.add(container);
            const JsonValue terminated = container["state"]["terminated"];
            const bool succeeded = terminated.isObject() && terminated["exitCode"].integer() == 0;
            const bool started = sidecar && container["started"].boolean();
            if (!succeeded && started && container["ready"].boolean())
                ++m_pod.readyContainers;
            if (!succeeded && !started) {
                m_reason = initReason(container, index, specs.size());
                return true;
            }
            ++index;
        }
        return false;
    }

    static std::string initReason(const JsonValue& container, std::size_t index, std::size_t total)
    {
        const JsonValue state = container["state"];
        if (state["terminated"].isObject())
            return "Init:" + terminatedReason(state["terminated"]);
        const std::string waiting = state["waiting"]["reason"].string();
        if (!waiting.empty() && waiting != "PodInitializing")
            return "Init:" + waiting;
        return "Init:" + std::to_string(index) + "/" + std::to_string(total);
    }

    void mainContainers()
    {
        m_all = m_counted; // those of init containers no longer count once they are through
        bool hasRunning = false;
        const auto statuses = m_status["containerStatuses"].items();
        for (auto container = statuses.rbegin(); container != statuses.rend(); ++container) {
            m_all.add(*container);
            const JsonValue state = (*container)["state"];
            if (const std::string waiting = state["waiting"]["reason"].string(); !waiting.empty()) {
                m_reason = waiting;
            } else if (state["terminated"].isObject()) {
                m_reason = terminatedReason(state["terminated"]);
            } else if ((*container)["ready"].boolean() && state["running"].isObject()) {
                hasRunning = true;
                ++m_pod.readyContainers;
            }
        }
        if (m_reason == "Completed" && hasRunning)
            m_reason = conditionIsTrue(m_status, "Ready") ? "Running" : "NotReady";
    }

    void finish()
    {
        const bool ended = m_pod.phase == "Failed" || m_pod.phase == "Succeeded";
        if (m_pod.meta.deletion && m_status["reason"].view() == "NodeLost")
            m_reason = "Unknown";
        else if (m_pod.meta.deletion && !ended)
            m_reason = "Terminating";
        m_pod.status = m_reason;
        m_pod.restarts = m_all.restarts;
        m_pod.lastRestart = m_all.lastRestart;
    }

    JsonValue m_spec;
    JsonValue m_status;
    Pod& m_pod;
    std::string m_reason;
    Counters m_all; // what the columns show
    Counters m_counted; // of sidecars, which go on counting
};

Container decodeContainer(const JsonValue& status)
{
    Container out{status["name"].string(), status["image"].string(), status["ready"].boolean(),
        status["restartCount"].count(), {}, {}, {}, 0};
    for (const std::string_view state : {"running", "waiting", "terminated"}) {
        const JsonValue value = status["state"][state];
        if (!value.isObject())
            continue;
        out.state = state;
        out.reason = value["reason"].string();
        out.message = value["message"].string();
        out.exitCode = value["exitCode"].count();
    }
    if (const JsonValue last = status["lastState"]["terminated"]; last.isObject()) {
        out.lastReason = terminatedReason(last);
        out.lastExitCode = last["exitCode"].count();
        out.lastEnded = last["finishedAt"].time();
    }
    return out;
}

std::string messageBehind(const Pod& pod, const JsonValue& status)
{
    for (const Container& container : pod.containerStates) {
        if (!container.ready && !container.message.empty())
            return container.message;
    }
    for (const JsonValue& condition : status["conditions"].items()) {
        if (condition["type"].view() == "PodScheduled" && condition["status"].view() == "False")
            return condition["message"].string();
    }
    return status["message"].string();
}

} // namespace

Pod decodePod(const JsonValue& object)
{
    const JsonValue status = object["status"];
    Pod pod;
    pod.meta = decodeMeta(object);
    pod.phase = status["phase"].string();
    pod.node = object["spec"]["nodeName"].string();
    pod.ip = status["podIP"].string();
    pod.ready = conditionIsTrue(status, "Ready");
    for (const JsonValue& condition : status["conditions"].items()) {
        if (condition["type"].view() == "Ready")
            pod.readyChanged = condition["lastTransitionTime"].time();
    }
    for (const std::string_view list : {"initContainerStatuses", "containerStatuses"}) {
        for (const JsonValue& container : status[list].items())
            pod.containerStates.push_back(decodeContainer(container));
    }
    pod.qosClass = status["qosClass"].string();
    pod.resources = decodePodResources(object["spec"]);
    PodColumns(object, pod).compute();
    pod.statusMessage = messageBehind(pod, status);
    return pod;
}

} // namespace qbm::kubernetes
