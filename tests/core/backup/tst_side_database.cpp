// SPDX-License-Identifier: GPL-3.0-or-later
#include "server_fixture.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/dump/dump.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"

#include <QTest>
#include <thread>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

/// An index that takes five seconds, in which nobody says a word.
constexpr const char* kSlowIndex = "CREATE FUNCTION slow(a int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT a + "
                                   "length(pg_sleep(0.05)::text) $$; "
                                   "CREATE TABLE lines (a int); INSERT INTO lines SELECT generate_series(1, 100); "
                                   "CREATE INDEX lines_slow ON lines (slow(a));";

/// Databases beside the live one, on a real server.
class TstSideDatabase : public QObject, private test::ServerFixture {
    Q_OBJECT

    std::string ask(const std::string& sql, const std::string& database = {}) const
    {
        return m_world.ask(sql, database);
    }
    postgres::Client maintenance() { return connectToMaintenance(m_world.settings(), m_task).value(); }
    std::filesystem::path dump()
    {
        DumpOptions options;
        options.folder = m_world.backups();
        options.format = Format::Guide;
        const auto made = dumpDatabase(m_world.settings(), m_tools, options, {}, m_task);
        return made ? made->file : std::filesystem::path(made.error().english());
    }
    static std::string why(const Result<>& result)
    {
        return result ? std::string() : result.error().english() + "\n" + result.error().detail;
    }

private Q_SLOTS:
    void initTestCase()
    {
        startServer();
    }
    void cleanup()
    {
        auto client = maintenance();
        const auto left = client.query("SELECT datname FROM pg_database WHERE datname LIKE '%\\_restore\\_%'", m_task);
        for (const postgres::Row& row : left->rows)
            QVERIFY(dropDatabase(client, *row[0], m_task).has_value());
    }

