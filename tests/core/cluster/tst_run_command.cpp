// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"

#include "core/base/file.h"
#include "core/cluster/run_command.h"

#include <QTest>
#include <cstdlib>

using namespace qbm;
using namespace qbm::test;
using operation::RecordState;
using operation::Verdict;

/// Commands in pods through a kubectl that writes down what it is asked and answers as the test says.
class TstRunCommand : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;
    QTemporaryDir m_folder;
    QByteArray m_path;
    std::string m_pod;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    std::filesystem::path kubeconfig() const { return folder() / "config of the lab"; }
    /// The arguments of the last call, one a line.
    std::string asked() const { return readFile(folder() / "asked").value_or(""); }
    void answer(const std::string& script) const
    {
        QVERIFY(writeFileDurably(folder() / "kubectl",
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + (folder() / "asked").string() + "'\n" + script, 0755)
                    .has_value());
        std::filesystem::permissions(folder() / "kubectl", std::filesystem::perms::owner_all);
    }
    std::unique_ptr<operation::Operation> operationFor(service::PodCommand command) const
    {
        return std::make_unique<cluster::RunCommand>(
            m_bench->cluster().client(), m_bench->nameSpace(), std::move(command), kubeconfig());
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        VERIFY_OK(m_bench->deploy("web", 1));
        const auto pods = m_bench->service().fetchTable({.kind = "pods", .labelSelector = "app=web"}, m_bench->context());
        VERIFY_OK(pods);
        m_pod = pods->rows.at(0).at(0);
        QVERIFY(writeFileDurably(kubeconfig(), "{}").has_value());
        qputenv(
            "KUBECONFIG", QByteArray::fromStdString(kubeconfig().string())); // for the one made again from its journal
        m_path = qgetenv("PATH");
        qputenv("PATH", QByteArray::fromStdString(folder().string()) + ":" + m_path);
    }
    void cleanupTestCase() { qputenv("PATH", m_path); }

    void plan_showsWhatItWillTouch_andRunsOnlyTheLook()
    {
        answer("echo /app/logs/a.log.1; echo /app/logs/b.log.2\n");
        const auto operation = operationFor(cluster::deleteOldLogs(m_pod, "main", 30));
        const auto plan = operation->plan(m_bench->context());
        VERIFY_OK(plan);
        QCOMPARE(plan->lines.front().change.english(),
            std::string("find /app/logs -type f -name '*.log*' -mtime +30 -delete"));
        QCOMPARE(plan->lines.at(1).change.english(),
            std::string("2 lines of find /app/logs -type f -name '*.log*' -mtime +30 -print:"));
        QCOMPARE(plan->lines.at(3).change.english(), std::string("/app/logs/b.log.2"));
        QCOMPARE(asked(),
            "--kubeconfig\n" + kubeconfig().string() + "\n--context\n" + m_bench->cluster().access().contextName
                + "\n--namespace\n" + m_bench->nameSpace() + "\nexec\n" + m_pod
                + "\n--container\nmain\n--\nfind\n/app/logs\n-type\nf\n-name\n*.log*\n-mtime\n+30\n-print\n");
        QVERIFY(plan->destructive);
    }
    void run_streamsTheOutput_andKeepsItsEndAndTheExitCode()
    {
        answer("echo first line; echo second; echo oh >&2\n");
        const auto operation = operationFor({m_pod, "", {}, {"ls", "/app/logs"}, false});
        std::vector<std::string> said;
        const auto outcome
            = m_bench->engine().run(*operation, "", m_bench->context(), [&](const operation::Event& event) {
                  if (event.kind == operation::Event::Kind::Said)
                      said.push_back(event.message.english());
              });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QVERIFY(std::ranges::find(said, "first line") != said.end());
        QCOMPARE(outcome->record.values.at("result.exit code"), std::string("0"));
        QVERIFY(outcome->record.values.at("result.output").find("second\n") != std::string::npos);
        QVERIFY(asked().ends_with("exec\n" + m_pod + "\n--\nls\n/app/logs\n"));
    }
    void run_longOutput_isKeptInPart()
    {
        answer("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done\n");
        const auto outcome = m_bench->run(*operationFor({m_pod, "", {}, {"ls"}, false}));
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.values.at("result.output").size() <= 4096);
        QVERIFY(outcome->record.values.at("result.output").ends_with("line 4999\n"));
        QCOMPARE(outcome->record.values.at("result.lines"), std::string("5000"));
    }
    void run_thatFails_namesTheExitCode_andStaysDone()
    {
        answer("echo half; exit 3\n");
        const auto outcome = m_bench->run(*operationFor({m_pod, "", {}, {"rm", "x"}, false}));
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Stopped);
        QVERIFY2(outcome->record.error->english().find("exit code 3") != std::string::npos,
            outcome->record.error->english().c_str());
        QCOMPARE(outcome->record.values.at("result.output"), std::string("half\n"));
    }
    void killed_isNeverRunTwice()
    {
        answer("exit 0\n");
        const auto make = [&] { return operationFor({m_pod, "", {}, {"rm", "x"}, false}); };
        const auto before = m_bench->killAndGoOn(make, 2, true); // before it was begun: it may go on
        QVERIFY(before.has_value());
        VERIFY_OK(*before);
        QCOMPARE((*before)->record.state, RecordState::Done);
        std::filesystem::remove(folder() / "asked");
        const auto after = m_bench->killAndGoOn(make, 3, true); // "begun" is on the disk
        QVERIFY(after.has_value());
        VERIFY_OK(*after);
        QCOMPARE((*after)->record.state, RecordState::Stopped);
        QCOMPARE((*after)->record.error->kind, ErrorKind::InDoubt);
        QVERIFY(!std::filesystem::exists(folder() / "asked"));
    }
    void withoutKubectl_orKubeconfig_theReasonIsSaid()
    {
        qputenv("PATH", "/nonexistent");
        const auto checks = operationFor({m_pod, "", {}, {"ls"}, false})->check(m_bench->context());
        qputenv("PATH", QByteArray::fromStdString(folder().string()) + ":" + m_path);
        VERIFY_OK(checks);
        QCOMPARE(checkAbout(*checks, "Debian package kubernetes-client")->verdict, Verdict::Fail);
        cluster::RunCommand homeless(m_bench->cluster().client(), m_bench->nameSpace(), {m_pod, "", {}, {"ls"}, false},
            folder() / "no such file");
        const auto without = homeless.check(m_bench->context());
        VERIFY_OK(without);
        QVERIFY2(checkAbout(*without, "needs a kubeconfig file"), textOf(*without).c_str());
    }
    void strangerUnknownPodAndContainer_areRefused()
    {
        answer("exit 0\n");
        const auto stranger = m_bench->serviceAs("qbm-stranger");
        const auto denied = stranger->actions()->makeCommand({m_pod, "", {}, {"ls"}, false})->check(m_bench->context());
        VERIFY_OK(denied);
        QVERIFY2(checkAbout(*denied, "create pods/exec")->verdict == Verdict::Fail, textOf(*denied).c_str());
        QCOMPARE(checkAbout(*operationFor({"nope", "", {}, {"ls"}, false})->check(m_bench->context()), "Pod nope runs")
                     ->verdict,
            Verdict::Fail);
        QVERIFY(checkAbout(
            *operationFor({m_pod, "other", {}, {"ls"}, false})->check(m_bench->context()), "no container other"));
        QCOMPARE(
            operationFor({m_pod, "", {}, {}, false})->plan(m_bench->context()).error().kind, ErrorKind::InvalidInput);
        QCOMPARE(operationFor({"--evil", "", {}, {"ls"}, false})->plan(m_bench->context()).error().kind,
            ErrorKind::InvalidInput);
    }
    void pipUpgrade_saysThatItGoesWithThePod()
    {
        answer("echo 'Version: 1.0'\n");
        const auto command = cluster::upgradePackage(m_pod, "main", "requests>=2");
        VERIFY_OK(command);
        const auto plan = operationFor(*command)->plan(m_bench->context());
        VERIFY_OK(plan);
        QVERIFY(plan->consequence.english().find("new image") != std::string::npos);
        QVERIFY(asked().ends_with("--\npip\nshow\nrequests\n"));
        QVERIFY(!cluster::upgradePackage(m_pod, "", "--index-url").has_value());
    }
};

QTEST_APPLESS_MAIN(TstRunCommand)
#include "tst_run_command.moc"
