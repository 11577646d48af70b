// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker_pool.h"
#include "core/health/answers.h"

#include <chrono>
#include <memory>

namespace qbm::health {

/// Asks every source at once, each on a thread of its own, and waits for none longer than the budget.
///
/// A source that is late is told to stop and left behind; while its old call is still out, it is not asked again, and the
/// answer says since when it has been silent.
/// \thread collect() by one thread at a time
class Collector {
public:
    Collector(Providers providers, const Clock& clock, std::chrono::milliseconds budget = std::chrono::milliseconds(2'500));
    /// Stops and waits for calls still out.
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    /// \error Cancelled
    Result<Answers> collect(TaskContext& context);

private:
    class Board;
    template <class T>
    class Probe;
    struct Probes;

    std::unique_ptr<Board> m_board;
    std::unique_ptr<Probes> m_probes;
    const Clock& m_clock;
    std::chrono::milliseconds m_budget;
    Objectives m_objectives;
    std::stop_source m_pass;
    WorkerPool m_pool; // last: its threads use all of the above
};

} // namespace qbm::health
