// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/dump/dump.h"
#include "core/operation/operation.h"

#include <memory>
#include <optional>
#include <string>

namespace qbm::backup {

inline constexpr const char* kBackupCreateKind = "database.backup";

/// Of a journal's values: the name of the backup, from the moment its file was begun.
inline constexpr const char* kMadeBackupKey = "backup";

struct BackupOptions {
    std::string label;
    bool pinned = false;
    std::optional<Format> format; ///< unset: what the profile says, and so below
    std::optional<bool> contentChecksums;
    bool encrypt = true; ///< for the profile's recipient, where it names one
    bool copy = true; ///< to every place the profile names
    bool prune = false; ///< apply the retention policy afterwards
    std::string newFolder; ///< the backup folder, to begin anew in it where the backups that it held are gone
};

/// Makes a backup as an operation: the plan tells what, where, how large and how long by earlier runs; a stop or a kill
/// leaves no file that looks whole.
std::unique_ptr<operation::Operation> makeBackupOperation(BackupEnvironment environment, BackupOptions options);
/// The same again from its journal.
Result<std::unique_ptr<operation::Operation>> remakeBackupOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
