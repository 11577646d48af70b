// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and checksums that are read off a dump, held against the database itself.
#include "core/backup/archive/archive_facts.h"
#include "core/backup/archive/readable_archive.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/dump/row_digest.h"
#include "core/backup/restore/database_restore.h"
#include "core/postgres/server_facts.h"
#include "core/process/process.h"
#include "dump_fixture.h"

#include <algorithm>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// Everything COPY has to write in a way of its own.
constexpr const char* kDifficult = R"(
CREATE TABLE "tab	le ""q"" 数据" (id int, "text" text, bytes bytea, at timestamptz, during interval, ratio float8, many int[], doc jsonb);
INSERT INTO "tab	le ""q"" 数据" VALUES
  (1, E'tab\t newline\n return\r backslash\\ \\. quote'' end', '\x00ff0a5c'::bytea, '2026-03-29 02:30+02', '1 mon -2 days 03:04:05', 0.1, '{1,NULL}', '{"a\\b": "\n"}'),
  (2, E'\\.', ''::bytea, '1900-01-01 00:00:01+07:06:40', '-1 year', 'NaN', '{}', 'null'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (3, '', '\x', 'infinity', '0', 1e300, NULL, '{}');
CREATE TABLE generated (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text DEFAULT 'x', d int GENERATED ALWAYS AS IDENTITY);
INSERT INTO generated (a) SELECT generate_series(1, 100);
ALTER TABLE generated DROP COLUMN c;
CREATE TABLE no_columns (); INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES;
CREATE UNLOGGED TABLE unlogged_one AS SELECT 1 AS a;
CREATE TABLE wide AS SELECT repeat('x', 3000000) || E'\n' AS a;
CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3);
SELECT lo_from_bytea(0, decode(repeat('00ff', 500000), 'hex')), lo_create(0);
)";

} // namespace

class TstDumpContent : public QObject {
    Q_OBJECT
    test::DumpFixture m_fixture;

    void expectEqualToDatabase(const Sidecar& sidecar)
    {
        auto client = m_fixture.connect();
        const auto report = compareContent(client, sidecar, m_fixture.task());
        QVERIFY2(report.has_value(), report ? "" : (report.error().english() + report.error().detail).c_str());
        QVERIFY(report->checksums);
        const auto equal = requireEqualContent(*report);
        QVERIFY2(equal.has_value(), equal ? "" : (equal.error().english() + equal.error().detail).c_str());
    }
    /// The tables of the database that hold rows, by its own word.
    std::vector<std::pair<std::string, std::string>> tablesOfDatabase()
    {
        auto client = m_fixture.connect();
        std::vector<std::pair<std::string, std::string>> names;
        const auto tables = postgres::fetchTables(client, m_fixture.task()).value();
        for (const postgres::TableFacts& table : tables) {
            if (!table.partitioned)
                names.emplace_back(table.schema, table.name);
        }
        return names;
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.startServer(); }
    void init() { m_fixture.begin(); }

