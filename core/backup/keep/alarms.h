// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_report.h"
#include "core/backup/keep/schedule.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// Something about backups that nobody would notice until the day of the restore.
struct BackupAlarm {
    enum class Kind { NoBackup, TooOld, TooSmall, MissedRun, FailedRun, Broken, FailedDrill, FutureDated };
    Kind kind = Kind::NoBackup;
    Text sentence; ///< "The newest backup is 31 h old; it should be younger than 26 h."
};
/// "no-backup", "too-old", "too-small", "missed-run", "failed-run", "broken", "failed-drill", "future-dated"
std::string_view name(BackupAlarm::Kind kind);

/// Pure. Looks at this profile's own backups only (Backup::belonging). \param lastDrill of this database; a failed one is
/// an alarm until one passes. TooSmall: the newest good backup is less than half of the one before it, of the same database and format.
std::vector<BackupAlarm> findAlarms(const std::vector<Backup>& backups, const std::vector<ScheduleState>& schedules,
    const std::optional<DrillReport>& lastDrill, std::chrono::hours maximumAge, TimePoint now);

} // namespace qbm::backup
