// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/database_profile.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <array>
#include <memory>

using namespace qbm;
using namespace qbm::test;

namespace {

constexpr int kTimers = 3;
constexpr int kPatienceMs = 120'000;

/// Enough for a race that was lost in one of four rounds; QBM_SAME_SECOND_ROUNDS names another number.
int rounds()
{
    bool ok = false;
    const int wanted = qEnvironmentVariableIntValue("QBM_SAME_SECOND_ROUNDS", &ok);
    return ok ? wanted : 200;
}

} // namespace

/// Timers that fire in the same second and write into one folder.
class TstSameSecond : public QObject {
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server;
    QTemporaryDir m_folder;
    QString m_backups;
    QStringList m_profiles;
    int m_made = 0;

    /// Starts them all and waits for all. \return what failed
    QString createAllAtOnce()
    {
        std::array<QProcess, kTimers> timers;
        QThread::msleep(
            static_cast<unsigned long>(1000 - QDateTime::currentMSecsSinceEpoch() % 1000)); // as timers: on the second
        for (int i = 0; i < kTimers; ++i)
            timers[static_cast<std::size_t>(i)].start(
                ctlProgram(), {"--profile", m_profiles[i], "backup", "create", "--yes", "--json"});
        QString wrong;
        for (QProcess& timer : timers) {
            timer.waitForFinished(kPatienceMs);
            const QByteArray output = timer.readAllStandardOutput();
            if (timer.exitStatus() != QProcess::NormalExit || timer.exitCode() != 0)
                wrong += "exit " + QString::number(timer.exitCode()) + ": " + output.right(1500)
                    + timer.readAllStandardError().right(500) + '\n';
            else
                ++m_made;
        }
        return wrong;
    }
    QStringList files(const QString& pattern) const
    {
        return QDir(m_backups).entryList({pattern}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_backups = m_folder.filePath("backups");
        for (int i = 0; i < kTimers; ++i) {
            const QString name = "timer" + QString::number(i);
            QVERIFY(m_server->sql("CREATE DATABASE " + name.toStdString() + "; \\connect " + name.toStdString()
                + "\nCREATE TABLE t AS SELECT g, md5(g::text) FROM generate_series(1, " + std::to_string(100 * (i + 1))
                + ") g"));
            m_profiles << writeProfile(m_folder.path(), *m_server, {name, name, m_backups, {}});
        }
    }

    void create_threeTimersOneFolder_everyFinishedBackupIsThereAndSound()
    {
        for (int round = 1; round <= rounds(); ++round) {
            const QString wrong = createAllAtOnce();
            QVERIFY2(wrong.isEmpty(), qPrintable("round " + QString::number(round) + ": " + wrong));
            const QStringList dumps = files("*.zst");
            QVERIFY2(dumps.size() == m_made,
                qPrintable(
                    QString("round %1: %2 backups finished, %3 are there").arg(round).arg(m_made).arg(dumps.size())));
            for (const QString& dump : dumps)
                QVERIFY2(QFile::exists(m_backups + '/' + dump + ".json"), qPrintable(dump + " has no record"));
            QCOMPARE(files("*.json").size(), dumps.size());
            QCOMPARE(files("*partial*"), QStringList());
        }
    }

    void list_afterwards_eachTimerHasAsManyAsItMade()
    {
        for (const QString& profile : m_profiles) {
            int own = 0;
            for (const QJsonValue& entry : ctlJson(profile, {"backup", "list"}).json()["backups"].toArray())
                own += entry["belongs"] == "ours" ? 1 : 0;
            QCOMPARE(own, rounds());
        }
    }

    void verify_afterwards_eachIsSound()
    {
        for (const QString& dump : files("*.zst")) {
            const CtlAnswer answer = ctl(m_profiles[0], {"backup", "verify", dump});
            QVERIFY2(answer.code == 0, (dump.toStdString() + ": " + describe(answer)).c_str());
        }
    }
};

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "7200000"); // Qt's own is five minutes
    TstSameSecond test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_same_second.moc"
