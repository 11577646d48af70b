// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/answers.h"
#include "core/health/overview.h"

namespace qbm::health {

/// Judges one pass: nodes, links, tiles and the sentence above them. Pure.
Overview assemble(const Answers& answers, TimePoint startedAt, TimePoint now);

} // namespace qbm::health
