// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kRestoreElsewhereKind = "database.restore-elsewhere";

/// A restore that leaves the live database alone.
struct RestoreElsewhereOptions {
    std::string database; ///< its name; made if it does not exist, else it must hold no table of the backup
    std::string profile; ///< of another server (a profile's file or name); empty: this profile's server
    std::vector<std::pair<std::string, std::string>> tables; ///< schema and name of the only tables wanted; empty: all
    std::string foreign = {}; ///< see RestoreOptions
    bool makeRoles = false; ///< see RestoreOptions
};

/// Restores a backup, or some of its tables, into another database of this or another server; a database it made is
/// dropped again if it fails. \error NotFound, InvalidInput (the live database)
Result<std::unique_ptr<operation::Operation>> makeRestoreElsewhereOperation(
    BackupEnvironment environment, const std::string& backup, RestoreElsewhereOptions options, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeRestoreElsewhereOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
