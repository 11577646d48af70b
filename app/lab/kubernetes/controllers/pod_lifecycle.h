// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

#include <map>

namespace qbm::lab::kubernetes {

/// The scheduler and the nodes' agents: binds pods, starts their containers, makes them ready, ends them gracefully.
class PodLifecycle {
public:
    explicit PodLifecycle(Cluster& cluster);

    /// Takes the pod one step further if its time has come, and sets the timer for the next one.
    void sync(const std::string& nameSpace, const std::string& name);
    void observe(const Change& change);

private:
    /// When the steps of one pod are due.
    struct Schedule {
        WorkQueue::Clock::time_point running;
        WorkQueue::Clock::time_point ready;
        WorkQueue::Clock::time_point gone; ///< set when deletion begins
        bool stopping = false;
    };
    void bind(const ObjectPtr& pod);
    ObjectPtr chooseNode(const StoredObject& pod) const;
    void advance(const ObjectPtr& pod);
    void stop(const ObjectPtr& pod);
    std::string nextPodIp();
    void wakeAt(WorkQueue::Clock::time_point time, const StoredObject& pod);

    Cluster& m_cluster;
    std::map<std::string, Schedule> m_schedules; ///< by uid
    std::map<std::string, int> m_podsOnNode;
    unsigned m_podIps = 0; ///< handed out so far
};

} // namespace qbm::lab::kubernetes
