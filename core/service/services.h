// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/profile.h"

#include <memory>

namespace qbm::service {

class AnalysisService;
class BackupService;
class ClusterService;
class DashboardService;
class HealthService;
class MetricsService;
class OperationService;

/// Everything a front end may ask of one connected system. Made by app/compose; fakes stand in for it in tests.
///
/// Every pointer is set: a part that the profile does not name has a service that answers Unsupported with a sentence.
struct Services {
    config::Profile profile;
    AccessMode access = AccessMode::ReadWrite;
    std::shared_ptr<HealthService> health;
    std::shared_ptr<MetricsService> metrics;
    std::shared_ptr<DashboardService> dashboards;
    std::shared_ptr<ClusterService> cluster;
    std::shared_ptr<BackupService> backups;
    std::shared_ptr<AnalysisService> analysis;
    std::shared_ptr<OperationService> operations;
};

} // namespace qbm::service
