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

/// One folder, three profiles: "accounts" and "blog" of one server, and another server's "accounts". Every verb that
/// chooses a backup by itself, asked as the first of them.
class TstWhoseBackup : public QObject {
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server, m_otherServer;
    QTemporaryDir m_folder;
    QString m_backups, m_place;
    QString m_ours, m_blog, m_otherAccounts; ///< profiles
    QString m_first, m_second; ///< our backups, the older one first

    QString path(const QString& name) const { return m_folder.filePath(name); }
    static std::string fill(PostgresServer& server, const std::string& database, const std::string& what)
    {
        const auto made = server.sql("CREATE DATABASE " + database + "; \\connect " + database
            + "\nCREATE TABLE content AS SELECT '" + what + "' AS what");
        return made ? "" : made.error().detail;
    }
    static QString content(const PostgresServer& server, const QString& database)
    {
        const auto said
            = server.sql("\\connect " + database.toStdString() + "\nSELECT string_agg(what, ',') FROM content");
        return said ? QString::fromStdString(*said).trimmed() : QString::fromStdString(said.error().detail);
    }
    /// \return the new backup's name
    QString create(const QString& profile, const QStringList& more = {})
    {
        const QStringList before = dumps();
        const CtlAnswer answer = ctl(profile, QStringList{"backup", "create", "--yes"} + more);
        if (answer.code != 0)
            qWarning("%s", describe(answer).c_str());
        for (const QString& name : dumps()) {
            if (!before.contains(name))
                return name;
        }
        return {};
    }
    QStringList dumps() const { return QDir(m_backups).entryList({"*.zst", "*.dump"}, QDir::Files); }
    QJsonObject entry(const QString& profile, const QString& name) const
    {
        for (const QJsonValue& one : ctlJson(profile, {"backup", "list"}).json()["backups"].toArray()) {
            if (one["name"] == name)
                return one.toObject();
        }
        return {};
    }
    /// Verbs that take LATEST, each of which must not find one.
    QList<QStringList> choosingVerbs() const
    {
        return {{"backup", "show", "LATEST"}, {"backup", "verify", "LATEST"}, {"backup", "contents", "LATEST"},
            {"backup", "restore", "LATEST", "--keep-application", "--yes"},
            {"backup", "restore", "LATEST", "--keep-application", "--way", "in-place", "--yes"},
            {"backup", "restore", "LATEST", "--into", "somewhere", "--yes"}, {"backup", "drill", "LATEST", "--yes"},
            {"backup", "pin", "LATEST", "--yes"}, {"backup", "extract", "LATEST", "content", path("content.csv")},
            {"backup", "copy", "LATEST", "shelf", "--yes"}, {"backup", "adopt", "LATEST", "--yes"}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = PostgresServer::start();
        // Copies of one template are one server by its identifier; other arguments of initdb make another one.
        auto other = PostgresServer::start({.settings = {}, .initdb = {"--data-checksums"}});
        QVERIFY2(server && other, server ? "the other server" : server.error().english().c_str());
        m_server = std::move(*server);
        m_otherServer = std::move(*other);
        QCOMPARE(fill(*m_server, "accounts", "ours"), std::string());
        QCOMPARE(fill(*m_server, "blog", "blog"), std::string());
        QCOMPARE(fill(*m_otherServer, "accounts", "other server"), std::string());
        m_backups = path("backups");
        m_place = path("shelf");
        QDir().mkpath(m_place);
        const QString places = "  copies:\n    - name: shelf\n      folder: \"" + m_place + "\"\n";
        m_ours = writeProfile(m_folder.path(), *m_server, {"ours", "accounts", m_backups, places});
        m_blog = writeProfile(m_folder.path(), *m_server, {"blog", "blog", m_backups, {}});
        m_otherAccounts = writeProfile(m_folder.path(), *m_otherServer, {"other", "accounts", m_backups, {}});
        QVERIFY(!create(m_blog).isEmpty());
        QVERIFY(!create(m_otherAccounts).isEmpty());
        QVERIFY(!create(m_otherAccounts, {"--format", "guide"}).isEmpty());
    }

    void choosingVerb_onlyForeignBackups_findsNone()
    {
        const QStringList before = dumps();
        for (const QStringList& arguments : choosingVerbs()) {
            const CtlAnswer answer = ctl(m_ours, arguments);
            QVERIFY2(answer.code != 0, (arguments.join(' ').toStdString() + ": " + describe(answer)).c_str());
        }
        QCOMPARE(dumps(), before);
        QCOMPARE(content(*m_server, "accounts"), QString("ours"));
        QVERIFY(QDir(m_place).isEmpty());
        QVERIFY(!QFile::exists(path("content.csv")));
    }
    void list_onlyForeignBackups_showsWhoseTheyAre()
    {
        for (const QString& name : dumps())
            QCOMPARE(entry(m_ours, name)["belongs"].toString(), QString("foreign"));
        const CtlAnswer answer = ctl(m_ours, {"backup", "list"});
        QVERIFY2(answer.output.contains("blog") && answer.output.contains(QByteArray::number(m_otherServer->port())),
            describe(answer).c_str());
    }
    void check_onlyForeignBackups_saysThereIsNone()
    {
        const CtlAnswer answer = ctlJson(m_ours, {"backup", "check"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.json()["alarms"].toArray().at(0)["kind"].toString(), QString("no-backup"));
        QCOMPARE(answer.json()["backups"].toInt(-1), 0);
        QVERIFY(answer.json()["newest"].isNull());
        const CtlAnswer text = ctl(m_ours, {"backup", "check"});
        QVERIFY2(text.output.contains("are also 3 foreign backups, of other databases"), text.output.constData());
        QVERIFY(ctl(m_blog, {"backup", "check"}).output.contains("are also 2 foreign backups"));
    }
    void create_withoutTheCopy_isAnAlarmUntilItIsThere()
    {
        const QString name = create(m_ours, {"--no-copies"});
        CtlAnswer checked = ctl(m_ours, {"backup", "check"});
        QCOMPARE(checked.code, 1);
        QVERIFY2(checked.output.contains("copy-missing: The newest backup " + name.toUtf8() + " is not in shelf"),
            checked.output.constData());
        QCOMPARE(ctl(m_ours, {"backup", "copy", name, "shelf", "--yes"}).code, 0);
        checked = ctl(m_ours, {"backup", "check"});
        QVERIFY2(checked.code == 0 && checked.output.contains("No alarm: 1 usable"), checked.output.constData());
        for (const QString& file : {name, name + ".json"})
            QVERIFY(QFile::remove(m_backups + '/' + file) && QFile::remove(m_place + '/' + file));
    }
    void check_databaseThatIsGone_namesTheRestore()
    {
        const QString gone = writeProfile(m_folder.path(), *m_server, {"gone", "gone", path("backups of gone"), {}});
        QCOMPARE(fill(*m_server, "gone", "gone"), std::string());
        QVERIFY(ctl(gone, {"backup", "create", "--yes"}).code == 0);
        QCOMPARE(ctl(gone, {"backup", "check"}).code, 0);
        QVERIFY(m_server->sql("DROP DATABASE gone"));
        const CtlAnswer checked = ctl(gone, {"backup", "check"});
        QCOMPARE(checked.code, 1);
        QVERIFY2(checked.output.contains("database-missing: ") && checked.output.contains("qbmctl backup restore LATEST"),
            checked.output.constData());
        const CtlAnswer restored = ctl(gone, {"backup", "restore", "LATEST", "--keep-application", "--yes"});
        QVERIFY2(restored.code == 0, describe(restored).c_str());
        QCOMPARE(ctl(gone, {"backup", "check"}).code, 0);
    }
    void costs_onlyForeignBackups_areNotMeasured()
    {
        for (const QJsonValue& cost : ctlJson(m_ours, {"backup", "costs"}).json()["costs"].toArray())
            QVERIFY2(cost["measuredBy"].isNull(), qPrintable(cost["measuredBy"].toString()));
    }
    void status_onlyForeignBackups_showsNoLastBackup()
    {
        const CtlAnswer answer = ctlJson(m_ours, {"status"});
        for (const QString& name : dumps())
            QVERIFY2(!answer.output.contains(name.toUtf8()), answer.output.constData());
        bool found = false;
        for (const QJsonValue& tile : answer.json()["tiles"].toArray()) {
            if (tile["id"] != "last-backup")
                continue;
            found = true;
            QVERIFY2(tile["state"] != "ok", answer.output.constData());
        }
        QVERIFY2(found, answer.output.constData());
    }
    void prune_onlyForeignBackups_removesNone()
    {
        const QStringList before = dumps();
        const CtlAnswer answer
            = ctl(m_ours, {"backup", "prune", "--days", "0", "--last", "0", "--maximum-bytes", "1", "--yes"});
        QVERIFY2(dumps() == before, describe(answer).c_str());
    }
    void create_withPrune_removesNoForeignOne()
    {
        const QStringList before = dumps();
        m_first = create(m_ours, {"--prune"});
        QVERIFY(!m_first.isEmpty());
        QCOMPARE(dumps().size(), before.size() + 1);
    }

    // From here on there are backups of our own, and newer foreign ones.
    void latest_newerForeignBackups_isOurNewest()
    {
        m_second = create(m_ours);
        QVERIFY(!m_second.isEmpty() && m_second != m_first);
        QVERIFY(!create(m_blog).isEmpty());
        QVERIFY(!create(m_otherAccounts).isEmpty());
        QCOMPARE(ctlJson(m_ours, {"backup", "show", "LATEST"}).json()["name"].toString(), m_second);
        QCOMPARE(ctlJson(m_ours, {"backup", "verify", "LATEST"}).json()["name"].toString(), m_second);
        const QJsonObject check = ctlJson(m_ours, {"backup", "check"}).json();
        QCOMPARE(check["newest"].toString(), m_second);
        QCOMPARE(check["backups"].toInt(), 2);
        for (const QJsonValue& cost : ctlJson(m_ours, {"backup", "costs"}).json()["costs"].toArray())
            QVERIFY(cost["measuredBy"].isNull() || cost["measuredBy"] == m_first || cost["measuredBy"] == m_second);
        for (const QString& profile : {m_blog, m_otherAccounts}) {
            const QString name = ctlJson(profile, {"backup", "show", "LATEST"}).json()["name"].toString();
            QVERIFY(!name.isEmpty() && name != m_second);
            QCOMPARE(entry(profile, name)["belongs"].toString(), QString("ours"));
        }
    }
    void copyAndPin_latest_takeOurNewest()
    {
        const CtlAnswer copied = ctl(m_ours, {"backup", "copy", "LATEST", "shelf", "--yes"});
        QVERIFY2(copied.code == 0, describe(copied).c_str());
        QVERIFY(QFile::exists(m_place + '/' + m_second));
        QVERIFY2(ctl(m_ours, {"backup", "pin", "LATEST", "--yes"}).code == 0, "pin");
        for (const QString& name : dumps())
            QCOMPARE(entry(m_ours, name)["sidecar"].toObject()["pinned"].toBool(), name == m_second);
        QCOMPARE(ctl(m_ours, {"backup", "pin", "LATEST", "--off", "--yes"}).code, 0);
    }
    void drillAndRestore_latest_bringOurDataBack()
    {
        const CtlAnswer drilled = ctl(m_ours, {"backup", "drill", "LATEST", "--yes"});
        QVERIFY2(drilled.code == 0, describe(drilled).c_str());
        QVERIFY(m_server->sql("\\connect accounts\nUPDATE content SET what = 'spoiled'"));
        const CtlAnswer restored = ctl(m_ours, {"backup", "restore", "LATEST", "--keep-application", "--yes"});
        QVERIFY2(restored.code == 0, describe(restored).c_str());
        QCOMPARE(content(*m_server, "accounts"), QString("ours"));
    }
    void restore_foreignByName_failsUntilItIsAccepted()
    {
        const QString foreign = ctlJson(m_otherAccounts, {"backup", "show", "LATEST"}).json()["name"].toString();
        const QList<QStringList> verbs{{"backup", "restore", foreign, "--keep-application", "--yes"},
            {"backup", "restore", foreign, "--keep-application", "--way", "in-place", "--yes"},
            {"backup", "drill", foreign, "--yes"}};
        for (const QStringList& arguments : verbs) {
            const CtlAnswer answer = ctl(m_ours, arguments);
            QVERIFY2(answer.code != 0, (arguments.join(' ').toStdString() + ": " + describe(answer)).c_str());
            QVERIFY2((answer.output + answer.messages).contains("--foreign"), describe(answer).c_str());
            QCOMPARE(content(*m_server, "accounts"), QString("ours"));
        }
        const CtlAnswer wrongName = ctl(m_ours, verbs[0] + QStringList{"--foreign", "blog"});
        QVERIFY2(wrongName.code != 0, describe(wrongName).c_str());
        const CtlAnswer verified = ctl(m_ours, {"backup", "verify", foreign});
        QVERIFY2(verified.code == 0, describe(verified).c_str()); // reading changes nothing
    }
    void prune_keepTheLastOne_removesOurOlderOneOnly()
    {
        QStringList expected = dumps();
        expected.removeOne(m_first);
        const CtlAnswer answer = ctl(m_ours,
            {"backup", "prune", "--days", "0", "--daily", "0", "--weekly", "0", "--monthly", "0", "--last", "1",
                "--yes"});
        QVERIFY2(dumps() == expected, describe(answer).c_str());
        const QJsonArray verdicts
            = ctlJson(m_ours, {"backup", "retention", "--last", "1"}).json()["verdicts"].toArray();
        for (const QJsonValue& verdict : verdicts)
            QVERIFY2(!verdict["remove"].toBool(), qPrintable(verdict["name"].toString()));
    }
    void fetch_theCopyOfAnother_isTakenForForeign()
    {
        const QString foreign = ctlJson(m_blog, {"backup", "show", "LATEST"}).json()["name"].toString();
        for (const QString& suffix : {QString(), QString(".json")}) {
            QVERIFY(QFile::copy(m_backups + '/' + foreign + suffix, m_place + '/' + foreign + suffix));
            QVERIFY(QFile::remove(m_backups + '/' + foreign + suffix));
        }
        (void)ctl(m_ours, {"backup", "fetch", foreign, "shelf", "--yes"}); // whether it may is not the matter here
        const QJsonObject fetched = entry(m_ours, foreign);
        QVERIFY(fetched.isEmpty() || fetched["belongs"] == "foreign");
        QCOMPARE(ctlJson(m_ours, {"backup", "show", "LATEST"}).json()["name"].toString(), m_second);
    }
    void fetch_latest_isOurNewestThere()
    {
        for (const QString& file : {m_second, m_second + ".json"})
            QVERIFY(QFile::remove(m_backups + '/' + file));
        const CtlAnswer fetched = ctl(m_ours, {"backup", "fetch", "LATEST", "shelf", "--yes"});
        QVERIFY2(fetched.code == 0, describe(fetched).c_str());
        QVERIFY(QFile::exists(m_backups + '/' + m_second));
    }
};

QTEST_APPLESS_MAIN(TstWhoseBackup)
#include "tst_whose_backup.moc"
