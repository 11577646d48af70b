// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/base/clock.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

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
    Origin origin = {}; ///< of whose profile; empty: an older version wrote the line
    std::optional<TimePoint> dataOf = {}; ///< whose data the backup holds; nullopt: an older version wrote the line
    bool begun = true; ///< false: a check said no before anything was made; then nothing is known about the backup

    /// What a restore at that moment would have lost (RPO); nullopt: not told, or dated in the future.
    std::optional<std::chrono::milliseconds> dataAge() const;
    /// What it would have taken (RTO).
    std::chrono::milliseconds recoveryTook() const { return restoreTook + compareTook; }
};

/// On the disk when this returns: in the backup folder, or in BackupEnvironment::state where the folder may only be read.
/// \return which it was \error Denied, Exhausted
Result<std::filesystem::path> appendDrill(const BackupEnvironment& environment, const DrillReport& report);
/// Those of this database and server, oldest first; those of older versions, which did not say whose, count as well.
/// \error Denied
Result<std::vector<DrillReport>> readDrills(const BackupEnvironment& environment, const Origin& profile);

} // namespace qbm::backup
