// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/copy_statement.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/dump/dump.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/row_order.h"
#include "core/backup/restore/row_stream.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"
#include "server_fixture.h"

#include <QProcess>
#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

/// Rows that go from a compressed backup into tables with no file between.
class TstRowStream : public QObject, private test::ServerFixture {
    Q_OBJECT
    int m_round = 0;
    std::string m_template = "template0"; ///< of what is filled

    Backup dump(const std::string& database, Format format = Format::Fast)
    {
        DumpOptions options;
        options.folder = m_world.backups();
        options.format = format;
        const auto made = dumpDatabase(settingsOf(database), m_tools, options, {}, m_task);
        return made ? Catalogue(m_world.backups()).find(made->file.filename().string(), m_task).value() : Backup{};
    }
    Result<std::vector<Text>> bring(const Backup& backup, const std::string& into, TaskContext& context, int jobs = 2)
    {
        execute("DROP DATABASE IF EXISTS " + into + "; CREATE DATABASE " + into + " TEMPLATE " + m_template);
        FillOptions fill;
        fill.jobs = jobs;
        fill.archiveName = backup.name;
        QBM_TRY(items, readTableOfContents(backup, {}, context));
        return bringBack(settingsOf(into), m_tools, backup, {m_world.backups(), {}}, items, fill, context);
    }

private Q_SLOTS:
    void initTestCase()
    {
        startServer();
    }
    void init()
    {
        newFolder();
        execute("DROP DATABASE IF EXISTS source; CREATE DATABASE source TEMPLATE template0;");
    }

