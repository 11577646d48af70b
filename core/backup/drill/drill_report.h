// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    std::optional<TimePoint> dataOf = {}; ///< whose data the backup holds; nullopt: an older version wrote the line

    /// What a restore at that moment would have lost (RPO).
    std::optional<std::chrono::milliseconds> dataAge() const;
    /// What it would have taken (RTO).
    std::chrono::milliseconds recoveryTook() const { return restoreTook + compareTook; }
};

/// On the disk when this returns. \error Denied, Exhausted
Result<> appendDrill(const std::filesystem::path& folder, const DrillReport& report);
/// Oldest first. \error Denied
Result<std::vector<DrillReport>> readDrills(const std::filesystem::path& folder);
/// The newest one; nullopt before the first.
Result<std::optional<DrillReport>> lastDrill(const std::filesystem::path& folder);

} // namespace qbm::backup
