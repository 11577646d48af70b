// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace qbm::lab::kubernetes {

/// What a simulated container will do, read off its spec: nothing is really run.
struct ContainerPlan {
    bool imageMissing = false; ///< a name that tells so: "does-not-exist", "no-such-image", ".invalid/"
    /// Set: it ends by itself with this code. By the variables QBM_LAB_EXIT_CODE and QBM_LAB_EXIT_AFTER (seconds), by a
    /// command that says "exit N" (and "sleep S" before), or by a restart policy other than Always.
    std::optional<int> exitCode;
    std::chrono::milliseconds runs{0}; ///< until it ends
};

ContainerPlan planOf(const nlohmann::json& pod, const nlohmann::json& container);

} // namespace qbm::lab::kubernetes
