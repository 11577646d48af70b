// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/alarm_facts.h"

#include <string_view>
#include <vector>

namespace qbm::backup {

/// Something about backups that nobody would notice until the day of the restore.
struct BackupAlarm {
    enum class Kind {
        NoBackup,
        TooOld,
        TooSmall,
        MissedRun,
        FailedRun,
        Broken,
        FailedDrill,
        FutureDated,
        DatabaseMissing, ///< the server answers and has no such database: the next backup fails
        Interrupted, ///< an operation on backups or the database was left half-done
        FolderGone, ///< it held backups and is missing or empty now: the next backup is refused
        FolderUnwritable, ///< the next backup fails
        NoRoom, ///< the next backup fails
        NothingRuns, ///< there is a schedule, and nothing that would run it
        CopyMissing, ///< the newest backup is not in a place where the profile wants it
    };
    Kind kind = Kind::NoBackup;
    Text sentence; ///< "The newest backup is 31 h old; it should be younger than 26 h."
};
/// "no-backup", "too-old", "too-small", "missed-run", "failed-run", "broken", "failed-drill", "future-dated",
/// "database-missing", "interrupted", "folder-gone", "folder-unwritable", "no-room", "nothing-runs", "copy-missing"
std::string_view name(BackupAlarm::Kind kind);

/// Pure; the worst first. Looks at this profile's own backups only (Backup::belonging). A drill that failed
/// or could not begin is an alarm until one passes. TooSmall: the newest good backup is less than half of the one before it, of the same database and format.
std::vector<BackupAlarm> findAlarms(const AlarmFacts& facts);

/// Pure: what would be an alarm if it were so, and is not known. A server that does not answer, a schedule whose runner
/// does not say whether it is there, a dump that nothing recorded the copies of.
std::vector<Text> findDoubts(const AlarmFacts& facts);

/// Pure: no alarm, but whoever reads that all is well should know it. Nothing makes backups by itself.
std::vector<Text> findWarnings(const AlarmFacts& facts);

} // namespace qbm::backup
