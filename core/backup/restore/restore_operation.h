// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kRestoreKind = "database.restore";

inline constexpr const char* kSwapBackKind = "database.swap-back";
inline constexpr const char* kDropSideKind = "database.drop-side";

enum class RestoreWay {
    Side, ///< into a database beside the live one, verified there, then exchanged by two renames
    InPlace, ///< the guide's sequence: the application is down from begin to end
};
/// "side", "in-place"
std::string_view name(RestoreWay way);

struct RestoreOptions {
    RestoreWay way = RestoreWay::Side;
    bool stopApplication = true; ///< false only where nothing but the console uses the database
    bool endSessions = false; ///< end sessions that still hold the database once the pods are gone
    bool silenceAlerts = true; ///< where the profile names an Alertmanager
    std::string foreign = {}; ///< nameToAccept() of another database's or server's backup; see checkBelonging()
    bool makeRoles = false; ///< make roles that the backup names and the server lacks, without login
};

/// A guarded restore. Beside (the default): the backup is restored into a database of its own and held against its
/// sidecar while the application runs; then the deployments are scaled to 0, pods and sessions waited for, two
/// databases change names, and the recorded counts come back; the former one stays. In place: the guide's sequence,
/// with a safety dump before it and the restore in one transaction. Killed anywhere, either continues or undoes;
/// undoing brings back the data of before. \param name a backup of the environment's folder, or LATEST (settled when
/// the operation is made) \error NotFound
Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
    BackupEnvironment environment, const std::string& name, RestoreOptions options, TaskContext& context);
/// The same again from its journal. \error Conflict if the profile names another database now
Result<std::unique_ptr<operation::Operation>> remakeRestoreOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// Exchanges the live database with one that an earlier restore set aside, with all gates of a restore: the instant way
/// back. \error NotFound
Result<std::unique_ptr<operation::Operation>> makeSwapBackOperation(
    BackupEnvironment environment, const std::string& keptDatabase, RestoreOptions options, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeSwapBackOperation(
    BackupEnvironment environment, const operation::Values& parameters);

struct DropSideOptions {
    bool dropSlots = false; ///< logical slots of the database may go with it; without, a check fails and names them
};
/// Drops a database that a restore set aside or left behind; nothing brings it back. \error NotFound, InvalidInput (not
/// one of ours)
Result<std::unique_ptr<operation::Operation>> makeDropSideOperation(
    BackupEnvironment environment, const std::string& sideDatabase, TaskContext& context, DropSideOptions options = {});
Result<std::unique_ptr<operation::Operation>> remakeDropSideOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// The databases beside the live one that a record of these operations names: what it says of itself and what its steps
/// remembered.
std::vector<std::string> databasesNamedBy(const operation::Values& parameters, const operation::Values& values);

} // namespace qbm::backup
