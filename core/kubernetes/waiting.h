// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

namespace qbm::kubernetes {

/// What a call reports as its progress while the server puts it off.
inline constexpr const char* kThrottledSentence
    = QT_TRANSLATE_NOOP("core", "The cluster has too many requests: in %2 s it is asked again to %1.");
inline constexpr const char* kNotYetSentence
    = QT_TRANSLATE_NOOP("core", "The cluster cannot %1 yet (HTTP %2): it is asked again in %3 s.");

/// Whether a step of somebody's progress is one of these: to be told also where progress is not.
inline bool saysThatWeWait(const Text& step)
{
    return step.templ() == kThrottledSentence || step.templ() == kNotYetSentence;
}

} // namespace qbm::kubernetes
