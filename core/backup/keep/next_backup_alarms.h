// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/alarms.h"

/// Parts of findAlarms(): what will go wrong, however well the last backup went.
namespace qbm::backup {

/// Adds why the next backup will fail, and what was left half-done. \param good newest first
void judgeNextBackup(
    const AlarmFacts& facts, const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms);

/// Adds each place where the profile wants the newest backup and its record names no copy. \param good newest first
void judgeCopies(const AlarmFacts& facts, const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms);

} // namespace qbm::backup
