// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>

namespace qbm::backup {

inline constexpr const char* kRestoreKind = "database.restore";

struct RestoreOptions {
    bool stopApplication = true; ///< false only where nothing but the console uses the database
};

/// The guide's restore in place, guarded: replica counts are recorded, the deployments scaled to 0, pods and database
/// sessions waited for, the present data dumped, the backup restored in one transaction, row counts compared, and the
/// recorded counts brought back. Killed anywhere, it continues or undoes; undoing brings back the data of the safety
/// dump. \param name a backup of the environment's folder, or LATEST (settled when the operation is made) \error
/// NotFound, InvalidInput
Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
    BackupEnvironment environment, const std::string& name, RestoreOptions options, TaskContext& context);
/// The same again from its journal. \error Conflict if the profile names another database now
Result<std::unique_ptr<operation::Operation>> remakeRestoreOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
