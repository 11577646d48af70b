// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"
#include "core/health/cluster_facts.h"
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

/// The newest backup that can be restored.
struct NewestBackup {
    std::string name;
    TimePoint finishedAt{};
    std::uint64_t sizeBytes = 0;
    bool verified = false; ///< its checksum was compared since
};

struct BackupFacts {
    std::optional<NewestBackup> newest; ///< nullopt: there is none yet
    std::vector<Text> alarms; ///< what is wrong with the backups, worst first: a run missed, too old, too small
    Text recovery; ///< what a restore now would lose and how long it takes; empty: not known
    std::optional<std::uint64_t> freeBytes; ///< on the disk of the backup folder; unset: not known
};

/// An operation of this profile that has not ended.
struct OperationFacts {
    std::string id;
    Text title; ///< "Restore qbm from qbm_backup_..."
    TimePoint startedAt{};
    bool running = false; ///< a program is at it; else it was interrupted, or failed and could not be taken back
    bool takingBack = false;
    std::size_t step = 0, steps = 0; ///< "step 4 of 9"
    Text stepTitle;
    std::string silence = {}; ///< of Alertmanager, that it opened and has not ended; empty: none
};

/// What the numbers are judged by; unset: nobody has said, and the number is shown without a judgement.
struct Objectives {
    std::optional<double> p95Seconds; ///< at most
    std::optional<double> failedPercent = 5; ///< of the requests, at most
    std::optional<double> accuracy; ///< at least, 0..1
};

/// An empty function means: not configured.
struct Providers {
    prometheus::QueryFunction query;
    std::function<Result<std::vector<prometheus::Target>>(TaskContext&)> targets;
    std::function<Result<std::vector<prometheus::Alert>>(TaskContext&)> alerts;
    std::function<Result<DatabaseFacts>(TaskContext&)> database;
    std::function<Result<redis::ServerFacts>(TaskContext&)> cache;
    std::function<Result<ClusterFacts>(TaskContext&)> cluster;
    std::function<Result<BackupFacts>(TaskContext&)> backups;
    /// GET /health of the backend: nothing or the error.
    std::function<Result<>(TaskContext&)> application;
    /// Running ones and unfinished ones, oldest first.
    std::function<Result<std::vector<OperationFacts>>(TaskContext&)> operations{};
    Objectives objectives{};
};

} // namespace qbm::health
