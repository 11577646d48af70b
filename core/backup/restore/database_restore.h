// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/table_name.h"
#include "core/backup/archive/verify.h"
#include "core/backup/catalogue.h"
#include "core/backup/output_settings.h"
#include "core/backup/tools.h"
#include "core/postgres/client.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// What a restore does to the database itself; the operation around it is restore_operation.h.
namespace qbm::backup {

/// What our restoring session is called in pg_stat_activity.
inline constexpr const char* kRestoreApplicationName = "qbm-restore";

/// What of an archive is restored. By itself: all of it, but for owners and grants, as the guide does it.
struct ArchiveParts {
    std::vector<std::int64_t> entries = {}; ///< numbers of the only entries wanted; empty: everything
    bool withOwners = false;
    bool withGrants = false;
    bool withTablespaces = true;
};

/// Restores with --clean --if-exists in one transaction: whatever
/// happens on the way, the database holds either all of the old data or all of the new.
///
/// pg_restore writes its script and psql runs it, because between BEGIN and the script something must be done that
/// pg_restore alone cannot: --clean fails on a partition's primary key ("cannot drop inherited constraint"), so
/// partitions are detached first. \param dump as openArchive() gives it \param backupName what errors call
/// it; empty: its file name \param more statements that run first, in the same transaction \param expectedTables for the
/// progress \param stallTimeout and outputSettings as FillOptions has them \error
/// Denied, Conflict (something depends on a table that must go), Exhausted (disk full), Unreachable, Cancelled,
///        Timeout; all of them leave the old data, except where the connection broke during the commit
Result<> restoreArchive(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& dump, std::uint64_t expectedTables, std::chrono::milliseconds stallTimeout,
    TaskContext& context, const std::string& backupName = {}, const ArchiveParts& parts = {},
    const std::string& more = {}, const OutputSettings& outputSettings = {});

/// A statement for psql, so that names as this session gives them mean the same there.
Result<std::string> setEncodingSql(postgres::Client& client, TaskContext& context);

/// What a failed pg_restore or psql said, as an error about restoring `backup` into `target`.
Error restoreToolError(const std::string& errorTail, const std::string& backup, const std::string& target);

/// A mark that differs as soon as a restore has been committed, and stays the same when it was rolled back: SHA-256
/// over the object numbers of everything users can create. Only of use while nobody else changes the schema.
Result<std::string> schemaFingerprint(postgres::Client& client, TaskContext& context);

/// Tables of the database as "schema" and "name", partitioned parents included.
Result<std::vector<TableName>> fetchTableNames(postgres::Client& client, TaskContext& context);
std::string formatTableNames(const std::vector<TableName>& names);
Result<std::vector<TableName>> parseTableNames(const std::string& json);

/// SQL that drops the tables which a restore brought and which were not there before it; empty: there are none.
Result<std::string> dropNewTablesStatement(postgres::Client& client, const std::vector<TableName>& before,
    const ArchiveContents& archive, TaskContext& context);

/// Compares count(*) of every table with the backup's; where partitions differ, their partitioned table counts.
/// \return partitioned tables whose rows lie in other partitions than in the backup, "schema.name" \error BadData names
/// the first tables that differ
Result<std::vector<std::string>> compareRowCounts(postgres::Client& client, const Sidecar& sidecar, TaskContext& context);

} // namespace qbm::backup
