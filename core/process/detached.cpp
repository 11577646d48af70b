// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/spawn.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>

namespace qbm::process {

namespace {

constexpr std::chrono::milliseconds kPollInterval{20};
/// A process that outlives SIGKILL this long hangs in the kernel.
constexpr std::chrono::seconds kAfterKill{5};

/// Whether anybody but zombies is left in a process group.
bool groupHasMembers(pid_t group)
{
    std::error_code error;
    for (auto it = std::filesystem::directory_iterator("/proc", error); !error && it != std::filesystem::end(it);
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const auto stat = readProcessStat(static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10)));
        if (stat && stat->group == group && stat->state != 'Z' && stat->state != 'X')
            return true;
    }
    return false;
}

/// What stop() acts on: the whole group where the process leads one, else the process alone.
class Target {
public:
    explicit Target(const ProcessId& id)
        : m_id(id)
    {
        const auto stat = readProcessStat(id.pid);
        m_leadsGroup = stat && stat->group == id.pid;
    }

    bool isAlive() const
    {
        // The number of a group with members is not given to a new process, so the group stays the one we looked at.
        return process::isAlive(m_id) || (m_leadsGroup && groupHasMembers(m_id.pid));
    }

    Result<> signal(int number) const
    {
        if (::kill(m_leadsGroup ? -m_id.pid : m_id.pid, number) == 0 || errno == ESRCH)
            return {};
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot stop process %1"), m_id.pid)));
    }

private:
    ProcessId m_id;
    bool m_leadsGroup = false;
};

/// True when it is gone in time. \error Cancelled
Result<bool> waitUntilGone(const Target& target, std::chrono::milliseconds limit, const TaskContext& context)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (target.isAlive()) {
        if (std::chrono::steady_clock::now() >= deadline)
            return false;
        QBM_CHECK(context.sleepFor(kPollInterval));
    }
    return true;
}

} // namespace

Result<ProcessId> startDetached(const Command& command, const std::filesystem::path& logFile)
{
    FileDescriptor log(::open(logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!log)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), logFile.string())));
    QBM_TRY(null, openNull(O_RDONLY));
    Launch launch;
    launch.standardInput = null.get();
    launch.standardOutput = log.get();
    launch.standardError = log.get();
    launch.ownSession = true; // no parent-death signal: it is to live on
    QBM_TRY(pid, spawn(command, launch));
    return identify(pid); // our unreaped child: the number cannot have been used again
}

Result<> stop(const ProcessId& id, std::chrono::milliseconds grace, TaskContext& context, int firstSignal)
{
    if (!isAlive(id))
        return {};
    const Target target(id);
    QBM_CHECK(target.signal(firstSignal));
    QBM_CHECK(target.signal(SIGCONT)); // a frozen process does not see the first signal before it runs again
    QBM_TRY(gone, waitUntilGone(target, grace, context));
    if (gone)
        return {};
    QBM_CHECK(target.signal(SIGKILL));
    QBM_TRY(killed, waitUntilGone(target, kAfterKill, context));
    if (killed)
        return {};
    return fail(ErrorKind::Timeout,
        text(QT_TRANSLATE_NOOP("core", "Process %1 does not end, not even by SIGKILL; it hangs in the kernel (a disk or network file system?)."),
            id.pid));
}

} // namespace qbm::process
