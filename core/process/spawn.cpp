// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/spawn.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qbm::process {

namespace {

enum class Step : int { Group, Streams, User, Folder, Exec };

/// Sent by the child through the error pipe when it cannot become the program.
struct ChildFailure {
    Step step;
    int errorNumber;
};

struct User {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
    std::string name;
    std::string home;
};

/// Everything the child needs, built before fork: after it only async-signal-safe calls are allowed, because another
/// thread may have held any lock (malloc's, for one) at the moment of the fork.
struct Prepared {
    std::string program;
    std::string folder;
    std::vector<std::string> argumentTexts;
    std::vector<std::string> environmentTexts;
    std::vector<char*> argv;
    std::vector<char*> envp;
    std::optional<User> user;
    std::array<FileDescriptor, 3> streams;
    bool ownSession = false;
    bool dieWithParent = false;
    pid_t parent = 0;
};

Error systemError(Text what)
{
    return fileError(errno, std::move(what));
}

/// The user to become; nullopt where we are that user already.
Result<std::optional<User>> lookUpUser(const std::string& name)
{
    if (name.empty())
        return std::nullopt;
    std::vector<char> buffer(16'384);
    passwd entry{};
    passwd* found = nullptr;
    const int why = ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (!found)
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no user %1 on this machine."), name),
            why ? std::strerror(why) : "");
    if (entry.pw_uid == ::geteuid())
        return std::nullopt;
    if (::geteuid() != 0)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "Only root can run a program as the user %1."), name));
    User user{entry.pw_uid, entry.pw_gid, std::vector<gid_t>(64), entry.pw_name, entry.pw_dir};
    int count = static_cast<int>(user.groups.size());
    if (::getgrouplist(entry.pw_name, entry.pw_gid, user.groups.data(), &count) < 0) {
        user.groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(entry.pw_name, entry.pw_gid, user.groups.data(), &count);
    }
    user.groups.resize(static_cast<std::size_t>(count));
    return user;
}

/// What a program needs of our environment to run at all.
bool isBare(std::string_view name)
{
    constexpr std::array<std::string_view, 6> kKept{"PATH", "LD_LIBRARY_PATH", "HOME", "USER", "LOGNAME", "TMPDIR"};
    return std::ranges::find(kKept, name) != kKept.end() || name.starts_with("KRB5");
}

