// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/row_stream.h"

#include "core/backup/archive/copy_statement.h"
#include "core/backup/archive/unpacking.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/session_options.h"
#include "core/postgres/copy_in.h"
#include "core/postgres/errors.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostSessions = 4; ///< each of them decompresses everything
constexpr std::string_view kFrom = " FROM stdin;";

std::string_view withoutLineEnd(std::string_view text)
{
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    return text;
}

/// Whether it may be otherwise once every other table is filled: two tables waited for each other, or a condition or a
/// generated column reads a table that has no rows yet, and says so in whatever way its author chose. What ails the server
/// (no room, shut down, broken) stays as it is.
bool mayPassLater(const Error& error)
{
    constexpr std::array<std::string_view, 5> kOfTheServer{"08", "53", "57", "58", "XX"};
    const std::string_view state = postgres::sqlStateOf(error);
    return !state.empty() && std::ranges::find(kOfTheServer, state.substr(0, 2)) == kOfTheServer.end();
}

/// Tables that somebody has taken, whether anything is left to take, and those to be taken once more.
class Claims {
public:
    explicit Claims(const std::set<std::int64_t>& entries)
        : m_left(entries)
    {
    }
    bool take(std::int64_t entry)
    {
        const std::scoped_lock lock(m_mutex);
        return m_left.erase(entry) > 0;
    }
    /// For the second round. \return whether there is one after this
    bool putAside(std::int64_t entry)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_isSecondRound)
            m_aside.insert(entry);
        return !m_isSecondRound;
    }
    /// What was put aside is what is left. \return whether anything was
    bool beginSecondRound()
    {
        const std::scoped_lock lock(m_mutex);
        m_isSecondRound = true;
        m_left = std::exchange(m_aside, {});
        return !m_left.empty();
    }
    bool areAllTaken() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_left.empty();
    }

private:
    mutable std::mutex m_mutex;
    std::set<std::int64_t> m_left;
    std::set<std::int64_t> m_aside;
    bool m_isSecondRound = false;
};

/// Takes tables of a passing archive into one session. \thread the one that feeds the stream
class RowLoader final : public ArchiveListener {
public:
    RowLoader(const RowStream& stream, Claims& claims, postgres::Client& client, TaskContext& context)
        : m_stream(stream)
        , m_claims(claims)
        , m_client(client)
        , m_context(context)
    {
    }

    const Result<>& outcome() const { return m_outcome; }
    bool isIdle() const { return !m_copy; }

    void beginTable(const ArchiveItem& item) override
    {
        if (!m_outcome || !m_claims.take(item.id))
            return;
        m_entry = item.id;
        m_table = item.schema + "." + item.name;
        note(open(item));
    }
    void addTableBytes(std::string_view bytes) override
    {
        if (m_copy && m_outcome)
            note(m_copy->add(bytes, m_context));
    }
    void endTable() override
    {
        if (m_copy && m_outcome)
            note(close());
    }
    void beginLargeObject(std::uint32_t) override { }
    void addLargeObjectBytes(std::string_view) override { }
    void endLargeObject() override { }

private:
    Result<> open(const ArchiveItem& item)
    {
        QBM_TRY(target, tableOfCopy(item.copyStatement));
        QBM_TRY(transaction,
            postgres::Transaction::begin(m_client, postgres::Transaction::Mode::ReadWrite, m_context));
        m_transaction.emplace(std::move(transaction));
        QBM_CHECK(m_client.query(pinnedSettingsSql(m_stream.outputSettings), m_context));
        // Rows that are loaded by way of their partitioned table share it with others'.
        const bool itsOwn = target.first == item.schema && target.second == item.name;
        if (itsOwn)
            QBM_CHECK(m_client.exec(
                "TRUNCATE TABLE ONLY " + postgres::quoteQualified(target.first, target.second), m_context));
        std::string_view statement = withoutLineEnd(item.copyStatement);
        statement.remove_suffix(1); // the semicolon
        QBM_TRY(copy,
            postgres::CopyIn::begin(m_client, std::string(statement) + (itsOwn ? " WITH (FREEZE)" : ""), m_context));
        m_copy.emplace(std::move(copy));
        return {};
    }
    Result<> close()
    {
        QBM_CHECK(m_copy->finish(m_context));
        m_copy.reset();
        QBM_CHECK(m_transaction->commit(m_context));
        m_transaction.reset();
        return {};
    }
    void note(Result<> outcome)
    {
        if (outcome || !m_outcome)
            return;
        if (mayPassLater(outcome.error()) && m_claims.putAside(m_entry)) {
            m_copy.reset();
            m_transaction.reset(); // rolled back: the table is as it was
            return;
        }
        m_outcome = fail(std::move(outcome).error(),
            text(QT_TRANSLATE_NOOP("core", "The rows of %1 were not taken"), m_table));
    }

    const RowStream& m_stream;
    Claims& m_claims;
    postgres::Client& m_client;
    TaskContext& m_context;
    std::int64_t m_entry = 0;
    std::string m_table;
    Result<> m_outcome;
    std::optional<postgres::Transaction> m_transaction;
    std::optional<postgres::CopyIn> m_copy; // after it: goes before it
};

