// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/base/task_context.h"
#include "core/prometheus/series.h"

#include <functional>
#include <optional>
#include <string>

namespace qbm::prometheus {

/// How a measurement asks; Client::query fits, and so does a test's table of answers.
using QueryFunction = std::function<Result<QueryResult>(
    const std::string& expression, std::optional<TimePoint> at, TaskContext& context)>;

/// One number and what its worth is judged by.
struct Measurement {
    std::string expression; ///< gives one sample; where it gives several, the first is taken
    Unit unit = Unit::None;
    std::string selector; ///< the metric whose newest sample dates the number; empty: the moment of the query
    std::string eventRate; ///< rate of the events it is made of: zero means no traffic; empty: it has no traffic
    std::chrono::milliseconds staleAfter{0}; ///< older than this is stale: 2.5 scrape intervals; zero: never
};

/// Asks for one number and says honestly what it is worth: NaN or nothing at an event rate of zero is NoTraffic, an unknown
/// metric is NoData, a server that does not answer is SourceDown, and a series that ended is Stale with its last value.
/// \cost one to four queries
Reading measure(const Measurement& what, const QueryFunction& query, TimePoint now, TaskContext& context);

/// A scrape is missed twice before its numbers count as stale.
std::chrono::milliseconds staleAfter(std::chrono::milliseconds scrapeInterval);

} // namespace qbm::prometheus
