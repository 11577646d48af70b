// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"
#include "core/prometheus/alertmanager.h"
#include "core/prometheus/measure.h"
#include "core/redis/info.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What the overview asks each service. The functions are given in, so that health knows no connection; each is called from
/// a thread of its own and must honour the stop of its context.
namespace qbm::health {

/// A standby as its primary lists it (pg_stat_replication).
struct StandbyFacts {
    std::string name; ///< application_name
    std::string state; ///< "streaming", "catchup", ...
    std::optional<double> lagSeconds; ///< replay lag; unset: fully caught up or unknown
};

struct DatabaseFacts {
    std::string version; ///< "15.20"
    bool isPrimary = true; ///< false: in recovery
    int connections = 0;
    int maxConnections = 0;
    std::uint64_t sizeBytes = 0;
    std::vector<StandbyFacts> standbys;
    std::optional<double> replayLagSeconds; ///< on a standby: age of the last replayed transaction
};

struct DeploymentFacts {
    std::string name;
    int desired = 0;
    int ready = 0;
    int updated = 0;
    std::string trouble; ///< the worst pod's reason ("CrashLoopBackOff"); empty: none
};

struct BackupFacts {
    std::string name; ///< empty: there is none that could be restored, and more than that is wrong
    TimePoint finishedAt{};
    std::uint64_t sizeBytes = 0;
    bool verified = false; ///< its checksum was compared since
    Text alarm; ///< what is wrong with the backups, worst first: a run missed, too old, too small; empty: nothing
    Text recovery; ///< what a restore now would lose and how long it takes; empty: not known
};

/// An empty function means: not configured.
struct Providers {
    prometheus::QueryFunction query;
    std::function<Result<std::vector<prometheus::Target>>(TaskContext&)> targets;
    std::function<Result<std::vector<prometheus::Alert>>(TaskContext&)> alerts;
    std::function<Result<DatabaseFacts>(TaskContext&)> database;
    std::function<Result<redis::ServerFacts>(TaskContext&)> cache;
    std::function<Result<std::vector<DeploymentFacts>>(TaskContext&)> deployments;
    /// nullopt: there is no backup yet.
    std::function<Result<std::optional<BackupFacts>>(TaskContext&)> lastBackup;
    /// GET /health of the backend: nothing or the error.
    std::function<Result<>(TaskContext&)> application;
};

} // namespace qbm::health
