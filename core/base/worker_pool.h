// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qbm {

/// A fixed set of threads that run posted jobs in order of arrival.
///
/// Blocking calls to servers run here, so it is sized above the number of calls a screen may have under way, not by cores.
/// \thread post() from anywhere; destroyed by any one thread but its own, never by one that must not wait (Reaper)
class WorkerPool {
public:
    explicit WorkerPool(std::size_t threads);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    /// Drops jobs not yet begun and waits for those under way: request their stop first.
    ~WorkerPool();

    /// Queues a job. A job must not throw; what it captured is destroyed on the worker thread.
    void post(std::function<void()> job);

private:
    void work(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::jthread> m_threads; // last: its threads use all of the above
};

} // namespace qbm
