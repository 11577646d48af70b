// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/cron_job_control.h"
#include "core/kubernetes/client.h"

#include <memory>
#include <string>

namespace qbm::service {

/// The CronJobs of one namespace, as backups are scheduled with them.
std::unique_ptr<backup::CronJobControl> makeKubernetesCronJobs(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace);

} // namespace qbm::service
