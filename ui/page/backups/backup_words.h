// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/alarms.h"
#include "core/backup/restore/side_database.h"
#include "widgets/theme/state.h"

#include <QString>

/// How backups are put into the console's words and shapes.
namespace qbm::ui {

widgets::State stateOf(const backup::Backup& backup);
/// "verified", "complete", "cut off", ...
QString word(const backup::Backup& backup);
/// "fast", "pg_restore file", "directory"
QString word(backup::Format format);
/// "age", "GnuPG"; empty for none.
QString word(backup::Encryption encryption);
/// "systemd timer", "crontab", "CronJob in the cluster"
QString word(backup::ScheduleKind kind);
/// "set aside by a restore", ...
QString word(backup::SideRole role);
widgets::State stateOf(backup::BackupAlarm::Kind kind);

/// Its record holds a checksum of each table's content.
bool hasChecksums(const backup::Backup& backup);

/// "every day at 02:00", "on Mon, Thu at 02:00 UTC"
QString whenText(const backup::Schedule& schedule);
/// "3 h 12 min ago", "in 6 h"
QString agoText(TimePoint at);
QString inText(TimePoint at);
/// What something took: "420 ms", "9 s", "3 min 12 s".
QString tookText(std::chrono::nanoseconds duration);

} // namespace qbm::ui