/// The sessions, and the thread that waits for them.
class RowCrew {
public:
    RowCrew(const RowStream& stream, const std::set<std::int64_t>& entries, TaskContext& context)
        : m_stream(stream)
        , m_claims(entries)
        , m_context(context)
        , m_guard(stream.settings, stream.stallTimeout, context)
        , m_sessions(std::clamp<std::size_t>(
              std::min(static_cast<std::size_t>(std::max(1, stream.sessions)), entries.size()), 1, kMostSessions))
    {
    }

    /// Tables whose conditions read each other get in each other's way, or find no rows yet. One session alone, after all
    /// others, is in nobody's; the stream goes forward only, so the archive is opened once more for them.
    Result<> run()
    {
        QBM_CHECK(passWith(m_sessions, text(QT_TRANSLATE_NOOP("core", "Rows of %1"), m_stream.backup.name)));
        if (!m_claims.beginSecondRound())
            return {};
        return passWith(1,
            text(QT_TRANSLATE_NOOP("core", "Rows of %1, once more for tables that were in each other's way"),
                m_stream.backup.name));
    }

private:
    Result<> passWith(std::size_t count, const Text& what)
    {
        m_running = count;
        m_read = 0;
        {
            std::vector<std::jthread> sessions;
            const std::stop_callback onStop(m_guard.task().stopToken(), [this] { m_stop.request_stop(); });
            for (std::size_t left = count; left > 0; --left)
                sessions.emplace_back([this] { work(); });
            watch(what);
        }
        QBM_CHECK(m_guard.requireNoStall());
        QBM_CHECK(m_context.checkpoint());
        QBM_CHECK(m_outcome);
        return m_claims.areAllTaken() ? Result<>() : Result<>(fail(endsTooEarly()));
    }

    void watch(const Text& what)
    {
        std::unique_lock lock(m_mutex);
        while (!m_ended.wait_for(lock, 100ms, [this] { return m_running == 0; })) {
            lock.unlock();
            m_guard.tick();
            const std::uint64_t size = std::max<std::uint64_t>(m_stream.backup.sizeBytes, 1);
            m_context.report({std::min(m_read.load(), size), size, what});
            lock.lock();
        }
    }

    void work()
    {
        auto done = load();
        const std::scoped_lock lock(m_mutex);
        if (!done) {
            if (m_outcome)
                m_outcome = std::move(done);
            m_stop.request_stop(); // the others' work is of no use any more
        }
        --m_running;
        m_ended.notify_all();
    }

    Result<> load()
    {
        TaskContext context(m_stop.get_token());
        postgres::ConnectionSettings settings = m_stream.settings;
        settings.applicationName = kRestoreApplicationName;
        settings.statementTimeout = 0ms;
        QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
        QBM_TRY(sql, restoreSettingsSql(client, m_stream.outputSettings, context));
        QBM_CHECK(client.query(sql, context));
        const std::string encoding = m_stream.encoding.empty() ? "UTF8" : m_stream.encoding;
        QBM_CHECK(client.query(
            "SELECT pg_catalog.set_config('client_encoding', " + postgres::quoteLiteral(encoding) + ", false)", context));
        return pass(client, context);
    }

    Result<> pass(postgres::Client& client, TaskContext& context)
    {
        RowLoader loader(m_stream, m_claims, client, context);
        ArchiveStream archive(loader);
        bool enough = false;
        std::uint64_t read = 0;
        const ByteSink onFile = [&](std::string_view bytes) -> Result<> {
            read += bytes.size();
            std::uint64_t furthest = m_read.load();
            while (furthest < read && !m_read.compare_exchange_weak(furthest, read)) { }
            return {};
        };
        const ByteSink onArchive = [&](std::string_view bytes) -> Result<> {
            QBM_CHECK(archive.add(bytes));
            QBM_CHECK(loader.outcome());
            m_guard.noteSign();
            enough = loader.isIdle() && m_claims.areAllTaken();
            return enough ? Result<>(fail(cancelledError())) : Result<>();
        };
        auto passed = readBackup(m_stream.backup, m_stream.identity, onFile, onArchive, context);
        if (!enough && passed)
            passed = archive.finish();
        return enough ? Result<>() : std::move(passed);
    }

    Error endsTooEarly() const
    {
        return {ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 is damaged: it ends before all its tables have passed."),
                m_stream.backup.name),
            {}, {}};
    }

    const RowStream& m_stream;
    Claims m_claims;
    TaskContext& m_context;
    StallGuard m_guard;
    std::size_t m_sessions;
    std::stop_source m_stop; ///< by the caller, a stall, or because one session failed
    std::atomic<std::uint64_t> m_read = 0; ///< bytes of the file, by the session that is furthest
    std::mutex m_mutex; ///< for what follows
    std::condition_variable m_ended;
    std::size_t m_running = 0;
    Result<> m_outcome;
};

} // namespace

bool canStreamRows(const Backup& backup, const std::vector<ArchiveItem>& items)
{
    if (!needsUnpacking(backup))
        return false;
    std::set<std::pair<std::string, std::string>> made;
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE")
            made.insert({item.schema, item.name});
    }
    return std::ranges::all_of(items, [&](const ArchiveItem& item) {
        return !item.hasData
            || (item.kind == "TABLE DATA" && withoutLineEnd(item.copyStatement).ends_with(kFrom)
                && made.contains({item.schema, item.name}));
    });
}

Result<> streamRows(const RowStream& stream, const std::set<std::int64_t>& entries, TaskContext& context)
{
    return entries.empty() ? Result<>() : RowCrew(stream, entries, context).run();
}

} // namespace qbm::backup
