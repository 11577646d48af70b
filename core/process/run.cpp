// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unit.h"
#include "core/process/spawn.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <deque>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qbm::process {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPollInterval{100};
constexpr std::chrono::milliseconds kTickInterval{250};
/// How long output is waited for after the child's end, when something it left behind holds the pipe open.
constexpr std::chrono::milliseconds kQuietAfterExit{500};
constexpr std::chrono::seconds kAfterKill{5};
constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr int kPipeBytes = 1024 * 1024;
constexpr std::size_t kOutputLimitBytes = 64u << 20;
constexpr std::size_t kTailLines = 40;
constexpr std::size_t kLineLimitBytes = 64 * 1024;

/// Cuts a byte stream into lines and remembers the last ones.
class LineReader {
public:
    explicit LineReader(const std::function<void(std::string_view)>& onLine)
        : m_onLine(onLine)
    {
    }

    void add(std::string_view bytes)
    {
        for (const char byte : bytes) {
            if (byte == '\n')
                endLine();
            else if (m_line.push_back(byte); m_line.size() >= kLineLimitBytes)
                endLine();
        }
    }

    void finish()
    {
        if (!m_line.empty())
            endLine();
    }

    std::string tail() const
    {
        std::string out;
        for (const std::string& line : m_tail)
            out += (out.empty() ? "" : "\n") + line;
        return out;
    }

private:
    void endLine()
    {
        if (!m_line.empty() && m_line.back() == '\r')
            m_line.pop_back();
        if (m_onLine)
            m_onLine(m_line);
        m_tail.push_back(std::exchange(m_line, {}));
        if (m_tail.size() > kTailLines)
            m_tail.pop_front();
    }

    const std::function<void(std::string_view)>& m_onLine;
    std::string m_line;
    std::deque<std::string> m_tail;
};

