// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/part_process.h"

#include "app/lab/services/process_tree.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

constexpr auto kRecordLimit = 10s;
constexpr auto kStopGrace = 5s;

Result<> becomeUser(const std::string& name)
{
    if (name.empty())
        return {};
    const passwd* account = ::getpwnam(name.c_str());
    if (!account)
        return fail(ErrorKind::NotFound, text("There is no user %1.", name));
    if (::initgroups(name.c_str(), account->pw_gid) != 0 || ::setgid(account->pw_gid) != 0
        || ::setuid(account->pw_uid) != 0)
        return fail(fileError(errno, text("Cannot become the user %1", name)));
    return {};
}

Error execute(const process::Command& command)
{
    if (auto changed = becomeUser(command.runAsUser); !changed)
        return changed.error();
    if (!command.workingFolder.empty() && ::chdir(command.workingFolder.c_str()) != 0)
        return fileError(errno, text("Cannot enter %1", command.workingFolder.string()));
    for (const auto& [variable, value] : command.environment)
        ::setenv(variable.c_str(), value.c_str(), 1);
    std::vector<std::string> texts{command.program.string()};
    texts.insert(texts.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char*> arguments;
    for (std::string& argument : texts)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    ::execv(command.program.c_str(), arguments.data());
    return fileError(errno, text("Cannot start %1", command.program.string()));
}

/// Waits until the child has written itself into lab.json.
Result<> waitUntilRecorded(
    const LabFolder& folder, const std::string& name, const process::ProcessId& child, TaskContext& context)
{
    const auto deadline = std::chrono::steady_clock::now() + kRecordLimit;
    for (;;) {
        QBM_TRY(state, loadState(folder));
        const Part* part = state.part(name);
        if (part && part->process == child)
            return {};
        if (!process::isAlive(child) || std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Internal, text("%1 could not be started.", name), logTail(folder, name));
        QBM_CHECK(context.sleepFor(10ms));
    }
}

} // namespace

std::string_view name(PartState state)
{
    switch (state) {
    case PartState::Running:
        return "running";
    case PartState::Stopped:
        return "stopped";
    case PartState::Frozen:
        return "frozen";
    }
    return "stopped";
}

PartState stateOf(const Part& part)
{
    if (!part.process || !process::isAlive(*part.process))
        return PartState::Stopped;
    return isFrozen(part.process->pid) ? PartState::Frozen : PartState::Running;
}

std::filesystem::path ownProgram()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error);
}

Result<> startPart(const LabFolder& folder, const std::string& name, TaskContext& context)
{
    QBM_TRY(state, loadState(folder));
    const Part* part = state.part(name);
    if (!part)
        return fail(ErrorKind::NotFound, text("The lab has no part %1.", name));
    if (stateOf(*part) != PartState::Stopped)
        return {};
    process::Command command;
    command.program = ownProgram();
    command.arguments = {"run-part", "--dir", folder.root.string(), name};
    QBM_TRY(child, process::startDetached(command, folder.log(name)));
    return waitUntilRecorded(folder, name, child, context);
}

Result<> stopPart(const Part& part, TaskContext& context)
{
    if (!part.process || !process::isAlive(*part.process))
        return {};
    // A frozen child of it would never see that its parent is gone.
    signalTree(part.process->pid, SIGCONT);
    return process::stop(*part.process, kStopGrace, context, part.stopSignal);
}

Error becomePart(const LabFolder& folder, const std::string& name)
{
    auto self = process::identify(::getpid());
    if (!self)
        return self.error();
    process::Command command;
    const auto recorded = changeState(folder, [&](LabState& state) -> Result<> {
        Part* part = state.part(name);
        if (!part || state.phase == LabState::Phase::Ending)
            return fail(ErrorKind::Conflict, text("The lab in %1 is being taken down.", folder.root.string()));
        part->process = *self;
        part->startedAt = systemClock().now();
        command = part->command;
        return {};
    });
    return recorded ? execute(command) : recorded.error();
}

std::string logTail(const LabFolder& folder, const std::string& name, std::size_t lines)
{
    const std::string content = readFile(folder.log(name)).value_or("");
    std::size_t at = content.size();
    for (std::size_t line = 0; line <= lines && at != std::string::npos && at > 0; ++line)
        at = content.rfind('\n', at - 1);
    return at == std::string::npos || at == 0 ? content : content.substr(at + 1);
}

} // namespace qbm::lab
