// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_operation.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using operation::Engine;
using operation::RecordState;

namespace {

constexpr const char* kChildAct = "QBM_TEST_CHILD_ACT";
constexpr const char* kChildPort = "QBM_TEST_CHILD_PORT";
constexpr const char* kChildFolder = "QBM_TEST_CHILD_FOLDER";
constexpr const char* kChildPassword = "QBM_TEST_CHILD_PASSWORD";
constexpr const char* kChildPoint = "QBM_TEST_CHILD_POINT";

Result<operation::Outcome> act(
    const std::string& what, const test::BackupWorld& world, Engine& engine, TaskContext& task)
{
    if (what == "run") {
        // By name: LATEST may be a safety dump by now.
        QBM_TRY(restore, makeRestoreOperation(world.environment(), "wanted", {.way = RestoreWay::InPlace}, task));
        return engine.run(*restore, "kill test", task);
    }
    QBM_TRY(record, engine.find("LATEST"));
    QBM_TRY(restore, remakeRestoreOperation(world.environment(), record.parameters));
    return what == "resume" ? engine.resume(record.id, *restore, task) : engine.undo(record.id, *restore, task);
}

/// The child: acts and dies at its journal point number `point`.
int runChild()
{
    const test::BackupWorld world{std::getenv(kChildFolder),
        static_cast<std::uint16_t>(std::atoi(std::getenv(kChildPort))), std::getenv(kChildPassword)};
    const int point = std::atoi(std::getenv(kChildPoint));
    int seen = 0;
    Engine engine = world.engine([&](std::string_view) {
        if (++seen == point)
            ::kill(::getpid(), SIGKILL);
    });
    TaskContext task;
    const auto outcome = act(std::getenv(kChildAct), world, engine, task);
    return outcome ? 0 : 1;
}

} // namespace

