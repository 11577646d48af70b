// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/fed_process.h"

#include <QTest>

#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using process::FedProcess;

namespace {

process::Command shell(const std::string& script)
{
    return {"/bin/sh", {"-c", script}, {}, {}, {}};
}

/// More than the socket and the pipes between hold.
std::string muchText()
{
    return std::string(8u << 20, 'x');
}

} // namespace

class TstFedProcess : public QObject {
    Q_OBJECT
    TaskContext m_task;

private Q_SLOTS:
    void write_everything_comesOutAgain()
    {
        std::string taken;
        process::RunOptions options;
        options.onOutput = [&](std::string_view chunk) -> Result<> {
            taken += chunk;
            return {};
        };
        const auto fed = FedProcess::start(shell("cat"), options, 10s).value();
        for (const char* piece : {"one ", "two ", "three"})
            QVERIFY(fed->write(piece, m_task).has_value());
        QVERIFY(fed->write(muchText(), m_task).has_value());
        QCOMPARE(fed->finish(m_task)->code, 0);
        QVERIFY(taken == "one two three" + muchText());
    }
    void write_childThatEnds_saysSoAndFinishTellsTheCode()
    {
        const auto fed = FedProcess::start(shell("echo 'no room' >&2; exit 3"), {}, 10s).value();
        const auto written = fed->write(muchText(), m_task);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().message.english(), std::string("sh stopped reading."));
        QVERIFY(fed->ended());
        QCOMPARE(fed->finish(m_task)->code, 3);
        QCOMPARE(fed->finish(m_task)->errorTail, std::string("no room"));
    }
    void write_childThatTakesNothing_timesOut()
    {
        const auto fed = FedProcess::start(shell("sleep 30"), {}, 200ms).value();
        QCOMPARE(fed->write(muchText(), m_task).error().kind, ErrorKind::Timeout);
        QVERIFY(!fed->ended());
    }
    void write_stopRequested_isCancelledAndTheChildIsEnded()
    {
        std::stop_source stop;
        TaskContext task(stop.get_token());
        const auto begin = std::chrono::steady_clock::now();
        {
            const auto fed = FedProcess::start(shell("exec sleep 30"), {}, 0ms).value();
            const std::jthread stopper([&] {
                std::this_thread::sleep_for(100ms);
                stop.request_stop();
            });
            QCOMPARE(fed->write(muchText(), task).error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
    }
    void write_slowTakerOfTheOutput_isWaitedFor()
    {
        process::RunOptions options;
        bool first = true;
        options.onOutput = [&](std::string_view) -> Result<> {
            if (std::exchange(first, false))
                std::this_thread::sleep_for(600ms);
            return {};
        };
        const auto fed = FedProcess::start(shell("cat"), options, 300ms).value();
        QVERIFY(fed->write(muchText(), m_task).has_value());
        QCOMPARE(fed->finish(m_task)->code, 0);
    }
    void finish_errorOfTheTaker_isReturned()
    {
        process::RunOptions options;
        options.onOutput
            = [](std::string_view) -> Result<> { return fail(ErrorKind::Exhausted, Text("The disk is full.")); };
        const auto fed = FedProcess::start(shell("cat"), options, 10s).value();
        (void)fed->write("x", m_task);
        QCOMPARE(fed->finish(m_task).error().kind, ErrorKind::Exhausted);
    }
    void finish_childThatDoesNotEnd_timesOut()
    {
        const auto fed = FedProcess::start(shell("exec sleep 30"), {}, 200ms).value();
        QCOMPARE(fed->finish(m_task).error().kind, ErrorKind::Timeout);
        QVERIFY(fed->ended());
    }
    void finish_absentProgram_isNotFound()
    {
        const auto fed = FedProcess::start({"no-such-program", {}, {}, {}, {}}, {}, 10s).value();
        QCOMPARE(fed->finish(m_task).error().kind, ErrorKind::NotFound);
    }
    void start_withoutTerminal_leadsASessionOfItsOwn()
    {
        process::Command command = shell("ps -o sid= -p $$ | tr -d ' '; echo $$");
        command.withoutTerminal = true;
        const auto fed = FedProcess::start(command, {}, 10s).value();
        const auto exit = fed->finish(m_task).value();
        const std::size_t end = exit.output.find('\n');
        QCOMPARE(exit.output.substr(0, end) + "\n", exit.output.substr(end + 1));
    }
};

QTEST_APPLESS_MAIN(TstFedProcess)
#include "tst_fed_process.moc"
