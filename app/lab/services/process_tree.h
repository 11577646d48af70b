// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <sys/types.h>

namespace qbm::lab {

/// The process and all its descendants, from /proc. PostgreSQL's children lead groups of their own, so the group is not
/// enough.
std::set<pid_t> processTree(pid_t root);

/// Sends the signal to the process and all its descendants; nothing if `root` is not a process.
void signalTree(pid_t root, int signal);

/// It is stopped by SIGSTOP, with all its threads.
bool isFrozen(pid_t pid);

} // namespace qbm::lab
