// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/copy_place.h"
#include "core/backup/keep/keep_operations.h"

namespace qbm::backup {

/// Pure: planRetention() for the copies in a place, judged on their own. A copy whose usable backup is not `here` any
/// more goes only where that backup would go as well: with all in view a size cap may take another one.
RetentionPlan planCopyRetention(std::vector<Backup> here, const std::vector<Backup>& there,
    const RetentionPolicy& policy, const std::set<std::string>& inUse, TimePoint now);

/// What the policy says about the copies in a place. By planCopyRetention(): the newest good one
/// there, the only one of a database there, a pinned one and one in use stay whatever the policy says, also where
/// the backup here is gone. What a copy is of stands in its sidecar here, else in the one there; a copy without either
/// is left alone and has no verdict. \error of the place
Result<RetentionPlan> planCopyPrune(
    const BackupEnvironment& environment, const CopyPlace& place, const RetentionPolicy& policy, TaskContext& context);

/// pruneBackups() for the copies in a place; the note of a removed copy goes from the sidecar here.
Result<PruneReport> pruneCopies(const BackupEnvironment& environment, const CopyPlace& place,
    const RetentionPolicy& policy, const std::vector<std::string>& names, TaskContext& context);

/// The places of the profile whose copies go by the retention policy.
std::vector<CopyPlace> placesToPrune(const BackupEnvironment& environment);

} // namespace qbm::backup
