// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace qbm::backup {

/// Where a machine tells which programs run; another root in tests.
struct Machine {
    std::filesystem::path root = "/";
    uid_t owner = 0; ///< of a daemon that counts: anybody may call a program cron
};

/// Whether something runs the users' crontabs: a cron daemon that lives, by its pid file or its name among the processes,
/// or systemd where the package systemd-cron makes timers of crontabs. anacron is none: it runs no crontab of a user.
/// \return nullopt: the machine does not show the processes of others
std::optional<bool> isCronRunning(const Machine& machine = {});

} // namespace qbm::backup
