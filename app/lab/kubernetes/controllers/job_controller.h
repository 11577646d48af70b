// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// One Job: starts its pods, counts how they end, says when it is complete or has failed.
void syncJob(Cluster& cluster, const std::string& nameSpace, const std::string& name);
/// One CronJob: starts a Job when its time has come, keeps the last few.
void syncCronJob(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
