// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/fed_process.h"

#include "core/base/unit.h"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace qbm::process {

namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kTickAtEnd{5};

} // namespace

FedProcess::FedProcess(Command command, RunOptions options, std::chrono::milliseconds patience)
    : m_command(std::move(command))
    , m_options(std::move(options))
    , m_patience(patience)
{
}

Result<std::unique_ptr<FedProcess>> FedProcess::start(
    Command command, RunOptions options, std::chrono::milliseconds patience)
{
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a pipe to a new process"))));
    std::unique_ptr<FedProcess> fed(new FedProcess(std::move(command), std::move(options), patience));
    fed->m_ours = FileDescriptor(ends[0]);
    fed->m_theirs = FileDescriptor(ends[1]);
    fed->m_options.inputFd = ends[1];
    fed->m_thread = std::jthread([self = fed.get()](const std::stop_token& stop) { self->run(stop); });
    return fed;
}

Result<> FedProcess::write(std::string_view bytes, const TaskContext& context)
{
    noteActivity(); // the time between two writes is the caller's
    while (!bytes.empty()) {
        QBM_CHECK(context.checkpoint());
        const ssize_t sent = ::send(m_ours.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            noteActivity();
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return fail(ErrorKind::Internal,
                text(QT_TRANSLATE_NOOP("core", "%1 stopped reading."), m_command.program.filename().string()));
        QBM_CHECK(requirePatience());
        pollfd entry{m_ours.get(), POLLOUT, 0};
        ::poll(&entry, 1, static_cast<int>(kTick.count()));
    }
    return {};
}

Result<Exit> FedProcess::finish(const TaskContext& context)
{
    noteActivity();
    ::shutdown(m_ours.get(), SHUT_WR);
    while (!m_ended.load()) {
        auto goOn = context.checkpoint();
        if (goOn)
            goOn = requirePatience();
        if (!goOn) {
            abandon();
            return fail(std::move(goOn).error());
        }
        ::poll(nullptr, 0, static_cast<int>(kTickAtEnd.count()));
    }
    if (m_thread.joinable())
        m_thread.join();
    return *m_exit; // a copy: who was told while writing may ask again
}

void FedProcess::abandon()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void FedProcess::run(const std::stop_token& stop)
{
    TaskContext context(stop);
    if (m_options.onOutput) {
        m_options.onOutput = [this, handOn = std::move(m_options.onOutput)](std::string_view chunk) {
            m_handingOn.store(true);
            auto taken = handOn(chunk);
            noteActivity();
            m_handingOn.store(false);
            return taken;
        };
    }
    m_exit = process::run(m_command, m_options, context);
    m_ended.store(true);
    m_theirs.reset(); // from here on send() fails instead of filling a buffer nobody reads
}

Result<> FedProcess::requirePatience() const
{
    if (m_patience.count() == 0 || m_handingOn.load() || SteadyClock::now() - m_lastActivity.load() < m_patience)
        return {};
    return fail(ErrorKind::Timeout,
        text(QT_TRANSLATE_NOOP("core", "%1 did nothing for %2; it was asked to stop."),
            m_command.program.filename().string(), durationText(m_patience)));
}

} // namespace qbm::process
