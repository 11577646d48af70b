// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/kubernetes/objects.h"

#include <vector>

namespace qbm::kubernetes {

/// Why a rollout does not come on, one sentence: pods that cannot be made (quota, a webhook), cannot be placed, whose
/// image cannot be pulled, that crash again and again, whose readiness probe does not pass. Empty where nothing stands in
/// its way: it may need time, or be done.
/// \param pods of the revision that is rolled out
Text rolloutTrouble(const Deployment& deployment, const std::vector<const Pod*>& pods, TimePoint now);

/// Whether it ends again and again: it waits to be started once more, or was started more than once lately, even if it is
/// ready between two ends.
bool isCrashLooping(const Pod& pod, TimePoint now);

} // namespace qbm::kubernetes
