// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/process/process.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace qbm;
using process::Command;

namespace {

using SteadyClock = std::chrono::steady_clock;

Command shell(const std::string& script)
{
    return {"/bin/sh", {"-c", script}, {}, {}, {}};
}

} // namespace

class TstDetached : public QObject {
    Q_OBJECT

private slots:
    void startDetached_child_livesInItsOwnSessionAndAppendsToTheLog();
    void startDetached_missingProgram_isNotFound();
    void startDetached_logFolderMissing_isNotFound();
    void startDetached_outlivesTheThreadThatStartedIt();
    void isAlive_endedChild_isFalseAndLeavesNoZombie();
    void isAlive_numberUsedByAnother_isFalse();
    void identify_nobody_isNotFound();
    void stop_child_endsItAndItsOffspring();
    void stop_frozenChild_endsIt();
    void stop_childIgnoringTerm_killsAfterGrace();
    void stop_firstSignal_isTheOneGiven();
    void stop_notAlive_doesNothing();
    void stop_numberUsedByAnother_doesNotTouchIt();
    void stop_cancelled_returnsAtOnce();

private:
    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::string logged() const { return readFile(path("log")).value_or(""); }
    bool waitForLog(const std::string& wanted) const
    {
        for (int i = 0; i < 500 && logged().find(wanted) == std::string::npos; ++i)
            std::this_thread::sleep_for(10ms);
        return logged().find(wanted) != std::string::npos;
    }

    QTemporaryDir m_folder;
    TaskContext m_context;
};

void TstDetached::startDetached_child_livesInItsOwnSessionAndAppendsToTheLog()
{
    QVERIFY(writeFileDurably(path("log"), "before\n"));
    const auto id = process::startDetached(shell("echo out; echo err >&2; cat; sleep 60"), path("log"));
    QVERIFY(id);
    QVERIFY(waitForLog("err\n"));
    QCOMPARE(logged(), std::string("before\nout\nerr\n"));
    QCOMPARE(::getsid(id->pid), id->pid);
    QVERIFY(process::isAlive(*id));
    QCOMPARE(process::identify(id->pid).value(), *id);
    QVERIFY(process::stop(*id, 2s, m_context));
}

void TstDetached::startDetached_missingProgram_isNotFound()
{
    const auto id = process::startDetached({"qbm-no-such-program", {}, {}, {}, {}}, path("log"));
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::NotFound);
}

void TstDetached::startDetached_logFolderMissing_isNotFound()
{
    const auto id = process::startDetached(shell("true"), "/no/such/folder/log");
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::NotFound);
}

void TstDetached::startDetached_outlivesTheThreadThatStartedIt()
{
    Result<process::ProcessId> id;
    std::jthread([&] { id = process::startDetached({"sleep", {"60"}, {}, {}, {}}, path("log")); }).join();
    QVERIFY(id);
    std::this_thread::sleep_for(200ms);
    QVERIFY(process::isAlive(*id));
    QVERIFY(process::stop(*id, 2s, m_context));
}

void TstDetached::isAlive_endedChild_isFalseAndLeavesNoZombie()
{
    const auto id = process::startDetached(shell("exit 0"), path("log"));
    QVERIFY(id);
    for (int i = 0; i < 200 && process::isAlive(*id); ++i)
        std::this_thread::sleep_for(10ms);
    QVERIFY(!process::isAlive(*id));
    QVERIFY(!std::filesystem::exists("/proc/" + std::to_string(id->pid)));
}

void TstDetached::isAlive_numberUsedByAnother_isFalse()
{
    auto me = process::identify(::getpid());
    QVERIFY(me);
    QVERIFY(process::isAlive(*me));
    me->startTicks += 1;
    QVERIFY(!process::isAlive(*me));
    QVERIFY(!process::isAlive({}));
    QVERIFY(!process::isAlive({-1, 0}));
}

void TstDetached::identify_nobody_isNotFound()
{
    for (const pid_t pid : {0, -1, 2'000'000'000}) {
        const auto id = process::identify(pid);
        QVERIFY(!id);
        QCOMPARE(id.error().kind, ErrorKind::NotFound);
    }
}

void TstDetached::stop_child_endsItAndItsOffspring()
{
    // The shell goes at once; its child takes a moment for an orderly end, and gets it.
    const auto id = process::startDetached(
        shell("(trap 'sleep 0.3; echo orderly; exit' TERM; echo grandchild; while :; do sleep 0.02; done) & wait"),
        path("orderly"));
    QVERIFY(id);
    for (int i = 0; i < 500 && readFile(path("orderly")).value_or("").empty(); ++i)
        std::this_thread::sleep_for(10ms);
    QVERIFY(process::stop(*id, 5s, m_context));
    QVERIFY(!process::isAlive(*id));
    QVERIFY(readFile(path("orderly")).value().ends_with("orderly\n"));
}

void TstDetached::stop_frozenChild_endsIt()
{
    const auto id = process::startDetached({"sleep", {"60"}, {}, {}, {}}, path("log"));
    QVERIFY(id);
    ::kill(id->pid, SIGSTOP);
    const auto begin = SteadyClock::now();
    QVERIFY(process::stop(*id, 30s, m_context));
    QVERIFY(SteadyClock::now() - begin < 5s);
}

void TstDetached::stop_childIgnoringTerm_killsAfterGrace()
{
    const auto id = process::startDetached(shell("trap '' TERM; echo deaf; while :; do sleep 0.05; done"), path("log"));
    QVERIFY(id);
    QVERIFY(waitForLog("deaf"));
    const auto begin = SteadyClock::now();
    QVERIFY(process::stop(*id, 300ms, m_context));
    const auto took = SteadyClock::now() - begin;
    QVERIFY(took >= 300ms && took < 5s);
    QVERIFY(!process::isAlive(*id));
}

void TstDetached::stop_firstSignal_isTheOneGiven()
{
    const auto id = process::startDetached(
        shell("trap 'echo interrupted; exit' INT; echo armed; while :; do sleep 0.02; done"), path("log"));
    QVERIFY(id);
    QVERIFY(waitForLog("armed"));
    QVERIFY(process::stop(*id, 5s, m_context, SIGINT));
    QVERIFY(waitForLog("interrupted"));
}

void TstDetached::stop_notAlive_doesNothing()
{
    QVERIFY(process::stop({2'000'000'000, 1}, 1s, m_context));
}

void TstDetached::stop_numberUsedByAnother_doesNotTouchIt()
{
    const auto id = process::startDetached({"sleep", {"60"}, {}, {}, {}}, path("log"));
    QVERIFY(id);
    process::ProcessId another = *id;
    another.startTicks -= 1; // an older process that had this number
    QVERIFY(process::stop(another, 1s, m_context));
    QVERIFY(process::isAlive(*id));
    QVERIFY(process::stop(*id, 2s, m_context));
}

void TstDetached::stop_cancelled_returnsAtOnce()
{
    const auto id = process::startDetached(shell("trap '' TERM; echo stubborn; while :; do sleep 0.05; done"), path("log"));
    QVERIFY(id);
    QVERIFY(waitForLog("stubborn"));
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(100ms);
        source.request_stop();
    });
    TaskContext context(source.get_token());
    const auto begin = SteadyClock::now();
    const auto stopped = process::stop(*id, 30s, context);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QVERIFY(SteadyClock::now() - begin < 5s);
    QVERIFY(process::stop(*id, 0ms, m_context));
}

QTEST_APPLESS_MAIN(TstDetached)
#include "tst_detached.moc"
