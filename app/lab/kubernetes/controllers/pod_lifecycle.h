// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"
#include "app/lab/kubernetes/controllers/container_run.h"

#include <map>

namespace qbm::lab::kubernetes {

/// The nodes' agents: start the containers of bound pods, make them ready, restart what ends, end pods gracefully.
class PodLifecycle {
public:
    explicit PodLifecycle(Cluster& cluster);

    /// Takes a bound pod one step further if its time has come, and sets the timer for the next one.
    void sync(const ObjectPtr& pod);
    void observe(const Change& change);

private:
    using TimePoint = WorkQueue::Clock::time_point;

    /// A pod on its node.
    struct PodRun {
        std::vector<ContainerRun> containers; ///< init containers first; empty: a pod that was running when first seen
        TimePoint gone; ///< set when deletion begins
        bool stopping = false;
        bool sandboxReady = false;
        std::string podIp;
    };
    PodRun admit(const StoredObject& pod);
    void advance(const ObjectPtr& pod, PodRun& run);
    void stepContainers(const StoredObject& pod, PodRun& run, TimePoint now);
    void step(const StoredObject& pod, ContainerRun& container, TimePoint now);
    void failPull(const StoredObject& pod, ContainerRun& container, TimePoint now);
    void start(const StoredObject& pod, ContainerRun& container, TimePoint now);
    void end(const StoredObject& pod, ContainerRun& container, TimePoint now);
    void waitForRestart(const StoredObject& pod, ContainerRun& container, TimePoint now);
    void updateReadiness(ContainerRun& container, TimePoint now);
    void stop(const ObjectPtr& pod);
    void recordContainer(const StoredObject& pod, const ContainerRun& container, std::string_view type,
        std::string_view reason, const std::string& message);
    std::string nextPodIp();
    void wakeAt(TimePoint time, const StoredObject& pod);

    Cluster& m_cluster;
    std::map<std::string, PodRun> m_runs; ///< by uid
    unsigned m_podIps = 0; ///< handed out so far
};

} // namespace qbm::lab::kubernetes
