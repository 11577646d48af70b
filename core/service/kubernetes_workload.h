// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/workload_control.h"
#include "core/kubernetes/client.h"

#include <memory>
#include <string>

namespace qbm::service {

/// The restore's view of Deployments in one namespace.
std::unique_ptr<backup::WorkloadControl> makeKubernetesWorkload(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace);

} // namespace qbm::service
