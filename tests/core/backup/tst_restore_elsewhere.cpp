// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/catalogue.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/brought_objects.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using operation::RecordState;

class TstRestoreElsewhere : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server, m_other;
    QTemporaryDir m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;
    std::string m_digest;

    static std::string ask(const test::PostgresServer& server, const std::string& sql, const std::string& database)
    {
        const auto answer = server.sql("\\connect " + postgres::quoteIdentifier(database) + "\n" + sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    std::string live(const std::string& sql) { return ask(*m_server, sql, "qbm_ai_system"); }
    BackupEnvironment environment()
    {
        auto environment = m_world.environment();
        auto other = m_world;
        other.port = m_other->port();
        other.password = m_other->password().reveal();
        environment.otherServer = [other](const std::string& profile, const std::string& database, AccessMode access,
                                      TaskContext&) -> Result<postgres::ConnectionSettings> {
            if (profile != "other")
                return fail(ErrorKind::NotFound, "no such profile");
            auto settings = other.settings(access);
            if (!database.empty())
                settings.database = database;
            return settings;
        };
        return environment;
    }
    Result<operation::Outcome> run(const RestoreElsewhereOptions& options)
    {
        QBM_TRY(operation, makeRestoreElsewhereOperation(environment(), "LATEST", options, m_task));
        return m_world.engine().run(*operation, "test", m_task);
    }
    static std::string why(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + "\n" + outcome.error().detail;
        return outcome->record.error ? outcome->record.error->english() + "\n" + outcome->record.error->detail : "";
    }
    std::string tables(const std::string& database)
    {
        return ask(*m_server,
            "SELECT string_agg(tablename, ',' ORDER BY tablename COLLATE \"C\") FROM pg_tables WHERE schemaname !~ "
            "'^(pg_|information_schema)'",
            database);
    }
    bool exists(const std::string& database)
    {
        return live("SELECT count(*) FROM pg_database WHERE datname = " + postgres::quoteLiteral(database)) == "1\n";
    }
    void drop(const std::string& database)
    {
        QCOMPARE(live("DROP DATABASE " + postgres::quoteIdentifier(database)), std::string());
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (auto* server : {&m_server, &m_other}) {
            auto started = test::PostgresServer::start();
            QVERIFY2(started.has_value(), started ? "" : started.error().english().c_str());
            *server = std::move(*started);
        }
        m_world = {m_folder.path().toStdString(), m_server->port(), m_server->password().reveal()};
        QVERIFY(m_server
                    ->sql(test::emptySql() + test::seedSql()
                        + "COMMENT ON INDEX model_trgm IS 'for names'; CREATE TYPE mood AS ENUM ('good'); "
                          "CREATE TABLE moods (id int GENERATED ALWAYS AS IDENTITY, m mood DEFAULT 'good'); INSERT "
                          "INTO moods "
                          "DEFAULT VALUES; CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions; "
                          "CREATE TABLE member (mail extensions.citext, n int); INSERT INTO member VALUES ('A', 1); "
                          "CREATE SCHEMA types; CREATE TYPE types.mood AS ENUM ('ok'); CREATE FUNCTION types.pick() "
                          "RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE mooded (m types.mood DEFAULT 'ok', k "
                          "int DEFAULT types.pick()); INSERT INTO mooded VALUES (DEFAULT);"
                          "CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent); "
                          "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 2); "
                          "CREATE TABLE row_type (a int); INSERT INTO row_type VALUES (1); "
                          "CREATE TABLE of_row_type (x row_type); INSERT INTO of_row_type VALUES (row(5));")
                    .has_value());
        m_digest = live(test::digestSql());
        const auto made = m_world.engine().run(*makeBackupOperation(m_world.environment(), {}), "test", m_task);
        QVERIFY2(made && made->succeeded(), why(made).c_str());
    }
    void cleanup() { QCOMPARE(live(test::digestSql()), m_digest); }

    void wholeBackup_intoNewDatabaseAndOtherServer_isTheSame()
    {
        const auto here = run({"copy of it", {}, {}});
        QVERIFY2(here && here->succeeded(), why(here).c_str());
        QCOMPARE(ask(*m_server, test::digestSql(), "copy of it"), m_digest);
        drop("copy of it");
        const auto there = run({"elsewhere", "other", {}});
        QVERIFY2(there && there->succeeded(), why(there).c_str());
        QCOMPARE(ask(*m_other, test::digestSql(), "elsewhere"), m_digest);
        QVERIFY(!exists("elsewhere"));
    }
    void chosenTables_comeWithWhatBelongsToThem()
    {
        const auto outcome
            = run({"some", {}, {{"public", "model"}, {"public", "we\"ird 'table'; --"}, {"public", "moods"}}});
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(tables("some"), std::string("model,moods,we\"ird 'table'; --\n"));
        QCOMPARE(
            ask(*m_server,
                "SELECT (SELECT count(*) FROM model), (SELECT count(*) FROM \"we\"\"ird 'table'; --\"), (SELECT "
                "count(*) "
                "FROM pg_indexes WHERE schemaname = 'public'), (SELECT count(*) FROM pg_constraint WHERE contype IN "
                "('f', 'p') AND connamespace = 'public'::regnamespace), obj_description('model_trgm'::regclass)",
                "some"),
            std::string("50|30|3|3|for names\n"));
        // The sequences go on where they were.
        QCOMPARE(ask(*m_server,
                     "INSERT INTO \"we\"\"ird 'table'; --\" (model_id) VALUES (1) RETURNING id; INSERT INTO moods "
                     "DEFAULT VALUES RETURNING id",
                     "some"),
            std::string("31\n2\n"));
        drop("some");
    }
    void chosenTable_bringsWhatItIsMadeOf_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("existing");
        for (const char* table : {"member", "mooded", "child", "of_row_type"}) {
            QTest::addRow("%s, new", table) << table << false;
            QTest::addRow("%s, existing", table) << table << true;
        }
    }
    void chosenTable_bringsWhatItIsMadeOf()
    {
        QFETCH(QString, table);
        QFETCH(bool, existing);
        if (existing)
            QCOMPARE(live("CREATE DATABASE schemas TEMPLATE template0"), std::string());
        const auto outcome = run({"schemas", {}, {{"public", table.toStdString()}}});
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(ask(*m_server, "SELECT count(*) FROM " + table.toStdString(), "schemas"), std::string("1\n"));
        drop("schemas");
    }
    void partitionedTable_comesWithItsPartitions_andAPartitionAlone()
    {
        auto outcome = run({"parts", {}, {{"public", "prediction"}}});
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(tables("parts"), std::string("prediction,prediction_2026_01,prediction_2026_02\n"));
        QCOMPARE(ask(*m_server, "SELECT count(*) FROM prediction", "parts"), std::string("1000\n"));
        drop("parts");
        outcome
            = run({"part", {}, {{"public", "prediction_2026_02"}, {"public", "outlier"}, {"数据 schema", "表 table"}}});
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(tables("part"),
            std::string("outlier,prediction_2026_02,表 table\n")); // no foreign key to what is not there
        drop("part");
    }
    void existingDatabase_getsTheTablesBesideItsOwn_allOrNone()
    {
        QCOMPARE(live("CREATE DATABASE holder"), std::string());
        QCOMPARE(
            ask(*m_server, "CREATE TABLE mine (a int); CREATE TYPE mood AS ENUM ('bad')", "holder"), std::string());
        const auto added = run({"holder", {}, {{"public", "model"}}});
        QVERIFY2(added && added->succeeded(), why(added).c_str());
        QCOMPARE(tables("holder"), std::string("mine,model\n"));
        const auto again = run({"holder", {}, {{"public", "model"}}});
        QVERIFY(!again && again.error().detail.find("public.model is there already") != std::string::npos);
        // The type is in the way: nothing stays, not even the table before it.
        const auto failed = run({"holder", {}, {{"public", "empty_one"}, {"public", "moods"}}});
        QVERIFY2(failed && failed->record.state == RecordState::Undone, why(failed).c_str());
        QCOMPARE(tables("holder"), std::string("mine,model\n"));
        drop("holder");
    }
    void failureInExistingDatabase_dropsWhatCameAlong_andNothingElse()
    {
        QCOMPARE(live("CREATE DATABASE holder"), std::string());
        QCOMPARE(ask(*m_server, "CREATE TYPE mine AS ENUM ('x'); CREATE TABLE own (m mine)", "holder"), std::string());
        const std::string before = ask(*m_server, test::digestSql(), "holder");
        const Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        const Sidecar sidecar = *backup.sidecar;
        Sidecar wrong = sidecar;
        for (TableRows& table : wrong.tables)
            table.rows += table.name == "moods" ? 1 : 0;
        QVERIFY(writeSidecar(backup.file, wrong).has_value());
        const auto outcome = run({"holder", {}, {{"public", "moods"}, {"数据 schema", "表 table"}}});
        QVERIFY(writeSidecar(backup.file, sidecar).has_value());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QCOMPARE(ask(*m_server, test::digestSql(), "holder"), before);
        QCOMPARE(ask(*m_server,
                     "SELECT string_agg(typname, ',' ORDER BY typname) FROM pg_type WHERE typtype = 'e'; SELECT "
                     "count(*) FROM pg_namespace WHERE nspname = '数据 schema'",
                     "holder"),
            std::string("mine\n0\n"));
        drop("holder");
    }
    void brought_othersDependOnIt_staysAndTheyAreNamed()
    {
        QCOMPARE(live("CREATE DATABASE holder"), std::string());
        auto settings = m_world.settings();
        settings.database = "holder";
        auto client = postgres::Client::connect(settings, m_task).value();
        const std::string before = fetchObjectNumbers(client, m_task).value();
        const std::string transaction
            = client.exec("SELECT txid_current(), lo_from_bytea(7, '\\x00')", m_task)->rows[0][0].value_or("");
        QVERIFY(fetchTransactionFate(client, transaction, m_task).value() == TransactionFate::Committed);
        const std::string brought = ask(*m_server,
            "BEGIN; SELECT txid_current(); CREATE TYPE feeling AS ENUM ('good'); CREATE TABLE felt (f feeling); COMMIT;"
            "CREATE TABLE others (a int, f feeling)",
            "holder");
        const auto refused = dropBroughtObjects(client, brought.substr(0, brought.find('\n')), before, m_task);
        QVERIFY(!refused && refused.error().kind == ErrorKind::Conflict);
        QVERIFY2(
            refused.error().english().find("others: column f") != std::string::npos, refused.error().english().c_str());
        QCOMPARE(tables("holder"), std::string("felt,others\n"));
        QCOMPARE(ask(*m_server, "ALTER TABLE others DROP f", "holder"), std::string());
        const auto dropped = dropBroughtObjects(client, brought.substr(0, brought.find('\n')), before, m_task);
        QVERIFY2(dropped && *dropped == 2, dropped ? "" : dropped.error().english().c_str());
        QCOMPARE(tables("holder"), std::string("others\n"));
        client = postgres::Client::connect(m_world.settings(), m_task).value();
        drop("holder");
    }
    void failure_dropsTheDatabaseItMade()
    {
        const Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        const Sidecar sidecar = *backup.sidecar;
        Sidecar wrong = sidecar;
        for (TableRows& table : wrong.tables)
            table.rows += table.name == "model" ? 1 : 0;
        QVERIFY(writeSidecar(backup.file, wrong).has_value());
        const auto outcome = run({"doomed", {}, {}});
        QVERIFY(writeSidecar(backup.file, sidecar).has_value());
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->record.state, RecordState::Undone);
        QVERIFY2(
            why(outcome).find("public.model has 50 rows instead of 51") != std::string::npos, why(outcome).c_str());
        QVERIFY(!exists("doomed"));
    }
    void damagedBackup_isFoundBeforeAnythingIsMade()
    {
        const Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        const Sidecar sidecar = *backup.sidecar;
        const std::string sound = readFile(backup.file).value();
        std::string flipped = sound;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
        QVERIFY(writeFileDurably(backup.file, flipped).has_value());
        const auto made = makeRestoreElsewhereOperation(environment(), backup.name, {"never", {}, {}}, m_task).value();
        const auto checks = made->check(m_task).value();
        QVERIFY(writeFileDurably(backup.file, sound).has_value());
        QVERIFY(writeSidecar(backup.file, sidecar).has_value()); // without the note of the damage
        QVERIFY(!operation::mayRun(checks));
        const auto failed = std::ranges::find(checks, operation::Verdict::Fail, &operation::Check::verdict);
        QVERIFY2(failed->reason.english().find("SHA-256") != std::string::npos, failed->reason.english().c_str());
        QVERIFY(!exists("never"));
    }
    void wrongTargets_areRefused()
    {
        QVERIFY(run({"qbm_ai_system", {}, {}}).error().kind == ErrorKind::InvalidInput);
        QVERIFY(run({"template1", {}, {}}).error().kind == ErrorKind::InvalidInput);
        QVERIFY(run({"", {}, {}}).error().kind == ErrorKind::InvalidInput);
        QVERIFY(run({"x", {}, {{"public", "not_there"}}}).error().kind == ErrorKind::NotFound);
        QVERIFY(run({"x", "nobody", {}}).error().kind == ErrorKind::NotFound);
        QVERIFY(!exists("x"));
    }
    void interrupted_atEachJournalPoint_resumesOrGoesBack()
    {
        struct Died { };
        for (int point = 1;; ++point) {
            int seen = 0;
            bool died = false;
            try {
                const auto operation
                    = makeRestoreElsewhereOperation(environment(), "LATEST", {"cut", {}, {}}, m_task).value();
                (void)m_world
                    .engine([&](std::string_view) {
                        if (++seen == point)
                            throw Died{};
                    })
                    .run(*operation, "", m_task);
            } catch (const Died&) {
                died = true;
            }
            if (!died) {
                QVERIFY(point > 10);
                drop("cut");
                break;
            }
            auto engine = m_world.engine();
            const auto record = engine.find("LATEST").value();
            if (record.state == RecordState::Done) {
                drop("cut");
                continue;
            }
            const auto operation = remakeRestoreElsewhereOperation(environment(), record.parameters).value();
            const bool resume = point % 2 == 0;
            const auto outcome
                = resume ? engine.resume(record.id, *operation, m_task) : engine.undo(record.id, *operation, m_task);
            QVERIFY2(outcome.has_value(), why(outcome).c_str());
            QCOMPARE(outcome->record.state, resume ? RecordState::Done : RecordState::Undone);
            QCOMPARE(exists("cut"), resume);
            if (resume) {
                QCOMPARE(ask(*m_server, test::digestSql(), "cut"), m_digest);
                drop("cut");
            }
        }
    }
};

QTEST_APPLESS_MAIN(TstRestoreElsewhere)
#include "tst_restore_elsewhere.moc"
