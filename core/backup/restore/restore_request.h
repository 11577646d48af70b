// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/restore/restore_operation.h"
#include "core/postgres/client.h"
#include "core/postgres/server_facts.h"

#include <string>

namespace qbm::backup {

/// What a restore, or the exchange with a database set aside, is about.
struct RestoreRequest {
    BackupEnvironment environment;
    std::string backupName; ///< empty for a swap back
    RestoreOptions options;
    std::string keptDatabase = {}; ///< of a swap back: the one that becomes live
    bool firstSteps = false; ///< continues a journal of the versions that knew the restore in place only

    bool swapsBack() const { return !keptDatabase.empty(); }
    bool stopsApplication() const { return options.stopApplication && !environment.deployments.empty(); }
    bool silencesAlerts() const { return options.silenceAlerts && environment.silencer != nullptr; }
    /// A session that must be gone before the data is replaced: not one of the programs that only look, or in a
    /// transaction.
    bool holdsDatabase(const postgres::Session& session) const;
};

/// A session with the live database. Statements may take as long as counting a large table.
Result<postgres::Client> connectLive(const RestoreRequest& request, AccessMode access, TaskContext& context);
/// A session from which the live database can be renamed and its sessions be seen.
Result<postgres::Client> connectBeside(const RestoreRequest& request, AccessMode access, TaskContext& context);

/// "a,b" and back: names of deployments, which hold no comma.
std::string joinNames(const std::vector<std::string>& names);
std::vector<std::string> splitNames(const std::string& names);

/// What journals of restores and swaps say of themselves.
operation::Values parametersOf(const RestoreRequest& request);
/// \error Conflict (the profile names another database now), InvalidInput (no cluster any more)
Result<RestoreRequest> requestFrom(BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
