// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/base/file.h"
#include "core/operation/journal_notes.h"
#include "restore_fixture.h"
#include "tests/support/tcp_proxy.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <optional>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <thread>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using operation::Event;
using operation::RecordState;

namespace {

/// Goes on as the machine's, but for hours that it is set back.
class SetBackClock final : public Clock {
public:
    TimePoint now() const override { return systemClock().now() - m_back.load(); }
    void setBack(std::chrono::hours by) { m_back = by; }

private:
    std::atomic<std::chrono::hours> m_back{0h};
};

/// A small file system for a tablespace; gone with the object.
class SmallDisk {
public:
    /// \param ownerOf whose owner it is given to
    SmallDisk(std::filesystem::path folder, const std::filesystem::path& ownerOf)
        : m_folder(std::move(folder))
    {
        std::filesystem::create_directories(m_folder);
        struct stat owner { };
        ::stat(ownerOf.c_str(), &owner);
        const std::string options = "size=256m,mode=0700,uid=" + std::to_string(owner.st_uid);
        m_mounted = ::mount("tmpfs", m_folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(m_folder.c_str(), MNT_DETACH);
    }
    bool mounted() const { return m_mounted; }
    /// From now on it holds that much more than it does now.
    bool leave(std::uint64_t freeBytes) const
    {
        struct statfs facts { };
        if (::statfs(m_folder.c_str(), &facts) != 0)
            return false;
        const std::uint64_t used = (facts.f_blocks - facts.f_bfree) * static_cast<std::uint64_t>(facts.f_bsize);
        const std::string size = "size=" + std::to_string(used + freeBytes);
        return ::mount("tmpfs", m_folder.c_str(), "tmpfs", MS_REMOUNT, size.c_str()) == 0;
    }

private:
    std::filesystem::path m_folder;
    bool m_mounted = false;
};

} // namespace

/// What can go wrong from outside, in both ways of a restore: each ends with a true sentence and a safe world.
class TstRestoreFaults : public QObject {
    Q_OBJECT
    test::RestoreFixture m_fixture;

    using Outcome = Result<operation::Outcome>;

    static void addWays()
    {
        QTest::addColumn<RestoreWay>("way");
        QTest::addRow("side") << RestoreWay::Side;
        QTest::addRow("in-place") << RestoreWay::InPlace;
    }
    BackupEnvironment environment() const { return m_fixture.world.environment(); }
    std::filesystem::path backupFile() const { return m_fixture.world.backups() / test::RestoreFixture::kBackup; }

