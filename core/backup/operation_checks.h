// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/verify.h"
#include "core/backup/backup_environment.h"
#include "core/backup/dump/dump.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <optional>
#include <string>
#include <vector>

/// Questions that backing up and restoring both ask before they begin, and what both do around a dump.
namespace qbm::backup {

/// Adds whether the server answers. \return the session, if it does
std::optional<postgres::Client> checkConnection(const BackupEnvironment& environment, AccessMode access,
    std::vector<operation::Check>& checks, TaskContext& context);
/// Adds whether pg_dump and pg_restore fit the server. \return them, if they do
std::optional<Tools> checkTools(int serverMajor, std::vector<operation::Check>& checks, TaskContext& context);
/// Adds whether the folder can be written and has room for a dump.
void checkDisk(
    const std::filesystem::path& folder, const DumpEstimate& estimate, std::vector<operation::Check>& checks);
/// Whether files can be made in the folder, or it can be made. \error Denied (rights, read-only), Conflict (no folder)
Result<> checkWritable(const std::filesystem::path& folder);
/// Whether this user may make, rename and remove files in the folder.
operation::Check checkMayChange(const std::filesystem::path& folder);
/// Whether the archive can be decrypted and, where it has to be, unpacked beside the backups.
/// \param unpackedBytes 0: it is not unpacked
operation::Check checkReadable(const Backup& backup, std::uint64_t unpackedBytes,
    const BackupEnvironment& environment, TaskContext& context);
/// Whether it is as it was written: reads it to its end. \param verified what an earlier call found; nullopt: none was made
operation::Check checkWhole(const Backup& backup, const BackupEnvironment& environment, const Tools& tools,
    VerifyDepth depth, std::optional<VerifyReport>& verified, TaskContext& context);
/// Whether a dump of the session's database would have to wait for somebody who has locked a table.
operation::Check checkTableLocks(postgres::Client& client, TaskContext& context);
/// Whether the session's role may make databases.
operation::Check checkMayCreate(postgres::Client& client, TaskContext& context);
/// A failed check from an error.
operation::Check failedCheck(Text question, const Error& error);

/// The estimate for the connected database by the folder's earlier backups in that format.
Result<DumpEstimate> fetchDumpEstimate(
    postgres::Client& client, const std::filesystem::path& folder, Format format, TaskContext& context);
/// \error Conflict if a journal's operation was begun on another database than the profile names now
Result<> requireSameTarget(const BackupEnvironment& environment, const operation::Values& parameters);

/// 15 of "15.20 (Debian ...)"; 0 if there is no number.
int majorOf(const std::string& version);

} // namespace qbm::backup
