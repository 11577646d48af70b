// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/restore/create_database.h"
#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

#include <cstdint>
#include <string>

/// Restores on a server where the live database, or roles that the backup names, may be gone.
namespace qbm::backup {

/// In place: makes the database if it is gone; its way back drops what it made. Makes missing roles where asked for.
operation::Step provideDatabaseStep(const RestoreRequest& request);
/// The end of that: what would have been in the way of filling it.
operation::Step completeDatabaseStep(const RestoreRequest& request);

/// What the database shall be like, by the live one if it is there, else by the backup's record.
Result<PlannedEntry> planDatabase(
    const RestoreRequest& request, postgres::Client& client, const Backup& backup, TaskContext& context);
/// Nothing to do unless the request says so.
Result<> makeRolesOf(
    const RestoreRequest& request, operation::StepContext& step, postgres::Client& client, const Backup& backup);

/// Nothing to do if it is called so already. \error NotFound (dropped by somebody), Conflict (the name is taken)
Result<> renameDatabase(postgres::Client& client, std::int64_t oid, const std::string& name, TaskContext& context);

} // namespace qbm::backup