    void tableOfCopy_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("table");
        QTest::newRow("plain") << "COPY public.events (id, at) FROM stdin;\n" << "public" << "events";
        QTest::newRow("odd") << "COPY \"my.schema\".\"a \"\" (b\" (id) FROM stdin;\n" << "my.schema" << "a \" (b";
        QTest::newRow("no column") << "COPY public.empty  FROM stdin;\n" << "public" << "empty";
        QTest::newRow("ends with a quote") << "COPY s.\"x\"\"\" (id) FROM stdin;\n" << "s" << "x\"";
        for (const char* none : {"", "COPY", "COPY events (id) FROM stdin;", "INSERT INTO s.t", "COPY \"s.t (id) FROM stdin;"})
            QTest::newRow(qPrintable(QStringLiteral("none: %1").arg(QLatin1String(none)))) << none << "" << "";
    }
    void tableOfCopy()
    {
        QFETCH(QString, statement);
        QFETCH(QString, schema);
        QFETCH(QString, table);
        const auto found = backup::tableOfCopy(statement.toStdString());
        QCOMPARE(found.has_value(), !table.isEmpty());
        if (found)
            QCOMPARE(*found, std::pair(schema.toStdString(), table.toStdString()));
    }

    void bringBack_compressed_isTheSameAndNeedsNoRoom_data()
    {
        QTest::addColumn<int>("jobs");
        for (const int jobs : {1, 2, 7})
            QTest::addRow("%d sessions", jobs) << jobs;
    }
    void bringBack_compressed_isTheSameAndNeedsNoRoom()
    {
        QFETCH(int, jobs);
        execute("\\connect source\n" + test::emptySql() + test::seedSql()
            + "SELECT lo_unlink(oid) FROM pg_largeobject_metadata;\n" // those would need the file
              "CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES; CREATE TABLE empty_too (a int);\n"
              "CREATE TABLE made (a int, b int GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO made VALUES (1), (2);\n"
              "CREATE TABLE parent (a int PRIMARY KEY); CREATE TABLE child (a int REFERENCES parent);\n"
              "INSERT INTO parent SELECT generate_series(1, 1000); INSERT INTO child SELECT a FROM parent;");
        const Backup backup = dump("source");
        QVERIFY(!backup.name.empty());
        QVERIFY(canStreamRows(backup, readTableOfContents(backup, {}, m_task).value()));
        QCOMPARE(unpackedBytesNeeded(backup, {}, m_task), std::uint64_t(0));
        const auto brought = bring(backup, "target", m_task, jobs);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        for (const std::string& digest : {test::digestSql(), std::string("SELECT count(*) FROM nothing"),
                 std::string("SELECT string_agg(a || ':' || b, ',') FROM made"),
                 std::string("SELECT count(*), sum(a) FROM child"),
                 std::string("SELECT count(*) FROM pg_constraint WHERE contype = 'f'")})
            QCOMPARE(m_world.ask(digest, "target"), m_world.ask(digest, "source"));
    }
    void bringBack_rows_areFrozen()
    {
        execute("\\connect source\nCREATE TABLE many AS SELECT g AS a FROM generate_series(1, 10000) g");
        QVERIFY(bring(dump("source"), "target", m_task).has_value());
        execute("\\connect target\nCREATE EXTENSION pg_visibility");
        QCOMPARE(m_world.ask("SELECT all_frozen > 0 AND all_frozen = pg_relation_size('many') / 8192 "
                             "FROM pg_visibility_map_summary('many')",
                     "target"),
            std::string("t\n"));
    }
    void bringBack_eventTriggerThatForbidsAll_andARoleThatIsGone_isNoObstacle_data()
    {
        QTest::addColumn<int>("jobs");
        for (const int jobs : {1, 2, 4})
            QTest::addRow("%d jobs", jobs) << jobs;
    }
    void bringBack_eventTriggerThatForbidsAll_andARoleThatIsGone_isNoObstacle()
    {
        QFETCH(int, jobs);
        execute("DROP ROLE IF EXISTS stays; CREATE ROLE stays; CREATE ROLE gone;\n"
                "\\connect source\nALTER SCHEMA public OWNER TO postgres;"
                "CREATE TABLE t AS SELECT 1 AS i; ALTER TABLE t OWNER TO stays; CREATE TABLE lost (i int);"
                "ALTER TABLE lost OWNER TO gone; CREATE MATERIALIZED VIEW m AS SELECT 7 AS x;"
                "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no: %'', tg_tag; END';"
                "CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION ev();");
        const Backup backup = dump("source");
        execute("DROP DATABASE source; DROP ROLE gone; CREATE DATABASE source TEMPLATE template0");
        const auto brought = bring(backup, "target", m_task, jobs);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        QCOMPARE(m_world.ask("SELECT (SELECT tableowner FROM pg_tables WHERE tablename = 't'), (SELECT x FROM m), (SELECT "
                             "count(*) FROM pg_event_trigger), (SELECT nspowner::regrole FROM pg_namespace WHERE nspname "
                             "= 'public')",
                     "target"),
            std::string("stays|7|1|postgres\n"));
        execute("DROP DATABASE target; DROP ROLE stays");
    }
    void bringBack_partitionsLoadedByWayOfTheirTable_loseNoRow()
    {
        execute("\\connect source\nCREATE TABLE p (a int) PARTITION BY HASH (a);"
                "CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                "CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
                "INSERT INTO p SELECT generate_series(1, 5000);");
        // As pg_dump --load-via-partition-root writes it, which this console does not ask for: a brought archive may.
        const std::filesystem::path file = m_world.backups() / "qbm_backup_20260101_020000.dump.zst";
        QVERIFY(makeFolder(m_world.backups(), 0700).has_value());
        const QString command = QStringLiteral("PGPASSWORD=%1 pg_dump -h 127.0.0.1 -p %2 -U postgres -Fc -Z0 "
                                               "--load-via-partition-root source | zstd -q -o %3")
                                    .arg(QString::fromStdString(m_server->password().reveal()))
                                    .arg(m_server->port())
                                    .arg(QString::fromStdString(file.string()));
        QCOMPARE(QProcess::execute(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command}), 0);
        const Backup backup = Catalogue(m_world.backups()).find(file.filename().string(), m_task).value();
        const auto brought = bring(backup, "target", m_task);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        QCOMPARE(m_world.ask("SELECT count(*), sum(a) FROM p", "target"), m_world.ask("SELECT count(*), sum(a) FROM p", "source"));
        // One partition alone has no way in: that is said before anything is made.
        const auto alone = makeRestoreElsewhereOperation(
            m_world.environment(), backup.name, {"chosen", {}, {{"public", "p0"}}}, m_task);
        QVERIFY(!alone.has_value());
        QVERIFY(alone.error().kind == ErrorKind::InvalidInput);
        QVERIFY2(alone.error().english().find("the rows of public.p0 as rows of public.p,") != std::string::npos,
            alone.error().english().c_str());
        QVERIFY(makeRestoreElsewhereOperation(
            m_world.environment(), backup.name, {"chosen", {}, {{"public", "p"}}}, m_task)
                    .has_value());
    }
    void bringBack_whatEveryNewDatabaseHas_isThereOnlyIfItWas_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("untouched") << QByteArray("SELECT") << QByteArray("1|1\n");
        QTest::newRow("no public") << QByteArray("DROP SCHEMA public") << QByteArray("0|1\n");
        QTest::newRow("no plpgsql") << QByteArray("DROP EXTENSION plpgsql") << QByteArray("1|0\n");
        QTest::newRow("neither") << QByteArray("DROP SCHEMA public; DROP EXTENSION plpgsql") << QByteArray("0|0\n");
        QTest::newRow("made again") << QByteArray("DROP SCHEMA public; CREATE SCHEMA public") << QByteArray("1|1\n");
    }
    void bringBack_whatEveryNewDatabaseHas_isThereOnlyIfItWas()
    {
        QFETCH(QByteArray, change);
        QFETCH(QByteArray, expected);
        execute("\\connect source\nCREATE SCHEMA app; CREATE TABLE app.t AS SELECT 1 AS a;" + change.toStdString());
        const std::string present = "SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = 'public'), "
                                    "(SELECT count(*) FROM pg_extension)";
        QCOMPARE(m_world.ask(present, "source"), expected.toStdString());
        for (const Format format : {Format::Fast, Format::Directory}) {
            const auto brought = bring(dump("source", format), "target", m_task);
            QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
            QCOMPARE(m_world.ask(present, "target"), expected.toStdString());
            QCOMPARE(m_world.ask("SELECT a FROM app.t", "target"), std::string("1\n"));
        }
    }
    void bringBack_otherEncodings_comeAsTheyAre()
    {
        execute("DROP DATABASE source; CREATE DATABASE source TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';\n"
                "\\connect source\nSET client_encoding = 'UTF8';\n"
                "CREATE TABLE \"caf\303\251\" (\"\303\274\" text); INSERT INTO \"caf\303\251\" VALUES ('\303\244\303\266'), (NULL);");
        const Backup backup = dump("source");
        QVERIFY(canStreamRows(backup, readTableOfContents(backup, {}, m_task).value()));
        const auto brought = bring(backup, "target", m_task);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        QCOMPARE(m_world.ask("SELECT string_agg(\"\303\274\", ',') FROM \"caf\303\251\"", "target"),
            std::string("\303\244\303\266\n"));
    }
    void bringBack_rowThatIsRefused_namesTheTableAndWhy()
    {
        // A condition that the rows do not meet, which no dump can tell from one that they do.
        execute("\\connect source\nCREATE TABLE fine AS SELECT g AS a FROM generate_series(1, 1000) g;"
                "CREATE FUNCTION never(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not %'', $1; END';"
                "ALTER TABLE fine ADD CONSTRAINT never CHECK (never(a)) NOT VALID;"
                "UPDATE pg_constraint SET convalidated = true WHERE conname = 'never'");
        const auto refused = bring(dump("source"), "target", m_task);
        QVERIFY(!refused.has_value());
        const std::string told = refused.error().english() + refused.error().detail;
        QVERIFY2(told.find("public.fine") != std::string::npos && told.find("not 1") != std::string::npos, told.c_str());
    }
    void bringBack_conditionsThatReadEachOthersTables_comeAllTheSame_data()
    {
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("format");
        for (const int jobs : {1, 2, 3, 2, 3})
            QTest::addRow("%d sessions, round %d", jobs, ++m_round) << jobs << int(Format::Fast);
        for (const int jobs : {1, 3}) { // by pg_restore
            QTest::addRow("folder, %d jobs", jobs) << jobs << int(Format::Directory);
            QTest::addRow("guide, %d jobs", jobs) << jobs << int(Format::Guide);
        }
    }
    void bringBack_conditionsThatReadEachOthersTables_comeAllTheSame()
    {
        QFETCH(int, jobs);
        QFETCH(int, format);
        // Each waits with its first row until the others have begun, too: they are in each other's way for certain.
        std::string script = "\\connect source\n";
        const std::vector<std::pair<std::string, std::string>> reads{{"a", "b"}, {"b", "a"}, {"c", "a"}};
        for (const auto& [table, other] : reads) {
            script += "CREATE FUNCTION fits_" + table + "(n int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN IF n = 1 THEN "
                "PERFORM pg_sleep(0.3); END IF; RETURN NOT EXISTS (SELECT FROM public." + other + " WHERE id = -n); END';";
            script += "CREATE TABLE " + table + " (id int, word text);";
        }
        script += "CREATE TABLE alone AS SELECT g AS id FROM generate_series(1, 5000) g;";
        for (const auto& [table, other] : reads)
            script += "INSERT INTO " + table + " SELECT g, md5(g::text) FROM generate_series(1, 2000) g;";
        for (const auto& [table, other] : reads)
            script += "ALTER TABLE " + table + " ADD CONSTRAINT fits CHECK (fits_" + table + "(id));";
        execute(script);
        const auto brought = bring(dump("source", Format(format)), "target", m_task, jobs);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        for (const char* table : {"a", "b", "c", "alone"}) {
            const std::string digest = "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM " + std::string(table) + " t";
            QCOMPARE(m_world.ask(digest, "target"), m_world.ask(digest, "source"));
        }
    }
    void bringBack_tableThatWasInAnothersWay_isTriedOnceMore_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<int>("refusals");
        QTest::addColumn<bool>("comes");
        QTest::addColumn<int>("format");
        for (const Format format : {Format::Fast, Format::Directory, Format::Guide}) {
            const std::string of(name(format));
            for (const char* state : {"40001", "40P01", "55P03", "23514", "P0001", "22012"}) {
                QTest::addRow("%s once, %s", state, of.c_str()) << QByteArray(state) << 1 << true << int(format);
                QTest::addRow("%s twice, %s", state, of.c_str()) << QByteArray(state) << 2 << false << int(format);
            }
        }
        QTest::addRow("no room") << QByteArray("53100") << 1 << false << int(Format::Fast); // the server's, not the rows'
    }
    void bringBack_tableThatWasInAnothersWay_isTriedOnceMore()
    {
        QFETCH(QByteArray, state);
        QFETCH(int, refusals);
        QFETCH(bool, comes);
        QFETCH(int, format);
        // What a sequence has counted is not rolled back, so it tells how often the table was tried.
        // It is no part of the archive, which would set it again.
        execute("DROP DATABASE IF EXISTS counting; CREATE DATABASE counting TEMPLATE template0;\n\\connect counting\n"
                "CREATE SCHEMA outside; CREATE SEQUENCE outside.tries;");
        m_template = "counting";
        execute("\\connect source\nCREATE TABLE t (a int); CREATE TABLE u (a int);"
                "INSERT INTO t VALUES (1); INSERT INTO u VALUES (2);"
                "CREATE FUNCTION ready(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN IF nextval(''outside.tries'') <= "
            + std::to_string(refusals) + " THEN RAISE EXCEPTION ''not now'' USING ERRCODE = ''" + state.toStdString()
            + "''; END IF; RETURN true; END';"
              "ALTER TABLE t ADD CONSTRAINT ready CHECK (ready(a)) NOT VALID;"
              "UPDATE pg_constraint SET convalidated = true WHERE conname = 'ready'");
        const auto brought = bring(dump("source", Format(format)), "target", m_task);
        m_template = "template0";
        const std::string told = brought ? "" : brought.error().english() + brought.error().detail;
        QVERIFY2(brought.has_value() == comes, told.c_str());
        if (comes)
            QCOMPARE(m_world.ask("SELECT (SELECT sum(a) FROM t), (SELECT sum(a) FROM u)", "target"), std::string("1|2\n"));
        else
            QVERIFY2(told.find(format == int(Format::Fast) ? "public.t" : "\"t\"") != std::string::npos
                    && told.find("not now") != std::string::npos, told.c_str());
    }
    /// A generated column that reads another table would be computed from nothing, and nobody would be told.
    void bringBack_columnsThatReadOtherTables_areComputedFromTheirRows_data()
    {
        QTest::addColumn<int>("format");
        for (const Format format : {Format::Fast, Format::Directory, Format::Guide})
            QTest::newRow(std::string(name(format)).c_str()) << int(format);
    }
    void bringBack_columnsThatReadOtherTables_areComputedFromTheirRows()
    {
        QFETCH(int, format);
        execute("\\connect source\nCREATE TABLE z_rates (code text PRIMARY KEY, rate int);"
                "INSERT INTO z_rates SELECT 'c' || g, g FROM generate_series(1, 20000) g;"
                "CREATE FUNCTION rate_of(text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT rate FROM public.z_rates "
                "WHERE code = $1); END';"
                "CREATE FUNCTION double_of(text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 2 * public.rate_of($1); END';"
                "CREATE TABLE m_items (id int, code text, rate int GENERATED ALWAYS AS (rate_of(code)) STORED);"
                "CREATE FUNCTION known(int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN EXISTS (SELECT 1 FROM "
                "m_items WHERE id = $1 AND rate > 0); END' SET search_path = public;"
                "CREATE DOMAIN known_id AS int CHECK (known(VALUE));"
                "CREATE TABLE a_sums (id int CHECK (known(id)), code text, twice int GENERATED ALWAYS AS (double_of(code)) STORED);"
                "CREATE TABLE a_domains (id known_id);"
                "INSERT INTO m_items SELECT g, 'c' || g FROM generate_series(1, 100) g;"
                "INSERT INTO a_sums SELECT g, 'c' || g FROM generate_series(1, 100) g;"
                "INSERT INTO a_domains SELECT g FROM generate_series(1, 100) g;");
        const Backup backup = dump("source", Format(format));
        const RowOrder order = orderRows(readTableOfContents(backup, {}, m_task).value());
        QCOMPARE(order.rounds.size(), std::size_t(2));
        QCOMPARE(order.generated, (std::set<std::string>{"public.a_sums", "public.m_items"}));
        QVERIFY(order.cyclic.empty() && order.judged);
        const auto brought = bring(backup, "target", m_task);
        QVERIFY2(brought.has_value(), brought ? "" : (brought.error().english() + brought.error().detail).c_str());
        const std::string sums = "SELECT (SELECT sum(rate) FROM m_items), (SELECT sum(twice) FROM a_sums), (SELECT count(*) FROM a_domains)";
        QCOMPARE(m_world.ask(sums, "source"), std::string("5050|10100|100\n"));
        QCOMPARE(m_world.ask(sums, "target"), std::string("5050|10100|100\n"));
        // In one transaction, into a database that holds other things.
        execute("DROP DATABASE target; CREATE DATABASE target TEMPLATE template0");
        RestoreElsewhereOptions options{"target", {}, {}};
        options.foreign = "source";
        const auto operation = makeRestoreElsewhereOperation(m_world.environment(), backup.name, options, m_task);
        QVERIFY2(operation.has_value(), operation ? "" : operation.error().english().c_str());
        const auto outcome = m_world.engine().run(**operation, "test", m_task);
        QVERIFY2(outcome && outcome->succeeded(), outcome ? (outcome->record.error ? outcome->record.error->detail.c_str() : "") : outcome.error().detail.c_str());
        QCOMPARE(m_world.ask(sums, "target"), std::string("5050|10100|100\n"));
    }
    void orderRows_thoseThatReadEachOther_areNamed()
    {
        const auto table = [](std::int64_t id, const char* name, const char* function) {
            ArchiveItem item;
            item.id = id;
            item.kind = "TABLE";
            item.schema = "public";
            item.name = name;
            item.definition = "CREATE TABLE public." + item.name + " (\n    id integer,\n    CONSTRAINT c CHECK (public." + function
                + "(id))\n);\n";
            ArchiveItem data = item;
            data.id = id + 100;
            data.kind = "TABLE DATA";
            data.definition.clear();
            return std::vector{item, data};
        };
        const auto function = [](std::int64_t id, const char* name, const char* reads) {
            ArchiveItem item;
            item.id = id;
            item.kind = "FUNCTION";
            item.schema = "public";
            item.name = std::string(name) + "(integer)";
            item.definition = std::string("CREATE FUNCTION public.") + name
                + "(a integer) RETURNS boolean\n    LANGUAGE sql\n    AS $$SELECT EXISTS (SELECT FROM " + reads + ")$$;\n";
            return item;
        };
        std::vector<ArchiveItem> items{function(1, "fa", "b"), function(2, "fb", "public.\"a\""), function(3, "fc", "a"),
            function(4, "fd", "generate_series(1, 2)")};
        for (const auto& more : {table(10, "a", "fa"), table(11, "b", "fb"), table(12, "c", "fc"), table(13, "d", "fd")})
            items.insert(items.end(), more.begin(), more.end());
        const RowOrder order = orderRows(items);
        QCOMPARE(order.cyclic, (std::set<std::string>{"public.a", "public.b"}));
        QVERIFY(order.generated.empty() && order.judged);
        QCOMPARE(inRowOrder(items, order, {}), (std::vector<std::int64_t>{1, 2, 3, 4, 10, 11, 12, 13, 113, 110, 111, 112}));
        QVERIFY(!orderRows({table(10, "a", "fa")[0]}).judged);
    }
    void bringBack_archiveThatEndsTooEarly_isDamaged()
    {
        execute("\\connect source\nCREATE TABLE many AS SELECT g AS a, md5(g::text) AS b FROM generate_series(1, 100000) g");
        Backup backup = dump("source");
        std::filesystem::resize_file(backup.file, backup.sizeBytes / 2);
        const auto brought = bring(backup, "target", m_task);
        QVERIFY(!brought.has_value());
        QVERIFY2(brought.error().kind == ErrorKind::BadData, brought.error().english().c_str());
        QVERIFY2(brought.error().english().find("is damaged") != std::string::npos, brought.error().english().c_str());
    }
    void bringBack_stopped_endsAtOnce()
    {
        execute("\\connect source\nCREATE TABLE many AS SELECT g AS a, md5(g::text) AS b FROM generate_series(1, 3000000) g");
        const Backup backup = dump("source");
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        TaskContext task(stop.get_token(), [&](const Progress& progress) {
            if (stop.stop_requested() || progress.step.english().find("Rows of") == std::string::npos || progress.done == 0)
                return;
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto brought = bring(backup, "target", task);
        QVERIFY(!brought && brought.error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - asked < 3s);
    }
    void canStreamRows_whatPgRestoreHasToDo_isLeftToIt()
    {
        execute("\\connect source\nCREATE TABLE t (a int); INSERT INTO t VALUES (1);");
        const Backup guide = dump("source", Format::Guide);
        QVERIFY(!canStreamRows(guide, readTableOfContents(guide, {}, m_task).value()));
        const Backup fast = dump("source");
        auto items = readTableOfContents(fast, {}, m_task).value();
        QVERIFY(canStreamRows(fast, items));
        const auto data = std::ranges::find(items, "TABLE DATA", &ArchiveItem::kind);
        QVERIFY(data != items.end());
        auto inserts = items;
        inserts[static_cast<std::size_t>(data - items.begin())].copyStatement.clear();
        QVERIFY(!canStreamRows(fast, inserts)); // pg_dump --inserts
        auto ofAnExtension = items;
        std::erase_if(ofAnExtension, [](const ArchiveItem& item) { return item.kind == "TABLE"; });
        QVERIFY(!canStreamRows(fast, ofAnExtension));
        execute("\\connect source\nSELECT lo_from_bytea(0, 'x');");
        const Backup large = dump("source");
        QVERIFY(!canStreamRows(large, readTableOfContents(large, {}, m_task).value()));
        const auto brought = bring(large, "target", m_task);
        QVERIFY2(brought.has_value(), brought ? "" : brought.error().detail.c_str());
        QCOMPARE(m_world.ask("SELECT count(*) FROM pg_largeobject_metadata", "target"), std::string("1\n"));
    }
};

QTEST_GUILESS_MAIN(TstRowStream)
#include "tst_row_stream.moc"
