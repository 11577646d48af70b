// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong while a backup is made leaves nothing that looks whole, in any format.
#include "core/backup/dump/unfinished.h"
#include "dump_fixture.h"

#include <csignal>
#include <sstream>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kChildPort = "QBM_TEST_CHILD_PORT";
constexpr const char* kChildFolder = "QBM_TEST_CHILD_FOLDER";
constexpr const char* kChildFormat = "QBM_TEST_CHILD_FORMAT";

void addFormats()
{
    QTest::addColumn<int>("format");
    for (const Format format : {Format::Guide, Format::Fast, Format::Directory})
        QTest::addRow("%s", std::string(name(format)).c_str()) << int(format);
}

} // namespace

class TstDumpFaults : public QObject {
    Q_OBJECT
    test::DumpFixture m_fixture;

    DumpOptions options() const
    {
        QFETCH(int, format);
        DumpOptions options;
        options.format = Format(format);
        options.stallTimeout = 60s;
        return options;
    }
    std::vector<std::string> left() { return test::namesIn(m_fixture.world().backups()); }
    /// Waits until some of the backup is on the disk.
    bool waitForBytes()
    {
        return test::waitFor([this] {
            const auto list = Catalogue(m_fixture.world().backups()).list(m_fixture.task());
            return list && !list->empty() && list->front().sizeBytes > 100'000;
        });
    }
    /// The server processes that send rows to pg_dump.
    std::vector<pid_t> backends()
    {
        std::vector<pid_t> found;
        std::istringstream in(m_fixture.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'pg_dump'"));
        for (pid_t pid = 0; in >> pid;)
            found.push_back(pid);
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture.startServer();
        m_fixture.begin();
        // Enough that a dump of it takes a while.
        m_fixture.execute("CREATE TABLE large AS SELECT g, md5(g::text) a, md5((-g)::text) b, md5((g * 7)::text) c "
                          "FROM generate_series(1, 700000) g");
    }
    void init() { m_fixture.beginWithTheSameData(); }

    void dump_serverFallsSilentInTheMiddle_isEndedByTheStallTimeout_data() { addFormats(); }
    void dump_serverFallsSilentInTheMiddle_isEndedByTheStallTimeout()
    {
        std::vector<pid_t> frozen;
        std::jthread freezer([&] {
            if (waitForBytes())
                frozen = backends();
            for (const pid_t pid : frozen)
                ::kill(pid, SIGSTOP);
        });
        DumpOptions impatient = options();
        impatient.stallTimeout = 1500ms;
        const auto begin = std::chrono::steady_clock::now();
        const auto made = m_fixture.dump(impatient);
        freezer.join();
        for (const pid_t pid : frozen)
            ::kill(pid, SIGCONT);
        QVERIFY(!frozen.empty());
        QVERIFY2(!made && made.error().kind == ErrorKind::Timeout, made ? "made" : made.error().english().c_str());
        QVERIFY(std::chrono::steady_clock::now() - begin < 40s);
        QVERIFY(left().empty());
        QVERIFY(test::waitFor([this] { return test::dumpProcesses(m_fixture.server().port()).empty(); }));
    }
    void dump_slowServer_isNotKilled_data() { addFormats(); }
    void dump_slowServer_isNotKilled()
    {
        // Holds the sending processes for most of the time, but never for as long as the stall timeout.
        std::jthread brake([this](const std::stop_token& stop) {
            const auto until = std::chrono::steady_clock::now() + 4s;
            while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
                const auto held = backends();
                for (const pid_t pid : held)
                    ::kill(pid, SIGSTOP);
                std::this_thread::sleep_for(300ms);
                for (const pid_t pid : held)
                    ::kill(pid, SIGCONT);
                std::this_thread::sleep_for(20ms);
            }
        });
        DumpOptions patient = options();
        patient.stallTimeout = 3s;
        const auto made = m_fixture.dump(patient);
        brake.request_stop();
        brake.join();
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        QCOMPARE(made->sidecar->totalRows(), std::int64_t(700'000));
    }
    void dump_pgDumpIsKilled_leavesNothing_data() { addFormats(); }
    void dump_pgDumpIsKilled_leavesNothing()
    {
        std::jthread killer([this] {
            if (waitForBytes()) {
                for (const pid_t pid : test::dumpProcesses(m_fixture.server().port()))
                    ::kill(pid, SIGKILL);
            }
        });
        const auto made = m_fixture.dump(options());
        killer.join();
        QVERIFY(!made);
        QVERIFY(left().empty());
    }
    void dump_stoppedInTheMiddle_leavesNothing_data() { addFormats(); }
    void dump_stoppedInTheMiddle_leavesNothing()
    {
        std::stop_source stop;
        std::jthread stopper([&] {
            waitForBytes();
            stop.request_stop();
        });
        TaskContext task(stop.get_token());
        const auto made = m_fixture.dump(options(), task);
        QVERIFY2(!made && made.error().kind == ErrorKind::Cancelled, made ? "made" : made.error().english().c_str());
        QVERIFY(left().empty());
        QVERIFY(test::waitFor([this] { return test::dumpProcesses(m_fixture.server().port()).empty(); }));
    }
    void dump_serverEndsInTheMiddle_leavesNothing_data() { addFormats(); }
    void dump_serverEndsInTheMiddle_leavesNothing()
    {
        std::jthread ender([this] {
            waitForBytes();
            m_fixture.server().stop();
        });
        const auto made = m_fixture.dump(options());
        ender.join();
        QVERIFY2(!made && made.error().kind == ErrorKind::Unreachable, made ? "made" : made.error().english().c_str());
        QVERIFY(left().empty());
    }
    void dump_diskFull_saysSoAndLeavesNothing_data() { addFormats(); }
    void dump_diskFull_saysSoAndLeavesNothing()
    {
        fs::create_directory(m_fixture.world().backups());
        if (::mount("tmpfs", m_fixture.world().backups().c_str(), "tmpfs", 0, "size=1m") != 0)
            QSKIP("mounting a small tmpfs needs root with CAP_SYS_ADMIN");
        const auto made = m_fixture.dump(options());
        const auto files = left();
        ::umount(m_fixture.world().backups().c_str());
        QVERIFY2(!made && made.error().kind == ErrorKind::Exhausted, made ? "made" : made.error().english().c_str());
        QVERIFY2(made.error().english().find("is full") != std::string::npos, made.error().english().c_str());
        QVERIFY(files.empty());
    }
    void ourselvesKilled_leaveOnlyAPartialThatTheNextBackupDoesNotMind_data() { addFormats(); }
    void ourselvesKilled_leaveOnlyAPartialThatTheNextBackupDoesNotMind()
    {
        QFETCH(int, format);
        const pid_t child = ::fork();
        if (child == 0) { // a fresh image: a fork alone would share the parent's threads and connections
            ::setenv(kChildPort, std::to_string(m_fixture.server().port()).c_str(), 1);
            ::setenv(kChildFolder, m_fixture.world().folder.c_str(), 1);
            ::setenv(kChildFormat, std::to_string(format).c_str(), 1);
            ::setenv("PGPASSWORD", m_fixture.world().password.c_str(), 1);
            ::execl("/proc/self/exe", "tst_dump_faults_child", nullptr);
            ::_exit(127);
        }
        const bool begun = waitForBytes();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(begun);
        QVERIFY(test::waitFor([this] { return test::dumpProcesses(m_fixture.server().port()).empty(); }));
        const auto list = Catalogue(m_fixture.world().backups()).list(m_fixture.task()).value();
        QCOMPARE(list.size(), std::size_t(1));
        QVERIFY(list[0].state == BackupState::Partial);
        QVERIFY(test::latestBackup(m_fixture.world().backups(), m_fixture.task()).error().kind
            == ErrorKind::NotFound);
        // The same file again, as the operation's journal has it.
        DumpOptions again = options();
        again.folder = m_fixture.world().backups();
        again.name = list[0].name.substr(0, list[0].name.size() - std::string_view(".partial").size());
        again.mark = fileMark(list[0].file);
        const auto made = dumpDatabase(m_fixture.world().settings(), m_fixture.tools(), again, {}, m_fixture.task());
        QVERIFY2(made.has_value(), made ? "" : made.error().english().c_str());
        QCOMPARE(made->name, again.name);
        QCOMPARE(left().size(), std::size_t(2));
    }
    void removeMade_everyFormat_leavesNothing_data() { addFormats(); }
    void removeMade_everyFormat_leavesNothing()
    {
        const Backup made = m_fixture.dump(options()).value();
        const std::string mark = fileMark(made.file);
        QVERIFY(removeMade(made.file, mark).has_value());
        QVERIFY(left().empty());
        QVERIFY(removeMade(made.file, mark).has_value()); // nothing to do is no error
    }
    void dump_writtenByAnotherProgram_isLeftAlone_data() { addFormats(); }
    void dump_writtenByAnotherProgram_isLeftAlone()
    {
        DumpOptions both = options();
        both.folder = m_fixture.world().backups();
        both.name = backupName(TimePoint{}, both.format);
        fs::create_directory(both.folder);
        const auto held = Unfinished::claimNamed(both.folder / both.name);
        QVERIFY(held.has_value());
        both.mark = held->mark(); // as if it were ours
        const auto made = dumpDatabase(m_fixture.world().settings(), m_fixture.tools(), both, {}, m_fixture.task());
        QVERIFY(!made && made.error().kind == ErrorKind::Conflict);
        QCOMPARE(left(), (std::vector<std::string>{both.name + ".partial"}));
    }
};

int main(int argc, char** argv)
{
    if (const char* port = std::getenv(kChildPort)) {
        const test::BackupWorld world{
            std::getenv(kChildFolder), static_cast<std::uint16_t>(std::atoi(port)), std::getenv("PGPASSWORD")};
        TaskContext task;
        DumpOptions options;
        options.folder = world.backups();
        options.format = Format(std::atoi(std::getenv(kChildFormat)));
        return dumpDatabase(world.settings(), findTools(15, task).value(), options, {}, task) ? 0 : 1;
    }
    TstDumpFaults test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_dump_faults.moc"
