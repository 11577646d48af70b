// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/schedule.h"
#include "core/operation/operation.h"
#include "core/process/process.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// One way to have backups made without anybody asking: where its schedule of one profile is kept.
class ScheduleKeeper {
public:
    virtual ~ScheduleKeeper() = default;

    /// What install() would write.
    virtual Result<std::string> describe(const Schedule& schedule, TaskContext& context) = 0;
    /// Why `schedule` may or may not be installed here.
    virtual void check(const Schedule& schedule, std::vector<operation::Check>& checks, TaskContext& context) = 0;
    /// In place of one that is there; again is no error.
    virtual Result<> install(const Schedule& schedule, TaskContext& context) = 0;
    /// None there is no error.
    virtual Result<> remove(TaskContext& context) = 0;
    /// What putBack() needs to bring back what is there now; empty: nothing is.
    virtual Result<std::string> fetchInstalled(TaskContext& context) = 0;
    virtual Result<> putBack(const std::string& installed, TaskContext& context) = 0;
    /// nullopt: there is none. \error where it cannot be asked
    virtual Result<std::optional<ScheduleState>> fetchState(TaskContext& context) = 0;
};

std::unique_ptr<ScheduleKeeper> makeSystemdKeeper(const BackupEnvironment& environment);
std::unique_ptr<ScheduleKeeper> makeCrontabKeeper(const BackupEnvironment& environment);
/// \error Unsupported where the profile names no cluster
Result<std::unique_ptr<ScheduleKeeper>> makeKubernetesKeeper(const BackupEnvironment& environment);
Result<std::unique_ptr<ScheduleKeeper>> makeKeeper(ScheduleKind kind, const BackupEnvironment& environment);

/// What systemd and cron have in common: both run qbmctl on this machine.
/// \return its arguments: --profile FILE backup create --yes [--prune] --reason REASON
std::vector<std::string> scheduledArguments(const BackupEnvironment& environment, const Schedule& schedule);
/// The qbmctl installed with this program, else the one on PATH. \error NotFound names the package
Result<std::filesystem::path> findQbmctl();
/// Variables that decide where qbmctl finds its state, as they are set here and would not be there.
std::vector<std::pair<std::string, std::string>> stateVariables();
/// What a run prints goes there, the last run's only: "schedule-cron.log" in the backup folder.
std::filesystem::path scheduleLog(const BackupEnvironment& environment, ScheduleKind kind);
/// The log is opened there before qbmctl could make the folder. One that is gone is not made anew: see whyFolderIsGone().
Result<> makeLogFolder(const BackupEnvironment& environment);
/// Adds whether there is a profile file and a qbmctl to run.
void checkLocalRun(
    const BackupEnvironment& environment, const Schedule& schedule, std::vector<operation::Check>& checks);
/// Fills in nextRun, and lastRun, lastSucceeded, lastMessage and missed from the journals and the log.
void judgeLocalRun(const BackupEnvironment& environment, TimePoint since, TimePoint now, ScheduleState& state);
/// Whether a run was due since `since` and was not seen within an hour.
bool isMissed(const ScheduleState& state, TimePoint since, TimePoint now);

/// Runs a program that should answer at once. \error NotFound, Timeout
Result<process::Exit> runBriefly(
    const std::string& program, std::vector<std::string> arguments, std::string input, TaskContext& context);

} // namespace qbm::backup
