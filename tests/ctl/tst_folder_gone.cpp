// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/database_profile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace qbm;
using namespace qbm::test;

/// A backup folder that was there and is not: a share that is not mounted, a folder that somebody deleted.
class TstFolderGone : public QObject {
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server;
    QTemporaryDir m_folder;
    QString m_backups, m_profile;

    static QStringList alarms(const CtlAnswer& answer)
    {
        QStringList kinds;
        for (const QJsonValue& alarm : answer.json()["alarms"].toArray())
            kinds << alarm["kind"].toString();
        return kinds;
    }
    static QString failedCheck(const CtlAnswer& answer)
    {
        for (const QJsonValue& check : answer.json()["checks"].toArray()) {
            if (check["verdict"] == "fail")
                return check["reason"].toString();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        QVERIFY(m_server->sql("CREATE DATABASE kept; \\connect kept\nCREATE TABLE t AS SELECT 1 AS a").has_value());
        m_backups = m_folder.filePath("share/backups");
        m_profile = writeProfile(m_folder.path(), *m_server, {"kept", "kept", m_backups, {}});
        QDir(m_backups).removeRecursively();
        const CtlAnswer first = ctlJson(m_profile, {"backup", "create", "--yes"}); // a first day makes the folder
        QVERIFY2(first.code == 0, describe(first).c_str());
    }

    void check_withoutASchedule_warnsAndEndsWell()
    {
        const CtlAnswer check = ctl(m_profile, {"backup", "check"});
        QVERIFY2(check.code == 0, describe(check).c_str());
        QVERIFY2(check.output.contains("warning: Nothing makes backups by itself"), check.output.constData());
        QVERIFY2(!check.output.contains("in order"), check.output.constData());
        QCOMPARE(ctlJson(m_profile, {"backup", "check"}).json()["warnings"].toArray().size(), 1);
    }
    void scheduleShow_withoutASchedule_saysSo()
    {
        const CtlAnswer show = ctl(m_profile, {"backup", "schedule", "show"});
        QVERIFY2(show.code == 0 && show.output.startsWith("No backup is scheduled"), describe(show).c_str());
        QVERIFY(ctlJson(m_profile, {"backup", "schedule", "show"}).json()["kind"].isNull());
        QVERIFY(ctl(m_profile, {"backup", "schedule", "show", "--kind", "cron"}).output.contains("# BEGIN qbm-console"));
    }
    void list_afterVerify_saysVerifiedAsTheWindowDoes()
    {
        QVERIFY(ctl(m_profile, {"backup", "list"}).output.contains("complete"));
        QCOMPARE(ctl(m_profile, {"backup", "verify", "LATEST"}).code, 0);
        QVERIFY(ctl(m_profile, {"backup", "list"}).output.contains(" verified "));
        QVERIFY(ctl(m_profile, {"backup", "show", "LATEST"}).output.contains("state      verified: "));
    }
    void folderGone_isAnAlarmAndNotMadeAnewInSilence()
    {
        QVERIFY(QDir(m_backups).removeRecursively());
        const CtlAnswer check = ctlJson(m_profile, {"backup", "check"});
        QCOMPARE(check.code, 1);
        QCOMPARE(alarms(check).value(0), QStringLiteral("folder-gone"));
        const CtlAnswer list = ctl(m_profile, {"backup", "list"});
        QVERIFY2(list.output.startsWith("The backup folder ") && list.output.contains(" is gone, "), list.output.constData());
        QVERIFY(!ctlJson(m_profile, {"backup", "list"}).json()["folderGone"].isNull());
        const CtlAnswer schedule = ctlJson(m_profile, {"backup", "schedule", "set", "--kind", "cron", "--dry-run"});
        QVERIFY2(failedCheck(schedule).contains("is gone"), describe(schedule).c_str());
        for (int i = 0; i < 2; ++i) { // the second one still knows
            const CtlAnswer create = ctlJson(m_profile, {"backup", "create", "--yes"});
            QCOMPARE(create.code, 1);
            QVERIFY2(failedCheck(create).contains("--new-folder " + m_backups), describe(create).c_str());
            QVERIFY(!QDir(m_backups).exists());
        }
        // As below a share that is not mounted.
        QVERIFY(QDir().mkpath(m_backups));
        QCOMPARE(ctlJson(m_profile, {"backup", "create", "--yes"}).code, 1);
        QCOMPARE(alarms(ctlJson(m_profile, {"backup", "check"})).value(0), QStringLiteral("folder-gone"));
        const CtlAnswer anew = ctlJson(m_profile, {"backup", "create", "--yes", "--new-folder", m_backups});
        QVERIFY2(anew.code == 0, describe(anew).c_str());
        QCOMPARE(ctlJson(m_profile, {"backup", "check"}).code, 0);
    }
    void folderBelowAFile_isAnAlarmAndNoError()
    {
        QFile file(m_folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        // writeProfile() makes the folder where it can.
        const QString profile = writeProfile(m_folder.path(), *m_server, {"odd", "kept", file.fileName() + "/backups", {}});
        const CtlAnswer check = ctlJson(profile, {"backup", "check"});
        QVERIFY2(check.code == 1 && !check.json().isEmpty(), describe(check).c_str());
        QCOMPARE(alarms(check), QStringList{"folder-unwritable"});
        QVERIFY(ctlJson(profile, {"backup", "create", "--yes"}).code != 0);
        const CtlAnswer schedule = ctlJson(profile, {"backup", "schedule", "set", "--kind", "cron", "--dry-run"});
        QVERIFY2(failedCheck(schedule).contains("is no folder"), describe(schedule).c_str());
    }
};

QTEST_APPLESS_MAIN(TstFolderGone)
#include "tst_folder_gone.moc"
