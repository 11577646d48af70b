// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/archive_stream.h"
#include "core/backup/restore/create_database.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The one list of conditions under which an archive can be brought back into a server. All of them are asked before
/// the first step, by the drill and by every way of restoring: pg_restore is never the first to find out.
namespace qbm::backup {

/// What is asked about.
struct ConditionQuestion {
    const Backup& backup;
    const std::vector<ArchiveItem>& items; ///< of the archive, or those of them that are wanted
    std::string database; ///< the one that is filled
    bool makesDatabase = true; ///< false: it is there; `client` must be connected to it then
    bool replaces = false; ///< what it holds is dropped first: the restore in place
    bool rights = true; ///< owners and grants are wanted too
    bool makesRoles = false; ///< roles that are missing are made first
    std::optional<PlannedEntry> entry; ///< of the database that is made
    int jobs = 2;
    std::uint64_t neededBytes = 0; ///< on the server's disk; 0: not known, or nothing to speak of
};

/// Adds a line for every condition. \param client on the database that is filled if it is there, else on any
/// \error as postgres::Client
Result<> checkConditions(postgres::Client& client, const ConditionQuestion& question,
    std::vector<operation::Check>& checks, TaskContext& context);

/// Entries of extensions that a restore in place leaves alone: they are there, and this role may not drop them.
Result<std::set<std::int64_t>> extensionsThatStay(
    postgres::Client& client, const std::vector<ArchiveItem>& items, const TargetServer& server, TaskContext& context);

} // namespace qbm::backup