    void name_anyLength_fitsAndIsRecognised()
    {
        const TimePoint time = parseRfc3339("2026-11-24T18:15:00Z").value();
        for (const std::string& database : {std::string("qbm_ai_system"), std::string(63, 'x'),
                 std::string("数据") + std::string(50, 'y'), std::string("a\"b c")}) {
            for (const SideRole role : {SideRole::Restore, SideRole::Before, SideRole::Drill}) {
                const std::string name = sideDatabaseName(database, role, time);
                QVERIFY2(name.size() <= 63, name.c_str());
                const auto parsed = parseSideName(name, database);
                QVERIFY2(parsed.has_value(), name.c_str());
                QVERIFY(parsed->role == role);
                QVERIFY(parsed->stamp == time);
            }
        }
        QVERIFY(sideDatabaseName(std::string(60, 'x') + "1", SideRole::Before, time)
            != sideDatabaseName(std::string(60, 'x') + "2", SideRole::Before, time));
        for (const char* foreign : {"qbm_ai_system", "qbm_ai_system_before_", "qbm_ai_system_before_20261124_18150x",
                 "other_before_20261124_181500"})
            QVERIFY2(!parseSideName(foreign, "qbm_ai_system"), foreign);
    }
    void createDatabaseLike_everythingADumpDoesNotHold_isCopied()
    {
        execute("DROP DATABASE IF EXISTS \"pat\"\"tern\"; DROP ROLE IF EXISTS own_er; DROP ROLE IF EXISTS reader;\n"
                "CREATE ROLE own_er; CREATE ROLE reader;\n"
                "CREATE DATABASE \"pat\"\"tern\" TEMPLATE template0 OWNER own_er ENCODING 'LATIN1' LOCALE 'C' "
                "CONNECTION LIMIT 7;\n"
                "ALTER DATABASE \"pat\"\"tern\" SET search_path TO \"odd schema\", public, 'with\"quote';\n"
                "ALTER DATABASE \"pat\"\"tern\" SET work_mem TO '11MB';\n"
                "ALTER DATABASE \"pat\"\"tern\" SET \"app.tenant\" TO 'it''s';\n"
                "ALTER ROLE reader IN DATABASE \"pat\"\"tern\" SET statement_timeout TO '5s';\n"
                "REVOKE ALL ON DATABASE \"pat\"\"tern\" FROM PUBLIC; GRANT CONNECT ON DATABASE \"pat\"\"tern\" TO "
                "reader WITH GRANT OPTION;\n"
                "COMMENT ON DATABASE \"pat\"\"tern\" IS 'the \"live\" one''s comment';\n");
        auto client = maintenance();
        const std::string name = sideDatabaseName("pat\"tern", SideRole::Restore, systemClock().now());
        const auto made = createDatabaseLike(client, name, "pat\"tern", m_task);
        QVERIFY2(made.has_value(), why(made).c_str());
        const auto facts = [&](const std::string& database) {
            return ask(
                "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit, "
                "pg_get_userbyid(datdba), datallowconn, shobj_description(d.oid, 'pg_database'), "
                "(SELECT string_agg(coalesce(r.rolname, '') || setconfig::text, ' ' ORDER BY setrole) FROM "
                "pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE setdatabase = d.oid), "
                "(SELECT string_agg(concat(grantee::regrole, privilege_type, is_grantable), ' ' ORDER BY 1) FROM "
                "aclexplode(datacl)) FROM pg_database d WHERE datname = "
                + postgres::quoteLiteral(database));
        };
        QVERIFY2(facts(name).find("LATIN1|C|C|7|own_er|t|the \"live\" one's comment") == 0, facts(name).c_str());
        QCOMPARE(facts(name), facts("pat\"tern"));
        const auto again = createDatabaseLike(client, name, "pat\"tern", m_task);
        QVERIFY(!again && again.error().kind == ErrorKind::Conflict);
        QVERIFY(dropDatabase(client, name, m_task).has_value());
        execute("DROP DATABASE \"pat\"\"tern\"; DROP ROLE own_er; DROP ROLE reader");
    }
    void createDatabaseLike_withoutCreatedb_isDenied()
    {
        execute("DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN PASSWORD 'poor'");
        auto settings = m_world.settings();
        settings.user = "poor";
        settings.password = Secret("poor");
        auto client = connectToMaintenance(settings, m_task).value();
        const auto made = createDatabaseLike(client, "qbm_ai_system_restore_20260101_000000", "qbm_ai_system", m_task);
        QVERIFY(!made && made.error().kind == ErrorKind::Denied);
        QVERIFY2(made.error().english().find("qbm_ai_system_restore_20260101_000000") != std::string::npos,
            why(made).c_str());
    }
    void dropDatabase_somebodyIsConnected_goesAndAgainIsNoError()
    {
        auto client = maintenance();
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        QCOMPARE(fetchSideDatabases(client, "qbm_ai_system", m_task).value().size(), std::size_t(1));
        QVERIFY(freeSideName(
                    client, "qbm_ai_system", SideRole::Restore, parseSideName(name, "qbm_ai_system")->stamp, m_task)
                    .value()
            != name);
        const auto holder = postgres::Client::connect(settingsOf(name), m_task);
        QVERIFY(holder.has_value());
        QVERIFY(fetchSideDatabases(client, "qbm_ai_system", m_task).value()[0].sessions == 1);
        QVERIFY(dropDatabase(client, name, m_task).has_value());
        QVERIFY(!databaseOid(client, name, m_task).value());
        QVERIFY(dropDatabase(client, name, m_task).has_value());
    }
    void dropDatabase_templateOrClosed_goes()
    {
        auto client = maintenance();
        for (const char* flag : {"IS_TEMPLATE true", "ALLOW_CONNECTIONS false", "CONNECTION LIMIT 0"}) {
            execute("CREATE DATABASE side_restore_20260101_000000");
            execute("ALTER DATABASE side_restore_20260101_000000 " + std::string(flag));
            if (flag == std::string("IS_TEMPLATE true"))
                QCOMPARE(fetchSideDatabases(client, "side", m_task)->size(), std::size_t(1));
            const auto dropped = dropDatabase(client, "side_restore_20260101_000000", m_task);
            QVERIFY2(dropped.has_value(), why(dropped).c_str());
            QVERIFY(!databaseOid(client, "side_restore_20260101_000000", m_task).value());
        }
    }
    void dropDatabase_withSubscription_goesWithoutReachingThePublisher()
    {
        auto client = maintenance();
        execute("CREATE DATABASE side_restore_20260101_000000");
        const std::string made
            = ask("CREATE SUBSCRIPTION \"we\"\"ird\" CONNECTION 'host=127.0.0.1 port=9' PUBLICATION p WITH (connect = "
                  "false, slot_name = 'of_the_live_one')",
                "side_restore_20260101_000000");
        QVERIFY2(!made.starts_with("failed"), made.c_str());
        execute("ALTER DATABASE side_restore_20260101_000000 ALLOW_CONNECTIONS false");
        const auto dropped = dropDatabase(client, "side_restore_20260101_000000", m_task);
        QVERIFY2(dropped.has_value(), why(dropped).c_str());
    }
    void connectToMaintenance_liveIsCalledPostgres_goesToAnother()
    {
        QCOMPARE(
            connectToMaintenance(settingsOf("postgres"), m_task).value().settings().database, std::string("template1"));
        QCOMPARE(maintenance().settings().database, std::string("postgres"));
    }

