// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/workload_control.h"
#include "core/kubernetes/client.h"

#include <string>
#include <vector>

/// What acts on its own in a namespace: autoscalers and CronJobs, held still and let go again. A CronJob is suspended;
/// an autoscaler has no such switch, so its target's name is replaced by one that nothing has, which keeps every other
/// field. Each change is one patch that is read back.
namespace qbm::service {

/// What the target of a paused autoscaler is called after the deployment's name.
inline constexpr std::string_view kPausedSuffix = "-paused-by-qbm-console";

/// Autoscalers of `deployments`, those an earlier pause left behind included, and CronJobs that are not suspended.
Result<std::vector<backup::Interferer>> fetchInterferers(kubernetes::Client& client, const std::string& nameSpace,
    const std::vector<std::string>& deployments, TaskContext& context);
/// \error Denied says by whom and why
Result<> checkMayPause(kubernetes::Client& client, const std::string& nameSpace, const backup::Interferer& interferer,
    TaskContext& context);
Result<> pauseInterferer(kubernetes::Client& client, const std::string& nameSpace, const backup::Interferer& interferer,
    TaskContext& context);
/// Takes back what pauseInterferer() did; what somebody else has changed since stays.
Result<> resumeInterferer(kubernetes::Client& client, const std::string& nameSpace,
    const backup::Interferer& interferer, TaskContext& context);

} // namespace qbm::service
