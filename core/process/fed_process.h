// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/process/process.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

namespace qbm::process {

/// A child that is fed piece by piece. It runs on a thread of its own, in which the callbacks of its options are
/// called, so that its output is taken while its input is still being written. Ended on destruction unless finished.
///
/// What hangs is neither the child that waits for its output to be taken nor whoever takes it: only a child that takes
/// no input and gives no output.
class FedProcess {
public:
    /// \param options input and inputFd are ours; onOutput has to return when the caller's context is stopped
    /// \param patience without a byte taken or given for this long, write() and finish() return Timeout; zero: for ever
    /// \error Exhausted
    static Result<std::unique_ptr<FedProcess>> start(
        Command command, RunOptions options, std::chrono::milliseconds patience);
    FedProcess(const FedProcess&) = delete;
    FedProcess& operator=(const FedProcess&) = delete;

    /// Returns when the child's input holds all of it. \error Cancelled, Timeout; Internal if the child has ended,
    /// which ended() tells too and finish() explains
    Result<> write(std::string_view bytes, const TaskContext& context);
    /// Ends the input and waits for the child. \error Cancelled, Timeout (the child is ended then), or what run()
    /// returns
    Result<Exit> finish(const TaskContext& context);
    /// Ends the child before its input is complete.
    void abandon();
    bool ended() const { return m_ended.load(); }

private:
    using SteadyClock = std::chrono::steady_clock;

    FedProcess(Command command, RunOptions options, std::chrono::milliseconds patience);
    void run(const std::stop_token& stop);
    void noteActivity() { m_lastActivity.store(SteadyClock::now()); }
    Result<> requirePatience() const;

    Command m_command;
    RunOptions m_options;
    std::chrono::milliseconds m_patience;
    /// A socket and no pipe: it can be written to without SIGPIPE and with a time limit.
    FileDescriptor m_ours, m_theirs;
    std::optional<Result<Exit>> m_exit;
    std::atomic<SteadyClock::time_point> m_lastActivity{SteadyClock::now()};
    std::atomic<bool> m_handingOn{false};
    std::atomic<bool> m_ended{false};
    std::jthread m_thread; // last: it uses all of the above, and its destruction stops the child
};

} // namespace qbm::process
