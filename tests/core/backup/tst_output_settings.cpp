// SPDX-License-Identifier: GPL-3.0-or-later
// What settings of a database or a role do to the text of values: nothing that a backup, a restore or a comparison sees.
#include "core/backup/drill/content_check.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "dump_fixture.h"

#include <algorithm>

using namespace qbm;
using namespace qbm::backup;

namespace {

/// A column for each way in which a setting changes a text.
constexpr const char* kKinds = R"(
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TYPE pair AS (at timestamptz, ratio float8);
CREATE DOMAIN span AS interval;
CREATE TABLE kinds (gone int, id int, d date, t timestamptz, stamps tstzrange, i interval, s span, f float8, many float4[],
  b bytea, r regclass, p regproc, k regtype, cost money, x xml, moods mood[], twin pair, v tsvector, words text[], place point,
  doubled int GENERATED ALWAYS AS (id * 2) STORED);
ALTER TABLE kinds DROP COLUMN gone;
INSERT INTO kinds (id, d, t, stamps, i, s, f, many, b, r, p, k, cost, x, moods, twin, v, words, place)
  SELECT g, date '2026-11-24' - g, timestamptz '2026-11-24 10:11:12.345+08' + g * interval '7 hours',
    tstzrange('2026-01-01', '2026-06-01'), '-1 year +2 mons -3 days 04:05:06', '1 day -00:00:01', 1.0 / g, ARRAY[1.1, 1e-20],
    decode('00ff5c27', 'hex'), 'kinds', 'now', 'mood', 1234.56, xmlelement(name a, decode('00ff', 'hex')), '{good,NULL,bad}',
    ROW(timestamptz '2026-01-01 00:00+00', 0.1)::pair, 'a:1 b:2', ARRAY['NULL', NULL, 'null'], point(0.1, 1e30)
  FROM generate_series(1, 50) g;
CREATE TABLE only_generated (a int GENERATED ALWAYS AS (1) STORED); INSERT INTO only_generated DEFAULT VALUES;
CREATE TABLE no_columns (); CREATE TABLE no_columns_rows (); INSERT INTO no_columns_rows DEFAULT VALUES;
CREATE VIEW nulls AS SELECT id FROM kinds WHERE b IS NULL;
)";

constexpr const char* kOdd[] = {"DateStyle = 'German, DMY'", "IntervalStyle = 'sql_standard'",
    "TimeZone = 'Asia/Kolkata'", "extra_float_digits = -15", "bytea_output = 'escape'", "quote_all_identifiers = on",
    "xmlbinary = 'hex'", "xmloption = 'document'", "array_nulls = off", "transform_null_equals = on",
    "search_path = 'public'", "client_encoding = 'LATIN1'", "standard_conforming_strings = off",
    "lc_monetary = 'C'"};

std::string alter(const std::string& what)
{
    std::string sql;
    for (const char* setting : kOdd)
        sql += "ALTER " + what + " SET " + setting + ";\n";
    return sql;
}

} // namespace

class TstOutputSettings : public QObject {
    Q_OBJECT
    test::DumpFixture m_fixture;

    static std::string why(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + "\n" + outcome.error().detail;
        return outcome->record.error ? outcome->record.error->english() + "\n" + outcome->record.error->detail : "";
    }
    void expectPlain(const Backup& made, const std::vector<TableRows>& expected)
    {
        QCOMPARE(made.sidecar->tables, expected);
        auto client = m_fixture.connect();
        const auto report = compareContent(client, *made.sidecar, m_fixture.task());
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QVERIFY(requireEqualContent(*report).has_value());
    }

private Q_SLOTS:
    void initTestCase() { m_fixture.startServer(); }
    void init()
    {
        m_fixture.begin();
        m_fixture.execute(kKinds);
    }
    void cleanup()
    {
        m_fixture.execute("ALTER DATABASE qbm_ai_system RESET ALL; ALTER ROLE postgres RESET ALL;"
                          "ALTER ROLE postgres IN DATABASE qbm_ai_system RESET ALL");
        m_fixture.execute("DROP DATABASE IF EXISTS odd_copy");
    }

