// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/archive_owners.h"
#include "core/backup/restore/side_database.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// One way to bring an archive back into a database, for the restore beside, the drill and the restore elsewhere.
namespace qbm::backup {

/// Tablespaces that entries name and the server does not have, or that the connecting role may not use.
std::set<std::string> missingTablespaces(const std::vector<ArchiveItem>& items, const TargetServer& server);

/// Fills a database with an archive: objects, rows, owners, grants, policies, as far as planRights() says.
/// \param items of the archive, or those that are wanted; then FillOptions::entries names the same \return what to tell about it, one sentence each
/// \error as fillDatabase() and applyRights()
Result<std::vector<Text>> bringBack(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& archive, const std::vector<ArchiveItem>& items, FillOptions options,
    TaskContext& context, bool withRights = true);

} // namespace qbm::backup
