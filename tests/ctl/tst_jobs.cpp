// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <thread>

using namespace qbm;
using namespace qbm::test;

namespace {

/// A session that keeps a restore waiting with the deployments at 0, so that a kill hits it there on any machine. It is
/// connected once this is made.
class HeldSession {
public:
    explicit HeldSession(const std::filesystem::path& lab)
        : m_lab(lab)
        , m_thread([lab] { (void)query(lab, "SELECT pg_sleep(600) AS held"); })
    {
        while (query(m_lab, "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600) AS held'").value_or("1") == "0")
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ~HeldSession()
    {
        (void)query(m_lab, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600) AS held'");
        m_thread.join();
    }
    HeldSession(const HeldSession&) = delete;
    HeldSession& operator=(const HeldSession&) = delete;

private:
    std::filesystem::path m_lab;
    std::thread m_thread;
};

} // namespace

/// The five jobs of the console, each by the command line against a lab, in text and in JSON.
class TstJobs : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QString m_profile;

    QString sql(const std::string& statement) const { return QString::fromStdString(query(m_lab->folder(), statement).value_or("failed")); }
    int desiredReplicas(const QString& deployment) const
    {
        const QJsonObject object = ctlJson(m_profile, {"cluster", "get", "deployment", deployment}).json();
        return object["spec"].toObject()["replicas"].toInt(-1);
    }
    void verifyDone(const CtlAnswer& answer) const
    {
        QVERIFY2(answer.code == 0, (answer.output + answer.messages).constData());
    }
    void killRestoreAtZeroReplicas() const
    {
        QProcess restore;
        restore.start(ctlProgram(), {"--profile", m_profile, "backup", "restore", "LATEST", "--yes"});
        QVERIFY(restore.waitForStarted());
        // Who is connected before the stop is waited for before it; this one comes in between.
        restore.setReadChannel(QProcess::StandardError); // which is waited for
        QByteArray said;
        while (!said.contains("Compare it with the backup:") && restore.waitForReadyRead(60'000))
            said += restore.readAllStandardError();
        QVERIFY2(restore.state() == QProcess::Running, said.constData()); // 0 would be the number of our own group
        const auto pid = static_cast<pid_t>(restore.processId());
        ::kill(pid, SIGSTOP);
        const HeldSession session(m_lab->folder());
        ::kill(pid, SIGCONT);
        waitUntilReplicas("backend", 0);
        waitUntilReplicas("frontend", 0);
        restore.kill();
        QVERIFY(restore.waitForFinished());
    }
    void waitUntilReplicas(const QString& deployment, int replicas) const { QTRY_COMPARE_WITH_TIMEOUT(desiredReplicas(deployment), replicas, 30'000); }

private Q_SLOTS:
    void initTestCase()
    {
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void status_freshLab_lacksNothingButABackup()
    {
        const CtlAnswer text = ctl(m_profile, {"status"});
        QCOMPARE(text.code, 3); // a backup that nobody made is no small thing
        QVERIFY2(text.output.contains("The backups need a look: There is no backup that could be restored"), text.output.constData());
        QVERIFY(text.output.contains("PostgreSQL"));
        QVERIFY2(text.output.contains("\nJudged: workloads: 5, PostgreSQL"), text.output.constData());
        const CtlAnswer json = ctlJson(m_profile, {"status"});
        QCOMPARE(json.code, 3);
        QCOMPARE(json.json()["state"].toString(), QString("degraded"));
        const QJsonArray findings = json.json()["findings"].toArray();
        QJsonValue backups;
        for (const QJsonValue& finding : findings) {
            QVERIFY2(finding["severity"] != "critical", json.output.constData());
            if (finding["subject"] == "backups")
                backups = finding;
        }
        QCOMPARE(backups["severity"].toString(), QString("warning"));
        QCOMPARE(backups["leadsTo"]["page"].toString(), QString("backups"));
    }
    void metricsQuery_up_namesTheGuidesJobs()
    {
        const CtlAnswer text = ctl(m_profile, {"metrics", "query", "up"});
        verifyDone(text);
        for (const char* job : {"qbm-backend", "postgres", "redis"})
            QVERIFY2(text.output.contains(job), job);
        QVERIFY(!ctlJson(m_profile, {"metrics", "query", "up"}).json().isEmpty());
    }
    void readingVerbs_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const char* verb : {"metrics targets", "metrics range up --since 10m", "dashboard list", "alerts list", "backup list", "operation list", "ledger list",
                 "ledger verify", "cluster context", "cluster events", "cluster get pods", "cluster can-i patch deployments/scale", "analyze capacity --deployment backend"})
            QTest::newRow(verb) << QString(verb).split(' ');
    }
    void readingVerbs()
    {
        QFETCH(QStringList, arguments);
        const CtlAnswer text = ctl(m_profile, arguments);
        verifyDone(text);
        QVERIFY(!text.output.isEmpty());
        const CtlAnswer json = ctlJson(m_profile, arguments);
        QCOMPARE(json.code, 0);
        QVERIFY2(!json.json().isEmpty(), json.output.constData());
    }
    void backupCreate_withoutYes_plansAndTouchesNothing()
    {
        const CtlAnswer answer = ctlJson(m_profile, {"backup", "create"});
        QCOMPARE(answer.code, 2);
        QVERIFY(answer.json()["plan"].toObject()["lines"].toArray().size() > 0);
        QCOMPARE(answer.json()["succeeded"].toBool(true), false);
        const CtlAnswer dry = ctl(m_profile, {"backup", "create", "--dry-run", "--yes"});
        QCOMPARE(dry.code, 0);
        QVERIFY(ctl(m_profile, {"backup", "show", "LATEST"}).code != 0);
    }
    void backupCreateVerify_thenRestore_bringsRowsAndReplicasBack()
    {
        const CtlAnswer created = ctlJson(m_profile, {"backup", "create", "--yes", "--reason", "before the test"});
        QCOMPARE(created.code, 0);
        QVERIFY(created.json()["succeeded"].toBool());
        verifyDone(ctl(m_profile, {"backup", "verify", "LATEST"}));

        const QString rows = sql("SELECT count(*) FROM prediction_accuracy_log");
        sql("DELETE FROM prediction_accuracy_log WHERE model_id = 'churn_risk'");
        sql("DROP TABLE data_quality_check");
        QVERIFY(sql("SELECT count(*) FROM prediction_accuracy_log") != rows);
        const CtlAnswer restored = ctlJson(m_profile, {"backup", "restore", "LATEST", "--yes"});
        QVERIFY2(restored.code == 0, (restored.output + restored.messages).constData());
        QCOMPARE(sql("SELECT count(*) FROM prediction_accuracy_log"), rows);
        QVERIFY(sql("SELECT count(*) FROM data_quality_check").toInt() > 0);
        QCOMPARE(desiredReplicas("backend"), 3);
        QCOMPARE(desiredReplicas("frontend"), 2);
    }
    void clusterScale_upAndBack_isVerifiedByReading()
    {
        // The frontend: the backend's autoscaler would remember the larger count for five minutes, and come back to it.
        QCOMPARE(ctl(m_profile, {"cluster", "scale", "frontend", "4"}).code, 2); // the plan only
        QCOMPARE(desiredReplicas("frontend"), 2);
        verifyDone(ctl(m_profile, {"cluster", "scale", "frontend", "4", "--yes"}));
        QCOMPARE(desiredReplicas("frontend"), 4);
        verifyDone(ctl(m_profile, {"cluster", "scale", "frontend", "2", "--yes"}));
        QCOMPARE(desiredReplicas("frontend"), 2);
    }
    void restoreKilledAtZeroReplicas_resumed_endsWithDataAndReplicas()
    {
        const QString rows = sql("SELECT count(*) FROM prediction_accuracy_log");
        sql("DELETE FROM prediction_accuracy_log WHERE model_id = 'churn_risk'");
        killRestoreAtZeroReplicas();

        const QJsonArray operations = ctlJson(m_profile, {"operation", "list"}).json()["operations"].toArray();
        QCOMPARE(operations.last().toObject()["state"].toString(), QString("interrupted"));
        QCOMPARE(operations.last().toObject()["values"].toObject().isEmpty(), false);
        QCOMPARE(desiredReplicas("backend"), 0);
        const QString id = operations.last().toObject()["id"].toString();
        const QByteArray wayOut = "qbmctl operation resume " + id.toUtf8();
        QVERIFY(ctl(m_profile, {"status"}).output.contains(wayOut));
        QCOMPARE(ctlJson(m_profile, {"status"}).json()["unfinished"].toArray().at(0)["id"].toString(), id);
        const CtlAnswer checked = ctl(m_profile, {"backup", "check"});
        QCOMPARE(checked.code, 1);
        QVERIFY2(checked.output.contains("interrupted: ") && checked.output.contains(wayOut), checked.output.constData());
        verifyDone(ctl(m_profile, {"operation", "resume", "LATEST"}));
        QVERIFY(ctlJson(m_profile, {"status"}).json()["unfinished"].toArray().isEmpty());
        QCOMPARE(sql("SELECT count(*) FROM prediction_accuracy_log"), rows);
        QCOMPARE(desiredReplicas("backend"), 3);
        QCOMPARE(desiredReplicas("frontend"), 2);
    }
    void restoreKilledAtZeroReplicas_undone_endsAsBefore()
    {
        sql("DELETE FROM prediction_accuracy_log WHERE model_id = 'churn_risk'");
        const QString rows = sql("SELECT count(*) FROM prediction_accuracy_log");
        killRestoreAtZeroReplicas();
        verifyDone(ctl(m_profile, {"operation", "undo", "LATEST"}));
        QCOMPARE(sql("SELECT count(*) FROM prediction_accuracy_log"), rows);
        QCOMPARE(desiredReplicas("backend"), 3);
        QCOMPARE(desiredReplicas("frontend"), 2);
    }
    void ledger_afterAllThis_isIntactAndTellsWhoAndWhy()
    {
        const QJsonObject verification = ctlJson(m_profile, {"ledger", "verify"}).json();
        QVERIFY(verification["intact"].toBool());
        const QJsonArray entries = ctlJson(m_profile, {"ledger", "list"}).json()["entries"].toArray();
        QVERIFY(entries.size() >= 8);
        QCOMPARE(entries.first().toObject()["reason"].toString(), QString("before the test"));
        QVERIFY(entries.first().toObject()["actor"].toString().contains('@'));
        QCOMPARE(entries.last().toObject()["result"].toString(), QString("undone"));
    }
    void status_badImage_namesTheWorkloadAndItsReason()
    {
        QTemporaryDir folder;
        QFile manifest(folder.filePath("worker.yaml"));
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: worker}\nspec:\n  replicas: 1\n"
                       "  selector: {matchLabels: {app: worker}}\n  template:\n    metadata: {labels: {app: worker}}\n"
                       "    spec: {containers: [{name: main, image: \"registry.invalid/none:bad\"}]}\n");
        manifest.close();
        verifyDone(ctl(m_profile, {"cluster", "apply", "-f", manifest.fileName(), "--yes"}));
        const auto status = [this] { return ctl(m_profile, {"status"}); };
        QTRY_VERIFY_WITH_TIMEOUT(status().output.startsWith("worker does not start: "), 60'000);
        const CtlAnswer text = status();
        QCOMPARE(text.code, 1);
        QVERIFY2(text.output.contains(" of image registry.invalid/none:bad"), text.output.constData());
        verifyDone(ctl(m_profile, {"cluster", "delete", "deployment", "worker", "--yes"}));
        QTRY_VERIFY_WITH_TIMEOUT(!status().output.contains("worker"), 60'000);
    }
};

QTEST_APPLESS_MAIN(TstJobs)
#include "tst_jobs.moc"
