// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_reading.h"

#include "core/postgres/server_facts.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr auto kStallTimeout = 10min; ///< a scan of nothing but dead rows sends nothing for long
constexpr std::uint64_t kLeastPages = 4096; ///< of a piece: 32 MiB
constexpr int kMostConnections = 16;
constexpr int kPiecesMajor = 14; ///< the first version that goes straight to a range of pages

/// A table, a piece of one, or all large objects.
struct Unit {
    enum class Kind { Table, Piece, Objects };
    Kind kind = Kind::Table;
    std::size_t table = 0;
    std::uint64_t firstPage = 0;
    std::optional<std::uint64_t> endPage; ///< nullopt: to the table's end
    std::uint64_t weightBytes = 0;
};

std::string columnList(const TableReading& table)
{
    std::string list;
    for (const std::string& column : table.columns)
        list += (list.empty() ? "" : ", ") + postgres::quoteIdentifier(column);
    return list;
}

/// The table itself, without those that inherit from it, as pg_dump copies it.
std::string copySql(const TableReading& table, const Unit& unit, const std::string& encoding)
{
    const std::string name = postgres::quoteQualified(table.table.first, table.table.second);
    const std::string columns = columnList(table);
    std::string what = name + (columns.empty() ? "" : " (" + columns + ")");
    if (unit.kind == Unit::Kind::Piece) {
        what = "(SELECT " + columns + " FROM ONLY " + name + " WHERE ctid >= '(" + std::to_string(unit.firstPage) + ",0)'";
        if (unit.endPage)
            what += " AND ctid < '(" + std::to_string(*unit.endPage) + ",0)'";
        what += ")";
    }
    return "COPY " + what + " TO STDOUT (ENCODING " + postgres::quoteLiteral(encoding.empty() ? "UTF8" : encoding) + ")";
}

/// Several sessions at one list of work.
class Crew {
public:
    Crew(postgres::Client& client, ContentReading& reading, const ReadingOptions& options, TaskContext& context)
        : m_client(client)
        , m_reading(reading)
        , m_options(options)
        , m_context(context)
        , m_connections(std::clamp(options.connections, 1, kMostConnections))
    {
    }

    Result<> run()
    {
        divide();
        QBM_TRY(snapshot, postgres::Transaction::begin(m_client, postgres::Transaction::Mode::Snapshot, m_context));
        QBM_CHECK(m_client.query(m_options.settingsSql, m_context));
        QBM_CHECK(exportSnapshot());
        {
            const std::stop_callback onStop(m_context.stopToken(), [this] { m_stop.request_stop(); });
            std::vector<std::jthread> helpers;
            const auto most = std::min(static_cast<std::size_t>(m_connections), m_units.size());
            for (std::size_t helper = 1; helper < most && !m_snapshot.empty(); ++helper)
                helpers.emplace_back([this] { help(); });
            TaskContext own(m_stop.get_token(), [this](const Progress& progress) { m_context.report(progress); });
            work(m_client, own);
        }
        QBM_CHECK(m_context.checkpoint());
        QBM_CHECK(m_outcome);
        return snapshot.commit(m_context);
    }

private:
    void divide()
    {
        std::uint64_t total = 0;
        for (const TableReading& table : m_reading.tables)
            total += table.pages;
        const std::uint64_t share = std::max(kLeastPages, total / static_cast<std::uint64_t>(m_connections));
        for (std::size_t i = 0; i < m_reading.tables.size(); ++i)
            divide(i, share);
        if (m_reading.expectedObjects)
            m_units.push_back({Unit::Kind::Objects, 0, 0, {}, m_reading.expectedObjects->sizeBytes * 2});
        std::ranges::stable_sort(m_units, std::ranges::greater(), &Unit::weightBytes);
    }

    void divide(std::size_t index, std::uint64_t share)
    {
        const TableReading& table = m_reading.tables[index];
        // A scan of a range costs a third more than one of the whole: only a table that would keep one session busy when
        // the others are done is divided.
        const bool whole = m_connections == 1 || table.countOnly || table.columns.empty() || 2 * table.pages < 3 * share
            || m_client.serverMajor() < kPiecesMajor;
        if (whole) {
            m_units.push_back({Unit::Kind::Table, index, 0, {}, table.sizeBytes});
            return;
        }
        const std::uint64_t pages = std::max(kLeastPages, share / 4);
        const std::uint64_t pieces = std::max<std::uint64_t>(1, table.pages / pages);
        for (std::uint64_t piece = 0; piece < pieces; ++piece) {
            Unit unit{Unit::Kind::Piece, index, piece * pages, (piece + 1) * pages, table.sizeBytes / pieces};
            if (piece + 1 == pieces)
                unit.endPage.reset();
            m_units.push_back(unit);
        }
    }