    void settings_ofDatabaseOrRole_changeNoChecksum_data()
    {
        QTest::addColumn<QString>("whose");
        QTest::newRow("database") << "DATABASE qbm_ai_system";
        QTest::newRow("role") << "ROLE postgres";
        QTest::newRow("role in database") << "ROLE postgres IN DATABASE qbm_ai_system";
    }
    void settings_ofDatabaseOrRole_changeNoChecksum()
    {
        QFETCH(QString, whose);
        const Backup plain = m_fixture.dump({.format = Format::Fast}).value();
        QCOMPARE(plain.sidecar->tables.size(), std::size_t(4));
        m_fixture.execute(alter(whose.toStdString()));
        for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
            const auto odd = m_fixture.dump({.format = format});
            QVERIFY2(odd.has_value(), odd ? "" : odd.error().english().c_str());
            expectPlain(*odd, plain.sidecar->tables);
        }
    }
    /// Drilled and restored where the same settings hold for the copy as well.
    void restore_underOddSettings_isEqual()
    {
        m_fixture.execute(alter("DATABASE qbm_ai_system") + alter("ROLE postgres"));
        const auto made = m_fixture.dump({.format = Format::Guide});
        QVERIFY(made.has_value());
        QCOMPARE(made->sidecar->outputSettings, (std::map<std::string, std::string>{{"lc_monetary", "C"}}));
        const auto drill = makeDrillOperation(m_fixture.world().environment(), made->name, {}, m_fixture.task());
        const auto drilled = m_fixture.world().engine().run(**drill, "test", m_fixture.task());
        QVERIFY2(drilled && drilled->succeeded(), why(drilled).c_str());
        const auto elsewhere = makeRestoreElsewhereOperation(
            m_fixture.world().environment(), made->name, {"odd_copy", {}, {}}, m_fixture.task());
        const auto restored = m_fixture.world().engine().run(**elsewhere, "test", m_fixture.task());
        QVERIFY2(restored && restored->succeeded(), why(restored).c_str());
        m_fixture.execute("ALTER ROLE postgres RESET ALL; ALTER DATABASE odd_copy RESET ALL");
        QCOMPARE(m_fixture.world().ask("SELECT words FROM public.kinds WHERE id = 1", "odd_copy"),
            std::string("{\"NULL\",NULL,\"null\"}\n"));
        QVERIFY(m_fixture.world().ask("SELECT pg_get_viewdef('public.nulls')", "odd_copy").find("IS NULL")
            != std::string::npos);
    }
    void limits_ofDatabaseOrRole_endNothing_data()
    {
        QTest::addColumn<QString>("whose");
        QTest::newRow("database") << "DATABASE qbm_ai_system";
        QTest::newRow("role") << "ROLE limited";
    }
    void limits_ofDatabaseOrRole_endNothing()
    {
        QFETCH(QString, whose);
        const std::string alter = "ALTER " + whose.toStdString();
        m_fixture.execute("DROP ROLE IF EXISTS limited; CREATE ROLE limited SUPERUSER LOGIN PASSWORD 'x'; CREATE ROLE crowd");
        for (const char* limit : {"statement_timeout = '1ms'", "lock_timeout = '1ms'", "idle_session_timeout = '1ms'",
                 "idle_in_transaction_session_timeout = '1ms'"})
            QCOMPARE(m_fixture.world().ask(alter + " SET " + limit), std::string());
        if (whose.startsWith("DATABASE"))
            QCOMPARE(m_fixture.world().ask(alter + " SET role = crowd"), std::string());
        auto environment = m_fixture.world().environment();
        environment.connection
            = [world = m_fixture.world()](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = world.settings(access);
            settings.user = "limited";
            settings.password = Secret("x");
            return settings;
        };
        TaskContext& task = m_fixture.task();
        const auto run = [&](operation::Operation& operation) {
            const auto outcome = m_fixture.world().engine().run(operation, "test", task);
            QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        };
        for (const Format format : {Format::Fast, Format::Directory}) {
            run(*makeBackupOperation(environment, {.format = format}));
            run(**makeDrillOperation(environment, "LATEST", {}, task));
        }
        QVERIFY(m_fixture.world().ask(alter + " RESET ALL") == "");
        QCOMPARE(m_fixture.world().ask("DROP ROLE limited, crowd"), std::string());
    }
    void money_isRecordedOnlyWhereThereIsAny()
    {
        m_fixture.execute("ALTER TABLE kinds DROP COLUMN cost");
        QVERIFY(m_fixture.dump({.format = Format::Guide})->sidecar->outputSettings.empty());
        m_fixture.execute("CREATE DOMAIN price AS money; CREATE TABLE prices (p price)");
        QVERIFY(m_fixture.dump({.format = Format::Guide})->sidecar->outputSettings.contains("lc_monetary"));
    }
    void money_ofALocaleThatTheServerLacks_failsTheCheck()
    {
        Backup made = m_fixture.dump({.format = Format::Guide}).value();
        made.sidecar->outputSettings["lc_monetary"] = "xx_XX.UTF-8";
        QVERIFY(writeSidecar(made.file, *made.sidecar).has_value());
        const auto drill = makeDrillOperation(m_fixture.world().environment(), made.name, {}, m_fixture.task());
        const auto checks = (*drill)->check(m_fixture.task()).value();
        QVERIFY(!operation::mayRun(checks));
        QVERIFY(std::ranges::any_of(checks, [](const operation::Check& check) {
            return check.question.english().find("xx_XX.UTF-8") != std::string::npos
                && check.verdict == operation::Verdict::Fail;
        }));
    }
    void floats_ofAServerBefore12_areCountedAndSaid()
    {
        Sidecar sidecar = *m_fixture.dump({.format = Format::Fast})->sidecar;
        sidecar.serverVersion = "11.22 (Debian 11.22-1)";
        for (TableRows& table : sidecar.tables) {
            if (table.name == "kinds")
                table.checksum = std::string(32, '0');
        }
        auto client = m_fixture.connect();
        const auto report = compareContent(client, sidecar, m_fixture.task()).value();
        QCOMPARE(report.different, std::size_t(0));
        QCOMPARE(report.rounded, std::size_t(1));
        QVERIFY(remarks(report).at(0).english().find("1 tables with floating-point numbers") != std::string::npos);
        m_fixture.execute("DELETE FROM kinds WHERE id = 7");
        QCOMPARE(compareContent(client, sidecar, m_fixture.task())->different, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TstOutputSettings)
#include "tst_output_settings.moc"