/// Keeps SIGPIPE from ending us while we write to a child that no longer reads; pipes know no MSG_NOSIGNAL.
class NoSigPipe {
public:
    NoSigPipe()
    {
        ::sigemptyset(&m_sigPipe);
        ::sigaddset(&m_sigPipe, SIGPIPE);
        sigset_t pending;
        ::sigpending(&pending);
        m_wasPending = ::sigismember(&pending, SIGPIPE) == 1;
        ::pthread_sigmask(SIG_BLOCK, &m_sigPipe, &m_before);
    }
    ~NoSigPipe()
    {
        if (!m_wasPending) {
            const timespec now{};
            while (::sigtimedwait(&m_sigPipe, nullptr, &now) < 0 && errno == EINTR) { }
        }
        ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    NoSigPipe(const NoSigPipe&) = delete;
    NoSigPipe& operator=(const NoSigPipe&) = delete;

private:
    sigset_t m_sigPipe{};
    sigset_t m_before{};
    bool m_wasPending = false;
};

void setNonBlocking(const FileDescriptor& fd)
{
    ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

/// One child from start to end. Its exit is observed without reaping (WNOWAIT) and it is reaped last: until then its
/// number, and so the number of its group, cannot belong to anybody else, and signals reach whom they are meant for.
class Child {
public:
    Child(const Command& command, const RunOptions& options, TaskContext& context)
        : m_command(command)
        , m_options(options)
        , m_context(context)
        , m_errorLines(options.onErrorLine)
    {
    }

    Result<Exit> run()
    {
        QBM_CHECK(m_context.checkpoint());
        QBM_CHECK(start());
        Result<> outcome = supervise();
        if (!outcome)
            end();
        m_errorLines.finish();
        const int code = reap();
        if (!outcome) {
            Error error = std::move(outcome).error();
            if (error.kind != ErrorKind::Cancelled && error.detail.empty())
                error.detail = m_errorLines.tail();
            return fail(std::move(error));
        }
        return Exit{code, std::move(m_output), m_errorLines.tail()};
    }

private:
    Result<> start()
    {
        QBM_TRY(output, makePipe());
        QBM_TRY(errors, makePipe());
        QBM_TRY(null, openNull(O_RDONLY));
        Pipe input;
        if (m_options.inputFd < 0 && !m_options.input.empty()) {
            QBM_TRY(made, makePipe());
            input = std::move(made);
        }
        ::fcntl(output.readEnd.get(), F_SETPIPE_SZ, kPipeBytes); // fewer switches for dumps; refused is no harm
        Launch launch;
        launch.standardInput = m_options.inputFd >= 0 ? m_options.inputFd : input.readEnd ? input.readEnd.get() : null.get();
        launch.standardOutput = output.writeEnd.get();
        launch.standardError = errors.writeEnd.get();
        launch.dieWithParent = true; // fires when this thread ends, and this thread waits for the child in run()
        QBM_TRY(pid, spawn(m_command, launch));
        m_pid = pid;
        m_pidFd = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
        m_outputEnd = std::move(output.readEnd);
        m_errorEnd = std::move(errors.readEnd);
        m_inputEnd = std::move(input.writeEnd);
        for (const FileDescriptor* fd : {&m_outputEnd, &m_errorEnd, &m_inputEnd}) {
            if (*fd)
                setNonBlocking(*fd);
        }
        m_buffer.resize(kBufferBytes);
        m_lastActivity = m_lastTick = SteadyClock::now();
        return {};
    }

    Result<> supervise()
    {
        while (!finished()) {
            QBM_CHECK(m_context.checkpoint());
            const auto now = SteadyClock::now();
            if (!m_exited && m_options.stallTimeout.count() > 0 && now - m_lastActivity > m_options.stallTimeout)
                return fail(ErrorKind::Timeout,
                    text(QT_TRANSLATE_NOOP("core", "%1 was stopped because it wrote nothing for %2."),
                        m_command.program.filename().string(),
                        formatQuantity(std::chrono::duration<double>(m_options.stallTimeout).count(), Unit::Seconds).joined()));
            if (m_options.onTick && now - m_lastTick >= kTickInterval) {
                m_lastTick = now;
                m_options.onTick();
            }
            QBM_CHECK(pump());
        }
        return {};
    }

    bool finished() const
    {
        if (!m_exited)
            return false;
        return (!m_outputEnd && !m_errorEnd) || SteadyClock::now() - m_lastActivity > kQuietAfterExit;
    }

    /// Waits for at most one poll interval and moves what can be moved.
    Result<> pump()
    {
        pollfd polled[] = {{m_outputEnd.get(), POLLIN, 0}, {m_errorEnd.get(), POLLIN, 0}, {m_inputEnd.get(), POLLOUT, 0},
            {m_exited ? -1 : m_pidFd.get(), POLLIN, 0}};
        // Without pidfd (kernels before 5.3) the end of a child that closed its streams is seen at the next round.
        if (::poll(polled, std::size(polled), static_cast<int>(kPollInterval.count())) < 0 && errno != EINTR)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot wait for %1"), m_command.program.string())));
        if (polled[1].revents)
            readErrors();
        if (polled[2].revents)
            writeInput();
        Result<> taken;
        if (polled[0].revents)
            taken = readOutput();
        noteExit();
        return taken;
    }

    /// The bytes that are there now; empty where there are none or the stream has ended, which closes `fd`.
    std::string_view readSome(FileDescriptor& fd)
    {
        const ssize_t got = ::read(fd.get(), m_buffer.data(), m_buffer.size());
        if (got > 0) {
            m_lastActivity = SteadyClock::now();
            return {m_buffer.data(), static_cast<std::size_t>(got)};
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            fd.reset();
        return {};
    }

    void readErrors()
    {
        m_errorLines.add(readSome(m_errorEnd));
    }

    Result<> readOutput()
    {
        const std::string_view chunk = readSome(m_outputEnd);
        if (chunk.empty() || m_ending)
            return {};
        if (m_options.onOutput) {
            Result<> taken = m_options.onOutput(chunk);
            m_lastActivity = SteadyClock::now(); // the time it took was ours, not the child's silence
            return taken;
        }
        if (m_output.size() + chunk.size() > kOutputLimitBytes)
            return fail(ErrorKind::Exhausted,
                text(QT_TRANSLATE_NOOP("core", "%1 was stopped because it wrote more than %2."),
                    m_command.program.filename().string(), formatBytes(kOutputLimitBytes)));
        m_output += chunk;
        return {};
    }

    void writeInput()
    {
        const std::string_view rest = std::string_view(m_options.input).substr(m_inputWritten);
        ssize_t written = 0;
        int why = 0;
        {
            const NoSigPipe guard;
            written = ::write(m_inputEnd.get(), rest.data(), rest.size());
            why = errno;
        }
        if (written > 0) {
            m_inputWritten += static_cast<std::size_t>(written);
            m_lastActivity = SteadyClock::now();
        }
        // A child that does not want all of its input is no error: its exit code says what it thinks.
        const bool broken = written < 0 && why != EAGAIN && why != EINTR;
        if (broken || m_inputWritten == m_options.input.size())
            m_inputEnd.reset();
    }

    void noteExit()
    {
        if (m_exited)
            return;
        siginfo_t info{};
        const int waited = ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT);
        if (waited != 0 ? errno == ECHILD : info.si_pid == m_pid) {
            m_exited = true;
            m_lastActivity = SteadyClock::now();
            m_inputEnd.reset();
        }
    }

    /// SIGTERM to the group, then SIGKILL to whatever is left of it. Output is still read (and dropped) meanwhile, so that
    /// a child that writes on its way out is not blocked.
    void end()
    {
        m_ending = true;
        m_inputEnd.reset();
        ::kill(-m_pid, SIGTERM);
        ::kill(-m_pid, SIGCONT); // a frozen child would not see it
        pumpUntil(SteadyClock::now() + m_options.grace, [this] { return m_exited && !m_outputEnd && !m_errorEnd; });
        ::kill(-m_pid, SIGKILL);
        pumpUntil(SteadyClock::now() + kAfterKill, [this] { return m_exited; });
    }

    template <class Done>
    void pumpUntil(SteadyClock::time_point deadline, Done done)
    {
        while (!done() && SteadyClock::now() < deadline) {
            if (!pump())
                return;
        }
    }

    int reap()
    {
        int status = 0;
        pid_t reaped = 0;
        // A child that outlived SIGKILL hangs in the kernel: it is not waited for and becomes init's.
        do
            reaped = ::waitpid(m_pid, &status, m_exited ? 0 : WNOHANG);
        while (reaped < 0 && errno == EINTR);
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }

    const Command& m_command;
    const RunOptions& m_options;
    TaskContext& m_context;
    LineReader m_errorLines;
    pid_t m_pid = -1;
    FileDescriptor m_pidFd, m_outputEnd, m_errorEnd, m_inputEnd;
    std::size_t m_inputWritten = 0;
    std::string m_buffer;
    std::string m_output;
    SteadyClock::time_point m_lastActivity, m_lastTick;
    bool m_exited = false;
    bool m_ending = false;
};

} // namespace

Result<Exit> run(const Command& command, const RunOptions& options, TaskContext& context)
{
    return Child(command, options, context).run();
}

} // namespace qbm::process
