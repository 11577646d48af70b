// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/reaper.h"
#include "core/base/subscription.h"
#include "core/base/task_context.h"
#include "core/base/worker_pool.h"

#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <future>

using namespace qbm;
using namespace std::chrono_literals;

class TstThreads : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pool_jobs_runInOrderOnOneThread()
    {
        std::vector<int> seen;
        std::promise<void> done;
        WorkerPool pool(1);
        for (int i = 0; i < 100; ++i)
            pool.post([&seen, i] { seen.push_back(i); });
        pool.post([&done] { done.set_value(); });
        QVERIFY(done.get_future().wait_for(5s) == std::future_status::ready);
        QCOMPARE(seen.size(), std::size_t(100));
        QVERIFY(std::ranges::is_sorted(seen));
    }
    void pool_destroyed_waitsForTheRunningJobAndDropsTheRest()
    {
        std::atomic<int> ran = 0;
        {
            WorkerPool pool(1);
            std::promise<void> started;
            pool.post([&] {
                started.set_value();
                std::this_thread::sleep_for(50ms);
                ++ran;
            });
            started.get_future().wait();
            for (int i = 0; i < 10; ++i)
                pool.post([&] { ++ran; });
        }
        QCOMPARE(ran.load(), 1);
    }
    void reaper_endsElsewhere_andHoldsNothingUp()
    {
        struct Slow {
            std::atomic<int>& ended;
            std::thread::id& on;
            ~Slow()
            {
                std::this_thread::sleep_for(300ms);
                on = std::this_thread::get_id();
                ++ended;
            }
        };
        std::atomic<int> ended = 0;
        std::thread::id on;
        Reaper reaper;
        QElapsedTimer timer;
        timer.start();
        reaper.end(std::shared_ptr<Slow>(new Slow{ended, on}));
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!reaper.waitUntilIdle(10ms));
        QVERIFY(reaper.waitUntilIdle(10s));
        QCOMPARE(ended.load(), 1);
        QVERIFY(on != std::this_thread::get_id());
        QVERIFY(reaper.waitUntilIdle(0ms));
    }
    void reaper_oneThatHangs_keepsNoOtherWaiting()
    {
        std::promise<void> release;
        std::atomic<int> ended = 0;
        Reaper reaper;
        reaper.end(std::shared_ptr<void>(nullptr, [gate = release.get_future().share()](void*) { gate.wait(); }));
        for (int i = 0; i < 10; ++i)
            reaper.end(std::shared_ptr<void>(nullptr, [&](void*) { ++ended; }));
        QTRY_COMPARE(ended.load(), 10);
        release.set_value();
        QVERIFY(reaper.waitUntilIdle(10s));
    }
    void reaper_whatEndsHandsOverToo()
    {
        std::atomic<int> ended = 0;
        {
            Reaper reaper;
            reaper.end(std::shared_ptr<void>(nullptr, [&](void*) {
                reaper.end(std::shared_ptr<void>(nullptr, [&](void*) {
                    std::this_thread::sleep_for(50ms);
                    ++ended;
                }));
            }));
        }
        QCOMPARE(ended.load(), 1);
    }
    void endElsewhere_lastOwnerWaitsForNothing()
    {
        std::atomic<bool> held = true;
        std::shared_ptr<WorkerPool> pool(new WorkerPool(1), EndElsewhere());
        pool->post([&] {
            while (held)
                std::this_thread::sleep_for(5ms);
        });
        QElapsedTimer timer;
        timer.start();
        pool.reset();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        held = false;
        QVERIFY(Reaper::instance().waitUntilIdle(10s));
    }
    void sleepFor_stopRequested_wakesAtOnce()
    {
        std::stop_source stop;
        TaskContext context(stop.get_token());
        QElapsedTimer timer;
        timer.start();
        std::jthread stopper([&stop] {
            std::this_thread::sleep_for(30ms);
            stop.request_stop();
        });
        const auto slept = context.sleepFor(10s);
        QVERIFY(!slept);
        QVERIFY(slept.error().kind == ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 5000, "the stop was not heard");
    }
    void sleepFor_nobodyStops_sleepsAsLongAsAsked()
    {
        const TaskContext context;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(context.sleepFor(30ms).has_value());
        QVERIFY(timer.elapsed() >= 29);
    }
    void report_burst_isThinnedButStepsAndTheEndComeThrough()
    {
        std::vector<Progress> seen;
        TaskContext context({}, [&seen](const Progress& progress) { seen.push_back(progress); });
        for (std::uint64_t i = 1; i <= 1000; ++i)
            context.report({i, 1000, text("first")});
        context.report({0, 10, text("second")});
        QVERIFY2(seen.size() < 20, "reports closer than 50 ms must be dropped");
        QVERIFY((seen[seen.size() - 2] == Progress{1000, 1000, text("first")}));
        QVERIFY((seen.back() == Progress{0, 10, text("second")}));
    }
    void subscription_moved_endsOnce()
    {
        int ended = 0;
        {
            Subscription first([&ended] { ++ended; });
            Subscription second = std::move(first);
            QVERIFY(!first); // NOLINT(bugprone-use-after-move): that is the point
            QVERIFY(static_cast<bool>(second));
            QCOMPARE(ended, 0);
            second = Subscription();
            QCOMPARE(ended, 1);
        }
        QCOMPARE(ended, 1);
    }
};

QTEST_APPLESS_MAIN(TstThreads)
#include "tst_threads.moc"
