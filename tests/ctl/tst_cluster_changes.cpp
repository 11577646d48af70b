// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"

#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::test;

/// The verbs of `qbmctl cluster` that change something, against a lab: planned, confirmed, done, gone back.
class TstClusterChanges : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QString m_profile;
    QTemporaryDir m_folder;

    CtlAnswer cluster(const QStringList& arguments) const { return ctl(m_profile, QStringList{"cluster"} + arguments); }
    QJsonObject object(const QString& kind, const QString& name) const
    {
        return ctlJson(m_profile, {"cluster", "get", kind, name}).json();
    }
    /// The value at "spec|containers|0|image" of an object; undefined where there is none.
    static QJsonValue at(QJsonValue value, const char* path)
    {
        for (const QString& step : QString(path).split('|')) {
            bool number = false;
            const int index = step.toInt(&number);
            value = number ? value.toArray().at(index) : value.toObject().value(step);
        }
        return value;
    }
    QString image(const QString& deployment) const
    {
        return at(object("deployment", deployment), "spec|template|spec|containers|0|image").toString();
    }
    static void verifyDone(const CtlAnswer& answer)
    {
        QVERIFY2(answer.code == 0, (answer.output + answer.messages).constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void scale_plan_showsWhatItWouldMeet()
    {
        const CtlAnswer plan = cluster({"scale", "backend", "5"});
        QCOMPARE(plan.code, 2);
        for (const char* words :
            {"backend-hpa keeps the count between", "The nodes have room", "workers × (20 pooled + 30 overflow)",
                "max_connections is", "Response times (p95)", "budgets still let"})
            QVERIFY2(plan.output.contains(words), (QByteArray(words) + "\n" + plan.output).constData());
    }
    void scale_done_standsInTheHistoryWithItsPrediction()
    {
        verifyDone(cluster({"scale", "backend", "4", "--yes"}));
        const QJsonArray scalings
            = ctlJson(m_profile, {"cluster", "scale-history", "backend"}).json()["scalings"].toArray();
        QCOMPARE(scalings.size(), 1);
        QCOMPARE(at(scalings, "0|from").toInt(), 3);
        QCOMPARE(at(scalings, "0|to").toInt(), 4);
        const CtlAnswer text = cluster({"scale-history", "backend"});
        verifyDone(text);
        QVERIFY2(text.output.contains("PREDICTED P95"), text.output.constData());
        verifyDone(cluster({"scale", "backend", "3", "--yes"}));
    }
    /// Killed in the middle, and then something else took over: it is ended by hand.
    void scale_leftUnfinished_saysWhatIsThereNow_andIsClosedWithAReason()
    {
        QProcess scaling;
        scaling.start(ctlProgram(), {"--profile", m_profile, "cluster", "scale", "frontend", "40", "--yes"});
        QVERIFY(scaling.waitForStarted());
        QTRY_COMPARE_WITH_TIMEOUT(at(object("deployment", "frontend"), "spec|replicas").toInt(), 40, 30'000);
        const CtlAnswer early = ctl(m_profile, {"operation", "close", "LATEST", "--reason", "no longer wanted"});
        const bool running = scaling.state() == QProcess::Running;
        scaling.kill();
        QVERIFY(scaling.waitForFinished());
        if (running) {
            QCOMPARE(early.code, 1);
            QVERIFY2(early.messages.contains("is running in another window or program"), early.messages.constData());
        }
        const CtlAnswer shown = ctl(m_profile, {"operation", "show", "LATEST"});
        verifyDone(shown);
        QVERIFY2(shown.output.contains("Now: Deployment frontend asks for 40 replicas now ("), shown.output.constData());
        const CtlAnswer mute = ctl(m_profile, {"operation", "close", "LATEST"});
        QCOMPARE(mute.code, 2);
        QVERIFY2(mute.messages.contains("say why with a reason"), mute.messages.constData());
        const QJsonObject closed = ctlJson(m_profile, {"operation", "close", "LATEST", "--reason", "the autoscaler has it"}).json();
        QCOMPARE(at(closed, "operation|state").toString(), QStringLiteral("closed"));
        QCOMPARE(at(closed, "operation|closed|reason").toString(), QStringLiteral("the autoscaler has it"));
        const QString id = at(closed, "operation|id").toString();
        for (const char* verb : {"resume", "undo", "close"}) {
            const CtlAnswer refused = ctl(m_profile, {"operation", verb, id, "--reason", "again"});
            QCOMPARE(refused.code, 1);
            QVERIFY2(refused.messages.contains("a closed one is neither continued nor taken back"), refused.messages.constData());
        }
        QVERIFY(ctl(m_profile, {"ledger", "list", "--last", "1"}).output.contains("the autoscaler has it"));
        verifyDone(ctl(m_profile, {"ledger", "verify"}));
        verifyDone(cluster({"scale", "frontend", "2", "--yes"}));
    }
    void describe_tellsADeploymentWithItsPods_andAPodWithItsContainers()
    {
        const CtlAnswer deployment = cluster({"describe", "deployment", "backend"});
        verifyDone(deployment);
        for (const char* words : {"Replicas", "Strategy", "\nPods\n", "containers ready, restarts: ", "Container backend", "Resource requests", "CONDITION"})
            QVERIFY2(deployment.output.contains(words), (QByteArray(words) + "\n" + deployment.output).constData());
        QVERIFY(!deployment.output.contains("SET BY"));
        QVERIFY(cluster({"describe", "deployment", "backend", "--fields"}).output.contains("SET BY"));
        const QJsonArray pods = ctlJson(m_profile, {"cluster", "get", "pods", "-l", "app=backend"}).json()["items"].toArray();
        const CtlAnswer pod = cluster({"describe", "pod", at(pods, "0|metadata|name").toString()});
        verifyDone(pod);
        for (const char* words : {"Node", "Addresses", "State", "running since", "Restarts", "Image"})
            QVERIFY2(pod.output.contains(words), (QByteArray(words) + "\n" + pod.output).constData());
    }
    void setImage_thenUndo_isBackAtTheFirst()
    {
        const QString first = image("frontend");
        const CtlAnswer plan = cluster({"set-image", "frontend", "frontend=qbm-ai-system/frontend:v1.5.0"});
        QCOMPARE(plan.code, 2);
        QVERIFY2(plan.output.contains("+      - env:") || plan.output.contains("image: qbm-ai-system/frontend:v1.5.0"),
            plan.output.constData());
        QCOMPARE(image("frontend"), first);
        verifyDone(
            cluster({"set-image", "frontend", "qbm-ai-system/frontend:v1.5.0", "--yes", "--reason", "release 1.5"}));
        QCOMPARE(image("frontend"), QString("qbm-ai-system/frontend:v1.5.0"));
        QCOMPARE(at(object("deployment", "frontend"), "metadata|annotations|kubernetes.io/change-cause").toString(),
            QString("release 1.5"));
        verifyDone(cluster({"rollout", "undo", "frontend", "--yes"}));
        QCOMPARE(image("frontend"), first);
        QCOMPARE(cluster({"rollout", "undo", "frontend", "--to-revision", "99", "--yes"}).code, 1);
    }
    void pause_refusesARestart_resumeAllowsIt()
    {
        verifyDone(cluster({"rollout", "pause", "frontend", "--yes"}));
        const CtlAnswer refused = cluster({"rollout", "restart", "frontend", "--yes"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.output.contains("is paused: resume it first"), refused.output.constData());
        verifyDone(cluster({"rollout", "resume", "frontend", "--yes"}));
        verifyDone(cluster({"rollout", "restart", "frontend", "--yes"}));
    }
    void apply_andDelete_aConfigMap()
    {
        const QString file = m_folder.filePath("map.yaml");
        QFile manifest(file);
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {level: DEBUG}\n");
        manifest.close();
        const QJsonObject plan
            = ctlJson(m_profile, {"cluster", "apply", "-f", file, "--dry-run"}).json()["plan"].toObject();
        QCOMPARE(at(plan, "lines|0|change").toString(), QString("created"));
        QVERIFY(plan["diff"].toString().contains("+  level: DEBUG"));
        verifyDone(cluster({"apply", "-f", file, "--yes"}));
        QCOMPARE(at(object("configmap", "extra"), "data|level").toString(), QString("DEBUG"));
        QCOMPARE(cluster({"delete", "configmap", "extra"}).code, 2);
        verifyDone(cluster({"delete", "cm", "extra", "--yes"}));
        QCOMPARE(cluster({"get", "configmap", "extra"}).code, 1);
        QCOMPARE(cluster({"delete", "wonder", "extra", "--yes"}).code, 1);
    }
    void reveal_printsOnlyWhenConfirmed()
    {
        const CtlAnswer plan = cluster({"reveal", "qbm-secrets", "REDIS_PASSWORD"});
        QCOMPARE(plan.code, 2);
        QVERIFY(!plan.output.contains("REDIS_PASSWORD: "));
        const CtlAnswer shown = cluster({"reveal", "qbm-secrets", "REDIS_PASSWORD", "--yes", "--reason", "asked"});
        verifyDone(shown);
        const qsizetype begin = shown.output.indexOf("REDIS_PASSWORD: ");
        QVERIFY2(begin >= 0, shown.output.constData());
        const QByteArray value = shown.output.mid(begin + 16).trimmed();
        QVERIFY(!value.isEmpty() && !shown.output.contains("JWT_SECRET_KEY"));
        QCOMPARE(ctlJson(m_profile, {"cluster", "reveal", "qbm-secrets", "--yes"}).code, 2);
        const CtlAnswer json = ctlJson(m_profile, {"cluster", "reveal", "qbm-secrets", "--confirm", "qbm-secrets"});
        QCOMPARE(at(json.json(), "values|REDIS_PASSWORD").toString().toUtf8(), value);
        const CtlAnswer ledger = ctlJson(m_profile, {"ledger", "list"});
        QVERIFY(ledger.output.contains("secret.reveal") && !ledger.output.contains(value));
        QVERIFY(!ctlJson(m_profile, {"operation", "list"}).output.contains(value));
    }
    void createNamespace_andDeleteIt()
    {
        verifyDone(cluster({"create-namespace", "qbm-trial", "--yes"}));
        QVERIFY(cluster({"get", "namespace", "qbm-trial"}).output.contains("qbm-trial"));
        verifyDone(cluster({"delete", "namespace", "qbm-trial", "--yes"}));
    }
    void statefulSet_restartedAndTakenBack()
    {
        verifyDone(cluster({"rollout", "restart", "sts/postgres", "--yes"}));
        QVERIFY(cluster({"rollout", "status", "statefulset/postgres"}).output.contains("complete"));
        QVERIFY(cluster({"rollout", "history", "sts/postgres"}).output.contains("postgres"));
        verifyDone(cluster({"rollout", "undo", "sts/postgres", "--yes"}));
        QCOMPARE(cluster({"rollout", "pause", "sts/postgres", "--yes"}).code, 2);
        QCOMPARE(cluster({"scale", "ds/any", "3", "--yes"}).code, 2);
        QCOMPARE(cluster({"rollout", "restart", "job/any", "--yes"}).code, 2);
    }
    void node_cordonedTaintedAndBack()
    {
        verifyDone(cluster({"cordon", "qbm-node-2", "--yes"}));
        QVERIFY(cluster({"get", "node", "qbm-node-2"}).output.contains("SchedulingDisabled"));
        verifyDone(cluster({"uncordon", "qbm-node-2", "--yes"}));
        verifyDone(cluster({"taint", "qbm-node-2", "disk=slow:PreferNoSchedule", "--yes"}));
        verifyDone(cluster({"taint", "qbm-node-2", "disk-", "--yes"}));
        const CtlAnswer plan = cluster({"drain", "qbm-node-2"});
        QCOMPARE(plan.code, 2);
        QVERIFY2(plan.output.contains("evicted"), plan.output.constData());
    }
    void labels_andDeleteBySelector()
    {
        verifyDone(cluster({"label", "configmap", "qbm-config", "walked=yes", "--yes"}));
        QVERIFY(cluster({"get", "cm", "-l", "walked=yes"}).output.contains("qbm-config"));
        const CtlAnswer plan = cluster({"delete", "cm", "-l", "walked=yes"});
        QVERIFY2(plan.code == 2 && plan.output.contains("qbm-config"), plan.output.constData());
        verifyDone(cluster({"label", "configmap", "qbm-config", "walked-", "--yes"}));
        QCOMPARE(cluster({"delete", "cm", "--yes"}).code, 2);
        const CtlAnswer forced = cluster({"delete", "pod", "postgres-0", "--force"});
        QVERIFY2(forced.code == 2 && forced.output.contains("write to the same data"), forced.output.constData());
    }
    void run_wrongWords_areUsageErrors()
    {
        QCOMPARE(cluster({"run", "some-pod"}).code, 2);
        QCOMPARE(cluster({"run", "some-pod", "--preset", "wonder"}).code, 2);
        QCOMPARE(cluster({"run", "some-pod", "--preset", "old-logs", "--older-than", "soon"}).code, 2);
    }
    void readOnly_refusesAllOfThem()
    {
        for (const QStringList& verb : {QStringList{"scale", "backend", "4"}, {"rollout", "restart", "backend"},
                 {"delete", "configmap", "qbm-config"}, {"reveal", "qbm-secrets"}, {"create-namespace", "never"}}) {
            const CtlAnswer answer = cluster(verb + QStringList{"--read-only", "--yes"});
            QVERIFY2(answer.code != 0 && (answer.output + answer.messages).contains("read-only"),
                (answer.output + answer.messages).constData());
        }
        QVERIFY(!object("configmap", "qbm-config").isEmpty());
    }
};

QTEST_APPLESS_MAIN(TstClusterChanges)
#include "tst_cluster_changes.moc"
