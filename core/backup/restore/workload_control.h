// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"

#include <chrono>
#include <string>
#include <vector>

namespace qbm::backup {

/// Something in the cluster that would act on its own while the application must be quiet.
struct Interferer {
    std::string kind; ///< "HorizontalPodAutoscaler" or "CronJob"
    std::string name;
    Text description; ///< "2 to 10 replicas of backend", "runs at 0 3 * * *"
    std::string state; ///< what resume() needs to bring it back exactly as it was; stands in journals
};

/// What a restore needs of the thing that runs the application (Kubernetes deployments), and no more.
/// \thread one call at a time
class WorkloadControl {
public:
    virtual ~WorkloadControl() = default;

    /// The replica count that is asked for now. \error NotFound, Denied, Unreachable
    virtual Result<int> fetchReplicas(const std::string& deployment, TaskContext& context) = 0;
    /// Whether scaleTo() would be allowed. \error Denied says by whom and why
    virtual Result<> checkMayScale(const std::string& deployment, TaskContext& context) = 0;
    /// Asks for `replicas`; asking again for the same is no error. \error NotFound, Denied, Conflict, Unreachable,
    /// InDoubt
    virtual Result<> scaleTo(const std::string& deployment, int replicas, TaskContext& context) = 0;
    /// Returns when exactly `replicas` pods are there and ready; for 0, when the last pod is gone.
    /// \error Timeout names the pods that are still there or not ready
    virtual Result<> waitForPods(
        const std::string& deployment, int replicas, std::chrono::milliseconds timeout, TaskContext& context)
        = 0;

    /// The pod that has this address; empty if none has. For naming who holds a database session.
    virtual Result<std::string> findPodByAddress(const std::string& address, TaskContext& context) = 0;
    /// Autoscalers of `deployments`, and CronJobs that are not suspended. \error Denied, Unreachable
    virtual Result<std::vector<Interferer>> fetchInterferers(
        const std::vector<std::string>& deployments, TaskContext& context)
        = 0;
    /// Whether pause() would be allowed. \error Denied
    virtual Result<> checkMayPause(const Interferer& interferer, TaskContext& context) = 0;
    /// Keeps it from acting; again is no error, and one that is gone is none.
    virtual Result<> pause(const Interferer& interferer, TaskContext& context) = 0;
    /// As it was when it was fetched, and read back.
    virtual Result<> resume(const Interferer& interferer, TaskContext& context) = 0;
};

} // namespace qbm::backup
