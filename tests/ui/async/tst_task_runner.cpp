// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/task_runner.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <latch>

using namespace qbm;
using namespace qbm::ui;
using namespace std::chrono_literals;

class TstTaskRunner : public QObject {
    Q_OBJECT

    /// Waits until stopped; then says so.
    static Result<int> untilStopped(TaskContext& context)
    {
        QBM_CHECK(context.sleepFor(30s));
        return 0;
    }
    static void settle() { QTest::qWait(60); }

private Q_SLOTS:
    void result_arrives_onceOnTheGuiThread()
    {
        WorkerPool pool(2);
        TaskRunner runner(pool);
        int heard = 0;
        QThread* worker = nullptr;
        runner.start<int>(
            [&worker](TaskContext&) -> Result<int> {
                worker = QThread::currentThread();
                return 42;
            },
            [&heard](Result<int> result) {
                ++heard;
                QCOMPARE(QThread::currentThread(), qApp->thread());
                QCOMPARE(result.value(), 42);
            });
        QVERIFY(runner.isBusy());
        QCOMPARE(heard, 0); // never before start() has returned
        QTRY_COMPARE(heard, 1);
        QVERIFY(!runner.isBusy());
        QVERIFY(worker != qApp->thread());
        settle();
        QCOMPARE(heard, 1);
    }

    void start_again_newestWins()
    {
        WorkerPool pool(2);
        TaskRunner runner(pool);
        QStringList heard;
        std::atomic<bool> stopped = false;
        runner.start<int>(
            [&stopped](TaskContext& context) {
                auto result = untilStopped(context);
                stopped = context.stopRequested();
                return result;
            },
            [&heard](Result<int>) { heard << QStringLiteral("old"); });
        runner.start<int>([](TaskContext&) -> Result<int> { return 1; }, [&heard](Result<int>) { heard << QStringLiteral("new"); });
        QTRY_COMPARE(heard, QStringList{QStringLiteral("new")});
        QTRY_VERIFY(stopped);
        settle();
        QCOMPARE(heard.size(), 1);
    }

    void start_again_dropsAResultAlreadyOnItsWay()
    {
        WorkerPool pool(1);
        TaskRunner runner(pool);
        QStringList heard;
        std::latch done(1);
        runner.start<int>(
            [](TaskContext&) -> Result<int> { return 1; }, [&heard](Result<int>) { heard << QStringLiteral("old"); });
        pool.post([&done] { done.count_down(); });
        done.wait(); // the old result stands in the event queue now
        runner.start<int>([](TaskContext&) -> Result<int> { return 2; }, [&heard](Result<int>) { heard << QStringLiteral("new"); });
        QTRY_COMPARE(heard, QStringList{QStringLiteral("new")});
    }

    void cancel_isSilent()
    {
        WorkerPool pool(1);
        TaskRunner runner(pool);
        bool heard = false;
        std::atomic<bool> ended = false;
        runner.start<int>(
            [&ended](TaskContext& context) {
                auto result = untilStopped(context);
                ended = true;
                return result;
            },
            [&heard](Result<int>) { heard = true; });
        runner.cancel();
        QVERIFY(!runner.isBusy());
        QTRY_VERIFY(ended);
        settle();
        QVERIFY(!heard);
    }

    void requestStop_deliversCancelled()
    {
        WorkerPool pool(1);
        TaskRunner runner(pool);
        std::optional<ErrorKind> kind;
        runner.start<int>(&TstTaskRunner::untilStopped, [&kind](Result<int> result) { kind = result.error().kind; });
        runner.requestStop();
        QVERIFY(runner.isBusy());
        QTRY_VERIFY(kind.has_value());
        QCOMPARE(*kind, ErrorKind::Cancelled);
        runner.requestStop(); // with nothing under way: nothing happens
    }

    void destroyedRunner_hearsNothing()
    {
        WorkerPool pool(1);
        bool heard = false;
        std::atomic<bool> ended = false;
        {
            TaskRunner runner(pool);
            runner.start<int>(
                [&ended](TaskContext& context) {
                    auto result = untilStopped(context);
                    ended = true;
                    return result;
                },
                [&heard](Result<int>) { heard = true; });
        }
        QTRY_VERIFY(ended);
        settle();
        QVERIFY(!heard);
    }

    void destroyedInItsOwnAnswer_isSafe()
    {
        WorkerPool pool(1);
        auto runner = std::make_unique<TaskRunner>(pool);
        bool heard = false;
        runner->start<int>([](TaskContext&) -> Result<int> { return 1; }, [&](Result<int>) {
            runner.reset();
            heard = true;
        });
        QTRY_VERIFY(heard);
        QVERIFY(!runner);
    }

    void exception_becomesInternalWithItsReason()
    {
        WorkerPool pool(1);
        TaskRunner runner(pool);
        std::optional<Error> error;
        runner.start<int>([](TaskContext&) -> Result<int> { throw std::runtime_error("the reason"); },
            [&error](Result<int> result) { error = result.error(); });
        QTRY_VERIFY(error.has_value());
        QCOMPARE(error->kind, ErrorKind::Internal);
        QCOMPARE(error->detail, std::string("the reason"));
    }

    void progress_isEmittedForTheNewestCallOnly()
    {
        WorkerPool pool(1);
        TaskRunner runner(pool);
        QList<quint64> done;
        connect(&runner, &TaskRunner::progressed, this, [&done](const Progress& progress) { done << progress.done; });
        bool ended = false;
        runner.start<int>(
            [](TaskContext& context) -> Result<int> {
                context.report({1, 2, text("first")});
                context.report({2, 2, text("second")});
                return 0;
            },
            [&ended](Result<int>) { ended = true; });
        QTRY_VERIFY(ended);
        QCOMPARE(done, (QList<quint64>{1, 2}));
        runner.start<int>(
            [](TaskContext& context) -> Result<int> {
                context.report({7, 9, text("late")});
                return 0;
            },
            [](Result<int>) {});
        runner.cancel();
        settle();
        QCOMPARE(done.size(), 2);
    }

    /// The answer's function may hold what belongs to the GUI thread, so it may not die on a worker.
    void answerFunction_isDestroyedOnTheGuiThread()
    {
        struct Witness {
            std::atomic<QThread*>* diedOn;
            ~Witness() { *diedOn = QThread::currentThread(); }
        };
        WorkerPool pool(1);
        std::atomic<QThread*> diedOn = nullptr;
        auto runner = std::make_unique<TaskRunner>(pool);
        runner->start<int>(&TstTaskRunner::untilStopped, [witness = std::make_shared<Witness>(&diedOn)](Result<int>) {});
        runner.reset();
        QTRY_VERIFY(diedOn != nullptr);
        QCOMPARE(diedOn.load(), qApp->thread());
    }
};

QTEST_GUILESS_MAIN(TstTaskRunner)
#include "tst_task_runner.moc"
