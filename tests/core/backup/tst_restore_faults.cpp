// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/base/file.h"
#include "restore_fixture.h"
#include "tests/support/tcp_proxy.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

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
        expectUndone(outcome, ErrorKind::Unreachable, "Exchange the two databases");
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
        if (way == RestoreWay::Side) // nobody noticed
            QCOMPARE(m_fixture.workload().counts().at("backend"), 3);
        else // not started on unknown data
            QCOMPARE(m_fixture.workload().counts().at("backend"), 0);
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
