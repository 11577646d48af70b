// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/database_entry.h"
#include "core/backup/restore/archive_owners.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <set>
#include <string>
#include <vector>

/// Roles that a backup names and the server lacks, where it was asked for that they be made.
namespace qbm::backup {

/// Those that making roles would add: the server's own ("pg_...") cannot be made.
std::set<std::string> rolesToMake(
    const std::vector<ArchiveItem>& items, const DatabaseEntry& entry, const TargetServer& server);

/// The server as it will be once those are made; without CREATEROLE as it is.
TargetServer withRolesMade(
    TargetServer server, const std::vector<ArchiveItem>& items, const DatabaseEntry& entry);

/// Without login, password or any right. They stay when all went well; dropMadeRoles() takes them back.
Result<> makeRoles(operation::StepContext& step, postgres::Client& client, const std::set<std::string>& roles);
/// Those that this operation made and that nothing needs by now.
Result<> dropMadeRoles(operation::StepContext& step, postgres::Client& client);

} // namespace qbm::backup
