// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/ctl.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

using namespace qbm;
using namespace qbm::test;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kLongestMinuteMs = 150'000; ///< up to the minute and its beginning
constexpr int kLongestBackupMs = 60'000;

QString quoted(const QString& word)
{
    return QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

/// What this user's crontab holds outside the namespaces.
QByteArray crontabOfThisMachine()
{
    QProcess crontab;
    crontab.start("crontab", {"-l"});
    crontab.waitForFinished(kPatienceMs);
    return crontab.readAllStandardOutput();
}

/// Debian's cron with crontabs of its own: in a mount and a process namespace, so that this machine's crontabs are
/// neither seen nor touched, and everything started in it ends with this object.
class PrivateCron {
public:
    explicit PrivateCron(const QString& folder)
        : m_folder(folder)
    {
    }
    ~PrivateCron()
    {
        m_shell.closeWriteChannel(); // the namespace's first process ends, and the kernel ends the others
        m_shell.waitForFinished(kPatienceMs);
    }

    static bool isPermitted()
    {
        QProcess probe;
        probe.start("unshare", kNamespaces + QStringList{"mount", "-t", "tmpfs", "none", "/run"});
        return probe.waitForFinished(kPatienceMs) && probe.exitStatus() == QProcess::NormalExit
            && probe.exitCode() == 0;
    }
    bool start()
    {
        if (!makeCrontabs())
            return false;
        m_shell.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_shell.start("unshare", kNamespaces + QStringList{"sh"});
        return m_shell.waitForStarted(kPatienceMs)
            && run("mount --bind " + quoted(m_folder + "/spool") + " /var/spool/cron && mount --bind "
                   + quoted(m_folder + "/cron.d") + " /etc/cron.d && mount --bind " + quoted(m_folder + "/crontab")
                   + " /etc/crontab && mount -t tmpfs none /run")
            == 0
            && run("cron -f > /dev/null 2>&1 &") == 0;
    }
    /// Within its namespaces. \return the exit code, -1 if none came
    int run(const QString& command)
    {
        m_output.clear();
        m_shell.write(("{ " + command + "\n} < /dev/null; echo \"exit=$?\"\n").toUtf8());
        static const QByteArray kMark = "exit=";
        QElapsedTimer waited;
        waited.start();
        while (waited.elapsed() < kPatienceMs) {
            if (!m_shell.waitForReadyRead(1000) && m_shell.state() != QProcess::Running)
                return -1;
            m_output += m_shell.readAllStandardOutput();
            if (const auto mark = m_output.lastIndexOf(kMark); mark >= 0 && m_output.endsWith('\n')) {
                const int code = m_output.mid(mark + kMark.size()).trimmed().toInt();
                m_output.truncate(mark);
                return code;
            }
        }
        return -1;
    }
    /// Whether it has run the line of its system crontab, which is due every minute. Without CAP_AUDIT_CONTROL, for
    /// instance, PAM lets cron start nothing at all.
    bool runsAnything() const { return QFile::exists(m_folder + "/control"); }
    /// What the last run printed.
    QByteArray output() const { return m_output; }
    /// qbmctl --json within its namespaces.
    CtlAnswer ctlJson(const QString& profile, const QStringList& arguments)
    {
        QString command = quoted(ctlProgram()) + " --profile " + quoted(profile);
        for (const QString& argument : arguments)
            command += ' ' + quoted(argument);
        CtlAnswer answer;
        answer.code = run(command + " --json");
        answer.output = m_output;
        return answer;
    }

private:
    inline static const QStringList kNamespaces{"--mount", "--pid", "--fork", "--kill-child", "--mount-proc"};

    bool makeCrontabs() const
    {
        const std::filesystem::path spool = (m_folder + "/spool").toStdString();
        QFile crontab(m_folder + "/crontab");
        if (!QDir(m_folder).mkpath("spool/crontabs") || !QDir(m_folder).mkpath("cron.d")
            || !crontab.open(QIODevice::WriteOnly) || !crontab.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            || crontab.write(("* * * * * root touch " + quoted(m_folder + "/control") + "\n").toUtf8()) < 0)
            return false;
        // cron reads the crontabs again when their folder's time has changed, in whole seconds; the first line may come
        // within the second in which the folder is made.
        std::error_code error;
        std::filesystem::last_write_time(
            spool / "crontabs", std::filesystem::file_time_type::clock::now() - std::chrono::hours(1), error);
        return !error;
    }

    QString m_folder;
    QProcess m_shell;
    QByteArray m_output;
};

/// The next minute that leaves a while to put a line into the crontab.
QDateTime nextMinute()
{
    constexpr qint64 kMinute = 60, kMargin = 10;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    return QDateTime::fromSecsSinceEpoch((now + kMargin + kMinute) / kMinute * kMinute);
}

} // namespace

