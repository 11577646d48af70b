// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs print and the environment they run in; no server is needed.
#include "tests/support/folders.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QScopeGuard>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

namespace {

const QString kCtl = QStringLiteral(QBM_BIN_DIR "/qbmctl");
const QString kLab = QStringLiteral(QBM_BIN_DIR "/qbm-lab");
constexpr int kPatienceMs = 60'000;
/// What acts on a terminal: a colour, C1, the direction of reading.
const QByteArray kOdd = "a\x1b[31mb\xc2\x9b"
                        "2J\xe2\x80\xae";

struct Answer {
    int code = -1;
    QByteArray output, messages;
};

Answer run(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    Answer answer;
    if (process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit)
        answer.code = process.exitCode();
    answer.output = process.readAllStandardOutput();
    answer.messages = process.readAllStandardError();
    return answer;
}

} // namespace

class TstOutput : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();

    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME"})
            m_environment.insert(QString::fromLatin1(name), path(QString::fromLatin1(name)));
        write("plain.yaml", "name: plain\ntier: lab\npostgres: {host: 127.0.0.1, port: 1, database: d, user: u}\n"
                            "backups: {folder: backups}\n");
        write("odd.yaml", "name: odd\ntier: lab\npostgres: {host: 127.0.0.1, port: 1, database: d, user: u}\n"
                          "backups: {folder: \"" + path("").toUtf8() + "a\\e[31mb\\u009b2J\\u202e\"}\n");
    }

    void output_thatCannotBeWritten_isExitCode1_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        const QString profile = path("plain.yaml");
        QTest::newRow("version") << kCtl << QStringList{"--version"};
        QTest::newRow("help") << kCtl << QStringList{"--help"};
        QTest::newRow("help of a verb") << kCtl << QStringList{"backup", "create", "--help"};
        QTest::newRow("text") << kCtl << QStringList{"--profile", profile, "backup", "list"};
        QTest::newRow("json") << kCtl << QStringList{"--profile", profile, "backup", "list", "--json"};
        QTest::newRow("list") << kCtl << QStringList{"dashboard", "list"};
        QTest::newRow("error as json") << kCtl << QStringList{"--json", "backup", "list"};
        QTest::newRow("a plan") << kCtl << QStringList{"--profile", profile, "backup", "prune"};
        QTest::newRow("lab's version") << kLab << QStringList{"--version"};
        QTest::newRow("lab's help") << kLab << QStringList{"up", "--help"};
        QTest::newRow("lab's list") << kLab << QStringList{"fault", "--list"};
    }
    void output_thatCannotBeWritten_isExitCode1()
    {
        QFETCH(QString, program);
        QFETCH(QStringList, arguments);
        for (const char* how : {"exec \"$@\" > /dev/full", "exec \"$@\" >&-",
                 "exec 3> >(true); sleep 0.3; exec \"$@\" >&3", "exec \"$@\" <&- >&- 2>&-"}) {
            const Answer answer
                = run("bash", QStringList{"-c", QString::fromLatin1(how), "bash", program} + arguments, m_environment);
            QVERIFY2(answer.code == 1, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(how)).arg(answer.code)));
            QVERIFY2(QByteArray(how).contains("2>&-") || answer.messages.contains("Standard output could not be written: "),
                answer.messages.constData());
        }
    }
    void output_thatIsTaken_saysNothingMore()
    {
        const Answer answer = run(kCtl, {"--version"}, m_environment);
        QCOMPARE(answer.code, 0);
        QVERIFY(answer.output.startsWith("qbmctl "));
        QCOMPARE(answer.messages, QByteArray());
    }

    void names_thatActOnATerminal_areShownAsEscapes()
    {
        const Answer text = run(kCtl, {"--profile", path("odd.yaml"), "backup", "list"}, m_environment);
        QVERIFY2(text.output.contains("a\\x1b[31mb\\x9b2J\\u202e"), text.output.constData());
        QVERIFY(!text.output.contains('\x1b') && !text.output.contains("\xc2\x9b") && !text.output.contains("\xe2\x80\xae"));
        const Answer error = run(kCtl, {"--profile", QString::fromUtf8(kOdd), "backup", "list"}, m_environment);
        QVERIFY2(error.messages.contains("a\\x1b[31mb\\x9b2J\\u202e"), error.messages.constData());
        QVERIFY(!error.messages.contains('\x1b') && !error.messages.contains("\xc2\x9b"));
        const Answer usage = run(kCtl, {QString::fromUtf8(kOdd)}, m_environment);
        QCOMPARE(usage.code, 2);
        QVERIFY2(!usage.messages.contains('\x1b'), usage.messages.constData());
    }
    void names_thatActOnATerminal_areTheSameToAParser()
    {
        const Answer json = run(kCtl, {"--profile", path("odd.yaml"), "backup", "list", "--json"}, m_environment);
        QVERIFY(!json.output.contains('\x1b') && !json.output.contains("\xc2\x9b"));
        QVERIFY2(json.output.contains("\\u009b"), json.output.constData());
        const QJsonObject document = QJsonDocument::fromJson(json.output).object();
        QCOMPARE(document["folder"].toString(), path("") + QString::fromUtf8(kOdd));
    }

    void arguments_thatAreNoUtf8_areRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("arguments"); // as a shell reads them; $BAD: "café" in ISO-8859-1
        for (const char* line : {"cluster set-image frontend a/b:v1 --yes --reason \"$BAD\"", "cluster create-namespace \"$BAD\" --dry-run",
                 "cluster scale frontend 2 --reason=\"$BAD\" --dry-run", "cluster run pod --yes -- echo \"$BAD\"", "cluster get pods -l \"app=$BAD\"",
                 "metrics query \"up{job='$BAD'}\"", "backup create --label \"$BAD\"", "backup create --reason \"$BAD\""})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void arguments_thatAreNoUtf8_areRefusedInOneSentence()
    {
        QFETCH(QString, arguments);
        const Answer answer = run("bash", {"-c", "BAD=$'caf\\xe9'; exec \"$0\" --profile \"$1\" " + arguments, kCtl, path("plain.yaml")}, m_environment);
        QVERIFY2(answer.code == 2, (QByteArray::number(answer.code) + answer.messages).constData());
        QVERIFY2(answer.messages.contains("no UTF-8"), answer.messages.constData());
    }
    void arguments_namesOfFilesOfAnyBytes_areTaken()
    {
        QFile::copy(path("plain.yaml"), path("other.yaml"));
        const Answer answer = run("bash", {"-c", "cd \"$1\"; BAD=$'caf\\xe9.yaml'; mv other.yaml \"$BAD\"; exec \"$0\" --profile \"$BAD\" backup list", kCtl, path("")},
            m_environment);
        QVERIFY2(answer.code == 0, answer.messages.constData());
        const Answer json = run("bash", {"-c", "BAD=$'caf\\xe9'; exec \"$0\" --json --profile \"$1\" backup show \"$BAD\"", kCtl, path("plain.yaml")}, m_environment);
        QVERIFY2(json.code == 1 && !QJsonDocument::fromJson(json.output).isNull(), json.messages.constData());
    }

    void schedule_inAShellOfAnotherZone_isThatOfTheMachine()
    {
        QDir().mkpath(path("bin"));
        write("bin/crontab", "#!/bin/sh\ncase \"$1\" in\n-l) cat '" + path("crontab").toUtf8()
                + "' 2>/dev/null || { echo 'no crontab for x' >&2; exit 1; } ;;\n-) cat > '" + path("crontab").toUtf8()
                + "' ;;\n*) exit 1 ;;\nesac\n");
        QFile(path("bin/crontab")).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        auto environment = m_environment;
        environment.insert("PATH", path("bin") + ":" + environment.value("PATH"));
        const QStringList profile{"--profile", path("plain.yaml"), "backup", "schedule"};
        const Answer set = run(kCtl, profile + QStringList{"set", "--kind", "cron", "--at", "02:30", "--days", "mon,Fri", "--yes"},
            environment);
        QVERIFY2(set.code == 0, (set.output + set.messages).constData());
        QFile crontab(path("crontab"));
        QVERIFY(crontab.open(QIODevice::ReadOnly));
        QVERIFY(crontab.readAll().contains("\n30 2 * * 1,5 "));
        // The next run is told where something runs the crontab: root's process of that name counts.
        QVERIFY(QFile::copy("/bin/sleep", path("bin/cron")));
        QProcess daemon;
        daemon.start(path("bin/cron"), {"60"});
        QVERIFY(daemon.waitForStarted());
        const auto end = qScopeGuard([&] {
            daemon.kill();
            daemon.waitForFinished();
        });
        QSet<QString> next;
        for (const char* zone : {"", "UTC", "Asia/Shanghai", "America/New_York"}) {
            environment.insert("TZ", QString::fromLatin1(zone));
            const Answer shown = run(kCtl, profile + QStringList{"--json"}, environment);
            for (const auto& one : QJsonDocument::fromJson(shown.output).object()["schedules"].toArray())
                next.insert(one.toObject()["nextRun"].toString());
        }
        QCOMPARE(next.size(), qsizetype(1));
        if (::geteuid() == 0)
            QVERIFY(!next.values().first().isEmpty());
        const Answer wrong = run(kCtl, profile + QStringList{"set", "--kind", "cron", "--at", "24:00", "--yes"}, environment);
        QCOMPARE(wrong.code, 2);
    }
};

QTEST_GUILESS_MAIN(TstOutput)
#include "tst_output.moc"
