// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace qbm {

/// How far a long call has come. total 0 means unknown.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    Text step; ///< what is being done now
    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Handed to everything that can wait: carries the wish to stop inward and the progress outward.
///
/// \thread one call at a time; the stop may be requested from any thread
class TaskContext {
public:
    using Sink = std::function<void(const Progress&)>;

    TaskContext() = default;
    explicit TaskContext(std::stop_token stop, Sink sink = {}) : m_stop(std::move(stop)), m_sink(std::move(sink)) {}

    bool stopRequested() const { return m_stop.stop_requested(); }
    std::stop_token stopToken() const { return m_stop; }

    /// Passes progress on; reports closer than 50 ms to the last one are dropped unless the step changed or done == total.
    void report(Progress progress);

    /// Sleeps, but wakes at once when a stop is requested. \error Cancelled
    Result<> sleepFor(std::chrono::milliseconds duration) const;
    /// \error Cancelled if a stop was requested
    Result<> checkpoint() const;

private:
    std::stop_token m_stop;
    Sink m_sink;
    Progress m_last;
    std::chrono::steady_clock::time_point m_lastAt{};
};

/// The error of a call that was stopped.
Error cancelledError();

} // namespace qbm
