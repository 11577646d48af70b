// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/kubernetes/objects.h"

namespace qbm::kubernetes {

/// How far a Deployment, or what is read as one, is from what its spec asks for.
struct RolloutStatus {
    enum class State {
        Waiting, ///< the controller has not seen the newest spec yet
        Progressing,
        Done,
        Failed, ///< progress deadline exceeded: nothing moves any more
        Paused, ///< held half-way by its spec: nothing moves until it is resumed
    };
    State state = State::Waiting;
    Text message; ///< the sentence kubectl rollout status prints
};

/// Judges one state of a Deployment as `kubectl rollout status` does, but for one that is paused: kubectl waits for it for
/// ever. What stands while it is paused with nothing left to roll out is Done. observedGeneration alone is not enough,
/// and counters are compared with spec.replicas, never only with each other.
/// \source kubectl pkg/polymorphichelpers/rollout_status.go
RolloutStatus judgeRollout(const Deployment& deployment);

/// Done by judgeRollout() and, beyond what kubectl asks, every replica there is ready: what "scaled" means to an
/// operator.
bool isSettled(const Deployment& deployment);

} // namespace qbm::kubernetes
