// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace qbm::process {

/// A program and its arguments, given to the kernel as they are: there is no shell, so nothing needs quoting.
/// Secrets never stand in `arguments`; give them by a file or an environment variable the tool documents.
struct Command {
    std::filesystem::path program; ///< a path, or a name looked up on PATH
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment; ///< added to ours, or to the bare one
    std::filesystem::path workingFolder; ///< empty: ours
    /// Only as root: becomes this user with all its groups before exec, HOME, USER and LOGNAME along with it (unless
    /// `environment` sets them); empty, or our own name: as we are.
    std::string runAsUser;
    /// Runs in a session of its own, so that it has no terminal to ask anything on.
    bool withoutTerminal = false;
    /// Instead of our environment the child gets one made for it: `environment`, LC_ALL=C.UTF-8, and of ours only where
    /// programs, libraries and the user's own files are (PATH, LD_LIBRARY_PATH, HOME, USER, LOGNAME, TMPDIR, KRB5*).
    bool bareEnvironment = false;
};

struct RunOptions {
    /// Standard output as it comes; an error ends the child and is returned. Unset: collected in Exit::output.
    std::function<Result<>(std::string_view chunk)> onOutput;
    /// Each line of standard error, without its end.
    std::function<void(std::string_view line)> onErrorLine;
    std::string input; ///< written to standard input, which is then closed
    int inputFd = -1; ///< instead of input: a descriptor the child reads from
    /// No output on either stream, and nothing taken of `input`, for this long ends the child with Timeout; zero: never.
    std::chrono::milliseconds stallTimeout{0};
    /// Between SIGTERM and SIGKILL to the child's process group when it is stopped.
    std::chrono::milliseconds grace{5'000};
    /// Asked every 250 ms while the child runs (for progress read from elsewhere).
    std::function<void()> onTick;
};

struct Exit {
    int code = 0; ///< exit code; 128 + signal if a signal ended it
    std::string output; ///< standard output where onOutput was not set (at most 64 MiB)
    std::string errorTail; ///< the last 40 lines of standard error
};

/// Runs a child in its own process group to its end. Standard input is /dev/null unless given. If we die the child gets
/// SIGTERM (PR_SET_PDEATHSIG), so that tools such as pg_restore still cancel their work on the server.
///
/// A non-zero exit code is an Exit, not an Error: what it means is the tool's business. A stop, a stall or an error of
/// onOutput ends the whole process group, grandchildren included; the detail of such an error is the tail of standard error.
/// \error NotFound (no such program, folder or user), Denied, Cancelled, Timeout (stalled), Exhausted (fork, or more
///        than 64 MiB of output collected), or what onOutput returned
/// \thread any; the callbacks run in it
Result<Exit> run(const Command& command, const RunOptions& options, TaskContext& context);

/// The program's full path, looked up on PATH and then in `extraFolders`. \error NotFound
Result<std::filesystem::path> findProgram(std::string_view name, const std::vector<std::filesystem::path>& extraFolders = {});

/// A process by number and birth, so that a number used again by another process is never mistaken for it.
struct ProcessId {
    pid_t pid = 0;
    std::uint64_t startTicks = 0; ///< field 22 of /proc/PID/stat
    friend bool operator==(const ProcessId&, const ProcessId&) = default;
};

/// \error NotFound
Result<ProcessId> identify(pid_t pid);
/// Whether that very process still runs. A zombie does not run; if it is a child of ours from startDetached() it is reaped.
bool isAlive(const ProcessId& id);

/// Starts a child that lives on after us, in its own session, its output appended to `logFile`, standard input /dev/null.
/// \error NotFound, Denied, Exhausted
Result<ProcessId> startDetached(const Command& command, const std::filesystem::path& logFile);

/// SIGTERM (or `firstSignal`) to the process group (to the process alone where it leads none), SIGKILL after `grace`;
/// returns when all of it is gone. Nothing to do if it is not alive.
/// \error Timeout if it would not go even so, Denied, Cancelled
Result<> stop(const ProcessId& id, std::chrono::milliseconds grace, TaskContext& context, int firstSignal = 15);

} // namespace qbm::process
