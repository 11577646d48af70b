// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/catalogue.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/backup/restore/restore_operation.h"
#include "core/base/file.h"
#include "core/operation/journal_notes.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::RecordState;

class TstRestore : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;
    std::string m_digestOfBackup, m_digestBefore;
    const std::map<std::string, int> m_replicas{{"backend", 3}, {"frontend", 2}};

    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    void execute(const std::string& sql)
    {
        const std::string answer = ask(sql);
        QVERIFY2(!answer.starts_with("failed"), answer.c_str());
    }
    test::FileWorkload workload() { return test::FileWorkload(m_world.workloadFile()); }
    std::unique_ptr<operation::Operation> makeRestore(const BackupEnvironment& environment)
    {
        return makeRestoreOperation(environment, "LATEST", {.way = RestoreWay::InPlace}, m_task).value();
    }
    Result<operation::Outcome> restore(const BackupEnvironment& environment)
    {
        auto engine = m_world.engine();
        return engine.run(*makeRestore(environment), "test", m_task);
    }
    static std::string why(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + "\n" + outcome.error().detail;
        return std::string(operation::name(outcome->record.state)) + ": "
            + (outcome->record.error ? outcome->record.error->english() + "\n" + outcome->record.error->detail
                                     : std::string());
    }
    static std::string failedChecks(operation::Operation& operation, TaskContext& task)
    {
        std::string out;
        const std::vector<operation::Check> checks = operation.check(task).value();
        for (const operation::Check& check : checks)
            out += check.verdict == operation::Verdict::Fail
                ? check.question.english() + ": " + check.reason.english() + "\n"
                : "";
        return out;
    }
    void expectBefore()
    {
        QCOMPARE(ask(test::digestSql()), m_digestBefore);
        QCOMPARE(workload().counts(), m_replicas);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
        if (!m_server->sql("SELECT 1"))
            QVERIFY(m_server->restart().has_value());
        workload().setCounts(m_replicas);
        execute(test::emptySql());
        execute(test::seedSql());
        m_digestOfBackup = ask(test::digestSql());
        const auto backup = makeBackupOperation(m_world.environment(), {});
        const auto made = m_world.engine().run(*backup, "test", m_task);
        QVERIFY2(made && made->succeeded(), why(made).c_str());
        execute(test::changeSql());
        m_digestBefore = ask(test::digestSql());
        QVERIFY(m_digestBefore != m_digestOfBackup);
    }

    void restore_wholeSequence_dataAsInBackupAndReplicasAsRecorded()
    {
        const auto operation = makeRestore(m_world.environment());
        const auto plan = operation->plan(m_task);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().english().c_str());
        std::string lines;
        for (const auto& line : plan->lines)
            lines += line.what.english() + " " + line.change.english() + "\n";
        for (const char* expected : {"deployment backend 3 replicas", "deployment frontend 2 replicas",
                 "public.we\"ird 'table'; -- 15 rows now, 30 in the backup", "public.made_later is not in the backup",
                 "public.empty_one is made again", "safety dump"})
            QVERIFY2(lines.find(expected) != std::string::npos, (std::string(expected) + " in\n" + lines).c_str());
        QCOMPARE(failedChecks(*operation, m_task), std::string());

        const auto outcome = restore(m_world.environment());
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(ask("SELECT count(*) FROM made_later"),
            std::string("2\n")); // pg_restore --clean leaves what it does not know
        execute("DROP TABLE made_later");
        QCOMPARE(ask(test::digestSql()), m_digestOfBackup);
        QCOMPARE(workload().counts(), m_replicas);
        const auto list = Catalogue(m_world.backups()).list(m_task).value();
        QCOMPARE(list.size(), std::size_t(2));
        QCOMPARE(list[0].sidecar->label, std::string("safety before restore"));
        QVERIFY(lastRestore(m_world.backups(), m_world.database)->has_value());
    }
    void restore_safetyDumpOfFirst_takesItBack()
    {
        const std::string wanted = test::latestBackup(m_world.backups(), m_task)->name;
        QVERIFY(restore(m_world.environment())->succeeded());
        QCOMPARE(test::latestBackup(m_world.backups(), m_task)->name, wanted); // not the newer safety dump
        const Backup safety = Catalogue(m_world.backups()).list(m_task)->front();
        QVERIFY(safety.isSafetyDump());
        auto engine = m_world.engine();
        QVERIFY(engine
                    .run(*makeRestoreOperation(m_world.environment(), safety.name, {.way = RestoreWay::InPlace}, m_task)
                              .value(),
                        "test", m_task)
                    ->succeeded());
        // The partition went with its parent; what stands alone stays, as pg_restore --clean does not know it.
        execute("DROP TABLE empty_one");
        QCOMPARE(ask(test::digestSql()), m_digestBefore);
    }
    void plan_partitionNewerThanTheBackup_saysThatItGoes()
    {
        execute(
            "CREATE TABLE prediction_2026_03 PARTITION OF prediction FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');"
            "INSERT INTO prediction VALUES (1, '2026-03-05', 1)");
        const auto plan = makeRestore(m_world.environment())->plan(m_task).value();
        const auto line = std::ranges::find_if(plan.lines,
            [](const operation::PlanLine& entry) { return entry.what.english() == "table public.prediction_2026_03"; });
        QVERIFY(line != plan.lines.end());
        QVERIFY(line->change.english().find("is dropped with the table") != std::string::npos);
        m_digestBefore = ask(test::digestSql());
        auto environment = m_world.environment();
        environment.checkHealth = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "down"); };
        QVERIFY(restore(environment)->record.state == RecordState::Undone);
        expectBefore(); // the safety dump has it
    }
    void restore_rowsDoNotMatch_everythingIsTakenBack()
    {
        Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        backup.sidecar->tables[1].rows += 1;
        QVERIFY(writeSidecar(backup.file, *backup.sidecar).has_value());
        const auto outcome = restore(m_world.environment());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QVERIFY(outcome->record.error->detail.find("public.model: 50 rows, 51 in the backup") != std::string::npos);
        expectBefore();
    }
    /// Once the safety dump is back, nothing keeps the application down.
    void restore_safetyDumpsCountsDiffer_isAWarning()
    {
        auto environment = m_world.environment();
        environment.checkHealth = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "down"); };
        auto engine = m_world.engine([&](std::string_view point) {
            if (point != "compare:running")
                return;
            Backup safety = Catalogue(m_world.backups()).list(m_task)->front();
            safety.sidecar->tables[0].rows += 7;
            (void)writeSidecar(safety.file, *safety.sidecar);
        });
        std::string said;
        const auto outcome = engine.run(*makeRestore(environment), "test", m_task, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::Said)
                said += event.message.english() + "\n";
        });
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QVERIFY2(said.find("Look at the data before you rely on it: 1 of") != std::string::npos, said.c_str());
        const std::string differs = operation::whatDiffers(outcome->record).english();
        QVERIFY2(differs.find(" rows, ") != std::string::npos, differs.c_str());
        expectBefore();
    }
    /// The hash of an enum's value is another one in every database: rows land in other partitions on every load.
    void restore_partitionsByTheHashOfAnEnum_bothWays_data()
    {
        QTest::addColumn<bool>("side");
        QTest::newRow("side") << true;
        QTest::newRow("in place") << false;
    }
    void restore_partitionsByTheHashOfAnEnum_bothWays()
    {
        QFETCH(bool, side);
        execute("CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');"
                "CREATE TABLE moods (n int, m mood) PARTITION BY HASH (m);");
        for (const char* remainder : {"0", "1", "2", "3"})
            execute(std::string("CREATE TABLE moods_") + remainder
                + " PARTITION OF moods FOR VALUES WITH (MODULUS 4, REMAINDER " + remainder + ")");
        execute("INSERT INTO moods SELECT g, m FROM generate_series(1, 10) g, unnest(enum_range(NULL::mood)) m");
        const auto made = m_world.engine().run(*makeBackupOperation(m_world.environment(), {}), "test", m_task);
        QVERIFY2(made && made->succeeded(), why(made).c_str());
        execute("DELETE FROM moods WHERE n > 3");
        const auto operation = makeRestoreOperation(
            m_world.environment(), "LATEST", {.way = side ? RestoreWay::Side : RestoreWay::InPlace}, m_task);
        auto engine = m_world.engine();
        const auto outcome = engine.run(**operation, "test", m_task);
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
        QCOMPARE(ask("SELECT count(*), count(DISTINCT (n, m)) FROM moods"), std::string("80|80\n"));
        QCOMPARE(workload().counts(), m_replicas);
        execute("DROP TABLE moods; DROP TYPE mood");
    }
    void restore_applicationStaysUnhealthy_everythingIsTakenBack()
    {
        auto environment = m_world.environment();
        environment.checkHealth
            = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "The application does not answer."); };
        const auto outcome = restore(environment);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        expectBefore();
    }
    void restore_podsDoNotGo_isTakenBackBeforeTheDataIsTouched()
    {
        auto environment = m_world.environment();
        auto stuck = std::make_shared<test::FileWorkload>(m_world.workloadFile());
        stuck->stuck = "frontend";
        environment.workload = stuck;
        const auto outcome = restore(environment);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Timeout);
        expectBefore();
        QCOMPARE(Catalogue(m_world.backups()).list(m_task)->size(), std::size_t(1));
    }
    void restore_somebodyStaysConnected_namesHimAndIsTakenBack()
    {
        auto settings = m_world.settings();
        settings.applicationName = "nightly-report";
        const auto holder = postgres::Client::connect(settings, m_task).value();
        auto environment = m_world.environment();
        environment.timeouts.sessionsGone = 1s;
        const auto outcome = restore(environment);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QVERIFY(
            outcome->record.error->english().find("nightly-report from 127.0.0.1 as postgres") != std::string::npos);
        QVERIFY(outcome->record.steps[1].state == operation::StepState::Pending); // before anything is stopped
        expectBefore();
    }
    void restore_consoleLooksOn_isNotInTheWay()
    {
        auto settings = m_world.settings(AccessMode::ReadOnly);
        settings.applicationName = "qbm-console";
        const auto watcher = postgres::Client::connect(settings, m_task).value();
        execute("DROP ROLE IF EXISTS exporter; CREATE ROLE exporter LOGIN PASSWORD 'exporter'; GRANT pg_monitor TO "
                "exporter");
        settings.applicationName = "";
        settings.user = "exporter";
        settings.password = Secret("exporter");
        const auto exporter = postgres::Client::connect(settings, m_task);
        QVERIFY(exporter.has_value());
        const auto outcome = restore(m_world.environment());
        QVERIFY2(outcome && outcome->succeeded(), why(outcome).c_str());
    }
    void restore_viewDependsOnATable_isNotBegun()
    {
        execute("CREATE VIEW in_the_way AS SELECT name FROM model");
        m_digestBefore = ask(test::digestSql());
        const auto outcome = restore(m_world.environment());
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Conflict);
        QVERIFY2(outcome.error().english().find("in_the_way") != std::string::npos
                || outcome.error().detail.find("in_the_way") != std::string::npos,
            outcome.error().english().c_str());
        expectBefore();
    }
    void restore_stopped_isTakenBackAtEveryStep_data()
    {
        QTest::addColumn<QString>("step");
        for (const char* step : {"record", "silence-open", "pause", "stop", "pods-gone", "provide", "quiet",
                 "safety-dump", "restore", "compare", "complete", "start", "resume", "healthy", "silence-close", "finish"})
            QTest::addRow("%s", step) << step;
    }
    void restore_stopped_isTakenBackAtEveryStep()
    {
        QFETCH(QString, step);
        std::stop_source stop;
        auto engine = m_world.engine([&](std::string_view point) {
            if (point == step.toStdString() + ":running")
                stop.request_stop();
        });
        TaskContext task(stop.get_token());
        const auto outcome = engine.run(*makeRestore(m_world.environment()), "test", task);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, why(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Cancelled);
        expectBefore();
    }
    void restore_serverDiesInTheMiddle_canBeUndoneLater()
    {
        auto engine = m_world.engine([&](std::string_view point) {
            if (point == "value:restoreBegun")
                m_server->stop();
        });
        const auto outcome = engine.run(*makeRestore(m_world.environment()), "test", m_task);
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, why(outcome).c_str());
        // One transaction: the old data or the new, never a mix; so the application comes back in any case.
        QCOMPARE(workload().counts(), m_replicas);
        QVERIFY(m_server->restart().has_value());
        const auto again = remakeRestoreOperation(m_world.environment(), outcome->record.parameters).value();
        const auto undone = m_world.engine().undo(outcome->record.id, *again, m_task);
        QVERIFY2(undone && undone->record.state == RecordState::Undone, why(undone).c_str());
        expectBefore();
    }

    void check_damagedBackup_isNotBegun()
    {
        const Backup backup = test::latestBackup(m_world.backups(), m_task).value();
        std::string bytes = readFile(backup.file).value();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(writeFileDurably(backup.file, bytes).has_value());
        const auto outcome = restore(m_world.environment());
        QVERIFY(!outcome);
        // Planning finds it already where the damage is near the table of contents, else the check does.
        QVERIFY2(outcome.error().kind == ErrorKind::BadData || outcome.error().detail.find("SHA-256") != std::string::npos,
            outcome.error().english().c_str());
        expectBefore();
        QCOMPARE(m_world.engine().records().size(), std::size_t(1)); // the backup's own
    }
    void check_reasonsToRefuse_areNamed()
    {
        auto environment = m_world.environment();
        auto denying = std::make_shared<test::FileWorkload>(m_world.workloadFile());
        denying->denied = "frontend";
        environment.workload = denying;
        QVERIFY(failedChecks(*makeRestore(environment), m_task).find("may not scale frontend") != std::string::npos);
        environment.workload.reset();
        QVERIFY(failedChecks(*makeRestore(environment), m_task).find("names no cluster") != std::string::npos);

        execute("CREATE TABLE newer (id int REFERENCES model)");
        QVERIFY(failedChecks(*makeRestore(m_world.environment()), m_task).find("public.newer") != std::string::npos);
        execute("DROP TABLE newer; DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN PASSWORD 'poor'; GRANT "
                "pg_read_all_data TO poor");
        auto poor = m_world.environment();
        poor.connection = [this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = m_world.settings(access);
            settings.user = "poor";
            settings.password = Secret("poor");
            return settings;
        };
        QVERIFY(failedChecks(*makeRestore(poor), m_task).find("owner or a superuser") != std::string::npos);
    }
    void remake_otherTargetOrNoCluster_isRefused()
    {
        const auto parameters = makeRestore(m_world.environment())->parameters();
        auto elsewhere = m_world.environment();
        elsewhere.target = "postgres@elsewhere:5432/qbm_ai_system";
        QVERIFY(remakeRestoreOperation(elsewhere, parameters).error().kind == ErrorKind::Conflict);
        auto withoutCluster = m_world.environment();
        withoutCluster.workload.reset();
        QVERIFY(remakeRestoreOperation(withoutCluster, parameters).error().kind == ErrorKind::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TstRestore)
#include "tst_restore.moc"
