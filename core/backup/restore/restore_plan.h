// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/archive/verify.h"
#include "core/operation/operation.h"
#include "core/postgres/server_facts.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What a restore is about.
struct RestoreRequest {
    BackupEnvironment environment;
    std::string backupName;
    RestoreOptions options;

    bool stopsApplication() const { return options.stopApplication && !environment.deployments.empty(); }
    /// A session that must be gone before the data is replaced: not one of the programs that only look, or in a
    /// transaction.
    bool holdsDatabase(const postgres::Session& session) const;
};

/// The plan of a restore: replica counts, safety dump, and each table's rows now and in the backup.
Result<operation::Plan> planRestore(const RestoreRequest& request, TaskContext& context);

/// The pre-flight of a restore. \param verified remembers a backup that was read to its end, so that it is read once
/// only
Result<std::vector<operation::Check>> checkRestore(
    const RestoreRequest& request, std::optional<VerifyReport>& verified, TaskContext& context);

} // namespace qbm::backup
