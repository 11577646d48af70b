// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/unit.h"

#include <limits>
#include <optional>
#include <string>

namespace qbm {

/// What a shown number is worth.
enum class ReadingState {
    Value, ///< measured, fresh
    NoTraffic, ///< the source answers, but there is nothing to measure (p95 of zero requests)
    SourceDown, ///< the source does not answer
    Stale, ///< measured, but longer ago than its source promises
    NoData, ///< the source answers and does not know this quantity
};

/// A number with everything needed to trust it: unit, state, source, query and time.
struct Reading {
    double value = std::numeric_limits<double>::quiet_NaN(); ///< NaN unless state is Value or Stale
    Unit unit = Unit::None;
    ReadingState state = ReadingState::NoData;
    std::string source; ///< "Prometheus", "PostgreSQL", "Kubernetes API", ...
    std::string query; ///< the PromQL, SQL or request behind it
    TimePoint at{}; ///< when the value was true
    std::optional<Error> error; ///< why, where state is SourceDown

    bool hasValue() const { return state == ReadingState::Value || state == ReadingState::Stale; }
};

} // namespace qbm
