// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_world.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/dump/dump.h"
#include "core/backup/operation_checks.h"
#include "core/backup/archive/verify.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/postgres/server_facts.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <csignal>
#include <sys/mount.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kChildPort = "QBM_TEST_CHILD_PORT";
constexpr const char* kChildFolder = "QBM_TEST_CHILD_FOLDER";

Result<Backup> dump(const test::BackupWorld& world, TaskContext& task, std::chrono::milliseconds stall = 60s)
{
    QBM_TRY(tools, findTools(15, task));
    DumpOptions options;
    options.folder = world.backups();
    options.label = "a \"label\"";
    options.stallTimeout = stall;
    return dumpDatabase(world.settings(), tools, options, {}, task);
}

std::vector<TableRows> withoutChecksums(std::vector<TableRows> tables)
{
    for (TableRows& table : tables)
        table.checksum.clear();
    return tables;
}

std::vector<std::string> filesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
        names.push_back(entry.path().filename().string());
    return names;
}

/// Processes called pg_dump that talk to this port.
std::vector<std::string> dumpProcesses(std::uint16_t port)
{
    std::vector<std::string> found;
    const std::string wanted = "--port=" + std::to_string(port);
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto commandLine = readFile(entry.path() / "cmdline");
        if (commandLine && commandLine->find("pg_dump") != std::string::npos
            && commandLine->find(wanted) != std::string::npos)
            found.push_back(entry.path().string());
    }
    return found;
}

template <class Condition> bool waitFor(Condition condition, std::chrono::milliseconds limit = 10s)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

} // namespace

