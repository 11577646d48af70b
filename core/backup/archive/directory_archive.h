// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/backup_digest.h"
#include "core/backup/dump/archive_reading.h"
#include "core/base/task_context.h"

#include <filesystem>

namespace qbm::backup {

struct DirectoryOptions {
    bool rows = true; ///< decode the tables' files as well
    bool contentChecksums = true;
    int jobs = 2; ///< files read at a time
    bool sync = false; ///< fsync each file: the last thing before it counts as written
};

struct DirectoryReport {
    BackupDigest digest;
    /// \error BadData (damaged: which file), Unsupported; the digest is right all the same
    Result<ArchiveReading> reading;
};

/// Reads every file of an archive in the directory format once: for its digest and, where they hold rows or large
/// objects, for those. Progress: bytes read against their sum. \error NotFound, Denied, Cancelled
Result<DirectoryReport> readDirectory(
    const std::filesystem::path& directory, const DirectoryOptions& options, TaskContext& context);

} // namespace qbm::backup
