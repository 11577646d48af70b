// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/kubectl.h"

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

/// What an operator does with kubectl beyond reading: logs, usage, evictions, jobs, server-side apply, commands in
/// pods.
class TstKubectlOperations : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (kubectlProgram().empty())
            QSKIP("kubectl is not installed");
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("backend", 3));
        m_pod = backendPod();
    }

    void logs_inAllForms()
    {
        QTRY_COMPARE_WITH_TIMEOUT(output({"logs", m_pod, "--tail=2"}).count('\n'), 2, 20'000);
        QVERIFY(output({"logs", m_pod, "--since=1h", "--timestamps"}).startsWith("20"));
        QVERIFY(output({"logs", "deploy/backend", "--tail=1"}).contains("{")
            || !output({"logs", "deploy/backend", "--tail=5"}).isEmpty());
        QVERIFY(output({"logs", "-l", "app=backend", "--tail=1"}).count('\n') >= 3);
        const auto none = kubectl(*m_fixture, {"logs", m_pod, "--previous"});
        QVERIFY(none.code != 0 && none.errors.contains("previous terminated container"));
        output({"run", "short", "--image=tool:1", "--restart=Never", "--", "sh", "-c", "sleep 1; exit 0"});
        QTRY_VERIFY(kubectl(*m_fixture, {"logs", "short"}).code == 0);
        QCOMPARE(output({"logs", "-f", "short"}), QString("starting\ndone\n"));
    }

    void top_printsUsage()
    {
        QTRY_VERIFY_WITH_TIMEOUT(
            kubectl(*m_fixture, {"top", "pods", "-l", "app=backend"}).output.count("backend-") == 3, 15'000);
        QVERIFY(output({"top", "nodes"}).contains("qbm-node-1"));
        QVERIFY(output({"top", "pod", m_pod, "--containers"}).contains("backend"));
    }

    void describe_ofEveryKindTheLabHas()
    {
        for (const auto* what : {"deploy/backend", "sts/postgres", "svc/backend", "ingress/qbm-ingress",
                 "cm/qbm-config", "quota/qbm-quota", "node/qbm-node-1"})
            QVERIFY2(output({"describe", what}).contains("Name:"), what);
        QVERIFY(output({"describe", "pod", m_pod}).contains("Started container backend"));
        if (kubectlMinorVersion() < 21) // Debian's reads groups that a 1.32 server no longer has
            return;
        QVERIFY(output({"describe", "pdb/backend-pdb"}).contains("Allowed disruptions"));
        QVERIFY(output({"describe", "hpa/backend-hpa"}).contains("ScalingActive"));
        QVERIFY(output({"describe", "cronjob/qbm-backup"}).contains("0 2 * * *"));
    }

    void history_namesTheReleases()
    {
        const auto history = output({"rollout", "history", "deploy/backend"});
        QVERIFY(history.contains("v1.4.0: elasticity by segment") && history.contains("v1.4.2: predictions"));
        QVERIFY(
            output({"rollout", "history", "deploy/backend", "--revision=1"}).contains("qbm-ai-system/backend:v1.4.0"));
    }

    void job_fromCronJob_completes()
    {
        if (kubectlMinorVersion() < 21)
            QSKIP("this kubectl knows cron jobs of batch/v1beta1 only");
        // A newer kubectl creates jobs in protobuf, which the simulator does not read; the manifest it prints is JSON's
        // equal.
        const auto manifest
            = output({"create", "job", "backup-now", "--from=cronjob/qbm-backup", "--dry-run=client", "-o", "yaml"});
        QVERIFY(output({"create", "-f", "-"}, manifest.toStdString()).contains("created"));
        QVERIFY(
            output({"wait", "--for=condition=complete", "job/backup-now", "--timeout=20s"}).contains("condition met"));
        QVERIFY(output({"get", "jobs"}).contains("1/1"));
    }

    void apply_serverSide_conflictsAndForces()
    {
        const auto manifest = [](const char* value) {
            return std::string("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ssa}\ndata: {WORKERS: \"") + value
                + "\"}\n";
        };
        QVERIFY(output({"apply", "--server-side", "-f", "-"}, manifest("4")).contains("serverside-applied"));
        output({"patch", "cm", "ssa", "--type=merge", "-p", R"({"data":{"WORKERS":"8"}})"});
        const auto refused = kubectl(*m_fixture, {"apply", "--server-side", "-f", "-"}, manifest("4"));
        QVERIFY(refused.code != 0 && refused.errors.contains("conflict") && refused.errors.contains(".data.WORKERS"));
        QVERIFY(output({"apply", "--server-side", "--force-conflicts", "-f", "-"}, manifest("4"))
                    .contains("serverside-applied"));
        QVERIFY(output({"get", "cm", "ssa", "-o", "yaml"}).contains("WORKERS: \"4\""));
    }

    void diff_showsWhatWouldChange()
    {
        if (kubectlMinorVersion() < 21)
            QSKIP("this kubectl asks OpenAPI v2 whether the server knows dry runs");
        const auto changed = kubectl(*m_fixture, {"diff", "-f", "-"},
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: qbm-config}\ndata: {WORKERS: \"9\"}\n");
        QCOMPARE(changed.code, 1);
        QVERIFY(changed.output.contains("WORKERS: \"9\""));
    }

    void drain_movesPodsWithinTheBudget()
    {
        const auto drained = kubectl(*m_fixture,
            {"drain", "qbm-node-1", "--ignore-daemonsets", "--force", "--timeout=60s",
                kubectlMinorVersion() < 20 ? "--delete-local-data" : "--delete-emptydir-data"});
        QVERIFY2(drained.code == 0, qPrintable(drained.errors));
        QVERIFY(output({"get", "nodes"}).contains("SchedulingDisabled"));
        QVERIFY(output({"uncordon", "qbm-node-1"}).contains("uncordoned"));
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void exec_runsCommandsAndTellsHowTheyEnd()
    {
        if (kubectlMinorVersion() < 30)
            QSKIP("this kubectl speaks SPDY only");
        m_pod = backendPod();
        const auto old = output(
            {"exec", m_pod, "--", "find", "/app/logs", "-type", "f", "-name", "*.log.*", "-mtime", "+30", "-print"});
        QCOMPARE(old, QString("/app/logs/app.log.4\n/app/logs/app.log.5\n"));
        QVERIFY(output({"exec", m_pod, "--", "ls", "-l", "/app/logs"}).count('\n') == 6);
        QCOMPARE(output({"exec", m_pod, "--", "sh", "-c", "find /app/logs -mtime +30 -delete"}), QString());
        QCOMPARE(output({"exec", m_pod, "--", "find", "/app/logs", "-type", "f"}).count('\n'), 4);
        QVERIFY(output({"exec", m_pod, "--", "df", "-h"}).contains("overlay"));
        QVERIFY(output({"exec", m_pod, "--", "pip", "install", "--upgrade", "qbm-client"})
                    .contains("Successfully installed qbm-client-"));
        QCOMPARE(output({"exec", m_pod, "--", "wget", "-qO-", "http://backend:8000/health"}),
            QString("{\"status\":\"healthy\"}"));
        QCOMPARE(kubectl(*m_fixture, {"exec", m_pod, "--", "sh", "-c", "exit 7"}).code, 7);
        QCOMPARE(kubectl(*m_fixture, {"exec", m_pod, "--", "ls", "/nope"}).code, 1);
        QVERIFY(
            kubectl(*m_fixture, {"exec", m_pod, "--", "nope"}).errors.contains("executable file not found in $PATH"));
        QCOMPARE(kubectl(*m_fixture, {"exec", "-i", m_pod, "--", "cat"}, "hello\n").output, QString("hello\n"));
        QVERIFY(kubectl(*m_fixture, {"exec", "nope", "--", "true"}).errors.contains("pods \"nope\" not found"));
    }

private:
    std::string backendPod()
    {
        return m_fixture->get(kNamespacePath + "/pods?labelSelector=app%3Dbackend")["items"][0]["metadata"]["name"];
    }

    QString output(const std::vector<std::string>& arguments, const std::string& input = {})
    {
        const auto result = kubectl(*m_fixture, arguments, input);
        if (result.code != 0)
            QTest::qFail(qPrintable(QString::fromStdString(arguments[0]) + ": " + result.errors), __FILE__, __LINE__);
        return result.output;
    }

    std::unique_ptr<Fixture> m_fixture;
    std::string m_pod;
};

QTEST_GUILESS_MAIN(TstKubectlOperations)
#include "tst_kubectl_operations.moc"
