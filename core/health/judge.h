// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/answers.h"
#include "core/health/overview.h"

namespace qbm::health {

/// What one pass over all sources comes to.
struct Judgement {
    std::vector<Finding> findings; ///< worst first
    std::vector<Text> judged; ///< as in Overview
    std::vector<Text> notJudged;
};

/// Judges everything that was answered: every workload, job and node of the cluster, the parts of the system, the numbers
/// that have an objective, alerts, backups and the disk they lie on. What could not be asked is a finding too: nothing
/// is well because nobody knows better. Pure.
/// \param parts as their own servers tell; what the cluster says of them is among the findings
Judgement judge(const Answers& answers, const std::vector<Node>& parts, TimePoint now);

/// The sentence above everything: the worst finding, or what was found well.
Headline headlineOf(const std::vector<Finding>& findings, const std::vector<Text>& judged, const std::vector<Text>& notJudged);

/// "a, b, c" as one text.
Text joinTexts(const std::vector<Text>& texts);

} // namespace qbm::health
