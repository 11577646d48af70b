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
    std::string manifest; ///< as it stands in the cluster, YAML
    std::optional<TimePoint> lastScheduledAt;
    std::optional<TimePoint> lastSucceededAt;
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
    virtual Result<> remove(const std::string& name, TaskContext& context) = 0;
    /// Whether apply() would be allowed. \error Denied
    virtual Result<> checkMayApply(TaskContext& context) = 0;
};

} // namespace qbm::backup
