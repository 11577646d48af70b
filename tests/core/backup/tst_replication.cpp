// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/sessions.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/tools.h"
#include "restore_fixture.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::RecordState;
using operation::Verdict;

namespace {

/// A program that connects again as soon as it is thrown out, as a pooler does, and writes whenever it may.
class Pooler {
public:
    explicit Pooler(postgres::ConnectionSettings settings)
        : m_settings(std::move(settings))
        , m_thread([this] { run(); })
    {
    }
    ~Pooler()
    {
        m_stop = true;
        m_thread.join();
    }
    Pooler(const Pooler&) = delete;
    Pooler& operator=(const Pooler&) = delete;
    /// Waits until it is connected.
    bool isIn(TaskContext& task) const
    {
        for (int i = 0; i < 100 && !m_connected; ++i)
            (void)task.sleepFor(50ms);
        return m_connected;
    }

private:
    void run()
    {
        TaskContext task;
        while (!m_stop) {
            auto client = postgres::Client::connect(m_settings, task);
            m_connected = client.has_value();
            while (client && !m_stop && client->query("SELECT 1", task))
                std::this_thread::sleep_for(2ms);
        }
    }
    postgres::ConnectionSettings m_settings;
    std::atomic<bool> m_stop{false}, m_connected{false};
    std::thread m_thread;
};

std::vector<std::string> texts(const std::vector<operation::PlanLine>& lines)
{
    std::vector<std::string> out;
    for (const operation::PlanLine& line : lines)
        out.push_back(line.what.english() + ": " + line.change.english());
    return out;
}

bool contains(const std::vector<std::string>& sentences, const std::string& part)
{
    return std::ranges::any_of(
        sentences, [&](const std::string& sentence) { return sentence.find(part) != std::string::npos; });
}

std::string joined(const std::vector<std::string>& sentences)
{
    std::string out;
    for (const std::string& sentence : sentences)
        out += sentence + "\n";
    return out;
}

} // namespace

