// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/postgres/client.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace qbm::backup {

/// Tells a restore that works in silence from one that has stopped. pg_restore says nothing while an index is built or
/// a large table goes in; the server does: its sessions are busy, or the database grows. \thread one call of stalled()
/// at a time; noteSign() from any
class ActivityWatch {
public:
    /// \param settings of the database that is filled \param patience zero: never stalled
    ActivityWatch(postgres::ConnectionSettings settings, std::chrono::milliseconds patience);

    /// The tool has said something.
    void noteSign();
    /// Whether neither tool nor server did anything for the whole patience; asks the server only after some silence.
    bool stalled(TaskContext& context);

private:
    bool serverWorks(TaskContext& context);

    postgres::ConnectionSettings m_settings;
    std::chrono::milliseconds m_patience;
    std::optional<postgres::Client> m_client;
    std::string m_lastSize;
    std::atomic<std::chrono::steady_clock::time_point> m_lastSign;
    std::chrono::steady_clock::time_point m_lastQuestion;
};

/// Ends the tools of a restore once nothing moves any more: they run under task(), which stops when the caller's does
/// or when the watch finds a stall.
class StallGuard {
public:
    /// \param settings, patience as ActivityWatch's
    StallGuard(
        const postgres::ConnectionSettings& settings, std::chrono::milliseconds patience, const TaskContext& caller);

    /// The tool has said, taken or given something. \thread any
    void noteSign() { m_watch.noteSign(); }
    /// Asked again and again while the tools run. \thread one at a time
    void tick();
    TaskContext& task() { return m_task; }
    /// \error Timeout if it was a stall that ended them
    Result<> requireNoStall() const;

private:
    std::string m_target;
    std::chrono::milliseconds m_patience;
    ActivityWatch m_watch;
    std::stop_source m_source;
    std::stop_token m_callersStop;
    std::stop_callback<std::function<void()>> m_onStop;
    TaskContext m_task;
    std::atomic<bool> m_stalled{false};
};

} // namespace qbm::backup
