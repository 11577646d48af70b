// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_operation.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace qbm::backup {

/// One line a finished restore, beside the backups: what a restore takes here is measured, not guessed.
struct RestoreMeasurement {
    std::string backup;
    TimePoint startedAt{};
    TimePoint finishedAt{};
    RestoreWay way = RestoreWay::InPlace;
    std::optional<std::chrono::milliseconds> atZero; ///< from asking for 0 replicas to asking for the recorded counts
    std::optional<std::chrono::milliseconds> down; ///< until the last pod was ready again
    std::string database = {}; ///< empty: an older version wrote the line
};

Result<> noteRestore(const std::filesystem::path& folder, const RestoreMeasurement& measurement);
/// The newest finished restore of that database, or of one that an older version did not name; nullopt before the first.
Result<std::optional<RestoreMeasurement>> lastRestore(
    const std::filesystem::path& folder, const std::string& database);

} // namespace qbm::backup
