// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/health/state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::health {

/// How much a finding weighs, from least to worst.
enum class Severity {
    Note, ///< worth knowing, no fault: a rollout that somebody paused
    Unknown, ///< it could not be found out
    Stale, ///< what is known is old
    Warning, ///< works, but not as it should
    Critical, ///< does not work
};

/// "note", "unknown", "stale", "warning", "critical"
std::string_view name(Severity severity);
/// How the system stands with such a finding: a Note leaves it Ok.
State stateOf(Severity severity);
/// How much a part in that state weighs; Note where it is well or not asked for.
Severity severityOf(State state);

/// A page of the console and what to show on it.
struct Address {
    std::string page; ///< "cluster", "backups", "overview", ...
    std::string object; ///< "Deployment/backend" on page cluster, a part's id on page overview; may be empty
    friend bool operator==(const Address&, const Address&) = default;
};

/// One thing that is not as it should be, or is not known.
struct Finding {
    Severity severity = Severity::Unknown;
    std::string subject; ///< whose: "Deployment/backend", "Node/worker-1", "postgres", "alert/HighErrorRate", "backups"
    Text what; ///< "backend does not start"
    Text why; ///< "ErrImagePull of image ghcr.io/acme/backend:bad"; may be empty
    Address leadsTo;
    std::optional<TimePoint> since; ///< unset: not known
    std::string source; ///< who told: "Kubernetes API", "Prometheus", ...
    TimePoint at{}; ///< when it was found out
    std::string detail; ///< evidence, as the source put it; may be empty
    std::string part; ///< the part of the map it is about; empty: none

    /// "backend does not start: ErrImagePull of image ghcr.io/acme/backend:bad"
    Text sentence() const;
};

/// Worst first; what weighs the same stays in its order.
void sortWorstFirst(std::vector<Finding>& findings);

/// The answer to "is it well?": the worst finding with its reason, or what was judged and found well.
struct Headline {
    State state = State::NotConfigured; ///< NotConfigured: there was nothing to judge
    Text what; ///< "backend does not start", "All is well"
    Text why; ///< the reason; where all is well, what was judged
    std::optional<TimePoint> since;
    Address leadsTo; ///< of the worst finding; no page where all is well
    std::size_t more = 0; ///< findings beside it, notes not counted

    /// All of it in one sentence: "backend does not start: ErrImagePull of ... For 3 min. And 2 more."
    Text sentence(TimePoint now) const;
};

} // namespace qbm::health
