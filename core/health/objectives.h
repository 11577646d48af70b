// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/answers.h"
#include "core/health/finding.h"

#include <string_view>
#include <vector>

/// The application's numbers against what they should be. Pure.
namespace qbm::health {

/// One number, and what it is judged by.
struct Objective {
    enum class Bound { AtMost, AtLeast };
    std::string_view id; ///< "p95", "error-ratio", "accuracy"
    Text label; ///< as on its tile
    Reading MetricsFacts::* reading;
    Unit unit = Unit::None;
    Bound bound = Bound::AtMost;
    std::optional<double> limit; ///< unset: nobody has said
    bool required = false; ///< the profile asks for it: a number that is missing is then a finding
    Text title; ///< of its finding: "The p95 latency is too high"
    Address leadsTo;

    bool met(double value) const { return bound == Bound::AtMost ? value <= *limit : value >= *limit; }
    /// "at most 500 ms"
    Text words() const;
};

std::vector<Objective> objectivesOf(const Objectives& chosen);

} // namespace qbm::health
