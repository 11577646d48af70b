// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/subscription.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace qbm::kubernetes {

enum class LiveState {
    Idle, ///< nobody looks, or nobody has yet
    Loading, ///< the first listing is under way; rows so far are shown
    Live, ///< listed and watched
    Interrupted, ///< rows are the last known; `error` says why
};

/// What a live collection holds at one moment; never changes once made.
template <class Row> struct Snapshot {
    std::vector<std::shared_ptr<const Row>> rows; ///< by namespace and name
    std::uint64_t version = 0; ///< differs whenever rows, state or error differ
    LiveState state = LiveState::Idle;
    std::optional<Error> error;
    TimePoint heardAt{}; ///< when the server last confirmed it; epoch: never
};

/// A collection of the cluster that follows it while somebody holds a subscription.
/// \thread any
template <class Row> class Live {
public:
    virtual ~Live() = default;
    /// The newest snapshot; cheap, never null, never waits for the network. Keep it in a variable while its rows are
    /// used: `for (auto& row : live.snapshot()->rows)` would run over rows already gone.
    virtual std::shared_ptr<const Snapshot<Row>> snapshot() const = 0;
    /// Follows while the subscription lives. `changed` is called in a worker thread after each batch of changes (many
    /// events, one call) and must only note that there is something new: take snapshot() where it is shown.
    [[nodiscard]] virtual Subscription subscribe(std::function<void()> changed) = 0;
};

} // namespace qbm::kubernetes
