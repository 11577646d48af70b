// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_plan.h"
#include "core/operation/operation.h"

#include <vector>

namespace qbm::backup {

/// The steps of a restore. Each can run again after a kill, forward or backward: what it needs to know about the runs
/// before it stands in the journal. \param request must outlive the steps
std::vector<operation::Step> makeRestoreSteps(const RestoreRequest& request);

/// One line a finished restore, beside the backups: what a restore takes here is measured, not guessed.
struct RestoreMeasurement {
    std::string backup;
    TimePoint startedAt{};
    TimePoint finishedAt{};
};
/// The newest finished restore of a folder's backups; nullopt before the first.
Result<std::optional<RestoreMeasurement>> lastRestore(const std::filesystem::path& folder);

} // namespace qbm::backup
