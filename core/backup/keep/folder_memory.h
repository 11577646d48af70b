// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"

#include <optional>
#include <string>
#include <vector>

/// What the console remembers of the backup folder in BackupEnvironment::state, so that a share that is not mounted or a
/// folder that was deleted is never taken for a first day.
namespace qbm::backup {

/// Remembers that there are backups in the folder; nothing to do where there are none, or nowhere to remember it.
/// \param backups of the folder, newest first
void rememberFolder(const BackupEnvironment& environment, const std::vector<Backup>& backups);
/// The same, listed now.
void rememberFolder(const BackupEnvironment& environment, TaskContext& context);

/// A sentence: the folder held backups and is missing now, or holds none any more. nullopt: it is as it was, nobody knows
/// of backups there, or it cannot be looked into.
std::optional<Text> whyFolderIsGone(const BackupEnvironment& environment);

/// That whatever is written there does not begin anew, in silence, beside what is missing.
/// \param accepted the folder, as somebody wrote it who wants to begin anew; empty: nobody does
operation::Check checkFolderWasThere(const BackupEnvironment& environment, const std::string& accepted);
/// The same for a step, which may run long after the checks. \error Conflict
Result<> requireFolderWasThere(const BackupEnvironment& environment, const std::string& accepted);

} // namespace qbm::backup
