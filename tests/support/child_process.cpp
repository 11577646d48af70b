// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/child_process.h"

#include "core/base/file.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace qbm::test {

namespace {

/// What the child needs between fork and exec, made before it: there only async-signal-safe calls are allowed.
struct Prepared {
    std::vector<std::string> texts;
    std::vector<char*> arguments;
    std::vector<std::string> environmentTexts;
    std::vector<char*> environment;
    std::string folder;
    bool changeUser = false;
    uid_t user = 0;
    gid_t group = 0;
};

Result<Prepared> prepare(const process::Command& command)
{
    Prepared prepared;
    prepared.texts.push_back(command.program.string());
    prepared.texts.insert(prepared.texts.end(), command.arguments.begin(), command.arguments.end());
    for (std::string& argument : prepared.texts)
        prepared.arguments.push_back(argument.data());
    prepared.arguments.push_back(nullptr);
    for (const auto& [name, value] : command.environment)
        prepared.environmentTexts.push_back(name + "=" + value);
    for (char** variable = environ; *variable; ++variable)
        prepared.environmentTexts.emplace_back(*variable);
    for (std::string& variable : prepared.environmentTexts)
        prepared.environment.push_back(variable.data());
    prepared.environment.push_back(nullptr);
    prepared.folder = command.workingFolder.string();
    if (!command.runAsUser.empty()) {
        const passwd* account = ::getpwnam(command.runAsUser.c_str());
        if (!account)
            return fail(ErrorKind::NotFound, "There is no user " + command.runAsUser + ".");
        prepared.changeUser = true;
        prepared.user = account->pw_uid;
        prepared.group = account->pw_gid;
    }
    return prepared;
}

[[noreturn]] void becomeProgram(const Prepared& prepared, int input, int output)
{
    ::setpgid(0, 0);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (prepared.changeUser
        && (::setgroups(0, nullptr) != 0 || ::setgid(prepared.group) != 0 || ::setuid(prepared.user) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after setuid, which clears it
    if (!prepared.folder.empty() && ::chdir(prepared.folder.c_str()) != 0)
        ::_exit(126);
    ::execve(prepared.arguments.front(), prepared.arguments.data(), prepared.environment.data());
    ::_exit(127);
}

Result<pid_t> forkProgram(const process::Command& command, int input, int output)
{
    QBM_TRY(prepared, prepare(command));
    const pid_t pid = ::fork();
    if (pid < 0)
        return fail(ErrorKind::Exhausted, std::string("fork: ") + std::strerror(errno));
    if (pid == 0)
        becomeProgram(prepared, input, output);
    return pid;
}

} // namespace

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, 0))
{
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept
{
    if (this != &other) {
        stop(SIGKILL, {});
        m_pid = std::exchange(other.m_pid, 0);
    }
    return *this;
}

ChildProcess::~ChildProcess()
{
    stop(SIGKILL, {});
}

Result<ChildProcess> ChildProcess::start(const process::Command& command, const std::filesystem::path& logFile)
{
    const FileDescriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const FileDescriptor log(::open(logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!log)
        return fail(fileError(errno, "Cannot open " + logFile.string()));
    ChildProcess child;
    QBM_TRY(pid, forkProgram(command, null.get(), log.get()));
    child.m_pid = pid;
    return child;
}

bool ChildProcess::running()
{
    if (m_pid > 0 && ::waitpid(m_pid, nullptr, WNOHANG) == m_pid)
        m_pid = 0;
    return m_pid > 0;
}

void ChildProcess::stop(int signal, std::chrono::milliseconds grace)
{
    if (!running())
        return;
    ::kill(m_pid, signal);
    ::kill(m_pid, SIGCONT); // a stopped process would not see the signal
    const auto deadline = std::chrono::steady_clock::now() + grace;
    while (std::chrono::steady_clock::now() < deadline) {
        if (!running())
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = 0;
}

Result<std::string> runTool(const process::Command& command, const std::string& input)
{
    // Through a file: however long the input is, nobody waits for a full pipe.
    const FileDescriptor source(::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    QBM_CHECK(writeAll(source.get(), input, "standard input"));
    ::lseek(source.get(), 0, SEEK_SET);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(ErrorKind::Exhausted, std::string("pipe: ") + std::strerror(errno));
    const FileDescriptor reader(ends[0]);
    FileDescriptor writer(ends[1]);
    QBM_TRY(pid, forkProgram(command, source.get(), writer.get()));
    writer.reset();

    std::string output;
    std::array<char, 16'384> buffer{};
    for (ssize_t got = 0;
         (got = ::read(reader.get(), buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR);)
        output.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(ErrorKind::BadData, command.program.filename().string() + " failed: " + output);
    return output;
}

} // namespace qbm::test
