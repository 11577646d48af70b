// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_settings.h"
#include "core/backup/keep/cron_job_control.h"
#include "core/backup/keep/scheduled_run.h"
#include "core/backup/restore/alert_silencer.h"
#include "core/backup/restore/workload_control.h"
#include "core/backup/server_identity.h"
#include "core/base/clock.h"
#include "core/postgres/client.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace qbm::backup {

/// How long the steps of a restore wait.
struct RestoreTimeouts {
    std::chrono::milliseconds podsGone{300'000}; ///< the guide's kubectl wait
    std::chrono::milliseconds podsReady{600'000};
    std::chrono::milliseconds sessionsGone{60'000};
    std::chrono::milliseconds healthy{120'000};
    std::chrono::milliseconds stalled{600'000}; ///< pg_restore without a word while building an index is normal
    std::chrono::milliseconds takeBack{60'000}; ///< a way back waits so long for servers that do not answer
};

/// What backups and restores of one system are made with; put together by app/compose from a profile.
struct BackupEnvironment {
    std::filesystem::path folder;
    /// "user@host:port/database": known without resolving any secret, for plans and journals.
    std::string target;
    std::string database;
    /// Whose backups in the folder are this profile's; null only where there is no server (tests of files).
    std::shared_ptr<ServerIdentity> identity;
    /// Resolves the password now; called for every connection, so that nothing keeps it longer than needed.
    std::function<Result<postgres::ConnectionSettings>(AccessMode access, TaskContext& context)> connection;
    /// The application that must be quiet during a restore; null where the profile names no cluster.
    std::shared_ptr<WorkloadControl> workload;
    /// The deployments that write to the database, stopped in this order.
    std::vector<std::string> deployments{"backend", "frontend"};
    /// Asks the application for its health once after a restore; empty where the profile names no application.
    std::function<Result<>(TaskContext& context)> checkHealth;
    /// Programs (pg_stat_activity.application_name) that only look and may stay connected during a restore, as
    /// may every session of a monitoring role (member of pg_monitor, no superuser).
    std::vector<std::string> tolerated{"qbm-console", "qbmctl", "qbm-lab", "postgres_exporter"};
    RestoreTimeouts timeouts;
    const Clock* clock = &systemClock();
    BackupSettings settings;
    /// Silences alerts during planned work; null where the profile names no Alertmanager.
    std::shared_ptr<AlertSilencer> silencer;
    /// The application's p95 response time in seconds now; nullopt: no traffic. Empty where there is no Prometheus.
    std::function<Result<std::optional<double>>(TaskContext& context)> fetchP95;
    /// Sets the schedules of this profile in the cluster; null where the profile names none.
    std::shared_ptr<CronJobControl> cronJobs;
    /// Opens the database server that another profile names. \param database to connect to
    std::function<Result<postgres::ConnectionSettings>(
        const std::string& profile, const std::string& database, AccessMode access, TaskContext& context)>
        otherServer;
    /// Backups that unfinished operations of this system name: they are in use.
    std::function<Result<std::vector<std::string>>()> backupsOfUnfinishedOperations;
    /// Databases that they made, set aside, or exchange; see databasesNamedBy().
    std::function<Result<std::vector<std::string>>()> databasesOfUnfinishedOperations;
    /// Numbers of restores and exchanges of this system that were interrupted, or run now in another program.
    std::function<Result<std::vector<std::string>>()> unfinishedRestores;
    /// The profile's state folder, for what belongs beside the backups where those may only be read; empty: none.
    std::filesystem::path state;
    std::string profile; ///< the profile's file, an absolute path, for schedules that run qbmctl; empty: it has none
    /// The newest backup that was begun for this reason; empty where nobody keeps journals. See lastScheduledRun().
    std::function<std::optional<ScheduledRun>(const std::string& reason)> lastScheduledRun;
    /// Every operation of this system, oldest first, as the journals tell; empty where nobody keeps journals.
    std::function<std::vector<operation::Record>()> operations;
    /// As backup::isCronRunning(), which is asked where this is empty.
    std::function<std::optional<bool>()> isCronRunning;
};

} // namespace qbm::backup