    /// Leaves `m_snapshot` empty where the client is to work alone.
    Result<> exportSnapshot()
    {
        if (m_connections == 1 || m_units.size() < 2)
            return {};
        QBM_TRY(standby, m_client.query("SELECT pg_catalog.pg_is_in_recovery()", m_context));
        if (standby.rows.at(0)[0] != "f")
            return {};
        QBM_TRY(exported, m_client.query("SELECT pg_catalog.pg_export_snapshot()", m_context));
        m_snapshot = exported.rows.at(0)[0].value_or("");
        return {};
    }

    /// A session that cannot be had is done without.
    void help()
    {
        TaskContext context(m_stop.get_token());
        auto client = postgres::Client::connect(m_client.settings(), context);
        if (!client)
            return;
        auto transaction = postgres::Transaction::begin(*client, postgres::Transaction::Mode::Snapshot, context);
        if (!transaction
            || !client->query("SET TRANSACTION SNAPSHOT " + postgres::quoteLiteral(m_snapshot), context)
            || !client->query(m_options.settingsSql, context))
            return;
        work(*client, context);
    }

    void work(postgres::Client& client, TaskContext& context)
    {
        for (std::size_t next = m_next++; next < m_units.size(); next = m_next++) {
            auto done = m_units[next].kind == Unit::Kind::Objects ? readObjects(client, context)
                                                                  : readRows(client, m_units[next], context);
            if (done)
                continue;
            const std::scoped_lock lock(m_mutex);
            if (m_outcome)
                m_outcome = std::move(done);
            m_next = m_units.size();
            m_stop.request_stop();
            return;
        }
    }

    Result<> readObjects(postgres::Client& client, TaskContext& context)
    {
        QBM_TRY(objects, compareLargeObjects(client, *m_reading.expectedObjects, context));
        m_reading.objects = std::move(objects); // nobody else writes it
        return {};
    }

    Result<> readRows(postgres::Client& client, const Unit& unit, TaskContext& context)
    {
        TableReading& table = m_reading.tables[unit.table];
        say(table, context);
        if (table.countOnly) {
            QBM_TRY(rows, postgres::countRows(client, table.table.first, table.table.second, context));
            m_rowsSeen += static_cast<std::uint64_t>(rows);
            table.rows = rows; // is read in one piece
            return {};
        }
        RowDigest digest;
        std::uint64_t unseen = 0;
        const postgres::LineSink sink = [&](std::string_view line) -> Result<> {
            digest.add(line);
            if (++unseen == 4096) {
                m_rowsSeen += std::exchange(unseen, 0);
                say(table, context);
            }
            return {};
        };
        QBM_TRY(rows, client.copyOut(copySql(table, unit, m_options.encoding), sink, kStallTimeout, context));
        m_rowsSeen += unseen;
        const std::scoped_lock lock(m_mutex);
        table.digest.add(digest);
        table.rows += rows;
        return {};
    }

    void say(const TableReading& table, TaskContext& context) const
    {
        context.report({std::min(m_rowsSeen.load(), m_options.expectedRows), m_options.expectedRows,
            text(QT_TRANSLATE_NOOP("core", "Comparing %1.%2"), table.table.first, table.table.second)});
    }

    postgres::Client& m_client;
    ContentReading& m_reading;
    const ReadingOptions& m_options;
    TaskContext& m_context;
    const int m_connections;
    std::vector<Unit> m_units;
    std::string m_snapshot;
    std::stop_source m_stop; ///< by the caller, or because one of the sessions failed
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::uint64_t> m_rowsSeen = 0;
    std::mutex m_mutex; ///< for the readings' sums and what follows
    Result<> m_outcome;
};

} // namespace

Result<> readContent(
    postgres::Client& client, ContentReading& reading, const ReadingOptions& options, TaskContext& context)
{
    return Crew(client, reading, options, context).run();
}

} // namespace qbm::backup
