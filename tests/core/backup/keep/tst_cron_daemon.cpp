// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_daemon.h"
#include "core/base/file.h"

#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
namespace fs = std::filesystem;

/// Whether a cron daemon is found, on a machine made of files.
class TstCronDaemon : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_root;

    fs::path root() const { return m_root->path().toStdString(); }
    void put(const std::string& file, const std::string& content) const
    {
        fs::create_directories((root() / file).parent_path());
        QVERIFY(writeFileDurably(root() / file, content).has_value());
    }
    std::optional<bool> found(uid_t owner = ::geteuid()) const { return isCronRunning({root(), owner}); }

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        put("proc/1/comm", "init\n");
        put("proc/self/comm", "cron\n"); // no process of its own
        put("proc/uptime", "1 1\n");
    }

    void processes_withADaemon_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("runs");
        QTest::newRow("Debian's") << QByteArray("cron\n") << true;
        QTest::newRow("cronie, busybox") << QByteArray("crond\n") << true;
        QTest::newRow("fcron") << QByteArray("fcron\n") << true;
        QTest::newRow("anacron runs no crontab") << QByteArray("anacron\n") << false;
        QTest::newRow("crontab -e") << QByteArray("crontab\n") << false;
        QTest::newRow("a process that has just ended") << QByteArray() << false;
    }
    void processes_withADaemon()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, runs);
        put("proc/4711/comm", name.toStdString());
        QCOMPARE(found(), std::optional(runs));
        QCOMPARE(found(::geteuid() + 1), std::optional(false)); // somebody's own program of that name
    }
    void processes_withoutADaemon_noneRuns()
    {
        QCOMPARE(found(), std::optional(false));
        put("run/crond.pid", "4711\n"); // left by one that was killed
        QCOMPARE(found(), std::optional(false));
    }
    void processes_hidden_thePidFileIsAllThatIsKnown()
    {
        fs::remove_all(root() / "proc");
        QCOMPARE(found(), std::optional<bool>());
        put("run/crond.pid", std::to_string(::getpid()) + "\n");
        QCOMPARE(found(), std::optional(true));
        put("run/crond.pid", "none\n");
        QCOMPARE(found(), std::optional<bool>());
    }
    void systemd_thatMakesTimersOfCrontabs_runsThem()
    {
        put("usr/lib/systemd/system-generators/systemd-crontab-generator", "");
        QCOMPARE(found(), std::optional(false)); // systemd itself is not there
        fs::create_directories(root() / "run/systemd/system");
        QCOMPARE(found(), std::optional(true));
    }
};

QTEST_APPLESS_MAIN(TstCronDaemon)
#include "tst_cron_daemon.moc"