/// The promise of a restore: killed at any journal point, it can be finished or taken back, and killed again while at
/// it.
class TstRestoreKill : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;
    std::string m_digestBefore;
    const std::map<std::string, int> m_replicas{{"backend", 3}, {"frontend", 2}};

    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    std::map<std::string, int> replicas() const { return test::FileWorkload(m_world.workloadFile()).counts(); }

    /// A changed database, a backup of how it was, and a running application.
    bool reset()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
        test::FileWorkload(m_world.workloadFile()).setCounts(m_replicas);
        const std::string seeded = ask(test::emptySql() + test::seedSql());
        const auto made = m_world.engine().run(*makeBackupOperation(m_world.environment(), {}), "test", m_task);
        if (!made || !made->succeeded())
            return false;
        const Backup backup = Catalogue(m_world.backups()).find("LATEST", m_task).value();
        std::filesystem::rename(backup.file, m_world.backups() / "wanted.dump");
        std::filesystem::rename(sidecarPath(backup.file), sidecarPath(m_world.backups() / "wanted.dump"));
        std::filesystem::remove_all(m_world.folder / "state");
        const std::string changed = ask(test::changeSql());
        m_digestBefore = ask(test::digestSql());
        return !seeded.starts_with("failed") && !changed.starts_with("failed");
    }
    pid_t startChild(const char* what, int point)
    {
        const pid_t child = ::fork();
        if (child == 0) { // a fresh image: a fork alone would share the parent's threads
            ::setenv(kChildAct, what, 1);
            ::setenv(kChildPort, std::to_string(m_world.port).c_str(), 1);
            ::setenv(kChildFolder, m_world.folder.c_str(), 1);
            ::setenv(kChildPassword, m_world.password.c_str(), 1);
            ::setenv(kChildPoint, std::to_string(point).c_str(), 1);
            ::execl("/proc/self/exe", "tst_restore_kill_child", nullptr);
            ::_exit(127);
        }
        return child;
    }
    /// \return whether it was killed (false: it ended before it came to that point)
    bool killedAt(const char* what, int point)
    {
        int status = 0;
        ::waitpid(startChild(what, point), &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    Result<operation::Outcome> actHere(const char* what)
    {
        Engine engine = m_world.engine();
        return act(what, m_world, engine, m_task);
    }
    static std::string describe(int point, const Result<operation::Outcome>& outcome)
    {
        std::string text = "point " + std::to_string(point) + ": ";
        if (!outcome)
            return text + outcome.error().english() + outcome.error().detail;
        return text + std::string(operation::name(outcome->record.state))
            + (outcome->record.error ? outcome->record.error->english() + outcome->record.error->detail : "");
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        const std::string seeded = ask(test::emptySql() + test::seedSql());
        QVERIFY2(!seeded.starts_with("failed"), seeded.c_str());
    }

    void killedAtEveryPoint_resumed_dataAsInBackup()
    {
        int points = 0;
        for (int point = 1;; ++point) {
            QVERIFY(reset());
            if (!killedAt("run", point))
                break;
            ++points;
            if (m_world.engine().find("LATEST")->state == RecordState::Done)
                continue;
            const auto outcome = actHere("resume");
            QVERIFY2(outcome && outcome->succeeded(), describe(point, outcome).c_str());
            QCOMPARE(replicas(), m_replicas);
            QCOMPARE(ask("SELECT (SELECT count(*) FROM \"we\"\"ird 'table'; --\"), (SELECT count(*) FROM prediction), "
                         "(SELECT name FROM model WHERE id = 1), "
                         "(SELECT last_value FROM ticket), (SELECT encode(lo_get(4711), 'hex')), (SELECT count(*) FROM "
                         "\"数据 schema\".\"表 table\")"),
                std::string("30|1000|model 1|1234|00ff10|3\n"));
        }
        QVERIFY2(points >= 25, qPrintable(QString("died at %1 points").arg(points)));
    }
    void killedAtEveryPoint_undone_dataAsBefore()
    {
        for (int point = 1;; ++point) {
            QVERIFY(reset());
            if (!killedAt("run", point))
                break;
            if (m_world.engine().find("LATEST")->state == RecordState::Done)
                continue;
            const auto outcome = actHere("undo");
            QVERIFY2(outcome && outcome->record.state == RecordState::Undone, describe(point, outcome).c_str());
            QCOMPARE(replicas(), m_replicas);
            QVERIFY2(ask(test::digestSql()) == m_digestBefore, qPrintable(QString("point %1").arg(point)));
        }
    }
    void killedAtRandomMoments_resumedOrUndone_endsSafe()
    {
        constexpr int kRuns = 16;
        constexpr int kLongestRunMilliseconds = 1200;
        const unsigned seed = qEnvironmentVariableIsSet("QBM_TEST_SEED")
            ? qEnvironmentVariable("QBM_TEST_SEED").toUInt()
            : std::random_device{}();
        qInfo("QBM_TEST_SEED=%u", seed);
        std::mt19937 random(seed);
        for (int run = 0; run < kRuns; ++run) {
            QVERIFY(reset());
            const int moment = std::uniform_int_distribution(50, kLongestRunMilliseconds)(random);
            const pid_t child = startChild("run", 0);
            std::this_thread::sleep_for(std::chrono::milliseconds(moment));
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            const auto record = m_world.engine().find("LATEST");
            if (!record || record->state == RecordState::Done)
                continue; // before its first or after its last line
            const bool resume = run % 2 == 0;
            const auto outcome = actHere(resume ? "resume" : "undo");
            QVERIFY2(outcome && outcome->record.state == (resume ? RecordState::Done : RecordState::Undone),
                describe(moment, outcome).c_str());
            QCOMPARE(replicas(), m_replicas);
            if (resume)
                QCOMPARE(ask("SELECT count(*) FROM prediction"), std::string("1000\n"));
            else
                QVERIFY2(
                    ask(test::digestSql()) == m_digestBefore, qPrintable(QString("killed after %1 ms").arg(moment)));
        }
    }
    void killedWhileUndoing_resumedOrUndone_endsSafe()
    {
        constexpr int kRestored = 24; // deep in the run: the new data is in
        for (const bool resume : {false, true}) {
            for (int point = 1;; ++point) {
                QVERIFY(reset());
                QVERIFY(killedAt("run", kRestored));
                QVERIFY(m_world.engine().find("LATEST")->values.at("restoreBegun") == "yes");
                if (!killedAt("undo", point))
                    break;
                if (m_world.engine().find("LATEST")->state == RecordState::Undone)
                    continue;
                const auto outcome = actHere(resume ? "resume" : "undo");
                QVERIFY2(outcome && outcome->record.state == (resume ? RecordState::Done : RecordState::Undone),
                    describe(point, outcome).c_str());
                QCOMPARE(replicas(), m_replicas);
                if (resume)
                    QCOMPARE(ask("SELECT count(*) FROM prediction"), std::string("1000\n"));
                else
                    QVERIFY2(ask(test::digestSql()) == m_digestBefore, qPrintable(QString("point %1").arg(point)));
            }
        }
    }
};

int main(int argc, char** argv)
{
    if (std::getenv(kChildAct) != nullptr)
        return runChild();
    TstRestoreKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_restore_kill.moc"
