// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/tools.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What reading a backup from end to end found.
struct VerifyReport {
    std::string name;
    std::uint64_t sizeBytes = 0;
    std::string sha256; ///< of the file as it is
    std::optional<bool> checksumMatches; ///< nullopt: no sidecar to hold it against
    int entries = 0; ///< in the archive's table of contents
    std::vector<std::string> tables; ///< "schema.name", whose data is in the archive
    std::vector<std::string> missingTables; ///< in the sidecar, not in the archive
    std::string archiveVersion; ///< "Dumped from database version"
    std::string toolVersion; ///< "Dumped by pg_dump version"
    std::chrono::milliseconds took{0};

    bool sound() const { return checksumMatches.value_or(true) && missingTables.empty() && entries > 0; }
};

/// Reads the whole file (SHA-256), has pg_restore list its contents and compares both with the sidecar; remembers a good
/// result in the sidecar. \error BadData with one sentence for what is wrong (checksum, truncated, tables missing), NotFound
/// (file, pg_restore), Cancelled
Result<VerifyReport> verifyBackup(const Backup& backup, const Tools& tools, TaskContext& context);

/// The archive's table of contents only. \error BadData if pg_restore cannot read it
Result<VerifyReport> readContents(const std::filesystem::path& dump, const Tools& tools, TaskContext& context);

} // namespace qbm::backup
