// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/drill/drill_report.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>

namespace qbm::backup {

inline constexpr const char* kDrillKind = "backup.drill";

struct DrillOptions {
    std::string foreign; ///< see RestoreOptions
};

/// Restores a backup into a throw-away database on the same server, holds it against the sidecar, times it and drops
/// it, whatever happens. The live database is not touched. A drill that found something wrong is written down like one
/// that passed; one that was stopped found nothing and is not. Into a folder that this user may only read nothing is
/// written: then the result stands in BackupEnvironment::state.
/// \param backup or LATEST \error NotFound
Result<std::unique_ptr<operation::Operation>> makeDrillOperation(
    BackupEnvironment environment, const std::string& backup, DrillOptions options, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeDrillOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
