// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/operation/journal.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// A backup that a schedule of this machine began, as its journal tells.
struct ScheduledRun {
    TimePoint startedAt{};
    TimePoint changedAt{}; ///< its journal's last line
    std::optional<bool> succeeded; ///< nullopt: it is still running
    std::string message; ///< English: why it failed; empty otherwise
};

/// The newest backup that was begun for this reason (the --reason of a scheduled qbmctl); nullopt: none yet.
std::optional<ScheduledRun> lastScheduledRun(const std::vector<operation::Record>& records, const std::string& reason);

} // namespace qbm::backup
