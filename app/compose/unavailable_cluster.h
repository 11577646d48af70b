// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"

namespace qbm::compose {

/// Stands where no cluster can be asked: every call answers with the reason.
std::shared_ptr<service::ClusterService> makeUnavailableCluster(Error why);

} // namespace qbm::compose