std::vector<std::string> environmentOf(const Command& command, const std::optional<User>& user)
{
    std::map<std::string, std::string> all;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view line(*entry);
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos && (!command.bareEnvironment || isBare(line.substr(0, equals))))
            all.insert_or_assign(std::string(line.substr(0, equals)), std::string(line.substr(equals + 1)));
    }
    if (command.bareEnvironment)
        all.insert_or_assign("LC_ALL", "C.UTF-8");
    if (user) {
        // Otherwise tools would look for their files in a home folder that this user may not read.
        all.insert_or_assign("HOME", user->home);
        all.insert_or_assign("USER", user->name);
        all.insert_or_assign("LOGNAME", user->name);
    }
    for (const auto& [key, value] : command.environment)
        all.insert_or_assign(key, value);
    std::vector<std::string> lines;
    lines.reserve(all.size());
    for (const auto& [key, value] : all)
        lines.push_back(key + '=' + value);
    return lines;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& one : texts)
        pointers.push_back(one.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A copy above 2, so that putting the three streams in place never overwrites one that is still to be copied.
Result<FileDescriptor> copyAboveStandard(int fd)
{
    FileDescriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    if (!copy)
        return fail(systemError(text(QT_TRANSLATE_NOOP("core", "Cannot hand a file to a new process"))));
    return copy;
}

Result<Prepared> prepare(const Command& command, const Launch& launch)
{
    Prepared out;
    QBM_TRY(program, findProgram(command.program.string()));
    out.program = std::filesystem::absolute(program).string();
    out.folder = command.workingFolder.string();
    QBM_TRY(user, lookUpUser(command.runAsUser));
    out.user = std::move(user);
    out.argumentTexts.push_back(command.program.string());
    out.argumentTexts.insert(out.argumentTexts.end(), command.arguments.begin(), command.arguments.end());
    out.argv = pointersTo(out.argumentTexts);
    out.environmentTexts = environmentOf(command, out.user);
    out.envp = pointersTo(out.environmentTexts);
    const std::array<int, 3> fds{launch.standardInput, launch.standardOutput, launch.standardError};
    for (std::size_t i = 0; i < fds.size(); ++i) {
        QBM_TRY(copy, copyAboveStandard(fds[i]));
        out.streams[i] = std::move(copy);
    }
    out.ownSession = launch.ownSession || command.withoutTerminal;
    out.dieWithParent = launch.dieWithParent;
    out.parent = ::getpid();
    return out;
}

// --- the child, between fork and exec: async-signal-safe calls only -----------------------------------------------

[[noreturn]] void giveUp(int errorPipe, Step step)
{
    const ChildFailure failure{step, errno};
    [[maybe_unused]] const ssize_t written = ::write(errorPipe, &failure, sizeof failure);
    ::_exit(127);
}

/// Ignored signals and blocked ones survive exec; the program must not inherit our choices.
void resetSignals()
{
    struct sigaction standard{};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        ::sigaction(number, &standard, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool becomeUser(const User& user)
{
    // The bare system calls: glibc's wrappers would try to change the parent's other threads too, which are not here.
    return ::syscall(SYS_setgroups, user.groups.size(), user.groups.data()) == 0
        && ::syscall(SYS_setresgid, user.gid, user.gid, user.gid) == 0
        && ::syscall(SYS_setresuid, user.uid, user.uid, user.uid) == 0;
}

[[noreturn]] void becomeProgram(const Prepared& prepared, int errorPipe)
{
    if (prepared.ownSession ? ::setsid() < 0 : ::setpgid(0, 0) != 0)
        giveUp(errorPipe, Step::Group);
    for (int i = 0; i < 3; ++i) {
        if (::dup2(prepared.streams[static_cast<std::size_t>(i)].get(), i) < 0)
            giveUp(errorPipe, Step::Streams);
    }
    // Descriptors that libraries opened without close-on-exec stay ours; an old kernel that cannot do it is no error.
    ::syscall(SYS_close_range, 3U, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
    if (prepared.user && !becomeUser(*prepared.user))
        giveUp(errorPipe, Step::User);
    if (prepared.dieWithParent) { // after the change of user, which clears it
        // SIGTERM and not SIGKILL: pg_dump and pg_restore cancel their query on the server before they go.
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != prepared.parent)
            ::_exit(127);
    }
    if (!prepared.folder.empty() && ::chdir(prepared.folder.c_str()) != 0)
        giveUp(errorPipe, Step::Folder);
    resetSignals();
    ::execve(prepared.program.c_str(), prepared.argv.data(), prepared.envp.data());
    giveUp(errorPipe, Step::Exec);
}

// --- the parent ------------------------------------------------------------------------------------------------------

/// Blocks every signal: a handler of ours must not run in the child before exec.
class AllSignalsBlocked {
public:
    AllSignalsBlocked()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~AllSignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    AllSignalsBlocked(const AllSignalsBlocked&) = delete;
    AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

private:
    sigset_t m_before{};
};

Error explain(const ChildFailure& failure, const Command& command)
{
    const std::string program = command.program.string();
    switch (failure.step) {
    case Step::Folder:
        return fileError(failure.errorNumber,
            text(QT_TRANSLATE_NOOP("core", "Cannot run %1 in the folder %2"), program, command.workingFolder.string()));
    case Step::User:
        return fileError(failure.errorNumber,
            text(QT_TRANSLATE_NOOP("core", "Cannot run %1 as the user %2"), program, command.runAsUser));
    default: break;
    }
    Error error = fileError(failure.errorNumber, text(QT_TRANSLATE_NOOP("core", "Cannot start %1"), program));
    if (failure.errorNumber == E2BIG)
        error.kind = ErrorKind::InvalidInput;
    if (failure.errorNumber == ENOEXEC)
        error.kind = ErrorKind::Unsupported;
    return error;
}

/// nullopt once exec has closed the pipe.
std::optional<ChildFailure> readFailure(int errorPipe)
{
    ChildFailure failure{};
    ssize_t got = 0;
    do
        got = ::read(errorPipe, &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof failure))
        return failure;
    return std::nullopt;
}

} // namespace

Result<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(text(QT_TRANSLATE_NOOP("core", "Cannot make a pipe to a new process"))));
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

Result<FileDescriptor> openNull(int flags)
{
    FileDescriptor fd(::open("/dev/null", flags | O_CLOEXEC));
    if (!fd)
        return fail(systemError(text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), "/dev/null")));
    return fd;
}

Result<pid_t> spawn(const Command& command, const Launch& launch)
{
    QBM_TRY(prepared, prepare(command, launch));
    QBM_TRY(errorPipe, makePipe());
    QBM_TRY(errorWriter, copyAboveStandard(errorPipe.writeEnd.get()));
    errorPipe.writeEnd.reset();
    pid_t child = -1;
    int forkError = 0;
    {
        const AllSignalsBlocked blocked;
        child = ::fork();
        if (child == 0)
            becomeProgram(prepared, errorWriter.get());
        forkError = errno;
    }
    if (child < 0)
        return fail(ErrorKind::Exhausted,
            text(QT_TRANSLATE_NOOP("core", "Cannot start %1: the system allows no further process now."),
                command.program.string()),
            std::strerror(forkError));
    errorWriter.reset();
    if (const auto failure = readFailure(errorPipe.readEnd.get())) {
        while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
        return fail(explain(*failure, command));
    }
    return child;
}

} // namespace qbm::process
