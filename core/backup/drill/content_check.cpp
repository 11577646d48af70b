// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_check.h"

#include "core/backup/drill/content_reading.h"
#include "core/backup/drill/stored_tables.h"
#include "core/backup/operation_checks.h"
#include "core/backup/output_settings.h"

#include <algorithm>
#include <ranges>
#include <set>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr auto kCountTimeout = 30min;
constexpr int kExactFloatsMajor = 12;

/// What versions before format 4 of the sidecar pinned; the database's own settings decided about the rest, and a copy of
/// it has the same.
constexpr const char* kEarlierSettingsSql = R"(
SELECT set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
       set_config('extra_float_digits', '3', true), set_config('TimeZone', 'UTC', true),
       set_config('search_path', '', true), set_config('row_security', 'off', true))";

std::string settingsSql(const Sidecar& sidecar)
{
    const bool earlier = sidecar.port == 0; // is recorded since then
    return earlier ? kEarlierSettingsSql : pinnedSettingsSql(sidecar.outputSettings);
}

TableKey keyOf(const TableRows& table)
{
    return {table.schema, table.name};
}

/// Holds the tables of one sidecar against one database.
class Comparer {
public:
    Comparer(postgres::Client& client, const Sidecar& sidecar, const ContentRecipe& recipe)
        : m_client(client)
        , m_sidecar(sidecar)
        , m_recipe(recipe)
    {
        const int from = majorOf(sidecar.serverVersion);
        m_floatsDiffer = from > 0 && from < kExactFloatsMajor && client.serverMajor() >= kExactFloatsMajor;
    }

    Result<ContentReport> run(int connections, TaskContext& context)
    {
        QBM_TRY(stored, fetchStoredTables(m_client, context));
        QBM_TRY(roots, fetchPartitionRoots(m_client, context));
        prepare(stored);
        m_reading.expectedObjects = m_sidecar.largeObjects;
        ReadingOptions options{m_recipe.encoding, settingsSql(m_sidecar), {}, connections};
        options.expectedRows = static_cast<std::uint64_t>(std::max<std::int64_t>(0, m_sidecar.totalRows()));
        QBM_CHECK(readContent(m_client, m_reading, options, context));
        takeReadings();
        compareWholes(roots);
        summarise();
        return std::move(m_report);
    }

private:
    /// Every table of the sidecar gets its line, and those that can be read a reading.
    void prepare(const StoredTables& stored)
    {
        for (const TableRows& expected : m_sidecar.tables) {
            TableComparison& line = m_report.tables.emplace_back();
            line.schema = expected.schema;
            line.name = expected.name;
            line.rowsExpected = expected.rows;
            m_readingOf.push_back(kNoReading);
            const auto found = stored.find(keyOf(expected));
            if (found == stored.end())
                continue;
            TableReading reading{keyOf(expected), columnsOf(keyOf(expected), found->second), found->second.pages,
                found->second.sizeBytes, expected.checksum.empty(), {}, 0};
            for (const std::string& column : reading.columns) {
                if (std::ranges::find(found->second.columns, column) == found->second.columns.end())
                    line.missingColumns.push_back(column);
            }
            const bool rounded = !reading.countOnly && m_floatsDiffer && found->second.hasFloats;
            m_report.rounded += rounded ? 1 : 0;
            reading.countOnly |= rounded || !line.missingColumns.empty();
            m_readingOf.back() = m_reading.tables.size();
            m_reading.tables.push_back(std::move(reading));
        }
    }

    const std::vector<std::string>& columnsOf(const TableKey& key, const StoredTable& stored) const
    {
        const auto named = m_recipe.columns.find(key);
        return named == m_recipe.columns.end() ? stored.columns : named->second;
    }

    void takeReadings()
    {
        for (std::size_t i = 0; i < m_report.tables.size(); ++i) {
            if (m_readingOf[i] == kNoReading)
                continue;
            const TableReading& reading = m_reading.tables[m_readingOf[i]];
            TableComparison& line = m_report.tables[i];
            line.rowsFound = reading.rows;
            line.checksumCompared = !reading.countOnly;
            line.checksumEqual = line.checksumCompared && reading.digest.text() == m_sidecar.tables[i].checksum;
        }
    }

    /// Partitions that differ are held against the backup once more, all of one table together.
    void compareWholes(const PartitionRoots& roots)
    {
        std::map<TableKey, std::vector<std::size_t>> partitions;
        std::set<TableKey> different;
        for (std::size_t i = 0; i < m_report.tables.size(); ++i) {
            const auto root = roots.find(keyOf(m_sidecar.tables[i]));
            if (root == roots.end())
                continue;
            partitions[root->second].push_back(i);
            if (!m_report.tables[i].equal())
                different.insert(root->second);
        }
        for (const TableKey& root : different)
            compareWhole(root, partitions[root]);
    }

    void compareWhole(const TableKey& root, const std::vector<std::size_t>& partitions)
    {
        std::int64_t rowsExpected = 0, rowsFound = 0;
        HashSum expected, found;
        bool comparable = true; // texts of rows mean the same in each partition
        for (const std::size_t i : partitions) {
            const TableComparison& line = m_report.tables[i];
            if (!line.rowsFound || !line.missingColumns.empty())
                return;
            rowsExpected += line.rowsExpected;
            rowsFound += *line.rowsFound;
            const TableReading& reading = m_reading.tables[m_readingOf[i]];
            const auto sum = HashSum::parse(m_sidecar.tables[i].checksum);
            comparable = comparable && line.checksumCompared && sum
                && reading.columns == m_reading.tables[m_readingOf[partitions.front()]].columns;
            if (!comparable)
                continue;
            expected.add(*sum);
            found.add(reading.digest.sum());
        }
        if (rowsExpected != rowsFound || (comparable && expected != found))
            return;
        for (const std::size_t i : partitions)
            m_report.tables[i].equalAsAWhole = true;
        m_report.moved.push_back({root.first + "." + root.second, comparable});
    }

    void summarise()
    {
        for (const TableComparison& line : m_report.tables) {
            m_report.rows += line.rowsFound.value_or(0);
            m_report.different += line.equal() ? 0 : 1;
            m_report.checksums |= line.checksumCompared;
        }
        m_report.largeObjects = std::move(m_reading.objects);
        m_report.checksums |= m_report.largeObjects && m_report.largeObjects->checksumCompared();
    }

    static constexpr std::size_t kNoReading = ~std::size_t{0};

    postgres::Client& m_client;
    const Sidecar& m_sidecar;
    const ContentRecipe& m_recipe;
    bool m_floatsDiffer = false;
    ContentReading m_reading;
    std::vector<std::size_t> m_readingOf; ///< of each table of the sidecar, where its reading stands
    ContentReport m_report;
};

} // namespace

Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, const ContentRecipe& recipe,
    int connections, TaskContext& context)
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
    auto report = Comparer(client, sidecar, recipe).run(connections, context);
    if (client.isOpen()) {
        TaskContext always; // also after a stop
        QBM_CHECK(client.setStatementTimeout(usual, always));
    }
    if (report)
        report->took
            = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - startedAt);
    return report;
}

Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
{
    return compareContent(client, sidecar, {}, 1, context);
}

} // namespace qbm::backup
