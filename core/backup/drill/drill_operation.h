// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/drill/content_check.h"
#include "core/operation/operation.h"

#include <memory>
#include <optional>
#include <string>

namespace qbm::backup {

inline constexpr const char* kDrillKind = "backup.drill";

/// What a drill found; one line a drill in drills.jsonl beside the backups.
struct DrillReport {
    std::string backup;
    TimePoint startedAt{}, finishedAt{};
    std::chrono::milliseconds restoreTook{0}; ///< unpacking included
    std::chrono::milliseconds compareTook{0};
    bool passed = false;
    std::size_t tables = 0;
    std::int64_t rows = 0;
    bool checksums = false;
    std::string problem; ///< English sentence of what differed or failed; empty if passed
};
/// The newest one; nullopt before the first.
Result<std::optional<DrillReport>> lastDrill(const std::filesystem::path& folder);

/// Restores a backup into a throw-away database on the same server, holds it against the sidecar, times it and drops it,
/// whatever happens. The live database is not touched. \param backup or LATEST \error NotFound
Result<std::unique_ptr<operation::Operation>> makeDrillOperation(
    BackupEnvironment environment, const std::string& backup, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeDrillOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