class TstDump : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;

    Tools tools() { return findTools(15, m_task).value(); }
    void execute(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().english().c_str());
    }
    /// What psql prints, or its complaint, which is equal to nothing.
    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    /// A session that keeps pg_dump waiting for a table.
    postgres::Client lockTable(const std::string& table)
    {
        auto client = postgres::Client::connect(m_world.settings(), m_task).value();
        (void)client.exec("BEGIN", m_task);
        (void)client.exec("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", m_task);
        return client;
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
        execute(test::emptySql());
    }

    void dump_everyKindOfObject_roundTrip()
    {
        execute(test::seedSql());
        const std::string before = ask(test::digestSql());
        QVERIFY2(!before.starts_with("failed"), before.c_str());
        const auto made = dump(m_world, m_task);
        QVERIFY2(made.has_value(), made ? "" : (made.error().english() + made.error().detail).c_str());
        QVERIFY(made->state == BackupState::Complete);
        const Sidecar& sidecar = *made->sidecar;
        const std::string bytes = readFile(made->file).value();
        QVERIFY(bytes.starts_with("PGDMP"));
        QCOMPARE(sidecar.sha256, sha256Hex(bytes));
        QCOMPARE(sidecar.sizeBytes, bytes.size());
        QCOMPARE(sidecar.label, std::string("a \"label\""));
        QVERIFY(sidecar.serverVersion.starts_with("15."));
        QVERIFY(sidecar.startedAt <= sidecar.finishedAt);
        QVERIFY(sidecar.counted);
        const std::vector<TableRows> expected{{"public", "empty_one", 0}, {"public", "model", 50},
            {"public", "outlier", 5}, {"public", "prediction_2026_01", 743}, {"public", "prediction_2026_02", 257},
            {"public", "we\"ird 'table'; --", 30}, {"数据 schema", "表 table", 3}};
        QCOMPARE(withoutChecksums(sidecar.tables), expected);
        QCOMPARE(filesIn(m_world.backups()).size(), std::size_t(2)); // the dump and its sidecar

        const auto report = verifyBackup(*made, {}, tools(), m_task);
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QCOMPARE(report->tables, 7);
        QCOMPARE(report->rows.value(), std::int64_t(1088));
        QVERIFY(report->contents.archiveVersion.starts_with("15."));
        QVERIFY(test::latestBackup(m_world.backups(), m_task)->sidecar->verifiedAt.has_value());

        execute(test::changeSql() + "DROP TABLE made_later;");
        QVERIFY(ask(test::digestSql()) != before);
        const auto restored = restoreArchive(m_world.settings(), tools(), made->file, 6, 60s, m_task);
        QVERIFY2(restored.has_value(), restored ? "" : restored.error().detail.c_str());
        QCOMPARE(ask(test::digestSql()), before);
    }
    void dump_emptyDatabase_isABackupToo()
    {
        const auto made = dump(m_world, m_task);
        QVERIFY(made.has_value());
        QVERIFY(made->sidecar->counted);
        QVERIFY(made->sidecar->tables.empty());
        QVERIFY(verifyBackup(*made, {}, tools(), m_task).has_value());
    }
    void dump_tableBeingWritten_countsTheDumpedSnapshot()
    {
        execute("CREATE TABLE busy (a int); INSERT INTO busy SELECT generate_series(1, 20000)");
        std::jthread writer([this](const std::stop_token& stop) {
            TaskContext task;
            auto client = postgres::Client::connect(m_world.settings(), task).value();
            while (!stop.stop_requested())
                (void)client.exec("INSERT INTO busy SELECT generate_series(1, 10)", task);
        });
        const auto made = dump(m_world, m_task);
        writer.request_stop();
        writer.join();
        QVERIFY(made.has_value());
        execute("DROP TABLE busy");
        QVERIFY(restoreArchive(m_world.settings(), tools(), made->file, 1, 60s, m_task).has_value());
        auto client = postgres::Client::connect(m_world.settings(), m_task).value();
        QCOMPARE(postgres::countRows(client, "public", "busy", m_task).value(), made->sidecar->tables.at(0).rows);
        QVERIFY(compareRowCounts(client, *made->sidecar, m_task).has_value());
    }
    void dump_databaseWithOddName_isReached()
    {
        execute("CREATE DATABASE \"dbname='x' host=1 数据\"");
        m_world.database = "dbname='x' host=1 数据";
        const auto made = dump(m_world, m_task);
        execute("DROP DATABASE \"dbname='x' host=1 数据\"");
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
    }
    void dump_failures_areClearAndLeaveNothing_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("kind");
        QTest::addRow("password") << "password" << int(ErrorKind::Denied);
        QTest::addRow("database") << "database" << int(ErrorKind::NotFound);
        QTest::addRow("stopped") << "stopped" << int(ErrorKind::Unreachable);
        QTest::addRow("rights") << "rights" << int(ErrorKind::Denied);
    }
    void dump_failures_areClearAndLeaveNothing()
    {
        QFETCH(QString, what);
        QFETCH(int, kind);
        if (what == "password")
            m_world.password = "wrong-password";
        if (what == "database")
            m_world.database = "not_there";
        if (what == "stopped")
            m_server->stop();
        auto settings = m_world.settings();
        if (what == "rights") {
            execute(
                "CREATE TABLE secret_one (a int); DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN PASSWORD 'poor'");
            settings.user = "poor";
            settings.password = Secret("poor");
        }
        DumpOptions options;
        options.folder = m_world.backups();
        const auto made = dumpDatabase(settings, tools(), options, {}, m_task);
        QVERIFY(!made);
        QVERIFY2(int(made.error().kind) == kind, (made.error().english() + "\n" + made.error().detail).c_str());
        QVERIFY((made.error().english() + made.error().detail).find("wrong-password") == std::string::npos);
        QVERIFY(filesIn(m_world.backups()).empty());
    }
    void dump_stopped_leavesNothing()
    {
        execute("CREATE TABLE held (a int)");
        const auto holder = lockTable("held");
        std::stop_source stop;
        std::jthread later([&] {
            waitFor([&] { return !dumpProcesses(m_world.port).empty(); });
            stop.request_stop();
        });
        TaskContext task(stop.get_token());
        const auto made = dump(m_world, task);
        QVERIFY(made.error().kind == ErrorKind::Cancelled);
        QVERIFY(filesIn(m_world.backups()).empty());
        QVERIFY(waitFor([&] { return dumpProcesses(m_world.port).empty(); }));
    }
    void dump_stalled_endsAndLeavesNothing()
    {
        execute("CREATE TABLE held (a int)");
        const auto holder = lockTable("held");
        const auto made = dump(m_world, m_task, 1s);
        QVERIFY(made.error().kind == ErrorKind::Timeout);
        QVERIFY(filesIn(m_world.backups()).empty());
    }
    void dump_serverDiesInTheMiddle_leavesNothing()
    {
        execute("CREATE TABLE held (a int)");
        const auto holder = lockTable("held");
        std::jthread later([&] {
            waitFor([&] { return !dumpProcesses(m_world.port).empty(); });
            std::this_thread::sleep_for(300ms);
            m_server->stop();
        });
        const auto made = dump(m_world, m_task);
        later.join();
        QVERIFY2(made.error().kind == ErrorKind::Unreachable, made.error().english().c_str());
        QVERIFY(filesIn(m_world.backups()).empty());
    }
    void dump_diskFull_saysSoAndLeavesNothing()
    {
        const fs::path small = m_world.folder / "small";
        fs::create_directory(small);
        if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("mounting a small tmpfs needs root with CAP_SYS_ADMIN");
        execute("CREATE TABLE large AS SELECT gen_random_uuid() a, gen_random_uuid() b FROM generate_series(1, 20000)");
        DumpOptions options;
        options.folder = small;
        const auto made = dumpDatabase(m_world.settings(), tools(), options, {.sizeBytes = 1'000'000}, m_task);
        const auto left = filesIn(small);
        ::umount(small.c_str());
        QVERIFY(!made);
        QVERIFY(made.error().kind == ErrorKind::Exhausted);
        QVERIFY2(made.error().english().find("full") != std::string::npos, made.error().english().c_str());
        QVERIFY(made.error().english().find("976.6 KiB") != std::string::npos); // what is needed
        QVERIFY(left.empty());
    }
    void password_isNeitherInArgumentsNorEnvironment()
    {
        execute("CREATE TABLE held (a int)");
        const auto holder = lockTable("held");
        qputenv("PGPASSWORD", QByteArray::fromStdString(m_world.password)); // as with `password: env:PGPASSWORD`
        std::stop_source stop;
        TaskContext task(stop.get_token());
        std::string seen;
        std::size_t processes = 0;
        std::jthread observer([&] {
            waitFor([&] { return !dumpProcesses(m_world.port).empty(); });
            std::this_thread::sleep_for(200ms);
            for (const std::string& process : dumpProcesses(m_world.port)) {
                ++processes;
                seen += readFile(process + "/cmdline").value_or("") + readFile(process + "/environ").value_or("");
            }
            stop.request_stop();
        });
        QVERIFY(dump(m_world, task).error().kind == ErrorKind::Cancelled);
        observer.join();
        qunsetenv("PGPASSWORD");
        QVERIFY(processes >= 1);
        QVERIFY(seen.find("PGPASSFILE=") != std::string::npos);
        QVERIFY(seen.find(m_world.password) == std::string::npos);
    }
    void killedParent_leavesOnlyAPartialAndNoPgDump()
    {
        execute("CREATE TABLE held (a int)");
        const auto holder = lockTable("held");
        const pid_t child = ::fork();
        if (child == 0) { // a fresh image: a fork alone would share the parent's threads and connections
            ::setenv(kChildPort, std::to_string(m_world.port).c_str(), 1);
            ::setenv(kChildFolder, m_world.folder.c_str(), 1);
            ::setenv("PGPASSWORD", m_world.password.c_str(), 1);
            ::execl("/proc/self/exe", "tst_dump_child", nullptr);
            ::_exit(127);
        }
        QVERIFY(waitFor([&] { return !dumpProcesses(m_world.port).empty(); }));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(waitFor([&] { return dumpProcesses(m_world.port).empty(); }));
        const auto list = Catalogue(m_world.backups()).list(m_task).value();
        QCOMPARE(list.size(), std::size_t(1));
        QVERIFY(list[0].state == BackupState::Partial);
        QVERIFY(test::latestBackup(m_world.backups(), m_task).error().kind == ErrorKind::NotFound);
    }
    void restoreArchive_cutOffArchive_changesNothing()
    {
        execute(test::seedSql());
        const Backup made = dump(m_world, m_task).value();
        const std::string good = readFile(made.file).value();
        execute(test::changeSql());
        const std::string before = ask(test::digestSql());
        for (const std::size_t percent : {50u, 80u, 95u}) {
            QVERIFY(writeFileDurably(made.file, good.substr(0, good.size() * percent / 100)).has_value());
            const auto restored = restoreArchive(m_world.settings(), tools(), made.file, 7, 60s, m_task);
            QVERIFY(!restored);
            QVERIFY(restored.error().kind == ErrorKind::BadData);
            QCOMPARE(ask(test::digestSql()), before); // psql had the first part, but never a COMMIT
        }
    }
    void verify_damagedFiles_areFound()
    {
        execute(test::seedSql());
        const Backup made = dump(m_world, m_task).value();
        const std::string good = readFile(made.file).value();
        const auto verdict = [&](const std::string& bytes, bool withSidecar) {
            const std::string sidecar = readFile(sidecarPath(made.file)).value();
            (void)writeFileDurably(made.file, bytes);
            if (!withSidecar)
                fs::remove(sidecarPath(made.file));
            const auto report
                = verifyBackup(Catalogue(m_world.backups()).find(made.name, m_task).value(), {}, tools(), m_task);
            (void)writeFileDurably(sidecarPath(made.file), sidecar);
            return report;
        };
        std::string flipped = good;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
        const std::string cut = good.substr(0, good.size() * 9 / 10);
        QVERIFY(verdict(good, true).has_value());
        const auto plain = verdict(good, false);
        QVERIFY(plain.has_value() && !plain->checksumKnown);
        QVERIFY(verdict(flipped, true).error().english().find("SHA-256") != std::string::npos);
        QVERIFY(verdict(cut, true).error().english().find("truncated") != std::string::npos);
        QVERIFY(verdict(cut, false).error().kind == ErrorKind::BadData);
        QVERIFY(verdict(good.substr(0, 100), false).error().kind == ErrorKind::BadData);
        QVERIFY(verdict(std::string(5000, 'x'), false).error().kind == ErrorKind::BadData);
    }
    void verify_damagedFile_isNotedUntilItIsSoundAgain()
    {
        execute(test::seedSql());
        const Backup made = dump(m_world, m_task).value();
        const std::string good = readFile(made.file).value();
        std::string flipped = good;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
        const auto found = [&] { return Catalogue(m_world.backups()).find(made.name, m_task).value(); };
        (void)writeFileDurably(made.file, flipped);
        QVERIFY(!verifyBackup(found(), {}, tools(), m_task));
        QVERIFY(found().state == BackupState::Damaged && !found().usable());
        (void)writeFileDurably(made.file, good);
        QVERIFY(found().state == BackupState::Damaged); // nobody has read it since
        QVERIFY(verifyBackup(found(), {}, tools(), m_task).has_value());
        QVERIFY(found().state == BackupState::Complete && found().sidecar->verifiedAt);
    }
    void verify_tableMissingFromTheArchive_isFound()
    {
        execute("CREATE TABLE here (a int)");
        const Backup made = dump(m_world, m_task).value();
        Sidecar sidecar = *made.sidecar;
        sidecar.tables.push_back({"public", "her", 1}); // not even a name that begins alike
        QVERIFY(writeSidecar(made.file, sidecar).has_value());
        const auto report = verifyBackup(test::latestBackup(m_world.backups(), m_task).value(), {}, tools(), m_task);
        QVERIFY(report.error().kind == ErrorKind::BadData);
        QVERIFY(report.error().english().find("public.her") != std::string::npos);
    }
    void backupOperation_throughTheEngine_makesAVerifiedBackup()
    {
        execute(test::seedSql());
        const auto operation = makeBackupOperation(m_world.environment(), {.label = "nightly"});
        const auto plan = operation->plan(m_task);
        QVERIFY(plan.has_value());
        QCOMPARE(plan->target, std::string("qbm_ai_system"));
        QVERIFY(operation::mayRun(operation->check(m_task).value()));
        QVERIFY(filesIn(m_world.backups()).empty()); // planning touches nothing
        auto engine = m_world.engine();
        const auto outcome = engine.run(*operation, "test", m_task);
        QVERIFY2(outcome && outcome->succeeded(), outcome ? "" : outcome.error().english().c_str());
        const Backup made = test::latestBackup(m_world.backups(), m_task).value();
        QCOMPARE(made.sidecar->label, std::string("nightly"));
        QVERIFY(operation->plan(m_task)->lines.at(1).change.english().find("by the last one") != std::string::npos);
    }
    void backupOperation_stoppedServer_isNotBegun()
    {
        m_server->stop();
        const auto operation = makeBackupOperation(m_world.environment(), {});
        QVERIFY(operation->plan(m_task).error().kind == ErrorKind::Unreachable);
        QVERIFY(!operation::mayRun(operation->check(m_task).value()));
    }
};

int main(int argc, char** argv)
{
    if (const char* port = std::getenv(kChildPort)) {
        const test::BackupWorld world{
            std::getenv(kChildFolder), static_cast<std::uint16_t>(std::atoi(port)), std::getenv("PGPASSWORD")};
        TaskContext task;
        return dump(world, task) ? 0 : 1;
    }
    TstDump test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_dump.moc"
