// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/ctl/ctl.h"
#include "tests/support/http_server.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::test;

/// What goes wrong ends with one sentence, the exit code that scripts rely on, and nothing half-done.
class TstFailures : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QTemporaryDir m_folder;
    QString m_profile;

    /// The lab's profile with each `from` replaced by `to`.
    QString changedProfile(const std::vector<std::pair<std::string, std::string>>& changes)
    {
        std::string yaml = readFile(m_lab->profile()).value();
        for (const auto& [from, to] : changes) {
            const std::size_t at = yaml.find(from);
            if (at == std::string::npos)
                qFatal("the profile has no \"%s\"", from.c_str());
            yaml.replace(at, from.size(), to);
        }
        const QString file = m_folder.filePath(QStringLiteral("changed.yaml"));
        if (!writeFileDurably(file.toStdString(), yaml, 0600))
            qFatal("cannot write %s", qPrintable(file));
        return file;
    }
    static void verifyOneSentence(const CtlAnswer& answer, int code, const char* words)
    {
        QVERIFY2(answer.code == code, (QByteArray::number(answer.code) + ": " + answer.output + answer.messages).constData());
        QVERIFY2(answer.messages.contains(words) || answer.output.contains(words), (answer.output + answer.messages).constData());
    }
    QStringList filesOfBackups() const
    {
        return QDir(QString::fromStdString((m_lab->folder() / "backups").string())).entryList(QDir::Files);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void noProfile_isUsage() { verifyOneSentence(ctl({}, {"status"}), 2, "--profile"); }
    void unknownVerb_isUsage() { QCOMPARE(ctl(m_profile, {"backup", "destroy"}).code, 2); }
    void unknownProfile_names()
    {
        verifyOneSentence(ctl("no-such-profile", {"status"}), 1, "no-such-profile");
    }
    void brokenProfile_namesFileLineKeyAndWhatIsExpected()
    {
        const CtlAnswer answer = ctl(changedProfile({{"tier: lab", "tear: lab"}}), {"status"});
        QCOMPARE(answer.code, 2);
        for (const char* part : {"changed.yaml:", "tear", "tier"})
            QVERIFY2(answer.messages.contains(part), answer.messages.constData());
    }
    void wrongPassword_isDeniedAndNeverShown()
    {
        const QString secret = m_folder.filePath("wrong");
        QVERIFY(writeFileDurably(secret.toStdString(), "not-the-password\n", 0600).has_value());
        const QString profile = changedProfile({{(m_lab->folder() / "secrets/postgres").string(), secret.toStdString()}});
        const CtlAnswer answer = ctl(profile, {"backup", "create", "--yes"});
        QVERIFY2(answer.code == 77 || answer.code == 1, answer.messages.constData());
        QVERIFY((answer.output + answer.messages).contains("password"));
        QVERIFY(!(answer.output + answer.messages).contains("not-the-password"));
        QVERIFY(filesOfBackups().isEmpty());
    }
    void stoppedServer_failsWithASentenceAndLeavesNoFile()
    {
        QVERIFY(m_lab->fault("postgres-stop", true).has_value());
        const CtlAnswer backup = ctl(m_profile, {"backup", "create", "--yes"});
        const CtlAnswer status = ctl(m_profile, {"status"});
        QVERIFY(m_lab->fault("postgres-stop", false).has_value());
        QVERIFY2(backup.code == 75 || backup.code == 1, (backup.output + backup.messages).constData());
        QVERIFY((backup.output + backup.messages).contains("127.0.0.1"));
        QVERIFY(filesOfBackups().isEmpty());
        QCOMPARE(status.code, 1);
        QVERIFY(status.output.contains("PostgreSQL"));
    }
    void unreachableHost_failsWithinItsTimeout()
    {
        const QString profile = changedProfile({{"host: 127.0.0.1", "host: nowhere.invalid"}});
        verifyOneSentence(ctl(profile, {"backup", "create", "--dry-run"}), 75, "nowhere.invalid");
    }
    void untrustedPrometheus_namesItsSetting()
    {
        const TlsIdentity identity = makeTlsIdentity({"127.0.0.1"});
        const HttpServer server{[](const SeenRequest&) { return Answer{200, "{}", "application/json", {}, {}}; }, identity};
        const std::string yaml = readFile(m_lab->profile()).value();
        const std::size_t at = yaml.find("url: ", yaml.find("prometheus:")) + 5;
        const QString profile = changedProfile({{yaml.substr(at, yaml.find('\n', at) - at), server.url()}});
        verifyOneSentence(ctl(profile, {"metrics", "query", "up"}), 2, "name its authority in the profile (prometheus: ca)");
        QVERIFY(server.seen().empty());
    }
    void production_wantsTheTargetsName()
    {
        const QString profile = changedProfile({{"tier: lab", "tier: production"}});
        verifyOneSentence(ctl(profile, {"cluster", "scale", "backend", "4", "--yes"}), 2, "--confirm backend");
        verifyOneSentence(ctl(profile, {"cluster", "scale", "backend", "4", "--confirm", "frontend"}), 2, "--confirm backend");
        QCOMPARE(ctl(profile, {"cluster", "scale", "backend", "4", "--confirm", "backend"}).code, 0);
        QCOMPARE(ctl(profile, {"cluster", "scale", "backend", "3", "--confirm", "backend"}).code, 0);
    }
    void readOnly_refusesEveryChange()
    {
        const QByteArray before = ctl(m_profile, {"ledger", "list"}).output;
        for (const QStringList& verb : {QStringList{"cluster", "scale", "backend", "5"}, QStringList{"backup", "create"}}) {
            const CtlAnswer answer = ctl(m_profile, verb + QStringList{"--yes", "--read-only"});
            QVERIFY2(answer.code != 0, qPrintable(verb.join(' ')));
            QVERIFY2((answer.output + answer.messages).contains("read-only"), (answer.output + answer.messages).constData());
        }
        QCOMPARE(ctl(m_profile, {"ledger", "list"}).output, before);
        QVERIFY(filesOfBackups().isEmpty());
    }
    void forbiddenScale_isRefusedByTheCheckWithTheServersReason()
    {
        QVERIFY(m_lab->fault("kubernetes-forbid-scale", true).has_value());
        const CtlAnswer answer = ctlJson(m_profile, {"cluster", "scale", "backend", "5", "--yes"});
        QVERIFY(m_lab->fault("kubernetes-forbid-scale", false).has_value());
        QVERIFY2(answer.code != 0, answer.output.constData());
        QVERIFY2(answer.output.contains("deployments/scale") || answer.output.contains("forbid"), answer.output.constData());
    }
    void wrongUseWithJson_isStillOneDocument()
    {
        const CtlAnswer answer = ctlJson("no-such-profile", {"status"});
        QVERIFY2(answer.json().contains("error"), answer.output.constData());
        QCOMPARE(answer.json()["error"].toObject()["kind"].toString(), QString("not-found"));
    }
};

QTEST_APPLESS_MAIN(TstFailures)
#include "tst_failures.moc"
