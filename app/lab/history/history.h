// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/metrics.h"
#include "app/lab/application/queue_simulator.h"
#include "core/base/task_context.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace qbm::lab {

/// What happened to the system in the past: conditions that hold from a moment on, and restarts.
struct HistoryStory {
    struct Phase {
        TimePoint from;
        int replicas;
        double extraLoad; ///< requests/s on top of the pattern
    };
    std::vector<Phase> phases; ///< by time; the first at or before the history's start
    std::vector<TimePoint> restarts; ///< by time; counters begin again, one scrape is missed
};

/// A scrape target that was up all the time, of which only `up` is written.
struct UpTarget {
    std::string job;
    std::string instance;
};

struct HistoryOptions {
    int days = 7; ///< 0: no block is written, the state begins at now with zero counters
    std::chrono::milliseconds scrapeInterval{15'000}; ///< of the job in prometheus.yml
    TimePoint end{}; ///< last sample at or before this; the default means the moment the simulation has caught up with
    std::string job = "qbm-backend"; ///< labels as the live scrape gives them
    std::string instance; ///< "127.0.0.1:PORT" of the application
    std::vector<UpTarget> upTargets; ///< other jobs whose `up` shall not begin at nothing
    QueueOptions queue;
    int replicas = 3;
    TimePoint driftStart{};
};

/// The lab's past: `options.replicas` throughout, but for a busy working day with one more four days ago, an overload in
/// the afternoon two days ago (p95 of many seconds for some minutes, ended by two replicas more until 16:30) and one
/// restart in the night five days ago; times of day are local. What lies before `start` is left out; the last 24 hours
/// are quiet.
HistoryStory makeStory(const HistoryOptions& options, TimePoint start, TimePoint end);

/// Runs the application's queue over the past days and gives the result to Prometheus as blocks.
///
/// Call it while Prometheus is not running, and start Prometheus at once afterwards: the hole between the last sample and
/// the first scrape is promtool's run (about 2 s for a week) plus that start. No sample lies in the future.
/// The state returned is for ApplicationOptions::initial; it is for the last sample's moment.
/// \param dataFolder Prometheus' --storage.tsdb.path; created if absent; the text promtool reads (about
///        25 MB a day at 15 s) is made in it and removed
/// \error Exhausted (disk), NotFound (promtool), BadData (promtool refused), Cancelled
/// \cost 7 days at 15 s: about 4 s of one core, more than half of it promtool's
Result<CounterState> writeHistory(const HistoryOptions& options, const std::filesystem::path& dataFolder, TaskContext& context);

} // namespace qbm::lab
