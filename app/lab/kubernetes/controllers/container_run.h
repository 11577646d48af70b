// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/container_plan.h"
#include "app/lab/kubernetes/controllers/work_queue.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// One container as its node knows it.
struct ContainerRun {
    enum class State { Waiting, Running, Terminated };

    std::string name;
    std::string image;
    bool init = false;
    bool hasProbe = false;
    ContainerPlan plan;
    State state = State::Waiting;
    std::string waitingReason;
    std::string waitingMessage;
    bool ready = false;
    bool everRan = false;
    bool comesBack = false; ///< terminated, and to be started again
    int restarts = 0;
    int exitCode = 0;
    std::string startedAt;
    std::string finishedAt;
    std::string lastContainerId;
    nlohmann::json lastState = nlohmann::json::object();
    std::chrono::milliseconds backOff{0};
    WorkQueue::Clock::time_point due; ///< of its next step
    WorkQueue::Clock::time_point readyAt;

    bool isDone() const { return state == State::Terminated && !comesBack && exitCode == 0; }
    bool hasFailed() const { return state == State::Terminated && !comesBack && exitCode != 0; }
    /// state.terminated of the run that ended.
    nlohmann::json termination(const std::string& podUid) const;
    /// Its entry in containerStatuses.
    nlohmann::json status(const std::string& podUid) const;
};

/// The status of a pod whose containers are these: phase, conditions, container statuses. Times of unchanged conditions
/// stay.
nlohmann::json podStatus(const nlohmann::json& pod, const std::vector<ContainerRun>& containers, bool sandboxReady,
    const std::string& hostIp, const std::string& podIp);

} // namespace qbm::lab::kubernetes
