// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/sql_pipe.h"

#include "core/base/file.h"
#include "core/base/unit.h"

#include <atomic>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <thread>

namespace qbm::backup {

namespace {

constexpr std::chrono::milliseconds kTick{50};

/// psql, fed through a socket: unlike a pipe it can be written to without SIGPIPE and with a time limit.
class PsqlFeed {
public:
    PsqlFeed(const process::Command& psql, std::chrono::milliseconds stallTimeout)
        : m_stallTimeout(stallTimeout)
    {
        int ends[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
            m_ours = FileDescriptor(ends[0]);
            m_theirs = FileDescriptor(ends[1]);
        }
        m_thread = std::jthread([this, &psql](const std::stop_token& stop) { run(psql, stop); });
    }

    Result<> send(std::string_view sql, const TaskContext& context)
    {
        auto lastTaken = std::chrono::steady_clock::now();
        while (!sql.empty()) {
            QBM_CHECK(context.checkpoint());
            const ssize_t sent = ::send(m_ours.get(), sql.data(), sql.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0) {
                sql.remove_prefix(static_cast<std::size_t>(sent));
                lastTaken = std::chrono::steady_clock::now();
                continue;
            }
            if (errno != EAGAIN && errno != EINTR) // psql has ended: its exit says why
                return fail(ErrorKind::Internal, text(QT_TRANSLATE_NOOP("core", "psql stopped reading.")));
            QBM_CHECK(requirePatience(lastTaken));
            pollfd entry{m_ours.get(), POLLOUT, 0};
            ::poll(&entry, 1, static_cast<int>(kTick.count()));
        }
        return {};
    }

    /// Ends the input and waits for psql.
    Result<process::Exit> finish(const TaskContext& context)
    {
        ::shutdown(m_ours.get(), SHUT_WR);
        const auto begin = std::chrono::steady_clock::now();
        while (!m_ended.load()) {
            auto goOn = context.checkpoint();
            if (goOn)
                goOn = requirePatience(begin);
            if (!goOn) {
                abandon();
                return fail(std::move(goOn).error());
            }
            ::poll(nullptr, 0, 10);
        }
        m_thread.join();
        return std::move(*m_exit);
    }

    /// Ends psql without giving it a COMMIT.
    void abandon()
    {
        m_thread.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    bool ended() const { return m_ended.load(); }

private:
    void run(const process::Command& psql, const std::stop_token& stop)
    {
        TaskContext context(stop);
        process::RunOptions options;
        options.inputFd = m_theirs.get();
        options.grace = std::chrono::seconds(1);
        options.onOutput = [](std::string_view) -> Result<> { return {}; }; // rows of set_config, setval, lo_open
        m_exit = process::run(psql, options, context);
        m_ended.store(true);
        m_theirs.reset(); // from here on send() fails instead of filling a buffer nobody reads
    }

    Result<> requirePatience(std::chrono::steady_clock::time_point since) const
    {
        if (m_stallTimeout.count() == 0 || std::chrono::steady_clock::now() - since < m_stallTimeout)
            return {};
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "The database did nothing for %1; it was asked to stop."),
                formatDuration(m_stallTimeout)));
    }

    std::chrono::milliseconds m_stallTimeout;
    FileDescriptor m_ours, m_theirs;
    std::optional<Result<process::Exit>> m_exit;
    std::atomic<bool> m_ended{false};
    std::jthread m_thread; // last: it uses all of the above, and its destruction stops psql
};

} // namespace

Result<SqlPipeExit> runSqlPipe(const SqlPipe& pipe, TaskContext& context)
{
    PsqlFeed feed(pipe.psql, pipe.stallTimeout);
    process::RunOptions options;
    options.onErrorLine = pipe.onProducerLine;
    options.onOutput = [&](std::string_view chunk) { return feed.send(chunk, context); };
    Result<process::Exit> producer;
    auto begun = feed.send("BEGIN;\n" + pipe.prelude + "\n", context);
    if (begun)
        producer = process::run(pipe.producer, options, context);
    const bool psqlGaveUp = feed.ended() || !begun;
    if (begun && producer && producer->code == 0)
        (void)feed.send("\nCOMMIT;\n", context); // a psql that is gone by now tells so in its exit
    else if (!psqlGaveUp) {
        feed.abandon();
        if (!producer)
            return fail(std::move(producer).error());
        return SqlPipeExit{std::move(*producer), {1, {}, {}}};
    }
    QBM_TRY(psql, feed.finish(context));
    SqlPipeExit exit;
    exit.psql = std::move(psql);
    if (begun && producer)
        exit.producer = std::move(*producer);
    else
        exit.producer.code = 1;
    return exit;
}

} // namespace qbm::backup
