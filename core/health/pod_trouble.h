// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/kubernetes/objects.h"

#include <optional>

namespace qbm::health {

/// Why a pod does not do its work, from what tells least to what tells most.
struct PodTrouble {
    enum class Kind {
        None,
        NotReady, ///< it runs or is about to, and that may be all there is to it
        Unschedulable, ///< no node takes it
        NoStart, ///< its containers cannot be made: a missing secret, a wrong command
        Image, ///< its image cannot be had
        CrashLoop, ///< its container ends again and again, however well it looks in between
    };
    Kind kind = Kind::None;
    Text why; ///< "ErrImagePull of image ghcr.io/acme/backend:bad"; empty for NotReady
    std::optional<TimePoint> since;
};

/// Pure. A pod that is being deleted or has ended for good has none.
PodTrouble troubleOf(const kubernetes::Pod& pod, TimePoint now);

} // namespace qbm::health
