// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace qbm;
using namespace qbm::test;

/// What `qbmctl cluster` tells of a lab's cluster.
class TstClusterReading : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QString m_profile;

    CtlAnswer run(const QStringList& arguments) const { return ctl(m_profile, QStringList("cluster") + arguments); }
    CtlAnswer runJson(const QStringList& arguments) const { return ctlJson(m_profile, QStringList("cluster") + arguments); }

private Q_SLOTS:
    void initTestCase()
    {
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void get_inAllForms()
    {
        const CtlAnswer yaml = run({"get", "deployment", "backend", "-o", "yaml"});
        QVERIFY2(yaml.code == 0 && yaml.output.startsWith("apiVersion: apps/v1\nkind: Deployment\n"), (yaml.output + yaml.messages).constData());
        const CtlAnswer narrow = run({"get", "pods"});
        const CtlAnswer wide = run({"get", "pods", "-o", "wide"});
        QVERIFY(!narrow.output.contains("NODE") && wide.output.contains("NODE"));
        QCOMPARE(runJson({"get", "deployment", "backend"}).json()["kind"].toString(), QStringLiteral("Deployment"));
        for (const QStringList& wrong : {QStringList{"-w", "-o", "yaml"}, {"-w", "--sort-by", ".metadata.name"}, {"name", "-A"},
                 {"-o", "custom-columns=A:.b"}, {"-o", "jsonpath={.items[?(@.a=~'b')]}"}}) {
            const CtlAnswer answer = run(QStringList{"get", "pods"} + wrong);
            QVERIFY2(answer.code != 0 && answer.output.isEmpty(), (answer.output + answer.messages).constData());
        }
    }

    void get_asKubectlDoes()
    {
        const CtlAnswer everywhere = run({"get", "pods", "-A"});
        QVERIFY2(everywhere.output.startsWith("NAMESPACE ") && everywhere.output.contains("qbm-ai-system "), everywhere.output.constData());
        const CtlAnswer kinds = run({"get", "services,statefulsets"});
        QVERIFY2(kinds.output.contains("service/backend") && kinds.output.contains("statefulset.apps/postgres"), kinds.output.constData());
        const CtlAnswer pairs = run({"get", "service/backend", "sts/postgres", "-o", "name"});
        QCOMPARE(pairs.output, QByteArray("service/backend\nstatefulset.apps/postgres\n"));
        QCOMPARE(run({"get", "pod/postgres-0", "-o", "jsonpath={.metadata.name}"}).output, QByteArray("postgres-0"));
        QCOMPARE(run({"get", "deploy", "--sort-by", ".metadata.name", "-o", "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}"}).output,
            QByteArray("backend\nfrontend\nnginx\nredis\n"));
        QCOMPARE(run({"get", "deploy", "--sort-by", "{.spec.replicas}"}).code, 0);
        QVERIFY(run({"get", "pods", "--field-selector", "metadata.name=postgres-0"}).output.contains("postgres-0"));
        QVERIFY(run({"get", "pods", "--field-selector", "status.phase=Failed"}).messages.contains("There are no pods"));
        QCOMPARE(run({"get", "deployment/backend", "pods"}).code, 2);
    }

    void wait_untilItHolds_orTheTimeIsOver()
    {
        QCOMPARE(run({"wait", "deployment/backend", "--for", "condition=Available"}).code, 0);
        QCOMPARE(run({"wait", "pod/postgres-0", "--for", "jsonpath={.status.phase}=Running"}).code, 0);
        QCOMPARE(run({"wait", "pod/no-such", "--for", "delete"}).code, 0);
        const CtlAnswer late = run({"wait", "pod/postgres-0", "--for", "delete", "--timeout", "1s"});
        QCOMPARE(late.code, 75);
        QVERIFY2(late.messages.contains("is there"), late.messages.constData());
        QCOMPARE(run({"wait", "pod/postgres-0", "--for", "luck"}).code, 2);
    }

    void logs_bySelector()
    {
        const QJsonArray lines = runJson({"logs", "-l", "app=backend", "--tail", "2"}).json()["lines"].toArray();
        QVERIFY(lines.size() >= 3);
        QCOMPARE(run({"logs"}).code, 2);
        QCOMPARE(run({"logs", "backend", "-l", "app=backend"}).code, 2);
    }

    void secrets_areNotShown()
    {
        for (const QStringList& form : {QStringList{"-o", "yaml"}, QStringList{"--json"}}) {
            const CtlAnswer answer = run(QStringList{"get", "secret", "qbm-secrets"} + form);
            QCOMPARE(answer.code, 0);
            QVERIFY2(answer.output.contains(" bytes>"), answer.output.constData());
        }
        const QJsonObject data = runJson({"get", "secrets"}).json()["items"].toArray()[0].toObject()["data"].toObject();
        QVERIFY(!data.isEmpty());
        for (const QJsonValue& value : data)
            QVERIFY(value.toString().startsWith('<'));
    }

    void describe_tellsWhatThePanelTells()
    {
        const QJsonObject told = runJson({"describe", "deploy", "backend"}).json();
        QVERIFY(!told["conditions"].toArray().isEmpty());
        QVERIFY(told["yaml"].toString().startsWith("apiVersion"));
        QVERIFY(run({"describe", "deploy", "backend"}).output.contains("CONDITION"));
        QCOMPARE(run({"describe", "deploy", "nope"}).code, 1);
    }

    void logs_ofAWorkload_filtered()
    {
        const QJsonArray all = runJson({"logs", "backend", "--tail", "50"}).json()["lines"].toArray();
        QVERIFY(all.size() >= 9);
        QString before;
        for (const QJsonValue& line : all) {
            QVERIFY(before <= line["time"].toString());
            before = line["time"].toString();
        }
        QVERIFY(!all[0].toObject()["level"].toString().isEmpty());
        const CtlAnswer text = run({"logs", "backend", "--tail", "2", "--grep", "{"});
        QCOMPARE(text.code, 0);
        QVERIFY2(text.output.contains(" backend-"), text.output.constData());
        const QJsonArray none = runJson({"logs", "backend", "--since", "1s", "--level", "critical"}).json()["lines"].toArray();
        QVERIFY(none.isEmpty());
        QCOMPARE(run({"logs", "backend", "--json", "-f"}).code, 2);
        QCOMPARE(run({"logs", "backend", "--level", "purple"}).code, 2);
        QCOMPARE(run({"logs", "nope"}).code, 1);
    }

    void top_besideRequestsAndAllocatable()
    {
        const QJsonObject pods = runJson({"top", "pods"}).json();
        bool hasBackend = false;
        for (const QJsonValue& workload : pods["workloads"].toArray())
            hasBackend = hasBackend || (workload["name"] == "Deployment/backend" && workload["cpuCores"].toDouble() > 0);
        QVERIFY(hasBackend);
        const QJsonArray nodes = runJson({"top", "nodes"}).json()["nodes"].toArray();
        QVERIFY(!nodes.isEmpty() && nodes[0].toObject()["cpuAllocatableCores"].toDouble() > 0);
        QVERIFY(run({"top", "nodes"}).output.contains("ALLOCATABLE"));
    }

    void rollouts_historyAndEffects()
    {
        const QJsonArray revisions = runJson({"rollout", "history", "backend"}).json()["revisions"].toArray();
        QVERIFY(!revisions.isEmpty());
        QVERIFY(revisions[0].toObject()["current"].toBool());
        const QString newest = QString::number(revisions[0].toObject()["revision"].toInt());
        QVERIFY(run({"rollout", "history", "backend", "--revision", newest}).output.contains("containers:"));
        QVERIFY(run({"rollout", "history", "backend", "--revision", newest, "--against", newest}).output.contains("equal"));
        QCOMPARE(run({"rollout", "history", "backend", "--revision", "999"}).code, 1);
        const QJsonArray effects = runJson({"rollout", "advise", "backend"}).json()["effects"].toArray();
        QVERIFY(!effects.isEmpty());
        // The one that has served for long; of one younger than two minutes nothing is said yet.
        const QJsonObject now = effects[effects.size() > 1 ? 1 : 0].toObject();
        for (const char* const quantity : {"p95", "errorRatio", "accuracy"})
            QVERIFY2(now[quantity].toObject()["state"] == "value", QJsonDocument(now).toJson().constData());
    }

    void access_andScope()
    {
        const QJsonArray permissions = runJson({"can-i", "--all"}).json()["permissions"].toArray();
        QVERIFY(permissions.size() > 20);
        QCOMPARE(run({"can-i", "get"}).code, 2);
        QVERIFY(runJson({"context", "--namespaces"}).json()["namespaces"].toArray().contains("qbm-ai-system"));
        QCOMPARE(runJson({"--namespace", "kube-system", "context"}).json()["namespace"].toString(), QStringLiteral("kube-system"));
        QCOMPARE(run({"-n", "default", "rollout", "history", "backend"}).code, 1);
        QCOMPARE(run({"--context", "no-such-context", "context"}).code, 1);
    }
};

QTEST_APPLESS_MAIN(TstClusterReading)
#include "tst_cluster_reading.moc"
