// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/backup_digest.h"
#include "core/backup/dump/archive_reading.h"
#include "core/backup/dump/dump.h"
#include "core/backup/dump/unfinished.h"
#include "core/backup/output_settings.h"
#include "core/process/process.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qbm::backup {

/// What is dumped and how, for both ways of doing it.
struct DumpJob {
    const postgres::ConnectionSettings& settings;
    const Tools& tools;
    const DumpOptions& options;
    const DumpEstimate& estimate;
    std::string snapshot; ///< exported by another session; empty: pg_dump takes its own
    std::string encoding; ///< of the database: what is dumped is not converted
    OutputSettings outputSettings; ///< see Sidecar
    int serverMajor = 0;

    /// pg_dump with what every format has in common, and `arguments`.
    process::Command command(const ToolAccess& access, const std::vector<std::string>& arguments) const;
};

/// What was written.
struct DumpOutcome {
    BackupDigest digest;
    std::uint64_t archiveSizeBytes = 0;
    /// \error why the archive could not be read for rows; the dump is good all the same
    Result<ArchiveReading> reading;
};

/// One stream through our compression and encryption into one file.
Result<DumpOutcome> dumpIntoFile(const DumpJob& job, const Unfinished& file, TaskContext& context);
/// pg_dump's parallel workers, each writing files.
Result<DumpOutcome> dumpIntoDirectory(const DumpJob& job, const Unfinished& directory, TaskContext& context);

/// Why pg_dump failed, from what it said. \param target the database in words \param waitedFor who kept it waiting, if
/// anybody did
Error dumpToolError(const process::Exit& exit, const std::string& target, const Text& waitedFor);

} // namespace qbm::backup
