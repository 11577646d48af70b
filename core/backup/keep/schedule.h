// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/operation/operation.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kScheduleKind = "backup.schedule";
inline constexpr const char* kUnscheduleKind = "backup.unschedule";

enum class ScheduleKind {
    SystemdUserTimer,
    Crontab,
    KubernetesCronJob, ///< runs in the cluster beside the database, for one that should not travel through a desktop
};
/// "systemd", "cron", "kubernetes"
std::string_view name(ScheduleKind kind);
std::optional<ScheduleKind> parseScheduleKind(std::string_view name);

/// When and how backups of one profile are made without anybody asking.
struct Schedule {
    ScheduleKind kind = ScheduleKind::SystemdUserTimer;
    int hour = 2, minute = 0; ///< local time of where it runs (the cluster: UTC), as the guide's 02:00
    std::array<bool, 7> weekdays{true, true, true, true, true, true, true}; ///< Monday first
    bool prune = true; ///< apply the retention policy after each backup
    // In the cluster only:
    std::string host; ///< the database as pods reach it; empty: as the profile names it
    std::string claim; ///< the PersistentVolumeClaim the dumps go to
    std::string secret; ///< the Secret that holds the password, and its key
    std::string secretKey = "password";
    friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// Whether something will run a schedule when it is due.
enum class Runner {
    Runs,
    Nobody, ///< no cron daemon, a timer that is switched off, a suspended CronJob
    Unknown, ///< whoever would know does not say
};
/// "runs", "nobody", "unknown"
std::string_view name(Runner runner);

/// A schedule that is set up, and how it goes.
struct ScheduleState {
    Schedule schedule;
    std::string where; ///< the unit, the crontab's owner, or namespace/cronjob
    std::optional<TimePoint> nextRun;
    std::optional<TimePoint> lastRun; ///< as the timer, the log or the cluster tells
    std::optional<bool> lastSucceeded;
    std::string lastMessage; ///< of a failed run, as it was logged
    bool missed = false; ///< a run was due and none was seen within its patience of an hour
    Runner runner = Runner::Runs;
    Text runnerProblem = {}; ///< why it is not known to be run: "No cron daemon runs on this machine."
};

/// The next moment after `after` that the schedule names, in local time or UTC by its kind; TimePoint::max() where it
/// names no weekday. Where the clocks are changed: of a time that comes twice the first counts; one that does not come
/// at all is left out by systemd that day, and made up by cron when the clocks have jumped.
TimePoint nextRun(const Schedule& schedule, TimePoint after);
/// The newest such moment at or before `at`; TimePoint::min() where it names no weekday.
TimePoint lastDue(const Schedule& schedule, TimePoint at);
/// What --reason a qbmctl run of this schedule gives, by which its journals are found: "scheduled (systemd)".
std::string scheduledReason(ScheduleKind kind);

/// What would be installed: unit files, the crontab line or the CronJob's manifest.
Result<std::string> describeSchedule(
    const BackupEnvironment& environment, const Schedule& schedule, TaskContext& context);

/// The one of that kind; nullopt: there is none. \error Unsupported, Unreachable, Denied where it cannot be asked
Result<std::optional<ScheduleState>> fetchSchedule(
    const BackupEnvironment& environment, ScheduleKind kind, TaskContext& context);
/// Every schedule of this profile on this machine and in its cluster. A part that cannot be asked (no systemd, no
/// cluster) is left out and its reason logged.
Result<std::vector<ScheduleState>> fetchSchedules(const BackupEnvironment& environment, TaskContext& context);

/// Sets one up in place of one of the same kind; undone, the former stands again.
std::unique_ptr<operation::Operation> makeScheduleOperation(BackupEnvironment environment, Schedule schedule);
Result<std::unique_ptr<operation::Operation>> remakeScheduleOperation(
    BackupEnvironment environment, const operation::Values& parameters);
std::unique_ptr<operation::Operation> makeUnscheduleOperation(BackupEnvironment environment, ScheduleKind kind);
Result<std::unique_ptr<operation::Operation>> remakeUnscheduleOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
