// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_daemon.h"

#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <string>
#include <sys/stat.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

/// Debian's cron and bcron, cronie, busybox and dcron, fcron: as the kernel names the processes.
constexpr std::array<std::string_view, 5> kDaemons{"cron", "crond", "cronie", "fcron", "bcron-sched"};
constexpr std::array<const char*, 3> kPidFiles{"run/crond.pid", "run/cron.pid", "run/fcron.pid"};
constexpr const char* kSystemdCron = "usr/lib/systemd/system-generators/systemd-crontab-generator";

std::optional<pid_t> numberOf(std::string_view text)
{
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    return error == std::errc() && pid > 0 && rest.find_first_not_of(" \n") == rest.npos ? std::optional(pid)
                                                                                         : std::nullopt;
}

bool isDaemon(const fs::path& process, uid_t owner)
{
    struct stat info { };
    if (::stat(process.c_str(), &info) != 0 || info.st_uid != owner)
        return false;
    std::string name = readFile(process / "comm").value_or("");
    if (name.ends_with('\n'))
        name.pop_back();
    return std::ranges::find(kDaemons, name) != kDaemons.end();
}

/// Also under another user's name: a process that hides from this one lives all the same.
bool isAliveByPidFile(const fs::path& root)
{
    return std::ranges::any_of(kPidFiles, [&](const char* file) {
        const auto pid = numberOf(readFile(root / file).value_or(""));
        return pid && (::kill(*pid, 0) == 0 || errno == EPERM);
    });
}

} // namespace

std::optional<bool> isCronRunning(const Machine& machine)
{
    std::error_code error;
    if (fs::exists(machine.root / kSystemdCron, error) && fs::exists(machine.root / "run/systemd/system", error))
        return true;
    const fs::path processes = machine.root / "proc";
    // The first process is everybody's; where it is hidden (hidepid), so is a daemon.
    if (!fs::exists(processes / "1", error))
        return isAliveByPidFile(machine.root) ? std::optional(true) : std::nullopt;
    fs::directory_iterator it(processes, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        if (numberOf(it->path().filename().string()) && isDaemon(it->path(), machine.owner))
            return true;
    }
    return error ? std::nullopt : std::optional(false);
}

} // namespace qbm::backup
