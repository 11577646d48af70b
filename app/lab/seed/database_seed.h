// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>

namespace qbm::lab {

struct DatabaseSeedOptions {
    std::uint16_t port = 0;
    std::filesystem::path passwordFile; ///< in pgpass form
    TimePoint anchor{}; ///< the lab's "now": nothing is younger
    TimePoint driftStart{};
    int days = 130; ///< of predictions
    int predictionsPerDay = 900; ///< and model
    double seed = 0.42; ///< of PostgreSQL's random(), -1..1: one seed and anchor, one content
};

/// Builds the guide's tables in an empty database and fills them, all of it on the server.
/// \error BadData: psql's message; Cancelled \cost about 3 s for 350,000 predictions
Result<> seedDatabase(const DatabaseSeedOptions& options, TaskContext& context);

} // namespace qbm::lab
