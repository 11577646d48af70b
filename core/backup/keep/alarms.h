// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/keep/schedule.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// Something about backups that nobody would notice until the day of the restore.
struct BackupAlarm {
    enum class Kind { NoBackup, TooOld, TooSmall, MissedRun, FailedRun, Broken };
    Kind kind = Kind::NoBackup;
    Text sentence; ///< "The newest backup is 31 h old; it should be younger than 26 h."
};
/// "no-backup", "too-old", "too-small", "missed-run", "failed-run", "broken"
std::string_view name(BackupAlarm::Kind kind);

/// Pure. TooSmall: the newest good backup is less than half of the one before it, of the same database and format.
std::vector<BackupAlarm> findAlarms(const std::vector<Backup>& backups, const std::vector<ScheduleState>& schedules,
    std::chrono::hours maximumAge, TimePoint now);

} // namespace qbm::backup
