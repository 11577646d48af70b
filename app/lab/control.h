// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

#include <functional>

namespace qbm::lab {

/// What one of the lab's own programs is asked to do.
struct Wishes {
    std::set<std::string> faults; ///< without the part's name: "slow", not "application-slow"
    int extraLoad = 0; ///< requests/s
    friend bool operator==(const Wishes&, const Wishes&) = default;
};

/// The wishes to a part, as lab.json has them.
Wishes wishesTo(const std::string& part, const LabState& state);

/// The part's side: looks at lab.json when it has changed, and says when a wish is fulfilled.
class ControlFollower {
public:
    using Apply = std::function<Result<>(const Wishes&)>;
    ControlFollower(LabFolder folder, std::string part, Apply apply);

    /// Call it a few times a second. Failures go to standard error, which is the part's log.
    void poll();

private:
    LabFolder m_folder;
    std::string m_part;
    Apply m_apply;
    std::filesystem::file_time_type m_seen{};
    std::optional<Wishes> m_applied;
};

/// The other side: waits until the part has done what lab.json asks of it. \error Timeout, Cancelled
Result<> waitUntilApplied(const LabFolder& folder, const std::string& part, TaskContext& context);

} // namespace qbm::lab
