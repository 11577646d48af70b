// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_check.h"

#include "core/backup/dump/row_digest.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <map>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr auto kStallTimeout = 10min; ///< a scan of nothing but dead rows sends nothing for long
constexpr auto kCountTimeout = 30min;
constexpr std::size_t kNamed = 3; ///< tables that an error names in its sentence

/// What pg_dump writes text with, and what RowDigest adds to that; until the end of the transaction.
constexpr const char* kSettingsSql = R"(
SELECT set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
       set_config('extra_float_digits', '3', true), set_config('TimeZone', 'UTC', true),
       set_config('client_encoding', 'UTF8', true), set_config('search_path', '', true),
       set_config('row_security', 'off', true))";

constexpr const char* kColumnsSql = R"(
SELECT n.nspname, c.relname, a.attname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_attribute a
       ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r'
ORDER BY c.oid, a.attnum)";

using TableKey = std::pair<std::string, std::string>;
/// Quoted column names of each table, in its order, separated by commas.
using ColumnLists = std::map<TableKey, std::string>;

Result<ColumnLists> fetchColumnLists(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(kColumnsSql, context));
    ColumnLists lists;
    for (const postgres::Row& row : answer.rows) {
        std::string& list = lists[{*row[0], *row[1]}];
        if (row[2])
            list += (list.empty() ? "" : ", ") + postgres::quoteIdentifier(*row[2]);
    }
    return lists;
}

/// The table itself, without those that inherit from it, as pg_dump copies it.
std::string copySql(const TableRows& table, const std::string& columns)
{
    return "COPY " + postgres::quoteQualified(table.schema, table.name) + (columns.empty() ? "" : " (" + columns + ")")
        + " TO STDOUT";
}

/// Holds the tables of one sidecar against one database, in the transaction that is open.
class Comparer {
public:
    Comparer(postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
        : m_client(client)
        , m_sidecar(sidecar)
        , m_context(context)
        , m_rowsExpected(static_cast<std::uint64_t>(std::max<std::int64_t>(0, sidecar.totalRows())))
    {
    }

    Result<ContentReport> run()
    {
        QBM_TRY(set, m_client.query(kSettingsSql, m_context));
        QBM_TRY(columns, fetchColumnLists(m_client, m_context));
        ContentReport report;
        for (const TableRows& expected : m_sidecar.tables) {
            TableComparison table{expected.schema, expected.name, expected.rows, {}, false, false};
            const auto found = columns.find({expected.schema, expected.name});
            if (found != columns.end())
                QBM_CHECK(compare(expected, found->second, table));
            report.rows += table.rowsFound.value_or(0);
            report.different += table.equal() ? 0 : 1;
            report.checksums = report.checksums || table.checksumCompared;
            report.tables.push_back(std::move(table));
        }
        if (m_sidecar.largeObjects) {
            QBM_TRY(objects, compareLargeObjects(m_client, *m_sidecar.largeObjects, m_context));
            report.checksums = report.checksums || objects.checksumCompared();
            report.largeObjects = std::move(objects);
        }
        return report;
    }

private:
    Result<> compare(const TableRows& expected, const std::string& columns, TableComparison& table)
    {
        if (expected.checksum.empty()) {
            say(expected);
            QBM_TRY(rows, postgres::countRows(m_client, expected.schema, expected.name, m_context));
            table.rowsFound = rows;
            m_rowsSeen += static_cast<std::uint64_t>(rows);
            return {};
        }
        RowDigest digest;
        const postgres::LineSink sink = [&](std::string_view line) -> Result<> {
            digest.add(line);
            if (++m_rowsSeen % 4096 == 0)
                say(expected);
            return {};
        };
        say(expected);
        QBM_TRY(rows, m_client.copyOut(copySql(expected, columns), sink, kStallTimeout, m_context));
        table.rowsFound = rows;
        table.checksumCompared = true;
        table.checksumEqual = digest.text() == expected.checksum;
        return {};
    }

    void say(const TableRows& table) const
    {
        m_context.report({std::min(m_rowsSeen, m_rowsExpected), m_rowsExpected,
            text(QT_TRANSLATE_NOOP("core", "Comparing %1.%2"), table.schema, table.name)});
    }

    postgres::Client& m_client;
    const Sidecar& m_sidecar;
    TaskContext& m_context;
    std::uint64_t m_rowsExpected;
    std::uint64_t m_rowsSeen = 0;
};

Result<ContentReport> compareInSnapshot(postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
{
    QBM_TRY(snapshot, postgres::Transaction::begin(client, postgres::Transaction::Mode::Snapshot, context));
    auto report = Comparer(client, sidecar, context).run();
    if (report)
        QBM_CHECK(snapshot.commit(context));
    return report;
}

std::string describe(const TableComparison& table)
{
    const std::string name = table.schema + "." + table.name;
    if (!table.rowsFound)
        return name + " is missing";
    if (*table.rowsFound != table.rowsExpected)
        return name + " has " + formatCount(*table.rowsFound) + " rows instead of " + formatCount(table.rowsExpected);
    return name + " has other content in its " + formatCount(table.rowsExpected) + " rows";
}

std::string describe(const LargeObjectComparison& objects)
{
    if (objects.found.count != objects.expected.count)
        return formatCount(objects.found.count) + " of them instead of " + formatCount(objects.expected.count);
    return "other content in the " + formatCount(objects.expected.count) + " of them";
}

Result<> requireEqualLargeObjects(const std::optional<LargeObjectComparison>& objects)
{
    if (!objects || objects->equal())
        return {};
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The large objects are not those the backup holds: %1."), describe(*objects)));
}

} // namespace

Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
{
    if (!sidecar.counted)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                "The backup does not say what it holds, so there is nothing to compare with; adopt it first.")));
    const auto startedAt = std::chrono::steady_clock::now();
    const bool counting = std::ranges::all_of(sidecar.tables, [](const TableRows& t) { return t.checksum.empty(); })
        && (!sidecar.largeObjects || sidecar.largeObjects->checksum.empty());
    const std::chrono::milliseconds usual = client.settings().statementTimeout;
    // A copy is guarded by its stall timeout instead: how long it takes is a matter of size.
    QBM_CHECK(client.setStatementTimeout(counting ? std::chrono::milliseconds(kCountTimeout) : 0ms, context));
    auto report = compareInSnapshot(client, sidecar, context);
    if (client.isOpen()) {
        TaskContext always; // also after a stop
        QBM_CHECK(client.setStatementTimeout(usual, always));
    }
    if (report)
        report->took
            = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - startedAt);
    return report;
}

Result<> requireEqualContent(const ContentReport& report)
{
    if (report.different == 0)
        return requireEqualLargeObjects(report.largeObjects);
    std::string named, all;
    std::size_t count = 0;
    for (const TableComparison& table : report.tables) {
        if (table.equal())
            continue;
        if (count++ < kNamed)
            named += (named.empty() ? "" : "; ") + describe(table);
        all += describe(table) + "\n";
    }
    if (auto objects = requireEqualLargeObjects(report.largeObjects); !objects)
        all += objects.error().english() + "\n";
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 of %2 tables do not hold what the backup holds: %3."), report.different,
            report.tables.size(), count > kNamed ? named + "; ..." : named),
        all);
}

} // namespace qbm::backup