/// A backup that the real cron makes by the line qbmctl put into the crontab.
class TstCtlCron : public QObject {
    Q_OBJECT
    std::unique_ptr<LabFixture> m_lab;
    QTemporaryDir m_folder;
    QString m_profile;

    /// Its journal; empty until it has ended.
    QJsonObject scheduledRun(PrivateCron& cron) const
    {
        for (const QJsonValue& run : cron.ctlJson(m_profile, {"operation", "list"}).json()["operations"].toArray()) {
            if (run["reason"] == "scheduled (cron)" && run["state"] != "running")
                return run.toObject();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!PrivateCron::isPermitted())
            QSKIP("namespaces for a cron of its own need root with CAP_SYS_ADMIN");
        qputenv("XDG_STATE_HOME", (m_folder.path() + "/state").toUtf8());
        auto lab = LabFixture::start(1);
        QVERIFY2(lab.has_value(), lab ? "" : lab.error().english().c_str());
        m_lab = std::move(*lab);
        m_profile = QString::fromStdString(m_lab->profile().string());
    }

    void scheduledBackup_isMadeByCronAndItsResultIsShown()
    {
        const QByteArray ofThisMachine = crontabOfThisMachine();
        PrivateCron cron(m_folder.path());
        QVERIFY(cron.start());
        const QDateTime begin = QDateTime::currentDateTime();
        QDateTime due;
        do { // a machine may be so slow that the minute has passed before the line is there
            due = nextMinute();
            const CtlAnswer set = cron.ctlJson(
                m_profile, {"backup", "schedule", "set", "--kind", "cron", "--at", due.toString("HH:mm"), "--yes"});
            QVERIFY2(set.code == 0, set.output.constData());
        } while (QDateTime::currentDateTime() >= due);
        QCOMPARE(cron.run("crontab -l"), 0);
        QVERIFY2(cron.output().contains(m_profile.toUtf8()), cron.output().constData());
        QCOMPARE(crontabOfThisMachine(), ofThisMachine);

        const QString log = QString::fromStdString((m_lab->folder() / "backups/schedule-cron.log").string());
        const bool ran = QTest::qWaitFor([&] { return QFile::exists(log); }, kLongestMinuteMs);
        if (!ran && !cron.runsAnything())
            QSKIP("cron is not let run any job in namespaces of its own");
        QVERIFY2(ran, "cron has not run the line");
        QVERIFY(QTest::qWaitFor([&] { return !scheduledRun(cron).isEmpty(); }, kLongestBackupMs));
        QCOMPARE(scheduledRun(cron)["kind"].toString(), QStringLiteral("database.backup"));
        QCOMPARE(scheduledRun(cron)["state"].toString(), QStringLiteral("done"));
        QVERIFY(cron.ctlJson(m_profile, {"backup", "verify", "LATEST"}).json()["sound"].toBool());
        const CtlAnswer shown = cron.ctlJson(m_profile, {"backup", "schedule"});
        const QJsonObject schedule = shown.json()["schedules"].toArray().at(0).toObject();
        QCOMPARE(schedule["kind"].toString(), QStringLiteral("cron"));
        QVERIFY2(schedule["lastSucceeded"].toBool(), shown.output.constData());
        QVERIFY(!schedule["missed"].toBool());
        QCOMPARE(schedule["runner"].toString(), QStringLiteral("runs"));
        // The daemon ends; its line stays, and nothing runs it.
        QCOMPARE(cron.run("kill $(cat /run/crond.pid)"), 0);
        const auto idle = [&] { return cron.ctlJson(m_profile, {"backup", "check"}); };
        QTRY_VERIFY_WITH_TIMEOUT(idle().output.contains("nothing-runs"), kPatienceMs);
        QCOMPARE(idle().code, 1);
        const CtlAnswer listed = cron.ctlJson(m_profile, {"backup", "schedule"});
        QCOMPARE(listed.code, 1);
        QCOMPARE(listed.json()["schedules"].toArray().at(0)["runner"].toString(), QStringLiteral("nobody"));
        QVERIFY(QDateTime::fromString(schedule["lastRun"].toString(), Qt::ISODateWithMs) >= begin);
    }
};

QTEST_APPLESS_MAIN(TstCtlCron)
#include "tst_cron.moc"
