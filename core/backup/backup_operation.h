// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/dump.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>

namespace qbm::backup {

inline constexpr const char* kBackupCreateKind = "database.backup";

struct BackupOptions {
    std::string label;
    bool pinned = false;
};

/// Makes a backup as an operation: the plan tells what, where, how large and how long by earlier runs; a stop or a kill
/// leaves no file that looks whole.
std::unique_ptr<operation::Operation> makeBackupOperation(BackupEnvironment environment, BackupOptions options);
/// The same again from its journal.
Result<std::unique_ptr<operation::Operation>> remakeBackupOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
