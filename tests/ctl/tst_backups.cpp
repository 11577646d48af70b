// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace qbm;
using namespace qbm::test;

/// Everything about backups that a script may do, by the command line against a lab.
class TstCtlBackups : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QTemporaryDir m_folder;
    QString m_profile;

    QString sql(const std::string& statement) const
    {
        return QString::fromStdString(query(m_lab->folder(), statement).value_or("failed"));
    }
    QJsonObject answered(const QStringList& arguments) const
    {
        const CtlAnswer answer = ctlJson(m_profile, arguments);
        if (answer.code != 0)
            qWarning() << arguments << answer.code << answer.output << answer.messages;
        return answer.json();
    }
    QString newestBackup() const { return answered({"backup", "show", "LATEST"})["name"].toString(); }
    int desiredReplicas(const QString& deployment) const
    {
        const QJsonObject object = answered({"cluster", "get", "deployment", deployment});
        return object["spec"].toObject()["replicas"].toInt(-1);
    }
    QStringList keptDatabases() const
    {
        QStringList names;
        for (const QJsonValue& database : answered({"backup", "kept"})["databases"].toArray())
            names << database["name"].toString();
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void check_withoutBackup_saysSoAndFails()
    {
        const CtlAnswer answer = ctlJson(m_profile, {"backup", "check"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.json()["alarms"].toArray().at(0)["kind"].toString(), QStringLiteral("no-backup"));
    }

    void create_inEachFormat_namesItSoAndIsVerified_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("fast") << ".dump.zst";
        QTest::newRow("guide") << ".dump";
        QTest::newRow("directory") << ".dumpdir";
    }
    void create_inEachFormat_namesItSoAndIsVerified()
    {
        QFETCH(QString, suffix);
        const QString format = QTest::currentDataTag();
        const QJsonObject created = answered({"backup", "create", "--format", format, "--label", format, "--yes"});
        QVERIFY(created["succeeded"].toBool());
        const QJsonObject shown = answered({"backup", "show", "LATEST"});
        QVERIFY2(shown["name"].toString().endsWith(suffix), qPrintable(shown["name"].toString()));
        const QJsonObject made = created["backup"].toObject();
        QCOMPARE(made["name"], shown["name"]);
        QCOMPARE(made["sizeBytes"], shown["sizeBytes"]);
        QVERIFY(made["readBack"].toBool() && !made["verified"].toBool()); // verify is what reads all of it
        const QJsonObject sidecar = shown["sidecar"].toObject();
        QCOMPARE(sidecar["format"].toString(), format);
        QCOMPARE(sidecar["label"].toString(), format);
        QVERIFY(sidecar["rows"].toInteger() > 0);
        QVERIFY(!sidecar["tables"].toArray().at(0)["checksum"].toString().isEmpty());
        QVERIFY(!shown["verified"].toBool());
        QVERIFY(answered({"backup", "verify", "LATEST"})["sound"].toBool());
        QVERIFY(answered({"backup", "show", "LATEST"})["verified"].toBool());
    }

    void create_asText_endsWithItsName()
    {
        const CtlAnswer created = ctl(m_profile, {"backup", "create", "--yes"});
        QCOMPARE(created.code, 0);
        const QList<QByteArray> lines = created.output.trimmed().split('\n');
        QCOMPARE(QString::fromUtf8(lines.last()), newestBackup());
        QVERIFY2(created.output.contains("and was read back"), created.output.constData());
        const CtlAnswer planned = ctlJson(m_profile, {"backup", "create", "--dry-run"});
        QVERIFY(!planned.json().contains("backup")); // none was made
    }

    void retention_limitThatCannotBeMet_isSaid()
    {
        const QStringList rules{"--days", "0", "--last", "0", "--maximum-bytes", "1"};
        const QJsonObject plan = answered(QStringList{"backup", "retention"} + rules);
        QVERIFY(plan["overLimitBytes"].toInteger() > 0);
        QVERIFY(plan["overLimit"].toString().contains("none of it may go. " + newestBackup()));
        QVERIFY(ctl(m_profile, QStringList{"backup", "retention"} + rules).output.contains("more than the limit of 1 B"));
        QVERIFY(ctl(m_profile, QStringList{"backup", "prune"} + rules).output.contains("more than the limit of 1 B"));
        QVERIFY(answered({"backup", "retention"})["overLimit"].isNull());
    }

    void check_afterBackups_isInOrder()
    {
        const QJsonObject document = answered({"backup", "check"});
        QCOMPARE(document["alarms"].toArray().size(), 0);
        QVERIFY(document["recovery"].toString().startsWith("A restore now loses"));
    }

    void costs_afterEachFormat_areMeasured()
    {
        const QJsonArray costs = answered({"backup", "costs"})["costs"].toArray();
        QCOMPARE(costs.size(), 3);
        for (const QJsonValue& cost : costs) {
            QVERIFY(cost["sizeBytes"].toInteger() > 0);
            QVERIFY(!cost["measuredBy"].toString().isEmpty());
        }
    }

    void contents_ofTheNewest_namesItsTables()
    {
        bool found = false;
        for (const QJsonValue& entry : answered({"backup", "contents", "LATEST"})["entries"].toArray())
            found = found || (entry["kind"] == "TABLE DATA" && entry["name"] == "data_quality_check");
        QVERIFY(found);
    }

    void extract_oneTable_hasAsManyRowsAsTheSidecarSays()
    {
        const QString file = m_folder.filePath("log.csv");
        const QJsonObject report = answered({"backup", "extract", "LATEST", "data_quality_check", file});
        std::int64_t expected = -1;
        for (const QJsonValue& table :
            answered({"backup", "show", "LATEST"})["sidecar"].toObject()["tables"].toArray()) {
            if (table["name"] == "data_quality_check")
                expected = table["rows"].toInteger();
        }
        QCOMPARE(report["rows"].toInteger(), expected);
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readLine().contains("check_result"));
        QCOMPARE(ctl(m_profile, {"backup", "extract", "LATEST", "data_quality_check", file}).code, 1);
    }

    void drill_ofTheNewest_passesAndLeavesNoDatabase()
    {
        const QJsonObject drilled = answered({"backup", "drill", "LATEST", "--yes"});
        QVERIFY(drilled["succeeded"].toBool());
        QVERIFY(drilled["drill"].toObject()["passed"].toBool());
        QVERIFY(drilled["drill"].toObject()["checksums"].toBool());
        QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname LIKE '%drill%'"), QStringLiteral("0"));
    }

    void restoreBesideTheLiveOne_thenSwapBack_exchangesTheData()
    {
        const QString before = sql("SELECT count(*) FROM prediction_accuracy_log");
        sql("DELETE FROM prediction_accuracy_log WHERE model_id = 'churn_risk'");
        const QString changed = sql("SELECT count(*) FROM prediction_accuracy_log");
        QVERIFY(changed != before);
        QVERIFY(answered({"backup", "restore", "LATEST", "--yes", "--end-sessions"})["succeeded"].toBool());
        QCOMPARE(sql("SELECT count(*) FROM prediction_accuracy_log"), before);
        QCOMPARE(desiredReplicas("backend"), 3);
        QCOMPARE(desiredReplicas("frontend"), 2);

        const QStringList kept = keptDatabases();
        QCOMPARE(kept.size(), 1);
        QVERIFY(answered({"backup", "swap-back", kept.first(), "--yes", "--end-sessions"})["succeeded"].toBool());
        QCOMPARE(sql("SELECT count(*) FROM prediction_accuracy_log"), changed);
        QCOMPARE(desiredReplicas("backend"), 3);
        for (const QString& name : keptDatabases())
            QVERIFY(answered({"backup", "drop-kept", name, "--yes"})["succeeded"].toBool());
        QVERIFY(keptDatabases().isEmpty());
    }

    void restoreInto_oneTable_leavesTheLiveDatabaseAlone()
    {
        const QJsonObject restored = answered(
            {"backup", "restore", "LATEST", "--into", "look", "--table", "public.data_quality_check", "--yes"});
        QVERIFY(restored["succeeded"].toBool());
        QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname = 'look'"), QStringLiteral("1"));
        QCOMPARE(ctl(m_profile, {"backup", "restore", "LATEST", "--table", "public.models"}).code, 2);
    }

    void pinAndPrune_keepWhatIsPinned()
    {
        const QString newest = newestBackup();
        QVERIFY(answered({"backup", "pin", newest, "--yes"})["succeeded"].toBool());
        QVERIFY(answered({"backup", "show", newest})["sidecar"].toObject()["pinned"].toBool());
        const auto pinnedKept = [&](const QStringList& rules) {
            for (const QJsonValue& verdict :
                answered(QStringList{"backup", "retention"} + rules)["verdicts"].toArray()) {
                if (verdict["name"] == newest)
                    return !verdict["remove"].toBool(true);
            }
            return false;
        };
        QVERIFY(pinnedKept({"--days", "0", "--last", "0"}));
        const qsizetype all = answered({"backup", "list"})["backups"].toArray().size();
        QVERIFY(all >= 3);
        QCOMPARE(ctl(m_profile, {"backup", "prune", "--days", "0", "--last", "0"}).code, 2); // only the plan
        QCOMPARE(answered({"backup", "list"})["backups"].toArray().size(), all);
        QVERIFY(answered({"backup", "prune", "--days", "0", "--last", "0", "--yes"})["succeeded"].toBool());
        QCOMPARE(newestBackup(), newest);
        QVERIFY(answered({"backup", "list"})["backups"].toArray().size() < all);
        QVERIFY(answered({"backup", "pin", newest, "--off", "--yes"})["succeeded"].toBool());
    }

    void scheduleShow_ofEachKind_printsWhatWouldBeSetUp()
    {
        QVERIFY(
            answered({"backup", "schedule", "show", "--kind", "systemd"})["text"].toString().contains("OnCalendar"));
        QVERIFY(answered({"backup", "schedule", "show", "--kind", "cron", "--at", "03:15"})["text"].toString().contains(
            "15 3 "));
        const QString manifest = answered({"backup", "schedule", "show", "--kind", "kubernetes", "--claim", "backups",
            "--secret", "qbm-secrets"})["text"]
                                     .toString();
        QVERIFY(manifest.contains("CronJob"));
        QCOMPARE(ctl(m_profile, {"backup", "schedule", "show", "--at", "25:00"}).code, 2);
    }

    void holders_withASession_nameIt()
    {
        std::jthread session([this] { (void)query(m_lab->folder(), "SELECT pg_sleep(3)"); });
        const auto named = [this] {
            for (const QJsonValue& holder : answered({"backup", "holders"})["holders"].toArray()) {
                if (holder["pid"].toInt() > 0 && holder["state"] == "active")
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(named());
    }

    void copies_withoutAPlace_sayWhatIsMissing()
    {
        QCOMPARE(answered({"backup", "copies"})["places"].toArray().size(), 0);
        QVERIFY(ctl(m_profile, {"backup", "copies"}).output.contains("backups.copies"));
        QCOMPARE(ctl(m_profile, {"backup", "copy", "LATEST", "nas"}).code, 1);
    }
};

QTEST_APPLESS_MAIN(TstCtlBackups)
#include "tst_backups.moc"
