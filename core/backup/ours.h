// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/operation/operation.h"

#include <string>
#include <string_view>
#include <vector>

/// Whose backups are whose: several databases and servers may share a folder, and whatever chooses by itself (LATEST,
/// alarms, retention, estimates) chooses among this profile's own.
namespace qbm::backup {

/// Whose backups the environment's profile means, as far as it is known now. \error Cancelled
Result<Origin> fetchOrigin(const BackupEnvironment& environment, TaskContext& context);

/// Catalogue::list(), each judged against `profile`. What has no sidecar is asked for its database: \cost one small read
/// each \param catalogue of the environment's folder
Result<std::vector<Backup>> listBackups(const Catalogue& catalogue, const Origin& profile, TaskContext& context);
/// The same of the environment's folder and profile.
Result<std::vector<Backup>> listBackups(const BackupEnvironment& environment, TaskContext& context);

/// Whether something that chooses by itself may choose it: its own, or one of its name whose server nobody recorded.
bool isChoosable(const Backup& backup);

/// By name as Catalogue::find(), or LATEST: the newest usable one of this profile's own that is no safety dump, so that
/// restoring LATEST twice does not bring back what the first restore replaced.
/// \error NotFound says what else the folder holds
Result<Backup> findBackup(const BackupEnvironment& environment, std::string_view nameOrLatest, TaskContext& context);

/// Whether the backup is of this profile's database and server. A foreign one fails unless it was accepted by name.
/// \param accepted nameToAccept(), as somebody typed it; empty: nobody did
Result<operation::Check> checkBelonging(
    const BackupEnvironment& environment, const Backup& backup, const std::string& accepted, TaskContext& context);

} // namespace qbm::backup
