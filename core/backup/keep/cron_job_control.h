// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"

#include <optional>
#include <string>

namespace qbm::backup {

/// A CronJob of ours as the cluster tells.
struct CronJobFacts {
    std::string name;
    std::string
        manifest; ///< as it stands in the cluster without what the server keeps for itself: JSON, which is YAML too
    std::optional<TimePoint> lastScheduledAt;
    std::optional<TimePoint> lastSucceededAt;
    bool running = false; ///< a Job of it has not ended yet
    bool lastFailed = false; ///< its newest finished Job failed
    std::string lastMessage;
};

/// What in-cluster schedules need of Kubernetes, and no more.
class CronJobControl {
public:
    virtual ~CronJobControl() = default;
    virtual std::string nameSpace() const = 0;
    /// nullopt: there is none of that name. \error Denied, Unreachable
    virtual Result<std::optional<CronJobFacts>> fetch(const std::string& name, TaskContext& context) = 0;
    /// Makes or replaces it from a manifest. \error Denied, Conflict, InvalidInput (the server's words)
    virtual Result<> apply(const std::string& manifest, TaskContext& context) = 0;
    /// With its Jobs; none of that name is no error.
    virtual Result<> remove(const std::string& name, TaskContext& context) = 0;
    /// Whether apply() would be allowed. \error Denied
    virtual Result<> checkMayApply(TaskContext& context) = 0;
    /// Whether there is a PersistentVolumeClaim of that name. \error NotFound, Denied
    virtual Result<> checkClaim(const std::string& name, TaskContext& context) = 0;
    /// Whether a Secret of that name has the key. \error NotFound, Denied
    virtual Result<> checkSecretKey(const std::string& name, const std::string& key, TaskContext& context) = 0;
};

} // namespace qbm::backup
