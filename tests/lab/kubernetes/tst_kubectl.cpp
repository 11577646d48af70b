// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/process/process.h"
#include "tests/lab/kubernetes/fixture.h"

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;
using qbm::process::Command;

/// The real kubectl drives the simulator.
class TstKubectl : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!qbm::process::findProgram("kubectl"))
            QSKIP("kubectl is not installed");
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->simulator().writeKubeconfig(m_fixture->path("admin"), "lab", "qbm-ai-system").has_value());
        QVERIFY(m_fixture->simulator()
                    .writeKubeconfig(m_fixture->path("limited"), "lab", "qbm-ai-system", Identity::ServiceAccount)
                    .has_value());
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void get_printsServerColumns()
    {
        auto pods = output({"get", "pods"});
        QVERIFY(pods.contains("NAME") && pods.contains("READY") && pods.contains("1/1     Running"));
        const auto deployments = output({"get", "deploy", "-o", "wide"});
        QVERIFY(deployments.contains("UP-TO-DATE") && deployments.contains("qbm-ai-system/backend:v1.4.2"));
        QVERIFY(output({"get", "deploy", "backend", "-o", "yaml"}).contains("kind: Deployment"));
        QVERIFY(output({"get", "deploy", "backend", "-o", "jsonpath={.spec.replicas}"}) == "3");
        QVERIFY(output({"get", "pods", "--chunk-size=2", "-o", "name"}).count("pod/") == 8);
    }

    void scale_thenRolloutStatus_waitsForReady()
    {
        QVERIFY(output({"scale", "deploy/backend", "--replicas=4"}).contains("scaled"));
        QVERIFY(output({"rollout", "status", "deploy/backend", "--timeout=15s"}).contains("successfully rolled out"));
        QCOMPARE(output({"get", "deploy", "backend", "-o", "jsonpath={.status.availableReplicas}"}), QString("4"));
    }

    void setImage_undo_history_followTheRevisions()
    {
        QVERIFY(output({"set", "image", "deploy/frontend", "frontend=qbm-ai-system/frontend:v1.5.0"}).contains("image updated"));
        QVERIFY(output({"rollout", "status", "deploy/frontend", "--timeout=15s"}).contains("successfully rolled out"));
        QVERIFY(output({"rollout", "undo", "deploy/frontend"}).contains("rolled back"));
        QVERIFY(output({"rollout", "status", "deploy/frontend", "--timeout=15s"}).contains("successfully rolled out"));
        QCOMPARE(output({"get", "deploy", "frontend", "-o", "jsonpath={.spec.template.spec.containers[0].image}"}),
            QString("qbm-ai-system/frontend:v1.4.2"));
        const auto history = output({"rollout", "history", "deploy/frontend"});
        QVERIFY(!history.contains("\n1 ") && history.contains("\n2 ") && history.contains("\n3 "));
        QCOMPARE(output({"get", "rs", "-l", "app=frontend", "-o", "name"}).count("replicaset"), 2);
    }

    void pauseResumeRestart_areTaken()
    {
        QVERIFY(output({"rollout", "pause", "deploy/nginx"}).contains("paused"));
        QTRY_COMPARE(
            output({"get", "deploy", "nginx", "-o", R"(jsonpath={.status.conditions[?(@.type=="Progressing")].reason})"}),
            QString("DeploymentPaused"));
        QVERIFY(output({"rollout", "resume", "deploy/nginx"}).contains("resumed"));
        QVERIFY(output({"rollout", "restart", "deploy/nginx"}).contains("restarted"));
        QVERIFY(output({"rollout", "status", "deploy/nginx", "--timeout=15s"}).contains("successfully rolled out"));
    }

    void describe_showsReplicaSetsAndEvents()
    {
        const auto text = output({"describe", "deploy", "backend"});
        QVERIFY(text.contains("NewReplicaSet:   backend-") && text.contains("ScalingReplicaSet"));
    }

    void watch_printsChanges()
    {
        const auto text = output({"get", "deploy", "redis", "-w", "--request-timeout=2s"});
        QVERIFY(text.contains("redis"));
    }

    void apply_createsChangesAndMerges()
    {
        const auto manifest = [](const char* data) {
            return std::string("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\ndata: ") + data + "\n";
        };
        QVERIFY(output({"apply", "-f", "-"}, manifest("{A: one, B: two}")).contains("created"));
        QVERIFY(output({"apply", "-f", "-"}, manifest("{A: three}")).contains("configured"));
        QCOMPARE(output({"get", "cm", "applied", "-o", "jsonpath={.data}"}), QString(R"({"A":"three"})"));
        QVERIFY(output({"apply", "-f", "-"}, manifest("{A: three}")).contains("unchanged"));
        QVERIFY(output({"apply", "--server-side", "--force-conflicts", "-f", "-"}, manifest("{C: four}")).contains("serverside-applied"));
        QVERIFY(output({"delete", "cm", "applied"}).contains("deleted"));
    }

    void canI_followsTheRole()
    {
        QCOMPARE(output({"auth", "can-i", "patch", "deployments", "--subresource=scale"}), QString("yes\n"));
        QCOMPARE(output({"auth", "can-i", "list", "pods"}, {}, "limited"), QString("yes\n"));
        QVERIFY(output({"auth", "can-i", "patch", "deployments", "--subresource=scale"}, {}, "limited", 1).contains("no"));
        QVERIFY(output({"auth", "can-i", "--list"}, {}, "limited").contains("deployments.apps"));
    }

    void limitedUser_isRefusedInServersWords()
    {
        output({"scale", "deploy/backend", "--replicas=1"}, {}, "limited", 1);
        QVERIFY(m_errors.contains("Error from server (Forbidden): deployments.apps \"backend\" is forbidden: User "
                                  "\"system:serviceaccount:qbm-ai-system:qbm-service-account\" cannot patch resource "
                                  "\"deployments/scale\" in API group \"apps\" in the namespace \"qbm-ai-system\""));
    }

    void deletePod_isGracefulAndReplaced()
    {
        QVERIFY(output({"delete", "pod", "postgres-0", "--timeout=10s"}).contains("deleted"));
        QVERIFY(output({"wait", "--for=jsonpath={.status.readyReplicas}=1", "sts/postgres", "--timeout=10s"}).contains("condition met"));
    }

private:
    QString output(const std::vector<std::string>& arguments, const std::string& input = {},
        const char* config = "admin", int wantedCode = 0)
    {
        Command command;
        command.program = "kubectl";
        command.arguments = arguments;
        command.environment = {{"KUBECONFIG", m_fixture->path(config)}, {"HOME", m_fixture->path("home")}};
        qbm::process::RunOptions options;
        options.input = input;
        options.stallTimeout = std::chrono::seconds(30);
        qbm::TaskContext context;
        const auto exit = qbm::process::run(command, options, context);
        if (!exit) {
            QTest::qFail(exit.error().english().c_str(), __FILE__, __LINE__);
            return {};
        }
        m_errors = QString::fromStdString(exit->errorTail);
        const bool watchEnded = arguments.size() > 3 && arguments[3] == "-w"; // its time is meant to run out
        if (exit->code != wantedCode && !watchEnded)
            QTest::qFail(exit->errorTail.c_str(), __FILE__, __LINE__);
        return QString::fromStdString(exit->output);
    }

    std::unique_ptr<Fixture> m_fixture;
    QString m_errors;
};

QTEST_GUILESS_MAIN(TstKubectl)
#include "tst_kubectl.moc"
