// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/strangers.h"
#include "restore_fixture.h"

#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::RecordState;

/// The restore beside the live database, the way back, and dropping what was set aside.
class TstRestoreSide : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;

    TaskContext& task() { return m_fixture.task; }
    BackupEnvironment environment() const { return m_fixture.world.environment(); }
    postgres::ConnectionSettings settingsAs(const std::string& program) const
    {
        auto settings = m_fixture.world.settings();
        settings.applicationName = program;
        return settings;
    }
    std::string linesOf(operation::Operation& operation)
    {
        const auto plan = operation.plan(task());
        if (!plan)
            return plan.error().english();
        std::string lines;
        for (const auto& line : plan->lines)
            lines += line.what.english() + " " + line.change.english() + "\n";
        return lines;
    }
    std::string checksOf(operation::Operation& operation, operation::Verdict verdict)
    {
        std::string out;
        const std::vector<operation::Check> checks = operation.check(task()).value(); // outlives the loop
        for (const operation::Check& check : checks)
            out += check.verdict == verdict ? check.question.english() + ": " + check.reason.english() + "\n" : "";
        return out;
    }
    Result<operation::Outcome> swapBack(const std::string& kept)
    {
        QBM_TRY(operation, makeSwapBackOperation(environment(), kept, {}, task()));
        auto engine = m_fixture.engine();
        return engine.run(*operation, "test", task());
    }
    std::vector<std::string> said(operation::Operation& operation)
    {
        std::vector<std::string> sentences;
        auto engine = m_fixture.engine();
        const auto outcome = engine.run(operation, "test", task(), [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::Said)
                sentences.push_back(event.message.english());
        });
        sentences.push_back(test::describe(outcome));
        return sentences;
    }
    static bool contains(const std::vector<std::string>& sentences, const std::string& part)
    {
        return std::ranges::any_of(
            sentences, [&](const std::string& sentence) { return sentence.find(part) != std::string::npos; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string problem = m_fixture.start();
        QVERIFY2(problem.empty(), problem.c_str());
    }
    void init()
    {
        const std::string problem = m_fixture.reset();
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void restore_side_isTheDefaultAndKeepsTheDataOfBefore()
    {
        const auto operation = m_fixture.makeRestore(environment());
        const std::string lines = linesOf(*operation);
        for (const char* expected : {"database qbm_ai_system_restore_<time>", "becomes qbm_ai_system_before_<time>",
                 "deployment backend 3 replicas", "CronJob nightly keeps still meanwhile",
                 "HorizontalPodAutoscaler backend keeps still", "alerts with namespace",
                 "public.made_later is not in the backup and is gone from the live database (2 rows)"})
            QVERIFY2(lines.find(expected) != std::string::npos, (std::string(expected) + " in\n" + lines).c_str());
        QCOMPARE(checksOf(*operation, operation::Verdict::Fail), std::string());

        const auto outcome = m_fixture.restore(environment());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
        const auto measured = lastRestore(m_fixture.world.backups(), m_fixture.world.database).value();
        QVERIFY(measured && measured->way == RestoreWay::Side);
        QVERIFY(measured->atZero && *measured->atZero < 5s && *measured->down >= *measured->atZero);
        QCOMPARE(Catalogue(m_fixture.world.backups()).list(task())->size(), std::size_t(1)); // no safety dump is needed
        QVERIFY(m_fixture.ask("SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'prediction'") == "t\n"); // analyzed
    }
    void restore_everythingLong_isDoneBeforeTheStop()
    {
        std::vector<std::string> points;
        auto engine = m_fixture.engine([&](std::string_view point) { points.emplace_back(point); });
        const auto outcome = engine.run(*m_fixture.makeRestore(environment()), "test", task());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        const auto at = [&](const char* point) { return std::ranges::find(points, point) - points.begin(); };
        QVERIFY(at("side-verify:done") < at("stop:running"));
        QVERIFY(at("pause:done") < at("stop:running"));
        QVERIFY(at("swap:done") < at("start:running"));
        QVERIFY(at("start:done") < at("resume:running"));
        QVERIFY(at("silence-close:done") < static_cast<std::ptrdiff_t>(points.size()));
    }
    void restore_replicasChangeWhileTheCopyIsMade_theNewCountComesBack()
    {
        auto engine = m_fixture.engine([&](std::string_view point) {
            if (point == "side-verify:done")
                m_fixture.workload().setCounts({{"backend", 5}, {"frontend", 2}});
        });
        const auto outcome = engine.run(*m_fixture.makeRestore(environment()), "test", task());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 5);
    }
    void restore_programsThatLook_areSentAwayAndMayComeBack()
    {
        const auto console = postgres::Client::connect(settingsAs("qbm-console"), task());
        const auto exporter = postgres::Client::connect(settingsAs("postgres_exporter"), task());
        QVERIFY(console.has_value() && exporter.has_value());
        const auto outcome = m_fixture.restore(environment());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
        QVERIFY(postgres::Client::connect(settingsAs("qbm-console"), task()).has_value());
    }
    void restore_somebodyStaysConnected_namesHimAndIsTakenBack()
    {
        const auto holder = postgres::Client::connect(settingsAs("nightly-report"), task());
        auto impatient = environment();
        impatient.timeouts.sessionsGone = 500ms;
        const auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->podHere = "report-7c9";
        impatient.workload = workload;
        const auto outcome = m_fixture.restore(impatient);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Timeout);
        QVERIFY2(outcome->record.error->english().find("nightly-report from 127.0.0.1, pod report-7c9, as postgres")
                != std::string::npos,
            test::describe(outcome).c_str());
        // Nobody is down while it is waited for somebody who does not go with the application.
        QVERIFY(std::ranges::find(outcome->record.steps, "stop", &operation::StepRecord::id)->state == operation::StepState::Pending);
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
    void strangers_byWhereTheyComeFrom()
    {
        const HolderOrigin ours{false, "backend-5d8f-x2x7k"}, report{false, "report-7c9"}, pooler{false, "pgbouncer-1"},
            far{false, {}}, socket{true, {}};
        const std::vector<std::string> deployments{"backend", "frontend"};
        QCOMPARE(areStrangers({ours, report, pooler, far, socket}, deployments), (std::vector<bool>{false, true, false, true, true}));
        // Where no pod of the application is known by its address, an address says nothing.
        QCOMPARE(areStrangers({far, socket}, deployments), (std::vector<bool>{false, true}));
    }
    void restore_endSessions_endsWhoStays()
    {
        const auto holder = postgres::Client::connect(settingsAs("nightly-report"), task());
        const auto operation = m_fixture.makeRestore(environment(), {.endSessions = true});
        const auto sentences = said(*operation);
        QVERIFY2(contains(sentences, "done"), sentences.back().c_str());
        QVERIFY(contains(sentences, "Ended nightly-report from 127.0.0.1"));
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
    }
    void restore_contentDiffers_isTakenBackBeforeTheApplicationStops()
    {
        Backup backup = Catalogue(m_fixture.world.backups()).find(test::RestoreFixture::kBackup, task()).value();
        backup.sidecar->tables[1].rows += 1;
        QVERIFY(writeSidecar(backup.file, *backup.sidecar).has_value());
        std::vector<std::string> points;
        auto engine = m_fixture.engine([&](std::string_view point) { points.emplace_back(point); });
        const auto outcome = engine.run(*m_fixture.makeRestore(environment()), "test", task());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::BadData);
        QVERIFY(std::ranges::find(points, "stop:running") == points.end());
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
    void restore_applicationStaysUnhealthy_swapsBack()
    {
        auto sick = environment();
        sick.checkHealth
            = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "The application does not answer."); };
        const auto outcome = m_fixture.restore(sick);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
    void restore_stopped_isTakenBackAtEveryStep_data()
    {
        QTest::addColumn<QString>("step");
        const auto steps = m_fixture.makeRestore(environment())->steps();
        for (const operation::Step& step : steps)
            QTest::addRow("%s", step.id.c_str()) << QString::fromStdString(step.id);
    }
    void restore_stopped_isTakenBackAtEveryStep()
    {
        QFETCH(QString, step);
        std::stop_source stop;
        auto engine = m_fixture.engine([&](std::string_view point) {
            if (point == step.toStdString() + ":running")
                stop.request_stop();
        });
        TaskContext stopped(stop.get_token());
        const auto outcome = engine.run(*m_fixture.makeRestore(environment()), "test", stopped);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Cancelled);
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
    void restore_alerts_whatWouldHaveFiredIsListed()
    {
        auto noisy = environment();
        auto silencer = std::make_shared<test::FileSilencer>(m_fixture.world.silenceFile());
        silencer->firing = {{"BackendDown", "critical", "No backend pod is ready", {}, {}},
            {"Slow", "warning", "p95 is high", TimePoint(100s), TimePoint(160s)}};
        noisy.silencer = silencer;
        noisy.fetchP95 = [](TaskContext&) -> Result<std::optional<double>> { return 0.25; };
        const auto operation = m_fixture.makeRestore(noisy);
        const auto sentences = said(*operation);
        QVERIFY2(contains(sentences, "done"), sentences.back().c_str());
        QVERIFY(contains(sentences, "Would have fired: BackendDown (critical), No backend pod is ready"));
        QVERIFY(contains(sentences, "it was 250 ms before"));
        QVERIFY(contains(sentences,
            "Would have fired: Slow (warning), from 1970-01-01T00:01:40.000Z to 1970-01-01T00:02:40.000Z, p95 is high"));
        QVERIFY(contains(sentences, "Read from the list of the test"));
        QCOMPARE(m_fixture.engine().find("LATEST")->values.at("wouldHaveFired"), std::string("BackendDown, Slow"));
        QCOMPARE(silencer->silences().size(), std::size_t(1));
        QCOMPARE(silencer->openSilences(), 0);
    }
    void restore_alertmanagerIsGone_saysSoAndRestores()
    {
        auto deaf = environment();
        auto silencer = std::make_shared<test::FileSilencer>(m_fixture.world.silenceFile());
        silencer->unreachable = true;
        deaf.silencer = silencer;
        const auto quiet = said(*m_fixture.makeRestore(deaf));
        QVERIFY2(contains(quiet, "Alerts are not silenced and may fire during the work: Alertmanager does not answer."),
            quiet.front().c_str());
        QVERIFY2(contains(quiet, "done"), quiet.back().c_str());
    }
    void restore_fastFormat_isUnpackedAndComesBack_data()
    {
        QTest::addColumn<RestoreWay>("way");
        QTest::addRow("side") << RestoreWay::Side;
        QTest::addRow("in-place") << RestoreWay::InPlace;
    }
    void restore_fastFormat_isUnpackedAndComesBack()
    {
        QFETCH(RestoreWay, way);
        auto engine = m_fixture.engine();
        const auto made = engine.run(*makeBackupOperation(environment(), {.format = Format::Fast}), "test", task());
        QVERIFY2(made && made->succeeded(), test::describe(made).c_str());
        const Backup backup = test::latestBackup(m_fixture.world.backups(), task()).value();
        QVERIFY2(backup.name.ends_with(".dump.zst"), backup.name.c_str());
        QVERIFY(!m_fixture.ask("DELETE FROM outlier").starts_with("failed"));
        QVERIFY(m_fixture.liveDigest() != m_fixture.digestBefore());
        const auto operation = makeRestoreOperation(environment(), backup.name, {.way = way}, task()).value();
        const auto outcome = engine.run(*operation, "test", task());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestBefore());
    }
    void restore_withoutApplication_exchangesAlone()
    {
        auto alone = environment();
        alone.workload.reset();
        const auto outcome = m_fixture.restore(alone, {.stopApplication = false});
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
    }
    void restore_ownersAndGrants_areAsInTheBackup()
    {
        // The fixture's backup names no role but the superuser; what the application may do must survive the exchange.
        QVERIFY(!m_fixture.ask("DROP ROLE IF EXISTS app").starts_with("failed"));
        QVERIFY(!m_fixture.ask("CREATE ROLE app LOGIN PASSWORD 'app'").starts_with("failed"));
        QVERIFY(!m_fixture.ask("REVOKE CONNECT ON DATABASE qbm_ai_system FROM PUBLIC").starts_with("failed"));
        QVERIFY(!m_fixture.ask("GRANT CONNECT ON DATABASE qbm_ai_system TO app").starts_with("failed"));
        QVERIFY(!m_fixture.ask("ALTER DATABASE qbm_ai_system SET work_mem TO '13MB'").starts_with("failed"));
        const auto outcome = m_fixture.restore(environment());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        auto settings = settingsAs("app");
        settings.user = "app";
        settings.password = Secret("app");
        auto app = postgres::Client::connect(settings, task());
        QVERIFY2(app.has_value(), app ? "" : app.error().english().c_str());
        QCOMPARE(*app->query("SHOW work_mem", task()).value().rows.at(0)[0], std::string("13MB"));
        QVERIFY(m_fixture.ask("SELECT has_database_privilege('public', 'qbm_ai_system', 'CONNECT')") == "f\n");
    }

    void swapBack_afterARestore_exchangesThemAgain()
    {
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const std::string kept = m_fixture.databasesBeside("_before_");
        const auto made = makeSwapBackOperation(environment(), kept, {}, task());
        QVERIFY(made.has_value());
        const std::string lines = linesOf(**made);
        QVERIFY2(lines.find("database " + kept + " becomes qbm_ai_system") != std::string::npos, lines.c_str());
        QCOMPARE(checksOf(**made, operation::Verdict::Fail), std::string());
        const auto outcome = swapBack(kept);
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestBefore());
        const std::string second = m_fixture.databasesBeside("_before_");
        QVERIFY(second != kept && second.find(' ') == std::string::npos);
        QCOMPARE(m_fixture.ask(test::digestSql(), second), m_fixture.digestOfBackup());
        const auto again = swapBack(second);
        QVERIFY2(again && again->succeeded(), test::describe(again).c_str());
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
    }
    void swapBack_applicationStaysUnhealthy_isAsBefore()
    {
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const std::string kept = m_fixture.databasesBeside("_before_");
        auto sick = environment();
        sick.checkHealth
            = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "The application does not answer."); };
        auto engine = m_fixture.engine();
        const auto outcome = engine.run(*makeSwapBackOperation(sick, kept, {}, task()).value(), "test", task());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QCOMPARE(m_fixture.databasesBeside("_before_"), kept);
        const std::string different = m_fixture.differencesFromRestored(RestoreWay::Side);
        QVERIFY2(different.empty(), different.c_str());
    }
    void swapBack_foreignOrMissingDatabase_isRefused()
    {
        for (const char* foreign : {"postgres", "qbm_ai_system", "qbm_ai_system_restore_20260101_000000"})
            QVERIFY(makeSwapBackOperation(environment(), foreign, {}, task()).error().kind == ErrorKind::InvalidInput);
        QVERIFY(makeSwapBackOperation(environment(), "qbm_ai_system_before_20260101_000000", {}, task()).error().kind
            == ErrorKind::NotFound);
    }

    void otherRestore_unfinished_isNotOvertaken()
    {
        auto busy = environment();
        busy.unfinishedRestores = [] { return Result<std::vector<std::string>>(std::vector<std::string>{"20260101T0-x"}); };
        const std::string wanted = "No other restore of qbm_ai_system is unfinished: 20260101T0-x was interrupted";
        const auto restore = m_fixture.makeRestore(busy);
        const std::string refused = checksOf(*restore, operation::Verdict::Fail);
        QVERIFY2(refused.find(wanted) != std::string::npos, refused.c_str());
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const auto back = makeSwapBackOperation(busy, m_fixture.databasesBeside("_before_"), {}, task());
        const std::string refusedBack = checksOf(**back, operation::Verdict::Fail);
        QVERIFY2(refusedBack.find(wanted) != std::string::npos, refusedBack.c_str());
        auto idle = environment();
        idle.unfinishedRestores = [] { return Result<std::vector<std::string>>(std::vector<std::string>()); };
        QCOMPARE(checksOf(*m_fixture.makeRestore(idle), operation::Verdict::Fail), std::string());
    }
    void dropSide_keptDatabase_goesAndTheLiveOneStays()
    {
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const std::string kept = m_fixture.databasesBeside("_before_");
        auto known = environment();
        known.databasesOfUnfinishedOperations
            = [] { return Result<std::vector<std::string>>(std::vector<std::string>()); };
        const auto operation = makeDropSideOperation(known, kept, task()).value();
        const auto plan = operation->plan(task()).value();
        QCOMPARE(plan.target, kept);
        QVERIFY(plan.destructive);
        QCOMPARE(checksOf(*operation, operation::Verdict::Fail) + checksOf(*operation, operation::Verdict::Warning),
            std::string());
        const auto holder = postgres::Client::connect(
            [&] {
                auto settings = settingsAs("psql");
                settings.database = kept;
                return settings;
            }(),
            task());
        auto engine = m_fixture.engine();
        const auto outcome = engine.run(*operation, "test", task());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(m_fixture.databasesBeside("_before_"), std::string());
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestOfBackup());
    }
    void dropSide_liveForeignOrInUse_isRefused()
    {
        for (const char* foreign : {"postgres", "qbm_ai_system", "template1"})
            QVERIFY(makeDropSideOperation(environment(), foreign, task()).error().kind == ErrorKind::InvalidInput);
        // One that a restore elsewhere made carries no mark: what the verb is for is said, and how to drop it.
        const auto named = makeDropSideOperation(environment(), "my \"copy", task()).error().english();
        QVERIFY2(named.find("which \"backup kept\" lists") != std::string::npos
                && named.find("is dropped with SQL") != std::string::npos,
            named.c_str());
        const auto live = makeDropSideOperation(environment(), "qbm_ai_system", task()).error().english();
        QVERIFY2(live.find("DROP DATABASE") == std::string::npos, live.c_str());
        QVERIFY(makeDropSideOperation(environment(), "qbm_ai_system_before_20260101_000000", task()).error().kind
            == ErrorKind::NotFound);
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const std::string kept = m_fixture.databasesBeside("_before_");
        auto busy = environment();
        busy.databasesOfUnfinishedOperations
            = [&] { return Result<std::vector<std::string>>(std::vector<std::string>{kept}); };
        const auto operation = makeDropSideOperation(busy, kept, task()).value();
        QVERIFY(checksOf(*operation, operation::Verdict::Fail).find("continue or undo that one") != std::string::npos);
        auto engine = m_fixture.engine();
        QVERIFY(engine.run(*operation, "test", task()).error().kind == ErrorKind::Conflict);
        QCOMPARE(m_fixture.databasesBeside("_before_"), kept);
    }

    void check_reasonsToRefuse_areNamed()
    {
        const auto run = [&](const std::string& sql) { return !m_fixture.ask(sql).starts_with("failed"); };
        QVERIFY(run("DROP ROLE IF EXISTS holder"));
        QVERIFY(run("CREATE ROLE holder LOGIN PASSWORD 'holder'"));
        QVERIFY(run("ALTER DATABASE qbm_ai_system OWNER TO holder"));
        QVERIFY(run("GRANT pg_read_all_data TO holder"));
        auto poor = environment();
        poor.connection = [this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = m_fixture.world.settings(access);
            settings.user = "holder";
            settings.password = Secret("holder");
            return settings;
        };
        const auto operation = m_fixture.makeRestore(poor);
        const std::string refused = checksOf(*operation, operation::Verdict::Fail);
        QVERIFY2(refused.find("Give it CREATEDB") != std::string::npos, refused.c_str());
        const std::string warned = checksOf(*operation, operation::Verdict::Warning);
        QVERIFY2(warned.find("holder is no member of postgres and no superuser") != std::string::npos, warned.c_str());
        QVERIFY2(warned.find("cannot be seen from here") != std::string::npos, warned.c_str());
        QVERIFY(run("ALTER ROLE holder CREATEDB"));
        QVERIFY2(checksOf(*operation, operation::Verdict::Fail).empty(),
            checksOf(*operation, operation::Verdict::Fail).c_str());
        const auto outcome = m_fixture.restore(poor);
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(m_fixture.ask("SELECT tableowner FROM pg_tables WHERE tablename = 'model'"), std::string("holder\n"));
    }
    void remake_parameters_areTheSame()
    {
        const auto restore = m_fixture.makeRestore(environment(), {.endSessions = true, .silenceAlerts = false});
        QCOMPARE(
            remakeRestoreOperation(environment(), restore->parameters()).value()->parameters(), restore->parameters());
        QCOMPARE(remakeRestoreOperation(environment(), restore->parameters()).value()->steps().size(),
            restore->steps().size());
        auto old = restore->parameters();
        old.erase("way"); // as journals of earlier versions
        QCOMPARE(remakeRestoreOperation(environment(), old).value()->steps().size(), std::size_t(9));
    }
};

QTEST_APPLESS_MAIN(TstRestoreSide)
#include "tst_restore_side.moc"
