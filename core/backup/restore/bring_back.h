// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/readable_archive.h"
#include "core/backup/restore/archive_owners.h"
#include "core/backup/restore/side_database.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

/// One way to bring an archive back into a database, for the restore beside, the drill and the restore elsewhere.
namespace qbm::backup {

/// Tablespaces that entries name and the server does not have, or that the connecting role may not use.
std::set<std::string> missingTablespaces(const std::vector<ArchiveItem>& items, const TargetServer& server);

/// Fills a database with a backup: objects, rows, owners, grants, policies, as far as planRights() says. Rows of one that
/// has to be unpacked go in as they pass by, see canStreamRows(); else it is unpacked first.
/// \param items of the backup, or those that are wanted; then FillOptions::entries names the same
/// \return what to tell about it, one sentence each \error as openArchive(), fillDatabase(), streamRows(), applyRights()
Result<std::vector<Text>> bringBack(const postgres::ConnectionSettings& settings, const Tools& tools,
    const Backup& backup, const UnpackOptions& unpack, const std::vector<ArchiveItem>& items, FillOptions options,
    TaskContext& context, bool withRights = true);

/// Bytes that bringBack() into a database of its own writes into the folder for unpacked archives while it works.
std::uint64_t unpackedBytesNeeded(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);

} // namespace qbm::backup