/// Who follows the database and whom it follows, what holds it for ever, and who comes back at once.
class TstReplication : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;

    TaskContext& task() { return m_fixture.task; }
    BackupEnvironment environment() const { return m_fixture.world.environment(); }
    std::string ask(const std::string& sql, const std::string& database = {})
    {
        std::string answer = m_fixture.ask(sql, database);
        while (answer.ends_with('\n'))
            answer.pop_back();
        return answer;
    }
    void execute(const std::string& sql, const std::string& database = {})
    {
        const std::string answer = ask(sql, database);
        QVERIFY2(!answer.starts_with("failed"), (sql + ": " + answer).c_str());
    }
    std::string kept() { return m_fixture.databasesBeside("_before_"); }

    static void addWays()
    {
        QTest::addColumn<RestoreWay>("way");
        QTest::addRow("side") << RestoreWay::Side;
        QTest::addRow("in-place") << RestoreWay::InPlace;
    }
    std::vector<std::string> checks(operation::Operation& operation, Verdict verdict)
    {
        std::vector<std::string> out;
        const auto all = operation.check(task());
        if (!all)
            return {all.error().english()};
        for (const operation::Check& check : *all) {
            if (check.verdict == verdict)
                out.push_back(check.question.english() + ": " + check.reason.english());
        }
        return out;
    }
    std::string backUp()
    {
        auto engine = m_fixture.engine();
        const auto made = engine.run(*makeBackupOperation(environment(), {}), "test", task());
        return made && made->succeeded() ? std::string() : test::describe(made);
    }
    std::unique_ptr<operation::Operation> restoreLatest(RestoreOptions options = {})
    {
        return makeRestoreOperation(environment(), "LATEST", options, task()).value();
    }
    Result<operation::Outcome> run(operation::Operation& operation)
    {
        auto engine = m_fixture.engine();
        return engine.run(operation, "test", task());
    }
    Result<operation::Outcome> dropKept(DropSideOptions options = {})
    {
        auto environment = this->environment();
        environment.databasesOfUnfinishedOperations
            = [] { return Result<std::vector<std::string>>(std::vector<std::string>()); };
        QBM_TRY(drop, makeDropSideOperation(environment, kept(), task(), options));
        auto engine = m_fixture.engine();
        return engine.run(*drop, "test", task());
    }
    /// The live database takes what another database of this server publishes.
    void subscribe()
    {
        execute("CREATE DATABASE source", "postgres");
        execute("CREATE TABLE fed (a int PRIMARY KEY)", "source");
        execute("CREATE PUBLICATION everything FOR ALL TABLES", "source");
        execute("SELECT pg_create_logical_replication_slot('feed', 'pgoutput')", "source");
        execute("CREATE TABLE fed (a int PRIMARY KEY)");
        execute("CREATE SUBSCRIPTION feeding CONNECTION 'host=127.0.0.1 port=" + std::to_string(m_fixture.world.port)
            + " dbname=source user=postgres password=" + m_fixture.world.password
            + "' PUBLICATION everything WITH (create_slot = false, slot_name = 'feed', copy_data = false)");
        execute("INSERT INTO fed VALUES (1)", "source");
        waitFor("SELECT count(*) FROM fed", "1");
    }
    void waitFor(const std::string& sql, const std::string& answer, const std::string& database = {})
    {
        for (int i = 0; i < 200 && ask(sql, database) != answer; ++i)
            QTest::qSleep(50);
        QCOMPARE(ask(sql, database), answer);
    }
    std::string subscriptionOf(const std::string& database)
    {
        return ask("SELECT s.subenabled || ' ' || coalesce(s.subslotname, 'none') FROM pg_subscription s "
                   "JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = '"
                + database + "'",
            "postgres");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string problem
            = m_fixture.start({.settings = {"wal_level=logical", "max_prepared_transactions=5"}});
        QVERIFY2(problem.empty(), problem.c_str());
    }
    void init()
    {
        auto client = connectToMaintenance(m_fixture.world.settings(), task()).value();
        QVERIFY(dropDatabase(client, "copy", task()).has_value());
        const std::string problem = m_fixture.reset(); // ends the subscriptions and so their walsenders
        QVERIFY2(problem.empty(), problem.c_str());
        for (int i = 0; i < 100 && ask("SELECT count(*) FROM pg_replication_slots WHERE active", "postgres") != "0"; ++i)
            QTest::qSleep(50);
        QVERIFY(dropDatabase(client, "source", task()).has_value());
    }

    void activeConsumer_isNamedAndKeepsTheRestoreFromBeingBegun()
    {
        execute("SELECT pg_create_logical_replication_slot('deb', 'pgoutput')");
        execute("CREATE PUBLICATION everything FOR ALL TABLES");
        const Tools tools = findTools(15, task()).value();
        const auto access = ToolAccess::create(m_fixture.world.settings()).value();
        process::Command command = access.command(tools.pgDump.parent_path() / "pg_recvlogical");
        command.arguments.insert(command.arguments.end(),
            {"--slot=deb", "--start", "--no-loop", "-o", "proto_version=1", "-o", "publication_names=everything",
                "--file=/dev/null"});
        auto consumer = test::ChildProcess::start(command, m_fixture.world.folder / "consumer.log").value();
        waitFor("SELECT count(*) FROM pg_replication_slots WHERE active", "1", "postgres");

        const auto holders = fetchHolders(environment(), task()).value();
        QCOMPARE(holders.size(), std::size_t(1));
        QVERIFY(holders[0].holds);
        QCOMPARE(holders[0].session.backendType, std::string("walsender"));
        QCOMPARE(holders[0].session.slot, std::string("deb"));

        const auto refused = checks(*m_fixture.makeRestore(environment()), Verdict::Fail);
        QVERIFY2(contains(refused, "walsender of the slot deb"), joined(refused).c_str());
        const auto notBegun = m_fixture.restore(environment());
        QVERIFY(!notBegun && notBegun.error().kind == ErrorKind::Conflict);
        QCOMPARE(m_fixture.differencesFromBefore(), std::string());

        const auto ended = m_fixture.restore(environment(), {.endSessions = true});
        QVERIFY2(ended && ended->succeeded(), test::describe(ended).c_str());
        QVERIFY(m_fixture.differencesFromRestored(RestoreWay::Side).empty());
        QCOMPARE(ask("SELECT database FROM pg_replication_slots WHERE slot_name = 'deb'", "postgres"), kept());
    }
    void inactiveSlot_isInThePlanAndKeepsTheKeptDatabaseFromBeingDropped()
    {
        execute("SELECT pg_create_logical_replication_slot('deb', 'pgoutput')");
        execute("CREATE PUBLICATION everything FOR ALL TABLES");
        const auto restore = m_fixture.makeRestore(environment());
        const auto lines = texts(restore->plan(task())->lines);
        QVERIFY2(contains(lines, "logical slot deb (pgoutput, nobody reads it): stays with the database that is set"),
            joined(lines).c_str());
        QVERIFY2(contains(lines, "publication everything: stays with"), joined(lines).c_str());
        const auto outcome = run(*restore);
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());

        const auto refused = dropKept();
        QVERIFY(!refused && refused.error().kind == ErrorKind::Conflict);
        QVERIFY2(refused.error().detail.find("would drop deb with it") != std::string::npos,
            refused.error().detail.c_str());
        QCOMPARE(ask("SELECT database FROM pg_replication_slots", "postgres"), kept());
        const auto dropped = dropKept({.dropSlots = true});
        QVERIFY2(dropped && dropped->succeeded(), test::describe(dropped).c_str());
        QCOMPARE(kept(), std::string());
    }
    void slotMadeAgain_afterASwapBack_isOfTheLiveDatabase()
    {
        execute("SELECT pg_create_logical_replication_slot('deb', 'pgoutput')");
        QVERIFY(m_fixture.restore(environment())->succeeded());
        const auto back = makeSwapBackOperation(environment(), kept(), {}, task()).value();
        const auto lines = texts(back->plan(task())->lines);
        QVERIFY2(contains(lines, "is of the live database again; its consumers can go on"), joined(lines).c_str());
        QVERIFY(run(*back)->succeeded());
        QCOMPARE(ask("SELECT database FROM pg_replication_slots", "postgres"), std::string("qbm_ai_system"));
    }

    void subscription_inEveryCopy_isCutFromTheLiveSlot()
    {
        subscribe();
        QCOMPARE(backUp(), std::string());
        const auto drill = makeDrillOperation(environment(), "LATEST", {}, task()).value();
        const auto drilled = run(*drill);
        QVERIFY2(drilled && drilled->succeeded(), test::describe(drilled).c_str());
        QCOMPARE(m_fixture.databasesBeside("_drill_"), std::string());

        const auto elsewhere
            = makeRestoreElsewhereOperation(environment(), "LATEST", {.database = "copy"}, task()).value();
        const auto copied = run(*elsewhere);
        QVERIFY2(copied && copied->succeeded(), test::describe(copied).c_str());
        QCOMPARE(subscriptionOf("copy"), std::string("false none"));
        QCOMPARE(subscriptionOf("qbm_ai_system"), std::string("true feed"));

        const auto restore = restoreLatest();
        const auto lines = texts(restore->plan(task())->lines);
        QVERIFY2(contains(lines, "/source, slot feed: is disabled, keeps its slot and stays with"),
            joined(lines).c_str());
        QVERIFY2(contains(lines, "subscription feeding of the backup: comes back disabled"), joined(lines).c_str());
        QVERIFY2(joined(lines).find(m_fixture.world.password) == std::string::npos, "the plan holds a password");
        const auto outcome = run(*restore);
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(subscriptionOf("qbm_ai_system"), std::string("false none"));
        QCOMPARE(subscriptionOf(kept()), std::string("false feed"));

        const auto dropped = dropKept();
        QVERIFY2(dropped && dropped->succeeded(), test::describe(dropped).c_str());
        QCOMPARE(kept(), std::string());
        QCOMPARE(ask("SELECT slot_name FROM pg_replication_slots", "postgres"), std::string("feed")); // on the publisher
        // As the plan says, the way on by hand.
        execute("ALTER SUBSCRIPTION feeding SET (slot_name = 'feed')");
        execute("ALTER SUBSCRIPTION feeding ENABLE");
        execute("ALTER SUBSCRIPTION feeding REFRESH PUBLICATION WITH (copy_data = false)");
        execute("INSERT INTO fed VALUES (2)", "source");
        waitFor("SELECT count(*) FROM fed", "2");
    }
    void subscription_restoreFails_isEnabledAgain_data() { addWays(); }
    void subscription_restoreFails_isEnabledAgain()
    {
        QFETCH(RestoreWay, way);
        subscribe();
        QCOMPARE(backUp(), std::string());
        auto sick = environment();
        sick.checkHealth
            = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "The application does not answer."); };
        const auto restore = makeRestoreOperation(sick, "LATEST", {.way = way}, task()).value();
        const auto outcome = run(*restore);
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QCOMPARE(subscriptionOf("qbm_ai_system"), std::string("true feed"));
        execute("INSERT INTO fed VALUES (2)", "source");
        waitFor("SELECT count(*) FROM fed", "2");
    }
    void subscription_inPlace_staysDisabledWithItsSlot()
    {
        subscribe();
        QCOMPARE(backUp(), std::string());
        const auto outcome = run(*restoreLatest({.way = RestoreWay::InPlace}));
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(subscriptionOf("qbm_ai_system"), std::string("false feed"));
    }
    void subscription_onlyInTheBackup_inPlaceComesWithoutSlot()
    {
        subscribe();
        QCOMPARE(backUp(), std::string());
        execute("ALTER SUBSCRIPTION feeding DISABLE");
        execute("ALTER SUBSCRIPTION feeding SET (slot_name = NONE)");
        execute("DROP SUBSCRIPTION feeding");
        const auto outcome = run(*restoreLatest({.way = RestoreWay::InPlace}));
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(subscriptionOf("qbm_ai_system"), std::string("false none"));
    }

    void preparedTransaction_isFoundBeforeAnythingIsBegun_data() { addWays(); }
    void preparedTransaction_isFoundBeforeAnythingIsBegun()
    {
        QFETCH(RestoreWay, way);
        execute("CREATE TABLE held (a int)");
        const auto prepared = m_fixture.server().sql("BEGIN; INSERT INTO held VALUES (1); PREPARE TRANSACTION 'px'");
        QVERIFY2(prepared.has_value(), prepared ? "" : prepared.error().detail.c_str());
        const auto outcome = m_fixture.restore(environment(), {.way = way, .endSessions = true});
        execute("ROLLBACK PREPARED 'px'");
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Conflict);
        QVERIFY2(outcome.error().detail.find("'px' of postgres") != std::string::npos,
            outcome.error().detail.c_str());
    }
    void preparedTransaction_appearsMeanwhile_isTakenBackAtOnce()
    {
        auto engine = m_fixture.engine([&](std::string_view point) {
            if (point == "quiet:done")
                QVERIFY(m_fixture.server().sql("BEGIN; DELETE FROM model WHERE false; SELECT txid_current(); "
                                               "PREPARE TRANSACTION 'py'"));
        });
        const auto restore = m_fixture.makeRestore(environment());
        const auto outcome = engine.run(*restore, "test", task());
        execute("ROLLBACK PREPARED 'py'");
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QVERIFY2(test::describe(outcome).find("'py' of postgres") != std::string::npos,
            test::describe(outcome).c_str());
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }

    void pooler_reconnectsInALoop_isKeptOutUntilItIsDone_data() { addWays(); }
    void pooler_reconnectsInALoop_isKeptOutUntilItIsDone()
    {
        QFETCH(RestoreWay, way);
        execute("DROP ROLE IF EXISTS pool", "postgres");
        execute("CREATE ROLE pool LOGIN PASSWORD 'pool'", "postgres");
        auto settings = m_fixture.world.settings(AccessMode::ReadOnly);
        settings.user = "pool";
        settings.password = Secret("pool");
        settings.applicationName = "pooler";
        Pooler pooler(settings);
        QVERIFY(pooler.isIn(task()));
        const auto outcome = m_fixture.restore(environment(), {.way = way, .endSessions = true});
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QCOMPARE(ask("SELECT datconnlimit || ' ' || datallowconn FROM pg_database WHERE datname = 'qbm_ai_system'",
                     "postgres"),
            std::string("-1 true"));
        QVERIFY(pooler.isIn(task()));
    }
    void pooler_restoreFails_isLetInAgain_data() { addWays(); }
    void pooler_restoreFails_isLetInAgain()
    {
        QFETCH(RestoreWay, way);
        execute("ALTER DATABASE qbm_ai_system CONNECTION LIMIT 42", "postgres");
        auto engine = m_fixture.engine([&](std::string_view point) {
            if (point == "quiet:done") // the data cannot be read any more
                std::filesystem::remove(m_fixture.world.backups() / test::RestoreFixture::kBackup);
        });
        auto sick = environment();
        sick.checkHealth = [](TaskContext&) -> Result<> { return fail(ErrorKind::Unreachable, "down"); };
        const auto restore = m_fixture.makeRestore(sick, {.way = way, .endSessions = true});
        const auto outcome = engine.run(*restore, "test", task());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QCOMPARE(ask("SELECT datconnlimit || ' ' || datallowconn FROM pg_database WHERE datname = 'qbm_ai_system'",
                     "postgres"),
            std::string("42 true"));
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
};

QTEST_APPLESS_MAIN(TstReplication)
#include "tst_replication.moc"
