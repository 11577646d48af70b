// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/output_settings.h"
#include "core/backup/tools.h"
#include "core/base/clock.h"
#include "core/postgres/client.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// Databases beside the live one: made, filled, exchanged and dropped. Sessions are opened on the server's maintenance
/// database ("postgres", else "template1"), since none of this may be done from within.
namespace qbm::backup {

enum class SideRole { Restore, Before, Drill };
/// "qbm_ai_system_restore_20261124_181500" (local time); a base too long for PostgreSQL's 63 bytes is cut and marked.
std::string sideDatabaseName(const std::string& database, SideRole role, TimePoint time);

/// The same in a plan, before anybody knows the time: "qbm_ai_system_restore_<time>".
Text sideDatabasePattern(const std::string& database, SideRole role);

/// A side database as its name tells it.
struct SideName {
    SideRole role = SideRole::Before;
    TimePoint stamp{};
};
/// nullopt: `name` is no side database of `database`.
std::optional<SideName> parseSideName(const std::string& name, const std::string& database);

/// A database that a restore set aside, or left behind when it was killed.
struct SideDatabase {
    std::string name;
    SideRole role = SideRole::Before;
    TimePoint stamp{};
    std::uint64_t sizeBytes = 0; ///< 0 where we may not know
    int sessions = 0;
};
/// Of `database`, newest first. \error as postgres::Client
Result<std::vector<SideDatabase>> fetchSideDatabases(
    postgres::Client& client, const std::string& database, TaskContext& context);

/// A side database's name that no database has: `time`, or the next second that is free.
Result<std::string> freeSideName(
    postgres::Client& client, const std::string& database, SideRole role, TimePoint time, TaskContext& context);

/// `settings`, but for the maintenance database of the same server.
Result<postgres::Client> connectToMaintenance(postgres::ConnectionSettings settings, TaskContext& context);

/// The database's number, which stays when it is renamed; nullopt: there is none of that name.
Result<std::optional<std::int64_t>> databaseOid(
    postgres::Client& client, const std::string& name, TaskContext& context);
/// The name it has now; nullopt: it was dropped.
Result<std::optional<std::string>> databaseName(postgres::Client& client, std::int64_t oid, TaskContext& context);

/// Drops it with whoever is connected, and whatever else would keep it: that it is a template, subscriptions (which are
/// cut from their slots first, so that nothing is changed on their publishers). Logical slots that nobody reads go with
/// it. Nothing to do if it is not there.
/// \error Conflict names prepared transactions or a slot that is being read
Result<> dropDatabase(postgres::Client& maintenance, const std::string& name, TaskContext& context);

struct FillOptions {
    int jobs = 2;
    std::uint64_t expectedTables = 0; ///< for the progress
    /// Neither a word from pg_restore nor any work of its sessions on the server for this long ends it; an index that
    /// is built in silence is work.
    std::chrono::milliseconds stallTimeout{600'000};
    std::vector<std::int64_t> entries; ///< numbers of the only entries wanted; empty: everything
    /// Set: all or nothing, for a database that holds other things as well; without parallel work then. Is told the
    /// transaction's number before anything is changed.
    std::function<Result<>(const std::string& transaction)> onTransaction;
    std::string prelude; ///< statements that run first in that transaction
    bool withOwners = false; ///< objects are given to their owners as the archive has them; see planRights()
    bool withGrants = false; ///< grants as in the archive
    bool withTablespaces = true; ///< false: everything goes into the database's own
    std::string archiveName; ///< what errors call the archive; empty: its file name
    OutputSettings outputSettings; ///< of the backup, see Sidecar
    /// Rows that come after all others, see RowOrder::rounds.
    std::vector<std::vector<std::int64_t>> lateRows = {};
    /// Tables whose rows are refused are tried once more after all others, see RowOrder::judged.
    bool mayRefuseRows = false;
    /// Set: the archive is a table of contents alone, and this brings the rows of these TABLE DATA entries, once their
    /// tables are there and before anything that needs rows.
    std::function<Result<>(const std::set<std::int64_t>& entries, TaskContext& context)> bringRows;
};
/// pg_restore of an archive into an empty database, in parallel, ending at the first error. Rows that CREATE EXTENSION
/// put into tables which the archive holds as well make room for the archive's. Subscriptions that it brings are
/// disabled and have no slot afterwards: those of the original stay untouched.
/// \param archive as openArchive() gives it \error as restoreArchive()
Result<> fillDatabase(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& archive, const FillOptions& options, TaskContext& context);

} // namespace qbm::backup
