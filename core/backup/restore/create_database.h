// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/database_entry.h"
#include "core/backup/restore/target_server.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <filesystem>
#include <string>
#include <vector>

/// A database that gets a backup: what it shall be like, how far the server lets it be so, and making it.
namespace qbm::backup {

/// Where the wanted entry comes from.
enum class EntrySource {
    Live, ///< the live database, which the new one replaces or is a copy of
    Record, ///< the backup's own record
    Archive, ///< an older backup: encoding by the archive, everything else the server's defaults
};

struct WantedEntry {
    DatabaseEntry entry;
    EntrySource source = EntrySource::Record;
};

/// \param live the live database's name; empty: do not look for one \param identity age's identity file
/// \error as readTableOfContents where the record does not tell, as postgres::Client
Result<WantedEntry> fetchWantedEntry(postgres::Client& client, const std::string& live, const Backup& backup,
    const std::filesystem::path& identity, TaskContext& context);

/// An entry as this role can make it on this server.
struct PlannedEntry {
    DatabaseEntry entry;
    DatabaseEntry wanted; ///< before anything was taken out of it
    EntrySource source = EntrySource::Record;
    std::vector<operation::Check> differences; ///< what will not be as wanted, each with what to do; empty: nothing
};
PlannedEntry planEntry(const WantedEntry& wanted, const TargetServer& server);
/// The same, asked of the server. \error as fetchWantedEntry
Result<PlannedEntry> fetchPlannedEntry(postgres::Client& client, const std::string& live, const Backup& backup,
    const std::filesystem::path& identity, TaskContext& context);

/// Makes an empty database: owner, encoding, locale, tablespace, settings, grants, comment. What would be in the way of
/// filling it (limit of connections, template) comes with completeDatabase().
/// \param maintenance on another database of the server
/// \return what the server refused all the same (a setting, a label, a grant), one sentence each
/// \error Conflict if it exists, Denied without CREATEDB
Result<std::vector<Text>> createDatabase(
    postgres::Client& maintenance, const std::string& name, const DatabaseEntry& entry, TaskContext& context);
/// What createDatabase() kept for the end; then reads the entry back. \return what differs, one sentence each
Result<std::vector<Text>> completeDatabase(
    postgres::Client& maintenance, const std::string& name, const DatabaseEntry& entry, TaskContext& context);

/// In what two entries differ, one sentence each.
std::vector<Text> compareEntries(const DatabaseEntry& wanted, const DatabaseEntry& found);

} // namespace qbm::backup
