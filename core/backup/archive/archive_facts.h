// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qbm::backup {

/// What an archive tells about itself when it is read from begin to end.
struct ArchiveFacts {
    std::string serverVersion; ///< of the server it was dumped from
    std::string toolVersion; ///< of the pg_dump that wrote it
    std::string database;
    /// By schema and name, without those of extensions. In archives that are not ours a table with times that carry a
    /// zone, money, bytea or names of objects has no checksum: their text depends on settings pg_dump ran with, which
    /// the archive does not name.
    std::vector<TableRows> tables;
    LargeObjectFacts largeObjects;
    std::uint64_t archiveSizeBytes = 0;
};

/// Reads a backup of any format; no server and no tool is needed. Progress: bytes.
/// \param identity age's identity file, for encrypted ones
/// \error BadData (damaged: which part), Unsupported (a format of pg_dump that is not known here), NotFound, Denied,
/// Cancelled
Result<ArchiveFacts> readArchiveFacts(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);

} // namespace qbm::backup