    /// Runs a restore and calls `fault` once, when the journal comes to `point`.
    Outcome runUntil(const BackupEnvironment& environment, RestoreWay way, const std::string& point,
        const std::function<void()>& fault)
    {
        bool happened = false;
        auto engine = m_fixture.engine([&](std::string_view now) {
            if (now == point && !std::exchange(happened, true))
                fault();
        });
        const auto operation = m_fixture.makeRestore(environment, {.way = way});
        return engine.run(*operation, "test", m_fixture.task);
    }
    /// The same, when pg_restore says `word` (a part of a line).
    Outcome runUntilWord(const BackupEnvironment& environment, RestoreWay way, const std::string& word,
        const std::function<void()>& fault)
    {
        bool happened = false;
        auto engine = m_fixture.engine();
        const auto operation = m_fixture.makeRestore(environment, {.way = way});
        return engine.run(*operation, "test", m_fixture.task, [&](const Event& event) {
            if (event.kind == Event::Kind::Progressed && event.progress.step.english().find(word) != std::string::npos
                && !std::exchange(happened, true))
                fault();
        });
    }
    void expectUndone(const Outcome& outcome, ErrorKind kind, const std::string& sentence)
    {
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        expectSentence(*outcome->record.error, kind, sentence);
        expectBefore();
    }
    static void expectSentence(const Error& error, ErrorKind kind, const std::string& sentence)
    {
        QVERIFY2(error.kind == kind, (std::string(name(error.kind)) + ": " + error.english() + error.detail).c_str());
        QVERIFY2(error.english().find(sentence) != std::string::npos, (error.english() + "\n" + error.detail).c_str());
    }
    void expectBefore()
    {
        const std::string different = m_fixture.differencesFromBefore();
        QVERIFY2(different.empty(), different.c_str());
    }
    void expectUndoneLater()
    {
        const auto outcome = m_fixture.goOn("undo", environment());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        expectBefore();
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

    void diskFull_saysSoAndNothingIsLost_data() { addWays(); }
    void diskFull_saysSoAndNothingIsLost()
    {
        QFETCH(RestoreWay, way);
        const std::filesystem::path folder = m_fixture.server().folder() / "small";
        const SmallDisk disk(folder, m_fixture.server().folder() / "data");
        if (!disk.mounted())
            QSKIP("mounting a small tmpfs needs root with CAP_SYS_ADMIN");
        const auto execute = [&](const std::string& sql) {
            const std::string answer = m_fixture.ask(sql, "postgres");
            QVERIFY2(!answer.starts_with("failed"), answer.c_str());
        };
        execute("CREATE TABLESPACE small LOCATION '" + folder.string() + "'");
        execute("ALTER DATABASE qbm_ai_system SET TABLESPACE small");
        // The checks saw a disk with room; somebody else fills it just before the rows come.
        const auto outcome
            = runUntil(environment(), way, way == RestoreWay::Side ? "side-create:done" : "value:restoreBegun",
                [&] { QVERIFY(disk.leave(way == RestoreWay::Side ? 300'000 : 150'000)); });
        expectUndone(outcome, ErrorKind::Exhausted, "The disk of the database server is full");
        execute("ALTER DATABASE qbm_ai_system SET TABLESPACE pg_default");
        execute("DROP TABLESPACE small");
    }
    void diskFull_seenBefore_isNotBegun()
    {
        const std::filesystem::path folder = m_fixture.server().folder() / "small";
        const SmallDisk disk(folder, m_fixture.server().folder() / "data");
        if (!disk.mounted())
            QSKIP("mounting a small tmpfs needs root with CAP_SYS_ADMIN");
        const auto execute = [&](const std::string& sql) {
            const std::string answer = m_fixture.ask(sql, "postgres");
            QVERIFY2(!answer.starts_with("failed"), answer.c_str());
        };
        execute("CREATE TABLESPACE small LOCATION '" + folder.string() + "'");
        execute("ALTER DATABASE qbm_ai_system SET TABLESPACE small");
        QVERIFY(disk.leave(1'000'000));
        const auto outcome = m_fixture.restore(environment());
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Conflict);
        QVERIFY2(outcome.error().detail.find("room for a second copy: ") != std::string::npos,
            test::describe(outcome).c_str());
        expectBefore();
        QVERIFY(disk.leave(100'000'000));
        execute("ALTER DATABASE qbm_ai_system SET TABLESPACE pg_default");
        execute("DROP TABLESPACE small");
    }
    void serverRestart_whileRestoring_isTakenBack_data() { addWays(); }
    void serverRestart_whileRestoring_isTakenBack()
    {
        QFETCH(RestoreWay, way);
        const auto outcome = runUntilWord(environment(), way, way == RestoreWay::Side ? "item" : "processing data",
            [&] { QVERIFY(m_fixture.server().restart().has_value()); });
        expectUndone(outcome, ErrorKind::Unreachable, "could not restore wanted.dump");
    }
    void serverRestart_whileExchanging_isTakenBack()
    {
        const auto outcome = runUntil(environment(), RestoreWay::Side, "value:restoreBegun",
            [&] { QVERIFY(m_fixture.server().restart().has_value()); });
        expectUndone(outcome, ErrorKind::Unreachable, "Give it the name of the live database");
    }
    void serverDown_whileTakingBack_isWaitedFor_data() { addWays(); }
    void serverDown_whileTakingBack_isWaitedFor()
    {
        QFETCH(RestoreWay, way);
        auto patient = environment();
        patient.timeouts.takeBack = 30s;
        // The main thread owns the server; the restore runs beside it.
        std::atomic<bool> reached{false}, down{false};
        Outcome outcome = fail(ErrorKind::Internal, "it did not run");
        std::thread restoring([&] {
            outcome = runUntil(patient, way, "value:restoreBegun", [&] {
                reached = true;
                while (!down)
                    std::this_thread::sleep_for(10ms);
            });
        });
        while (!reached)
            QTest::qSleep(10);
        m_fixture.server().stop();
        down = true;
        QTest::qSleep(3000);
        const auto back = m_fixture.server().restart();
        restoring.join();
        QVERIFY(back.has_value());
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        expectBefore();
    }
    void wayBackFails_theApplicationComesBackAndItCanBeUndoneLater()
    {
        // Somebody connects to the restored database and stays, so it cannot be exchanged again.
        std::optional<postgres::Client> holder;
        auto sick = environment();
        sick.timeouts.sessionsGone = 300ms;
        sick.checkHealth = [&](TaskContext& task) -> Result<> {
            auto settings = m_fixture.world.settings();
            settings.applicationName = "psql";
            if (!holder)
                holder.emplace(postgres::Client::connect(settings, task).value());
            return fail(ErrorKind::Unreachable, "The application does not answer.");
        };
        const auto outcome = m_fixture.restore(sick);
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        const std::string why = test::describe(outcome); // of the step and of the way back
        QVERIFY2(why.find("The application does not answer") != std::string::npos
                && why.find("sessions still use the database") != std::string::npos,
            why.c_str());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 3);
        QCOMPARE(m_fixture.workload().counts().at("frontend"), 2);
        QVERIFY(m_fixture.workload().interferers().at("CronJob nightly") == "active");
        QCOMPARE(m_fixture.silencer().openSilences(), 0);
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestOfBackup());
        // The application writes; then somebody takes the restore back.
        QVERIFY(!m_fixture.ask("CREATE TABLE written_meanwhile (a int)").starts_with("failed"));
        m_fixture.workload().setCounts({{"backend", 4}, {"frontend", 2}});
        holder.reset();
        bool wasDown = false;
        auto watching = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->before = [&](const std::string&) -> Result<> {
            wasDown = wasDown || workload->counts().at("backend") == 0;
            return {};
        };
        watching.workload = workload;
        const auto undone = m_fixture.goOn("undo", watching);
        QVERIFY2(undone && undone->record.state == RecordState::Undone, test::describe(undone).c_str());
        QVERIFY(wasDown); // its data is never replaced under it
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestBefore());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 4); // as somebody had it since
        const std::string beside = m_fixture.databasesBeside("_restore_"); // nothing that was written is lost
        QVERIFY2(m_fixture.ask("SELECT count(*) FROM written_meanwhile", beside) == "0\n", beside.c_str());
    }
    void wayBackFailsInPlace_theApplicationComesBackAndItCanBeUndoneLater()
    {
        auto sick = environment();
        const std::filesystem::path away = m_fixture.world.folder / "away";
        std::filesystem::create_directories(away);
        const auto moveSafety = [&](const std::filesystem::path& from, const std::filesystem::path& to) {
            for (const auto& entry : std::filesystem::directory_iterator(from)) {
                if (entry.path().filename().string().starts_with("qbm"))
                    std::filesystem::rename(entry.path(), to / entry.path().filename());
            }
        };
        bool moved = false;
        sick.checkHealth = [&](TaskContext&) -> Result<> {
            if (!std::exchange(moved, true))
                moveSafety(m_fixture.world.backups(), away);
            return fail(ErrorKind::Unreachable, "The application does not answer.");
        };
        const auto outcome = m_fixture.restore(sick, {.way = RestoreWay::InPlace});
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 3);
        QVERIFY(m_fixture.workload().interferers().at("CronJob nightly") == "active");
        moveSafety(away, m_fixture.world.backups());
        expectUndoneLater();
    }
    void lastThingsFail_theRestoreIsKept_data() { addWays(); }
    void lastThingsFail_theRestoreIsKept()
    {
        QFETCH(RestoreWay, way);
        auto stubborn = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->before = [](const std::string& call) {
            return call == "resume nightly" ? Result<>(fail(ErrorKind::Denied, "tester may not patch nightly."))
                                            : Result<>();
        };
        stubborn.workload = workload;
        // Nor can be noted how long it took.
        std::filesystem::create_directories(m_fixture.world.backups() / "restores.jsonl");
        const auto outcome = m_fixture.restore(stubborn, {.way = way});
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        QVERIFY2(test::describe(outcome).find("may not patch nightly") != std::string::npos,
            test::describe(outcome).c_str());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 3);
        QVERIFY(m_fixture.workload().interferers().at("HorizontalPodAutoscaler backend") == "2-10"); // the other one
        const auto later = m_fixture.goOn("resume", environment());
        QVERIFY2(later && later->succeeded(), test::describe(later).c_str());
        const std::string different = m_fixture.differencesFromRestored(way);
        QVERIFY2(different.empty(), different.c_str());
    }
    void oneDeploymentIsGone_theOthersComeBack()
    {
        auto cluster = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        cluster.workload = workload;
        const auto outcome = runUntil(cluster, RestoreWay::Side, "stop:done", [&] {
            workload->before = [](const std::string& call) {
                return call.ends_with(" frontend") ? Result<>(fail(ErrorKind::NotFound, "frontend was deleted."))
                                                   : Result<>();
            };
        });
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        QCOMPARE(m_fixture.workload().counts().at("backend"), 3);
    }
    void databaseSettings_thatForbidRestoring_areOverridden_data() { addWays(); }
    void databaseSettings_thatForbidRestoring_areOverridden()
    {
        QFETCH(RestoreWay, way);
        for (const char* setting : {"default_transaction_read_only = on", "lock_timeout = '1ms'",
                 "statement_timeout = '1ms'", "idle_in_transaction_session_timeout = '1ms'",
                 "idle_session_timeout = '1ms'", "role = 'pg_monitor'", "array_nulls = off", "row_security = off",
                 "default_transaction_isolation = 'serializable'", "search_path = ''", "transform_null_equals = on"}) {
            const std::string answer
                = m_fixture.ask("ALTER DATABASE qbm_ai_system SET " + std::string(setting), "postgres");
            QVERIFY2(!answer.starts_with("failed"), answer.c_str());
        }
        const auto outcome = m_fixture.restore(environment(), {.way = way});
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        const std::string settings = m_fixture.ask("SELECT array_length(setconfig, 1) FROM pg_db_role_setting s JOIN "
                                                   "pg_database d ON d.oid = s.setdatabase WHERE d.datname = "
                                                   "'qbm_ai_system'",
            "postgres");
        QCOMPARE(settings, std::string("11\n"));
        (void)m_fixture.ask("ALTER DATABASE qbm_ai_system RESET ALL", "postgres"); // the fixture looks at it too
        const std::string different = m_fixture.differencesFromRestored(way);
        QVERIFY2(different.empty(), different.c_str());
    }
    void eventTrigger_thatForbidsChanges_isNoObstacle_data() { addWays(); }
    void eventTrigger_thatForbidsChanges_isNoObstacle()
    {
        QFETCH(RestoreWay, way);
        for (const char* statement : {"CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
                                      "EXCEPTION 'not here'; END $$",
                 "CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION forbid()"}) {
            const std::string answer = m_fixture.ask(statement);
            QVERIFY2(!answer.starts_with("failed"), answer.c_str());
        }
        auto engine = m_fixture.engine();
        const auto outcome = m_fixture.restore(environment(), {.way = way});
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        if (way == RestoreWay::InPlace) // what the backup does not know stays
            QVERIFY(m_fixture.ask("CREATE TABLE x (a int)").find("not here") != std::string::npos);
    }
    void networkCut_whileRestoring_isTakenBackWhenItIsMended_data() { addWays(); }
    void networkCut_whileRestoring_isTakenBackWhenItIsMended()
    {
        QFETCH(RestoreWay, way);
        test::TcpProxy network(m_fixture.world.port);
        auto far = environment();
        far.connection = [&](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = m_fixture.world.settings(access);
            settings.port = network.port();
            return settings;
        };
        const auto outcome
            = runUntilWord(far, way, way == RestoreWay::Side ? "item" : "processing data", [&] { network.cut(); });
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Unreachable);
        QCOMPARE(m_fixture.workload().counts().at("backend"), 3); // the data is wholly the old or wholly the new
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestBefore());
        network.mend();
        expectUndoneLater();
    }
    void wrongChecksum_isNotBegun_data() { addWays(); }
    void wrongChecksum_isNotBegun()
    {
        QFETCH(RestoreWay, way);
        std::string bytes = readFile(backupFile()).value();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(writeFileDurably(backupFile(), bytes).has_value());
        const auto outcome = m_fixture.restore(environment(), {.way = way});
        QVERIFY(!outcome);
        QVERIFY(outcome.error().kind == ErrorKind::Conflict);
        QVERIFY2(outcome.error().detail.find("wanted.dump") != std::string::npos, test::describe(outcome).c_str());
        expectBefore();
    }
    void truncatedDump_isNotBegun_data() { addWays(); }
    void truncatedDump_isNotBegun()
    {
        QFETCH(RestoreWay, way);
        std::filesystem::resize_file(backupFile(), std::filesystem::file_size(backupFile()) / 2);
        const auto outcome = m_fixture.restore(environment(), {.way = way});
        QVERIFY(!outcome);
        QVERIFY2(test::describe(outcome).find("truncated") != std::string::npos
                || test::describe(outcome).find("shorter") != std::string::npos,
            test::describe(outcome).c_str());
        expectBefore();
    }
    void truncatedDump_afterTheChecks_isTakenBack_data() { addWays(); }
    void truncatedDump_afterTheChecks_isTakenBack()
    {
        QFETCH(RestoreWay, way);
        const auto outcome = runUntil(environment(), way, way == RestoreWay::Side ? "side-create:done" : "quiet:done",
            [&] { std::filesystem::resize_file(backupFile(), std::filesystem::file_size(backupFile()) * 2 / 3); });
        QVERIFY2(outcome && outcome->record.state == RecordState::Undone, test::describe(outcome).c_str());
        QVERIFY2(outcome->record.error->kind == ErrorKind::BadData, test::describe(outcome).c_str());
        expectBefore();
    }
    void podsDoNotTerminate_isTakenBack_data() { addWays(); }
    void podsDoNotTerminate_isTakenBack()
    {
        QFETCH(RestoreWay, way);
        auto stubborn = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->stuck = "frontend";
        stubborn.workload = workload;
        expectUndone(
            m_fixture.restore(stubborn, {.way = way}), ErrorKind::Timeout, "The pods of frontend are still there");
    }
    void scaleDenied_inTheChecks_isNotBegun_data() { addWays(); }
    void scaleDenied_inTheChecks_isNotBegun()
    {
        QFETCH(RestoreWay, way);
        auto denied = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->denied = "backend";
        denied.workload = workload;
        const auto outcome = m_fixture.restore(denied, {.way = way});
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Conflict);
        QVERIFY2(outcome.error().detail.find("tester may not scale backend") != std::string::npos,
            test::describe(outcome).c_str());
        expectBefore();
    }
    void scaleDenied_atTheStop_isTakenBack_data() { addWays(); }
    void scaleDenied_atTheStop_isTakenBack()
    {
        QFETCH(RestoreWay, way);
        auto denied = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        workload->before = [](const std::string& call) {
            return call.starts_with("scale ") ? Result<>(fail(ErrorKind::Denied, "tester may not scale backend."))
                                              : Result<>();
        };
        denied.workload = workload;
        expectUndone(m_fixture.restore(denied, {.way = way}), ErrorKind::Denied, "tester may not scale backend");
    }
    void kubernetesGone_afterTheDataCame_waitsAtZeroAndCanBeUndone_data() { addWays(); }
    void kubernetesGone_afterTheDataCame_waitsAtZeroAndCanBeUndone()
    {
        QFETCH(RestoreWay, way);
        auto cluster = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        cluster.workload = workload;
        const auto outcome = runUntil(cluster, way, "value:restored", [&] {
            workload->before = [](const std::string&) -> Result<> {
                return fail(ErrorKind::Unreachable, "The API server does not answer.");
            };
        });
        QVERIFY2(outcome && outcome->record.state == RecordState::NeedsAttention, test::describe(outcome).c_str());
        QVERIFY(test::describe(outcome).find("The API server does not answer") != std::string::npos);
        QCOMPARE(m_fixture.workload().counts().at("backend"), 0);
        QVERIFY(m_fixture.workload().interferers().at("CronJob nightly") == "paused");
        expectUndoneLater();
    }
    void kubernetesGone_afterTheDataCame_canBeContinued_data() { addWays(); }
    void kubernetesGone_afterTheDataCame_canBeContinued()
    {
        QFETCH(RestoreWay, way);
        auto cluster = environment();
        auto workload = std::make_shared<test::FileWorkload>(m_fixture.world.workloadFile());
        cluster.workload = workload;
        const auto broken = runUntil(cluster, way, "start:running", [&] {
            workload->before = [](const std::string&) -> Result<> {
                return fail(ErrorKind::Unreachable, "The API server does not answer.");
            };
        });
        QVERIFY2(broken && broken->record.state == RecordState::NeedsAttention, test::describe(broken).c_str());
        const auto outcome = m_fixture.goOn("resume", environment());
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        // It stood still until somebody went on with it, so there is no figure of what a restore takes.
        QVERIFY(!lastRestore(m_fixture.world.backups(), m_fixture.world.database).value().has_value());
        QCOMPARE(operation::interruptions(outcome->record.values).size(), std::size_t(1));
        const std::string different = m_fixture.differencesFromRestored(way);
        QVERIFY2(different.empty(), different.c_str());
    }
    void clockSetBack_isSaidAndNothingElse_data() { addWays(); }
    void clockSetBack_isSaidAndNothingElse()
    {
        QFETCH(RestoreWay, way);
        SetBackClock clock;
        auto earlier = environment();
        earlier.clock = &clock;
        std::string said;
        auto engine = m_fixture.engine([&](std::string_view point) {
            if (point == "stop:running")
                clock.setBack(3h);
        });
        const auto outcome = engine.run(*m_fixture.makeRestore(earlier, {.way = way}), "test", m_fixture.task,
            [&](const Event& event) { said += event.kind == Event::Kind::Said ? event.message.english() + "\n" : ""; });
        QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        QVERIFY2(said.find("The clock was set back meanwhile") != std::string::npos, said.c_str());
        QVERIFY(!lastRestore(m_fixture.world.backups(), m_fixture.world.database).value().has_value()); // no figure is better than a wrong one
        const std::string different = m_fixture.differencesFromRestored(way);
        QVERIFY2(different.empty(), different.c_str());
    }
    void clockStands_secondRestore_findsNamesOfItsOwn()
    {
        class StoppedClock final : public Clock {
            TimePoint now() const override { return parseRfc3339("2026-11-24T18:15:00Z").value(); }
        } clock;
        auto stopped = environment();
        stopped.clock = &clock;
        for (int i = 0; i < 2; ++i) {
            const auto outcome = m_fixture.restore(stopped);
            QVERIFY2(outcome && outcome->succeeded(), test::describe(outcome).c_str());
        }
        QCOMPARE(m_fixture.liveDigest(), m_fixture.digestOfBackup());
        const std::string kept = m_fixture.databasesBeside("_before_");
        QCOMPARE(std::ranges::count(kept, ' '), 1);
    }
};

QTEST_APPLESS_MAIN(TstRestoreFaults)
#include "tst_restore_faults.moc"
