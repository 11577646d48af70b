// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"

#include <chrono>
#include <string>

namespace qbm::backup {

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
};

} // namespace qbm::backup
