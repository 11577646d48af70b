// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_check.h"
#include "core/backup/dump/row_digest.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/tools.h"
#include "tests/core/backup/backup_world.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <map>
#include <sstream>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

namespace {

/// `text` up to the end of the possibly quoted identifier it begins with, unquoted; the rest stays in `text`.
std::string takeIdentifier(std::string_view& text)
{
    std::string out;
    const bool quoted = text.starts_with('"');
    std::size_t at = quoted ? 1 : 0;
    for (; at < text.size(); ++at) {
        if (quoted ? text[at] == '"' : (text[at] == '.' || text[at] == ' ')) {
            if (!quoted)
                break;
            if (at + 1 >= text.size() || text[at + 1] != '"') {
                ++at;
                break;
            }
            ++at;
        }
        out += text[at];
    }
    text.remove_prefix(at);
    return out;
}

} // namespace

class TstContentCheck : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    test::BackupWorld m_world;
    TaskContext m_task;
    Sidecar m_sidecar;

    void execute(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        QVERIFY2(answer.has_value(), answer ? "" : (answer.error().english() + answer.error().detail).c_str());
    }

    /// What pg_dump itself writes about each table: the lines our digests are held against.
    Sidecar dumpDigests()
    {
        const auto tools = findNewestTools(m_task).value();
        const auto access = ToolAccess::create(m_world.settings(AccessMode::ReadOnly)).value();
        process::Command command = access.command(tools.pgDump);
        command.environment["PGTZ"] = "UTC";
        for (const char* argument : {"--format=plain", "--data-only", "--dbname=qbm_ai_system"})
            command.arguments.emplace_back(argument);
        std::istringstream dump(process::run(command, {}, m_task).value().output);
        Sidecar sidecar;
        sidecar.counted = true;
        for (std::string line; std::getline(dump, line);) {
            if (!line.starts_with("COPY ") || !line.ends_with(" FROM stdin;"))
                continue;
            std::string_view rest = std::string_view(line).substr(5);
            const std::string schema = takeIdentifier(rest);
            rest.remove_prefix(1);
            const std::string name = takeIdentifier(rest);
            RowDigest digest;
            for (std::string row; std::getline(dump, row) && row != "\\.";)
                digest.add(row);
            sidecar.tables.push_back({schema, name, digest.rows(), digest.text()});
        }
        return sidecar;
    }
    Result<ContentReport> compare(const Sidecar& sidecar, const ContentRecipe& recipe = {}, int connections = 1)
    {
        auto client = postgres::Client::connect(m_world.settings(AccessMode::ReadOnly), m_task).value();
        auto report = compareContent(client, sidecar, recipe, connections, m_task);
        if (report)
            m_usable = client.query("SELECT 1", m_task).has_value();
        return report;
    }
    /// Partitioned tables whose rows moved, or what differs.
    std::string compareCounts()
    {
        auto client = postgres::Client::connect(m_world.settings(AccessMode::ReadOnly), m_task).value();
        const auto moved = compareRowCounts(client, m_sidecar, m_task);
        if (!moved)
            return "failed: " + moved.error().english();
        return moved->size() == 1 ? moved->front() : std::to_string(moved->size());
    }
    static std::vector<std::string> differences(const Result<ContentReport>& report)
    {
        if (!report)
            return {report.error().english()};
        std::vector<std::string> names;
        for (const TableComparison& table : report->tables) {
            if (!table.equal())
                names.push_back(table.name);
        }
        return names;
    }
    /// The tables that differ, after SQL was run.
    std::vector<std::string> differencesAfter(const std::string& sql)
    {
        if (!m_server->sql(sql))
            return {"the SQL failed"};
        return differences(compare(m_sidecar));
    }
    bool m_usable = false;

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_world = {m_server->folder(), m_server->port(), m_server->password().reveal()};
    }
    void init()
    {
        execute(test::emptySql());
        execute(test::seedSql());
        execute(R"(
SET TimeZone = 'Asia/Shanghai';
ALTER DATABASE qbm_ai_system SET IntervalStyle = 'iso_8601'; ALTER DATABASE qbm_ai_system SET extra_float_digits = 0;
CREATE TABLE kinds (gone int, id int, t timestamptz DEFAULT now(), d date, i interval, f float8, b bytea, r regclass,
  doubled int GENERATED ALWAYS AS (id * 2) STORED, note text);
INSERT INTO kinds (id, d, i, f, b, r, note)
  SELECT g, '2026-11-24', '1 day 03:04:05', 1.0 / g, decode('00ff', 'hex'), 'model', 'note ' || g FROM generate_series(1, 20) g;
INSERT INTO kinds (id, note) VALUES (21, ''), (22, NULL);
ALTER TABLE kinds DROP COLUMN gone;
CREATE TABLE parent (a int); CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2), (3);
CREATE TABLE no_columns (); INSERT INTO no_columns DEFAULT VALUES;
)");
        m_sidecar = dumpDigests();
        QCOMPARE(m_sidecar.tables.size(), std::size_t(11));
    }

    void compare_equalContent_isEqualInEveryTable()
    {
        const auto report = compare(m_sidecar);
        QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
        for (const TableComparison& table : report->tables)
            QVERIFY2(table.equal() && table.checksumCompared, table.name.c_str());
        QCOMPARE(report->different, std::size_t(0));
        QVERIFY(report->checksums);
        QCOMPARE(report->rows, m_sidecar.totalRows());
        QVERIFY(requireEqualContent(*report).has_value());
        QVERIFY(m_usable);
    }
    void compare_rowsInAnotherOrder_areEqual()
    {
        QCOMPARE(differencesAfter("UPDATE kinds SET note = note WHERE id < 7"), std::vector<std::string>());
    }
    void compare_oneChangedByte_isFound()
    {
        QCOMPARE(differencesAfter("UPDATE kinds SET b = decode('01ff', 'hex') WHERE id = 3"),
            std::vector<std::string>{"kinds"});
    }
    void compare_missingRow_isFound()
    {
        QCOMPARE(differencesAfter("DELETE FROM kinds WHERE id = 3"), std::vector<std::string>{"kinds"});
    }
    void compare_nullInsteadOfEmpty_isFound()
    {
        QCOMPARE(differencesAfter("UPDATE kinds SET note = CASE id WHEN 21 THEN NULL ELSE '' END WHERE id > 20"),
            std::vector<std::string>{"kinds"});
        QCOMPARE(differencesAfter("UPDATE kinds SET note = NULL WHERE id = 5"), std::vector<std::string>{"kinds"});
    }
    void compare_rowsSwappedBetweenTables_areFound()
    {
        QCOMPARE(differencesAfter("UPDATE parent SET a = 2 WHERE a = 1; UPDATE child SET a = 1 WHERE a = 2"),
            (std::vector<std::string>{"child", "parent"}));
    }
    void compare_onlyChildRowsMoved_areFound()
    {
        QCOMPARE(differencesAfter("INSERT INTO parent SELECT a FROM child WHERE a = 2; DELETE FROM child WHERE a = 2"),
            (std::vector<std::string>{"child", "parent"}));
    }
    void compare_missingTable_isADifferenceAndNamed()
    {
        execute("DROP TABLE kinds");
        const auto report = compare(m_sidecar);
        QVERIFY(report.has_value());
        QCOMPARE(report->different, std::size_t(1));
        const Error error = requireEqualContent(*report).error();
        QVERIFY(error.kind == ErrorKind::BadData);
        QCOMPARE(
            error.english(), std::string("1 of 11 tables do not hold what the backup holds: public.kinds is missing."));
    }
    void compare_otherRows_saysHowMany()
    {
        execute("DELETE FROM model WHERE id = 50; UPDATE child SET a = 9");
        const auto report = compare(m_sidecar);
        const std::string sentence = requireEqualContent(report.value()).error().english();
        QVERIFY2(sentence.find("public.child has other content in its 2 rows") != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("public.model has 49 rows instead of 50") != std::string::npos, sentence.c_str());
    }
    void compare_withoutChecksums_countsOnly()
    {
        for (TableRows& table : m_sidecar.tables)
            table.checksum.clear();
        execute("UPDATE model SET name = 'changed'");
        const auto report = compare(m_sidecar);
        QCOMPARE(report->different, std::size_t(0));
        QVERIFY(!report->checksums);
        QCOMPARE(report->rows, m_sidecar.totalRows());
        QCOMPARE(differencesAfter("DELETE FROM model WHERE id = 50"), std::vector<std::string>{"model"});
    }
    /// What an earlier version recorded was written as the database was set, and is compared so.
    void compare_recordOfAnEarlierVersion_followsTheDatabasesSettings()
    {
        execute("ALTER DATABASE qbm_ai_system SET bytea_output = 'escape'");
        m_sidecar = dumpDigests();
        QCOMPARE(differences(compare(m_sidecar)), std::vector<std::string>());
        m_sidecar.port = m_world.port; // as the present version writes it
        QCOMPARE(differences(compare(m_sidecar)), std::vector<std::string>{"kinds"});
        execute("ALTER DATABASE qbm_ai_system RESET bytea_output");
    }
    /// A column that was added to a parent after its child was made stands elsewhere in a restored child.
    void compare_columnsInAnotherOrder_areEqualByTheDumpsOrder()
    {
        ContentRecipe recipe;
        recipe.columns[{"public", "outlier"}] = {"id", "at"};
        execute("CREATE TABLE other (at timestamptz, id bigint); INSERT INTO other SELECT at, id FROM outlier; "
                "DROP TABLE outlier; ALTER TABLE other RENAME TO outlier");
        QCOMPARE(differences(compare(m_sidecar)), std::vector<std::string>{"outlier"});
        QCOMPARE(differences(compare(m_sidecar, recipe)), std::vector<std::string>());
        execute("ALTER TABLE outlier DROP COLUMN at");
        const auto report = compare(m_sidecar, recipe);
        QCOMPARE(requireEqualContent(report.value()).error().english(),
            std::string("1 of 11 tables do not hold what the backup holds: public.outlier lacks the column at."));
    }
    /// Where rows of a partitioned table lie is the server's affair: what the sidecar says of one partition may be found
    /// in another, also of another level.
    void compare_rowsInOtherPartitions_areEqualAsAWhole()
    {
        execute("CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd'); CREATE TABLE moods (m mood, n int) PARTITION BY LIST (m);"
                "CREATE TABLE moods_a PARTITION OF moods FOR VALUES IN ('a', 'b') PARTITION BY HASH (n);"
                "CREATE TABLE moods_aa PARTITION OF moods_a FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
                "CREATE TABLE moods_b PARTITION OF moods DEFAULT;"
                "INSERT INTO moods VALUES ('a', 1), ('b', 2), ('c', 3)");
        m_sidecar = dumpDigests();
        const auto whole = compare(m_sidecar);
        QCOMPARE(differences(whole), std::vector<std::string>());
        QVERIFY(whole->moved.empty());
        const auto table = [&](const char* name) { return std::ranges::find(m_sidecar.tables, name, &TableRows::name); };
        std::swap(table("moods_aa")->rows, table("moods_b")->rows);
        std::swap(table("moods_aa")->checksum, table("moods_b")->checksum);
        const auto moved = compare(m_sidecar);
        QCOMPARE(differences(moved), std::vector<std::string>());
        QCOMPARE(moved->moved.size(), std::size_t(1));
        QCOMPARE(moved->moved[0].table, std::string("public.moods"));
        QVERIFY(moved->moved[0].contentCompared);
        QVERIFY(remarks(*moved).at(0).english().starts_with("Rows of public.moods lie in other partitions"));
        QCOMPARE(compareCounts(), std::string("public.moods"));
        // Partitions that order their columns differently write their rows differently: they are counted.
        execute("ALTER TABLE moods DETACH PARTITION moods_b; CREATE TABLE other (n int, m mood); INSERT INTO other SELECT n, m "
                "FROM moods_b; DROP TABLE moods_b; ALTER TABLE other RENAME TO moods_b;"
                "ALTER TABLE moods ATTACH PARTITION moods_b DEFAULT");
        const auto counted = compare(m_sidecar);
        QCOMPARE(differences(counted), std::vector<std::string>());
        QVERIFY(!counted->moved.at(0).contentCompared);
        QCOMPARE(differencesAfter("INSERT INTO moods VALUES ('d', 4)"), (std::vector<std::string>{"moods_aa", "moods_b"}));
        QVERIFY2(compareCounts().starts_with("failed: 1 of 13 tables"), compareCounts().c_str());
    }
    void compare_otherContentOfPartitions_isFoundInTheWhole()
    {
        const std::vector<std::string> both{"prediction_2026_01", "prediction_2026_02"};
        const auto table = [&](const char* name) { return std::ranges::find(m_sidecar.tables, name, &TableRows::name); };
        std::swap(table("prediction_2026_01")->rows, table("prediction_2026_02")->rows);
        std::swap(table("prediction_2026_01")->checksum, table("prediction_2026_02")->checksum);
        QCOMPARE(differences(compare(m_sidecar)), std::vector<std::string>());
        QCOMPARE(differencesAfter("UPDATE prediction SET value = -1 WHERE id = 7"), both);
    }
    /// Long tables are read in pieces, over several sessions in one snapshot.
    void compare_overSeveralSessions_isTheSame()
    {
        execute("CREATE TABLE long AS SELECT g, repeat(md5(g::text), 30) AS filler FROM generate_series(1, 90000) g;"
                "DELETE FROM long WHERE g % 7 = 0; UPDATE long SET g = -g WHERE g % 1000 = 1");
        RowDigest digest;
        auto reader = postgres::Client::connect(m_world.settings(AccessMode::ReadOnly), m_task).value();
        const postgres::LineSink sink = [&](std::string_view line) -> Result<> {
            digest.add(line);
            return {};
        };
        QVERIFY(reader.copyOut("COPY long TO STDOUT", sink, 60s, m_task).has_value());
        m_sidecar.tables.push_back({"public", "long", digest.rows(), digest.text()});
        for (const int connections : {1, 2, 3, 40}) {
            const auto report = compare(m_sidecar, {}, connections);
            QCOMPARE(differences(report), std::vector<std::string>());
            QCOMPARE(report->rows, m_sidecar.totalRows());
        }
        execute("UPDATE long SET filler = 'y' || substr(filler, 2) WHERE g = 89998");
        QCOMPARE(differences(compare(m_sidecar, {}, 3)), std::vector<std::string>{"long"});
        execute("CREATE ROLE lone LOGIN PASSWORD 'x' CONNECTION LIMIT 1; GRANT pg_read_all_data TO lone");
        auto settings = m_world.settings(AccessMode::ReadOnly);
        settings.user = "lone";
        settings.password = Secret("x");
        auto client = postgres::Client::connect(settings, m_task).value();
        m_sidecar.largeObjects.reset();
        QCOMPARE(differences(compareContent(client, m_sidecar, {}, 4, m_task)), std::vector<std::string>{"long"});
        execute("DROP OWNED BY lone; DROP ROLE lone");
    }
    void compare_uncountedSidecar_isRefused() { QVERIFY(compare(Sidecar()).error().kind == ErrorKind::InvalidInput); }
    void compare_policyThatHidesRows_isAnErrorNotADifference()
    {
        execute("CREATE ROLE limited LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public, \"数据 schema\" "
                "TO limited; "
                "GRANT USAGE ON SCHEMA \"数据 schema\" TO limited; ALTER TABLE model ENABLE ROW LEVEL SECURITY; "
                "CREATE POLICY few ON model FOR SELECT TO limited USING (id < 10)");
        auto settings = m_world.settings(AccessMode::ReadOnly);
        settings.user = "limited";
        settings.password = Secret("x");
        auto client = postgres::Client::connect(settings, m_task).value();
        QVERIFY(compareContent(client, m_sidecar, m_task).error().kind == ErrorKind::Denied);
        execute("DROP OWNED BY limited; DROP ROLE limited");
    }
    void compare_stopped_isCancelledAndTheSessionLives()
    {
        execute("CREATE TABLE large AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
        m_sidecar.tables = {{"public", "large", 100'000, std::string(32, '0')}};
        auto client = postgres::Client::connect(m_world.settings(AccessMode::ReadOnly), m_task).value();
        std::stop_source stop;
        TaskContext task(stop.get_token(), [&](const Progress& progress) {
            if (progress.done > 0)
                stop.request_stop();
        });
        QVERIFY(compareContent(client, m_sidecar, task).error().kind == ErrorKind::Cancelled);
        QVERIFY(client.query("SELECT 1", m_task).has_value());
        QCOMPARE(client.settings().statementTimeout, std::chrono::milliseconds(30'000));
    }
};

QTEST_APPLESS_MAIN(TstContentCheck)
#include "tst_content_check.moc"
