// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/process: fork and exec, shared by run() and startDetached().

#include "core/base/file.h"
#include "core/process/process.h"

namespace qbm::process {

/// What a child gets besides its Command.
struct Launch {
    int standardInput = -1;
    int standardOutput = -1;
    int standardError = -1;
    bool ownSession = false; ///< setsid; else only an own process group
    bool dieWithParent = false; ///< PR_SET_PDEATHSIG: dies when the *thread* that called spawn() ends
};

struct Pipe {
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

/// Both ends close-on-exec. \error Exhausted
Result<Pipe> makePipe();
/// /dev/null. \error Exhausted
Result<FileDescriptor> openNull(int flags);

/// Returns when the program runs, or with the reason why it does not.
/// \error NotFound (program, working folder, user), Denied, Exhausted, InvalidInput (arguments too long)
Result<pid_t> spawn(const Command& command, const Launch& launch);

/// What the kernel tells of a process.
struct ProcessStat {
    char state = '?'; ///< R, S, D, T, Z, ...
    pid_t group = 0;
    std::uint64_t startTicks = 0;
};
/// nullopt if there is no such process.
std::optional<ProcessStat> readProcessStat(pid_t pid);

} // namespace qbm::process
