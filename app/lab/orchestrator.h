// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

#include <functional>

namespace qbm::lab {

struct UpOptions {
    std::filesystem::path folder;
    int days = 7; ///< of metric history
    /// A line about each step that is done. \thread one call at a time, any thread
    std::function<void(const std::string& line)> onStep;
};

struct UpOutcome {
    LabFolder folder;
    LabState state;
    bool wasUp = false; ///< the lab was there already and was left alone
};

/// Brings a whole lab up and returns when everything answers. What an earlier lab left behind in the folder after a
/// crash is ended and removed first. If it fails or is stopped, nothing is left running. \error NotFound (packages),
/// InvalidInput (the folder holds something else), Conflict, Timeout, Cancelled \cost about 10 s on two cores for a
/// week of history
Result<UpOutcome> bringUp(const UpOptions& options, TaskContext& context);

/// Ends every process of the lab and removes all that bringUp() made. \return files that are not the lab's own and were
/// left, with the folder; empty: all is gone \error NotFound: the folder is no lab; Timeout
Result<std::vector<std::filesystem::path>> takeDown(const std::filesystem::path& folder, TaskContext& context);

} // namespace qbm::lab
