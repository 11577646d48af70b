// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/autoscaler.h"
#include "app/lab/kubernetes/controllers/cluster.h"
#include "app/lab/kubernetes/controllers/pod_lifecycle.h"
#include "app/lab/kubernetes/controllers/scheduler.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace qbm::lab::kubernetes {

/// All controllers on one thread: it hears every change of the store, queues what the change concerns, and works the
/// queue off. A controller sees its own writes before it runs again.
class ControllerManager {
public:
    ControllerManager(Cluster cluster, std::string caPem, bool metricsServer);
    ~ControllerManager();

    void start();
    /// Ends within the work at hand. Idempotent.
    void stop();

private:
    void run();
    bool waitForWork();
    void hearChanges();
    void dispatch(const Change& change);
    void dispatchToOwners(const StoredObject& object);
    void queueSelectorsOf(const StoredObject& pod);
    void queueAutoscalersOf(const StoredObject& workload);
    void queueAll(const char* kind, Work::Kind work, const std::string& nameSpace);
    void handle(const Work& work);
    void handlePod(const std::string& nameSpace, const std::string& name);

    Cluster m_cluster;
    Scheduler m_scheduler;
    PodLifecycle m_pods;
    Autoscaler m_autoscaler;
    std::string m_caPem;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Change> m_inbox; ///< under m_mutex
    bool m_stopping = false; ///< under m_mutex
    std::thread m_thread;
};

} // namespace qbm::lab::kubernetes