    void fillDatabase_difficultDatabase_holdsTheSame()
    {
        execute("DROP ROLE IF EXISTS app; DROP ROLE IF EXISTS \"odd role\"; CREATE ROLE app; CREATE ROLE \"odd role\";"
            + test::emptySql() + test::seedSql()
            + "ALTER TABLE model OWNER TO app; GRANT SELECT ON prediction TO \"odd role\" WITH GRANT OPTION;"
              "CREATE FUNCTION talks() RETURNS text LANGUAGE sql AS $$ SELECT '\nGRANT ALL ON x TO nobody_at_all;\n' "
              "$$;"
              "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO \"odd role\"");
        const std::string digest = ask(test::digestSql());
        const std::filesystem::path archive = dump();
        auto client = maintenance();
        const Backup backup = Catalogue(m_world.backups()).find(archive.filename().string(), m_task).value();
        const auto items = readTableOfContents(backup, {}, m_task).value();
        const RightsPlan rightsThere = planRights(items, fetchTargetServer(client, m_task).value());
        QVERIFY(rightsThere.complete() && rightsThere.owners && rightsThere.grants && rightsThere.leftOut.empty());
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        std::uint64_t begun = 0;
        TaskContext task({}, [&](const Progress& progress) { begun = std::max(begun, progress.done); });
        const auto filled
            = bringBack(settingsOf(name), m_tools, backup, {}, items, {.jobs = 3, .expectedTables = 7}, task);
        QVERIFY2(filled.has_value(), filled ? "" : filled.error().detail.c_str());
        QCOMPARE(ask(test::digestSql(), name), digest);
        QVERIFY(begun >= 5);
        const char* rights
            = "SELECT tableowner, (SELECT string_agg(relacl::text, '') FROM pg_class WHERE relname = "
              "'prediction'), (SELECT string_agg(defaclacl::text, '') FROM pg_default_acl) FROM pg_tables "
              "WHERE tablename = 'model'";
        QCOMPARE(ask(rights, name), ask(rights));
        QVERIFY(ask(rights, name).starts_with("app|"));

        // On a server without those roles what was theirs belongs to the one who restores.
        execute("REASSIGN OWNED BY app TO postgres; DROP OWNED BY app; DROP OWNED BY \"odd role\"");
        QVERIFY(dropDatabase(client, name, m_task).has_value());
        execute("DROP ROLE app; DROP ROLE \"odd role\"");
        const RightsPlan missing = planRights(items, fetchTargetServer(client, m_task).value());
        QCOMPARE(missing.missingRoles, (std::set<std::string>{"app", "odd role"}));
        QVERIFY(!missing.complete() && !missing.owners);
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        const auto again = bringBack(settingsOf(name), m_tools, backup, {}, items, {}, m_task);
        QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
        QCOMPARE(ask(test::digestSql(), name), digest);
    }
    void fillDatabase_rowsThatTheExtensionBrings_makeRoomForTheDumped()
    {
        const std::filesystem::path folder = "/usr/share/postgresql/15/extension";
        if (::access(folder.c_str(), W_OK) != 0)
            QSKIP("making an extension needs a writable folder of extensions");
        const std::string control = (folder / "qbm_test_rows.control").string();
        const std::string script = (folder / "qbm_test_rows--1.0.sql").string();
        QVERIFY(writeFileDurably(control, "default_version = '1.0'\nrelocatable = true\n").has_value());
        QVERIFY(writeFileDurably(script,
            "CREATE TABLE code (id int PRIMARY KEY, name text);\nCREATE TABLE part (code int REFERENCES code, own bool);\n"
            "INSERT INTO code VALUES (1, 'one'), (2, 'two');\nINSERT INTO part VALUES (1, false), (2, true);\n"
            "SELECT pg_catalog.pg_extension_config_dump('code', '');\n"
            "SELECT pg_catalog.pg_extension_config_dump('part', 'WHERE own');\n")
                .has_value());
        std::filesystem::permissions(control, std::filesystem::perms(0644));
        std::filesystem::permissions(script, std::filesystem::perms(0644));
        execute(test::emptySql() + "CREATE EXTENSION qbm_test_rows; UPDATE code SET name = 'changed' WHERE id = 1; "
                                   "DELETE FROM part WHERE code = 2; INSERT INTO part VALUES (1, true);");
        const std::filesystem::path archive = dump();
        auto client = maintenance();
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        const auto filled = fillDatabase(settingsOf(name), m_tools, archive, {}, m_task);
        const std::string codes = ask("SELECT string_agg(id || name, ' ' ORDER BY id) FROM code", name);
        const std::string parts = ask("SELECT string_agg(code || ' ' || own, ', ' ORDER BY own) FROM part", name);
        execute(test::emptySql());
        execute("DROP EXTENSION IF EXISTS qbm_test_rows");
        std::filesystem::remove(control);
        std::filesystem::remove(script);
        QVERIFY2(filled.has_value(), why(filled).c_str());
        QCOMPARE(codes, std::string("1changed 2two\n"));
        QCOMPARE(parts, std::string("1 false, 1 true\n"));
    }
    void fillDatabase_longSilentIndex_isNotStalled()
    {
        execute(test::emptySql() + kSlowIndex);
        const std::filesystem::path archive = dump();
        auto client = maintenance();
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        const auto filled = fillDatabase(settingsOf(name), m_tools, archive, {.stallTimeout = 2500ms}, m_task);
        QVERIFY2(filled.has_value(), why(filled).c_str());
        QCOMPARE(ask("SELECT count(*) FROM pg_indexes WHERE indexname = 'lines_slow'", name), std::string("1\n"));
    }
    void fillDatabase_serverGoesSilent_isStopped()
    {
        execute(test::emptySql() + kSlowIndex);
        const std::filesystem::path archive = dump();
        auto client = maintenance();
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        TaskContext task({}, [&](const Progress& progress) {
            if (progress.step.english().find("INDEX lines_slow") != std::string::npos)
                m_server->freeze();
        });
        const auto filled = fillDatabase(
            settingsOf(name), m_tools, archive, {.stallTimeout = 1500ms, .archiveName = "night.dump"}, task);
        m_server->thaw();
        QVERIFY(!filled);
        QVERIFY2(filled.error().kind == ErrorKind::Timeout, why(filled).c_str());
        QVERIFY2(filled.error().english().find(name) != std::string::npos, why(filled).c_str());
    }
    void restoreArchive_longSilentIndex_isNotStalled()
    {
        execute(test::emptySql() + kSlowIndex);
        const std::filesystem::path archive = dump();
        execute("DELETE FROM lines WHERE a > 50");
        const auto restored = restoreArchive(m_world.settings(), m_tools, archive, 1, 2500ms, m_task);
        QVERIFY2(restored.has_value(), why(restored).c_str());
        QCOMPARE(ask("SELECT count(*) FROM lines"), std::string("100\n"));
    }
    void restoreArchive_failsAfterTheLargeObjects_theOldDataStays()
    {
        // A table that the archive lacks decides whether the index can be made.
        execute(test::emptySql()
            + "CREATE FUNCTION watched(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN IF "
              "pg_catalog.to_regclass(''guard.flag'') IS NOT NULL THEN RAISE EXCEPTION ''no index today''; END IF; RETURN a; END'; "
              "CREATE TABLE lines (a int); INSERT INTO lines VALUES (1), (2); CREATE INDEX lines_a ON lines (watched(a)); "
              "SELECT lo_from_bytea(4711, '\\x00ff')");
        const std::filesystem::path archive = dump();
        execute("DELETE FROM lines; SELECT lo_put(4711, 0, '\\xaa')");
        execute("CREATE SCHEMA guard; CREATE TABLE guard.flag ()");
        const std::string digest = ask(test::digestSql());
        const auto restored = restoreArchive(m_world.settings(), m_tools, archive, 1, 60s, m_task, "night.dump");
        const std::string after = ask(test::digestSql());
        execute("DROP SCHEMA guard CASCADE");
        QVERIFY(!restored);
        QVERIFY2(restored.error().english().find("no index today") != std::string::npos, why(restored).c_str());
        QCOMPARE(after, digest);
    }
    void restoreArchive_serverGoesSilent_isStoppedAndTheOldDataStays()
    {
        execute(test::emptySql() + kSlowIndex);
        const std::filesystem::path archive = dump();
        execute("DELETE FROM lines WHERE a > 50");
        const std::string digest = ask(test::digestSql());
        const auto psqlWorks = [&] {
            return ask("SELECT count(*) FROM pg_stat_activity WHERE query <> '' AND application_name = '"
                       + std::string(kRestoreApplicationName) + "'")
                != "0\n";
        };
        TaskContext task({}, [&](const Progress& progress) {
            if (progress.step.english().find("INDEX lines_slow") == std::string::npos)
                return;
            // pg_restore writes its lines sooner than a busy machine lets psql connect.
            for (int tries = 0; tries < 200 && !psqlWorks(); ++tries)
                std::this_thread::sleep_for(50ms);
            m_server->freeze();
        });
        const auto restored = restoreArchive(m_world.settings(), m_tools, archive, 1, 1500ms, task, "night.dump");
        m_server->thaw();
        QVERIFY2(!restored && restored.error().kind == ErrorKind::Timeout, why(restored).c_str());
        QVERIFY2(restored.error().english().find("Neither pg_restore nor") == 0, why(restored).c_str());
        QCOMPARE(ask(test::digestSql()), digest);
    }
    void fillDatabase_stopped_endsAtOnce()
    {
        execute(test::emptySql() + test::seedSql());
        const std::filesystem::path archive = dump();
        auto client = maintenance();
        const std::string name
            = freeSideName(client, "qbm_ai_system", SideRole::Restore, systemClock().now(), m_task).value();
        QVERIFY(createDatabaseLike(client, name, "qbm_ai_system", m_task).has_value());
        std::stop_source stop;
        TaskContext task(stop.get_token(), [&](const Progress&) { stop.request_stop(); });
        const auto filled = fillDatabase(settingsOf(name), m_tools, archive, {}, task);
        QVERIFY2(!filled && filled.error().kind == ErrorKind::Cancelled, why(filled).c_str());
        QVERIFY(dropDatabase(client, name, m_task).has_value());
    }
};

QTEST_APPLESS_MAIN(TstSideDatabase)
#include "tst_side_database.moc"
