// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/probe.h"
#include "core/base/file.h"
#include "tests/lab/lab_under_test.h"
#include "tests/support/child_process.h"
#include "tests/support/folders.h"
#include "tests/support/lab_fixture.h"

#include <QElapsedTimer>
#include <QtTest>
#include <csignal>
#include <cstdlib>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace qbm;
using namespace qbm::test;

namespace {

#define REQUIRE_DONE(result) QVERIFY2(result.has_value(), result ? "" : result.error().english().c_str())

const fs::path kProgram = fs::path(QBM_BIN_DIR) / "qbm-lab";

/// A folder of its own, removed in the end.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (fs::temp_directory_path() / "qbm-lab-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
        fs::permissions(m_path, fs::perms(0755));
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

process::Command labCommand(std::vector<std::string> arguments, const fs::path& program = kProgram)
{
    process::Command command;
    command.program = program;
    command.arguments = std::move(arguments);
    return command;
}

} // namespace

class TstLabCycle : public QObject {
    Q_OBJECT

private slots:
    void up_thenDown_leavesNoProcessAndNoFile()
    {
        const TemporaryFolder place;
        const fs::path lab = place.path() / "lab";
        QElapsedTimer timer;
        timer.start();
        const auto up = runTool(labCommand({"up", "--dir", lab.string(), "--days", "7"}));
        REQUIRE_DONE(up);
        qInfo("qbm-lab up with 7 days of history: %.1f s", static_cast<double>(timer.elapsed()) / 1000);
        QVERIFY(timer.elapsed() < 60'000);
        QVERIFY(up->find((lab / "profile.yaml").string()) != std::string::npos);
        QVERIFY(fs::exists(lab / "profile.yaml"));
        QVERIFY(fs::exists(lab / "kubeconfig"));
        REQUIRE_DONE(runTool(labCommand({"status", "--dir", lab.string()})));
        QVERIFY(processesNaming(lab).size() >= 8); // as many as there are parts

        REQUIRE_DONE(runTool(labCommand({"down", "--dir", lab.string()})));
        QVERIFY(processesNaming(lab).empty());
        QVERIFY(!fs::exists(lab));
    }

    void up_secrets_areReadableByTheirOwnerOnlyAndInNoCommandLine()
    {
        auto lab = LabFixture::start();
        REQUIRE_DONE(lab);
        for (const auto& entry : fs::directory_iterator((*lab)->folder() / "secrets")) {
            QVERIFY((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
            const std::string secret = readFile(entry.path()).value_or("");
            QVERIFY(!secret.empty());
            for (const pid_t pid : processesNaming((*lab)->folder())) {
                const std::string commandLine = readFile("/proc/" + std::to_string(pid) + "/cmdline").value_or("");
                QVERIFY(commandLine.find(secret) == std::string::npos);
            }
        }
    }

    void up_again_leavesTheLabAlone()
    {
        auto lab = LabFixture::start();
        REQUIRE_DONE(lab);
        const auto before = processesNaming((*lab)->folder());
        const auto again = (*lab)->run("up");
        REQUIRE_DONE(again);
        QVERIFY(again->find("is up in") != std::string::npos);
        QVERIFY(again->find((*lab)->profile().string()) != std::string::npos);
        QCOMPARE(processesNaming((*lab)->folder()), before);
    }

    void up_foreignFolder_isRefusedAndUntouched()
    {
        const TemporaryFolder place;
        QVERIFY(writeFileDurably(place.path() / "mine.txt", "mine").has_value());
        const auto up = runTool(labCommand({"up", "--dir", place.path().string()}));
        QVERIFY(!up.has_value());
        QVERIFY(up.error().english().find("not a lab") != std::string::npos);
        const auto down = runTool(labCommand({"down", "--dir", place.path().string()}));
        QVERIFY(!down.has_value());
        QCOMPARE(readFile(place.path() / "mine.txt").value_or(""), std::string("mine"));
    }

    void up_killedMidway_downEndsExactlyWhatItStarted_data()
    {
        QTest::addColumn<int>("afterMilliseconds");
        for (const int moment : {30, 120, 350, 700, 1200, 2000, 2600})
            QTest::newRow(qPrintable(QString::number(moment) + " ms")) << moment;
    }

    void up_killedMidway_downEndsExactlyWhatItStarted()
    {
        QFETCH(int, afterMilliseconds);
        const TemporaryFolder place;
        const fs::path lab = place.path() / "lab";
        auto bystander = ChildProcess::start(labCommand({"3600"}, "/bin/sleep"), place.path() / "bystander.log");
        REQUIRE_DONE(bystander);
        auto up = ChildProcess::start(labCommand({"up", "--dir", lab.string()}), place.path() / "up.log");
        REQUIRE_DONE(up);
        QTest::qWait(afterMilliseconds);
        up->stop(SIGKILL, {});
        if (fs::exists(lab / "lab.json")) {
            const auto down = runTool(labCommand({"down", "--dir", lab.string()}));
            REQUIRE_DONE(down);
        }
        QTRY_VERIFY(processesNaming(lab).empty());
        QVERIFY(!fs::exists(lab / "lab.json"));
        QVERIFY(bystander->running());
    }

    void up_overTheRemainsOfACrash_startsAnew()
    {
        const TemporaryFolder place;
        const fs::path lab = place.path() / "lab";
        auto up = ChildProcess::start(labCommand({"up", "--dir", lab.string()}), place.path() / "up.log");
        REQUIRE_DONE(up);
        QTRY_VERIFY(pidOf(lab, "postgres") > 0);
        const pid_t orphan = pidOf(lab, "postgres");
        up->stop(SIGKILL, {});
        REQUIRE_DONE(runTool(labCommand({"up", "--dir", lab.string(), "--days", "1"})));
        QVERIFY(pidOf(lab, "postgres") != orphan);
        QVERIFY(query(lab, "SELECT 1").has_value());
        REQUIRE_DONE(runTool(labCommand({"down", "--dir", lab.string()})));
        QVERIFY(processesNaming(lab).empty());
    }

    void up_interrupted_takesEverythingDownItself()
    {
        const TemporaryFolder place;
        const fs::path lab = place.path() / "lab";
        auto up = ChildProcess::start(labCommand({"up", "--dir", lab.string()}), place.path() / "up.log");
        REQUIRE_DONE(up);
        QTRY_VERIFY(pidOf(lab, "postgres") > 0);
        up->stop(SIGINT, std::chrono::seconds(15));
        QVERIFY(processesNaming(lab).empty());
        QVERIFY(!fs::exists(lab));
    }

    void twoLabs_sideBySide_doNotTouchEachOther()
    {
        auto first = LabFixture::start();
        auto second = LabFixture::start();
        REQUIRE_DONE(first);
        REQUIRE_DONE(second);
        for (const char* part : {"postgres", "redis", "prometheus", "alertmanager", "kubernetes", "application"})
            QVERIFY(portOf((*first)->folder(), part) != portOf((*second)->folder(), part));
        const auto ofSecond = processesNaming((*second)->folder());
        REQUIRE_DONE((*first)->run("down"));
        QCOMPARE(processesNaming((*second)->folder()), ofSecond);
        REQUIRE_DONE((*second)->run("status"));
    }

    void asOrdinaryUser_upAndDown_work()
    {
        if (::geteuid() != 0)
            QSKIP("Every other test here runs as an ordinary user already");
        const passwd* nobody = ::getpwnam("nobody");
        QVERIFY(nobody);
        const TemporaryFolder place;
        QCOMPARE(::chown(place.path().c_str(), nobody->pw_uid, nobody->pw_gid), 0);
        // The build folder may lie where that user cannot go.
        const fs::path program = place.path() / "qbm-lab";
        fs::copy_file(kProgram, program);
        const fs::path lab = place.path() / "lab";
        const auto asNobody = [&](std::vector<std::string> arguments) {
            process::Command command = labCommand(std::move(arguments), program);
            command.runAsUser = "nobody";
            return runTool(command);
        };
        REQUIRE_DONE(asNobody({"up", "--dir", lab.string(), "--days", "1"}));
        struct stat data { };
        QCOMPARE(::stat((lab / "postgres/data").c_str(), &data), 0);
        QCOMPARE(data.st_uid, nobody->pw_uid);
        REQUIRE_DONE(asNobody({"fault", "--dir", lab.string(), "postgres-freeze", "on"}));
        REQUIRE_DONE(asNobody({"down", "--dir", lab.string()}));
        QVERIFY(processesNaming(lab).empty());
        QVERIFY(!fs::exists(lab));
    }
};

QTEST_GUILESS_MAIN(TstLabCycle)
#include "tst_lab_cycle.moc"