    void content_everyFormat_isTheDatabases_data()
    {
        QTest::addColumn<int>("format");
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory})
            QTest::addRow("%s", std::string(name(format)).c_str()) << int(format);
    }
    void content_everyFormat_isTheDatabases()
    {
        QFETCH(int, format);
        m_fixture.execute(test::seedSql());
        m_fixture.execute(kDifficult);
        m_fixture.execute("ALTER DATABASE qbm_ai_system SET TimeZone = 'Asia/Kolkata'"); // what pg_dump must not follow
        const auto made = m_fixture.dump({.format = Format(format)});
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        const Sidecar& sidecar = *made->sidecar;
        QVERIFY(sidecar.counted);
        std::vector<std::pair<std::string, std::string>> names;
        for (const TableRows& table : sidecar.tables)
            names.emplace_back(table.schema, table.name);
        QCOMPARE(names, tablesOfDatabase());
        expectEqualToDatabase(sidecar);
        QCOMPARE(sidecar.largeObjects.value(), (LargeObjectFacts{3, 1'000'003, sidecar.largeObjects->checksum}));
        QVERIFY(!sidecar.largeObjects->checksum.empty());
        m_fixture.execute("ALTER DATABASE qbm_ai_system RESET TimeZone");
        // One changed character is another content.
        m_fixture.execute("UPDATE wide SET a = 'y' || substr(a, 2)");
        auto client = m_fixture.connect();
        QCOMPARE(compareContent(client, sidecar, m_fixture.task())->different, std::size_t(1));
    }
    /// Of no byte, of more than a page, of exactly what is read at once, and of several pieces.
    void largeObjects_everyFormat_oneByteOrOneObjectIsFound_data() { content_everyFormat_isTheDatabases_data(); }
    void largeObjects_everyFormat_oneByteOrOneObjectIsFound()
    {
        QFETCH(int, format);
        m_fixture.execute("SELECT lo_create(7001), lo_from_bytea(7002, convert_to(repeat('page', 700), 'UTF8')),"
                          "lo_from_bytea(7003, decode(repeat('00ff', 131072), 'hex')),"
                          "lo_from_bytea(7004, decode(repeat('0a5c09', 900000), 'hex'))");
        const auto made = m_fixture.dump({.format = Format(format)});
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        const Sidecar sidecar = *made->sidecar;
        QCOMPARE(sidecar.largeObjects->count, std::int64_t(4));
        QCOMPARE(sidecar.largeObjects->sizeBytes, std::uint64_t(2800 + 262'144 + 2'700'000));
        const auto differs = [&](const Sidecar& expected) {
            auto client = m_fixture.connect();
            const auto report = compareContent(client, expected, m_fixture.task()).value();
            const auto equal = requireEqualContent(report);
            return equal ? std::string() : equal.error().english();
        };
        QCOMPARE(differs(sidecar), std::string());
        const std::string otherContent
            = "The large objects are not those the backup holds: other content in the 4 of them.";
        struct Place {
            std::string number, at, was;
        };
        for (const Place& place : {Place{"7002", "2799", "65"}, Place{"7003", "262143", "ff"}, Place{"7004", "0", "0a"},
                 Place{"7004", "2699999", "09"}}) {
            const auto put = [&](const std::string& byte) {
                m_fixture.execute(
                    "SELECT lo_put(" + place.number + ", " + place.at + ", decode('" + byte + "', 'hex'))");
            };
            put("42");
            QCOMPARE(differs(sidecar), otherContent);
            put(place.was);
            QCOMPARE(differs(sidecar), std::string());
        }
        m_fixture.execute("SELECT lo_put(7001, 0, decode('00', 'hex'))"); // one byte where there was none
        QCOMPARE(differs(sidecar), otherContent);
        m_fixture.execute("SELECT lo_unlink(7001)");
        const std::string oneLess = "The large objects are not those the backup holds: 3 of them instead of 4.";
        QCOMPARE(differs(sidecar), oneLess);
        Sidecar counted = sidecar; // as without checksums, and as older versions wrote it
        counted.largeObjects->checksum.clear();
        QCOMPARE(differs(counted), oneLess);
        m_fixture.execute("SELECT lo_create(7009)"); // as many, with another number
        QCOMPARE(differs(sidecar), otherContent);
        QCOMPARE(differs(counted), std::string());
        counted.largeObjects.reset();
        QCOMPARE(differs(counted), std::string());
    }
    void largeObjects_withoutChecksums_areCountedOnly()
    {
        m_fixture.execute("SELECT lo_from_bytea(7001, 'abc')");
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const Backup made = m_fixture.dump({.format = format, .contentChecksums = false}).value();
            QCOMPARE(made.sidecar->largeObjects.value(), (LargeObjectFacts{1, 3}));
        }
    }
    void content_extensionsConfigurationTable_isLeftOut()
    {
        // Debian's extensions have no such table without more packages: one is made a member by hand.
        m_fixture.execute(
            "CREATE TABLE mine (a int); INSERT INTO mine VALUES (1);"
            "CREATE TABLE settings_of_extension (a int); INSERT INTO settings_of_extension VALUES (1), (2);"
            "CREATE EXTENSION pg_trgm; ALTER EXTENSION pg_trgm ADD TABLE settings_of_extension;"
            "UPDATE pg_extension SET extconfig = ARRAY['settings_of_extension'::regclass::oid], extcondition "
            "= ARRAY[''] WHERE extname = 'pg_trgm'");
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const Backup made = m_fixture.dump({.format = format}).value();
            QCOMPARE(made.sidecar->tables.size(), std::size_t(1));
            QCOMPARE(made.sidecar->tables[0].name, std::string("mine"));
        }
        m_fixture.execute("ALTER EXTENSION pg_trgm DROP TABLE settings_of_extension; DROP EXTENSION pg_trgm");
    }
    void content_tableBeingWritten_isExactlyTheSnapshots_data() { content_everyFormat_isTheDatabases_data(); }
    void content_tableBeingWritten_isExactlyTheSnapshots()
    {
        QFETCH(int, format);
        m_fixture.execute(
            "CREATE TABLE busy (a int, b text); INSERT INTO busy SELECT g, 'x' FROM generate_series(1, 20000) g;"
            "CREATE TABLE busy_too (a int)");
        std::jthread writer([this](const std::stop_token& stop) {
            TaskContext task;
            auto client = postgres::Client::connect(m_fixture.world().settings(), task).value();
            while (!stop.stop_requested()) {
                (void)client.exec(
                    "WITH b AS (INSERT INTO busy SELECT g, 'y' FROM generate_series(1, 10) g RETURNING a) "
                    "INSERT INTO busy_too SELECT a FROM b",
                    task);
                (void)client.exec("UPDATE busy SET b = b || 'z' WHERE a % 1000 = 7", task);
            }
        });
        std::this_thread::sleep_for(200ms);
        const auto made = m_fixture.dump({.format = Format(format)});
        writer.request_stop();
        writer.join();
        QVERIFY(made.has_value());
        const auto& tables = made->sidecar->tables;
        QCOMPARE(tables.at(0).rows - 20'000, tables.at(1).rows); // both tables as of one moment
        QVERIFY(tables[1].rows > 0);
        m_fixture.execute("DROP TABLE busy, busy_too");
        const auto archive = openArchive(*made, {m_fixture.world().folder, {}}, m_fixture.task());
        QVERIFY(
            restoreArchive(m_fixture.world().settings(), m_fixture.tools(), archive->path(), 2, 60s, m_fixture.task())
                .has_value());
        expectEqualToDatabase(*made->sidecar);
    }
    void content_withoutChecksums_countsRowsForLess()
    {
        m_fixture.execute("CREATE TABLE many AS SELECT g, repeat('x', 50) FROM generate_series(1, 200000) g");
        const Backup with = m_fixture.dump({.format = Format::Fast}).value();
        const Backup without = m_fixture.dump({.format = Format::Fast, .contentChecksums = false}).value();
        QCOMPARE(without.sidecar->tables.at(0).rows, std::int64_t(200'000));
        QVERIFY(without.sidecar->tables[0].checksum.empty());
        QVERIFY(!with.sidecar->tables[0].checksum.empty());
        QVERIFY(with.sidecar->checksumTook.count() > 0);
    }
    void content_databaseInAnotherEncoding_hasChecksumsToo()
    {
        m_fixture.execute("DROP DATABASE IF EXISTS latin");
        m_fixture.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        m_fixture.world().database = "latin";
        {
            auto client = m_fixture.connect();
            QVERIFY(client.exec("CREATE TABLE word AS SELECT 'Größe'::text a", m_fixture.task()).has_value());
        }
        const auto made = m_fixture.dump({.format = Format::Fast});
        m_fixture.execute("DROP DATABASE latin");
        QVERIFY(made.has_value());
        QCOMPARE(made->sidecar->tables.size(), std::size_t(1));
        RowDigest digest; // of the bytes as the database has them
        digest.add("Gr\xf6\xdf" "e");
        QCOMPARE(made->sidecar->tables[0], (TableRows{"public", "word", 1, digest.text()}));
    }
    void facts_dumpOfTheGuidesScript_areReadOutOfIt()
    {
        m_fixture.execute(test::seedSql());
        m_fixture.execute("CREATE TABLE timeless (a date, b timestamp); INSERT INTO timeless VALUES ('2026-01-01', "
                          "'2026-01-01 12:00')");
        // As backup.sh does it: pg_dump on its own, in whatever zone it runs.
        const auto access = ToolAccess::create(m_fixture.world().settings());
        process::Command command = access->command(m_fixture.tools().pgDump);
        fs::create_directory(m_fixture.world().backups());
        const std::string file = (m_fixture.world().backups() / "qbm_backup_20261122_020000.dump").string();
        command.arguments.insert(command.arguments.end(), {"-Fc", "-Z9", "-f", file});
        command.environment["PGTZ"] = "Asia/Shanghai";
        QCOMPARE(process::run(command, {}, m_fixture.task())->code, 0);
        const Backup found = test::latestBackup(m_fixture.world().backups(), m_fixture.task()).value();
        const auto facts = readArchiveFacts(found, {}, m_fixture.task());
        QVERIFY2(facts.has_value(), facts ? "" : facts.error().english().c_str());
        QVERIFY(facts->serverVersion.starts_with("15."));
        for (const TableRows& table : facts->tables)
            QCOMPARE(table.checksum.empty(), table.name == "outlier" || table.name.starts_with("prediction"));
        Sidecar sidecar;
        sidecar.counted = true;
        sidecar.tables = facts->tables;
        expectEqualToDatabase(sidecar);
    }
    void progress_ofADump_namesTableRateAndBytes()
    {
        m_fixture.execute(
            "CREATE TABLE many AS SELECT g, md5(g::text) a, md5((-g)::text) b FROM generate_series(1, 600000) g");
        std::vector<Progress> seen;
        TaskContext task({}, [&](const Progress& progress) { seen.push_back(progress); });
        QVERIFY(m_fixture.dump({.format = Format::Guide}, task).has_value());
        const auto says = [&](const char* part) {
            return std::ranges::any_of(seen,
                [&](const Progress& progress) { return progress.step.english().find(part) != std::string::npos; });
        };
        QVERIFY(says("Dumping table public.many"));
        QVERIFY(says("/s"));
        QVERIFY(std::ranges::is_sorted(seen, {}, [](const Progress& progress) { return progress.done; }));
        QCOMPARE(seen.back().done, seen.back().total);
    }
};

QTEST_GUILESS_MAIN(TstDumpContent)
#include "tst_dump_content.moc"
