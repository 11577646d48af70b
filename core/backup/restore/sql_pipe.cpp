// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/sql_pipe.h"

#include "core/process/fed_process.h"

#include <chrono>
#include <mutex>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

/// The first line that psql writes; everything after it (rows of set_config, setval, lo_open) is dropped.
class FirstLine {
public:
    void add(std::string_view chunk)
    {
        const std::lock_guard lock(m_mutex);
        if (m_line.ends_with('\n'))
            return;
        m_line += chunk.substr(0, chunk.find('\n') == std::string_view::npos ? chunk.size() : chunk.find('\n') + 1);
    }
    /// Empty as long as it is not whole.
    std::string get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_line.ends_with('\n') ? m_line.substr(0, m_line.size() - 1) : std::string();
    }

private:
    mutable std::mutex m_mutex;
    std::string m_line;
};

/// The script on its way to psql, with the epilogue before its COMMIT: the end is held back until the producer has ended.
class Script {
public:
    Script(process::FedProcess& feed, const std::string& epilogue)
        : m_feed(feed)
        , m_epilogue(epilogue)
    {
    }
    Result<> write(std::string_view chunk, TaskContext& context)
    {
        if (m_epilogue.empty())
            return m_feed.write(chunk, context);
        m_tail += chunk;
        if (m_tail.size() <= kLongestTail)
            return {};
        const std::size_t sure = m_tail.size() - kLongestTail;
        QBM_CHECK(m_feed.write(std::string_view(m_tail).substr(0, sure), context));
        m_tail.erase(0, sure);
        return {};
    }
    Result<> finish(TaskContext& context)
    {
        if (m_epilogue.empty())
            return {};
        const std::size_t commit = m_tail.rfind("\nCOMMIT;\n");
        if (commit == std::string::npos)
            return fail(ErrorKind::Unsupported,
                text(QT_TRANSLATE_NOOP("core", "pg_restore's script does not end with COMMIT, so nothing was restored.")));
        m_tail.insert(commit + 1, m_epilogue);
        return m_feed.write(m_tail, context);
    }

private:
    static constexpr std::size_t kLongestTail = 4096; ///< COMMIT and the remarks after it are some 200 bytes
    process::FedProcess& m_feed;
    const std::string& m_epilogue;
    std::string m_tail;
};

/// BEGIN, and the number of what it began. A psql that has ended has none; its exit tells why.
Result<> begin(process::FedProcess& feed, const FirstLine& answer, const SqlPipe& pipe, TaskContext& context)
{
    // The producer's own BEGIN is a warning by then.
    QBM_CHECK(feed.write("SET client_min_messages = error;\nBEGIN;\n", context));
    if (!pipe.onBegun)
        return {};
    QBM_CHECK(feed.write("SELECT txid_current();\n", context));
    while (answer.get().empty() && !feed.ended())
        QBM_CHECK(context.sleepFor(5ms));
    return answer.get().empty() ? Result<>() : pipe.onBegun(answer.get());
}

} // namespace

Result<SqlPipeExit> runSqlPipe(const SqlPipe& pipe, TaskContext& context)
{
    const auto noteSign = [&] {
        if (pipe.onTaken)
            pipe.onTaken();
    };
    FirstLine answer;
    process::RunOptions feeding;
    feeding.grace = 1s;
    feeding.onTick = pipe.onTick;
    feeding.onOutput = [&](std::string_view chunk) -> Result<> {
        noteSign();
        answer.add(chunk);
        return {};
    };
    QBM_TRY(feed, process::FedProcess::start(pipe.psql, std::move(feeding), 0ms));
    auto begun = begin(*feed, answer, pipe, context);
    if (begun)
        begun = feed->write(pipe.prelude + "\n", context);
    Script script(*feed, pipe.epilogue);
    process::RunOptions options;
    options.onErrorLine = pipe.onProducerLine;
    options.onOutput = [&](std::string_view chunk) {
        auto taken = script.write(chunk, context);
        noteSign();
        return taken;
    };
    Result<process::Exit> producer;
    if (begun)
        producer = process::run(pipe.producer, options, context);
    if (begun && producer && producer->code == 0)
        begun = script.finish(context);
    if (!(begun && producer && producer->code == 0) && !feed->ended()) {
        feed->abandon();
        QBM_CHECK(begun);
        if (!producer)
            return fail(std::move(producer).error());
        return SqlPipeExit{std::move(*producer), {1, {}, {}}};
    }
    QBM_TRY(psql, feed->finish(context));
    SqlPipeExit exit;
    exit.psql = std::move(psql);
    if (begun && producer)
        exit.producer = std::move(*producer);
    else
        exit.producer.code = 1;
    return exit;
}

} // namespace qbm::backup
