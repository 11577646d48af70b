// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/collector.h"

#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <thread>

using namespace qbm;
using namespace qbm::health;
using namespace std::chrono_literals;

namespace {

Result<prometheus::QueryResult> emptyAnswer(const std::string&, std::optional<TimePoint>, TaskContext&)
{
    return prometheus::QueryResult{};
}

/// Everything answers at once.
Providers quickProviders()
{
    Providers providers;
    providers.query = emptyAnswer;
    providers.targets = [](TaskContext&) -> Result<std::vector<prometheus::Target>> { return std::vector<prometheus::Target>(3); };
    providers.alerts = [](TaskContext&) -> Result<std::vector<prometheus::Alert>> { return std::vector<prometheus::Alert>(2); };
    providers.database = [](TaskContext&) -> Result<DatabaseFacts> { return DatabaseFacts{"15", true, 1, 2, 3, {}, {}}; };
    providers.cache = [](TaskContext&) -> Result<redis::ServerFacts> { return redis::ServerFacts{}; };
    providers.cluster = [](TaskContext&) -> Result<ClusterFacts> { return ClusterFacts{}; };
    providers.backups = [](TaskContext&) -> Result<BackupFacts> { return BackupFacts{}; };
    providers.application = [](TaskContext&) -> Result<> { return {}; };
    return providers;
}

} // namespace

class TstCollector : public QObject {
    Q_OBJECT

private slots:
    void collect_allQuick_returnsAtOnce();
    void collect_notConfigured_isNotAsked();
    void collect_oneFrozen_delaysNothingElse();
    void collect_frozenThatIgnoresStop_isNotAskedTwice();
    void collect_recovered_answersAgain();
    void collect_stop_isHeardAtOnce();
    void collect_parallel_takesTheLongestNotTheSum();
    void collect_error_isThatSourcesAlone();
    void destruction_stopsCallsStillOut();
};

void TstCollector::collect_allQuick_returnsAtOnce()
{
    Collector collector(quickProviders(), systemClock());
    QElapsedTimer timer;
    timer.start();
    TaskContext context;
    const auto answers = collector.collect(context);
    QVERIFY(timer.elapsed() < 1500);
    QVERIFY(answers);
    QVERIFY(answers->metrics.value() && answers->metrics.value()->targets.size() == 3);
    QVERIFY(answers->alerts.value());
    QVERIFY(answers->database.value());
    QVERIFY(answers->cache.value());
    QVERIFY(answers->cluster.value());
    QVERIFY(answers->backups.value() && !answers->backups.value()->newest);
    QVERIFY(answers->application.value());
    QVERIFY(systemClock().now() - answers->database.at < 5s);
    QCOMPARE(answers->metrics.value()->p95.state, ReadingState::NoData);
}

void TstCollector::collect_notConfigured_isNotAsked()
{
    Collector collector({}, systemClock());
    TaskContext context;
    const auto answers = collector.collect(context);
    QVERIFY(answers);
    QVERIFY(!answers->metrics.configured());
    QVERIFY(!answers->database.configured());
    QVERIFY(!answers->application.configured());
}

void TstCollector::collect_oneFrozen_delaysNothingElse()
{
    Providers providers = quickProviders();
    std::atomic<bool> toldToStop = false;
    providers.database = [&](TaskContext& context) -> Result<DatabaseFacts> {
        auto slept = context.sleepFor(60s);
        toldToStop = true;
        return fail(std::move(slept).error());
    };
    Collector collector(std::move(providers), systemClock(), 1s);
    QElapsedTimer timer;
    timer.start();
    TaskContext context;
    const auto answers = collector.collect(context);
    QVERIFY2(timer.elapsed() >= 990 && timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(answers);
    QVERIFY(answers->cache.value());
    QVERIFY(answers->database.error());
    QCOMPARE(answers->database.error()->kind, ErrorKind::Timeout);
    QVERIFY2(answers->database.error()->english().find("PostgreSQL") != std::string::npos, answers->database.error()->english().c_str());
    QTRY_VERIFY_WITH_TIMEOUT(toldToStop.load(), 1000);
}

void TstCollector::collect_frozenThatIgnoresStop_isNotAskedTwice()
{
    Providers providers = quickProviders();
    std::atomic<int> asked = 0;
    std::atomic<bool> release = false;
    providers.cache = [&](TaskContext&) -> Result<redis::ServerFacts> {
        ++asked;
        while (!release)
            std::this_thread::sleep_for(5ms);
        return redis::ServerFacts{};
    };
    Collector collector(std::move(providers), systemClock(), 500ms);
    TaskContext context;
    for (int pass = 0; pass < 3; ++pass) {
        const auto answers = collector.collect(context);
        QVERIFY(answers);
        QCOMPARE(answers->cache.error()->kind, ErrorKind::Timeout);
        QVERIFY(answers->database.value());
    }
    QCOMPARE(asked.load(), 1);
    release = true;
}

void TstCollector::collect_recovered_answersAgain()
{
    Providers providers = quickProviders();
    std::atomic<bool> frozen = true;
    providers.cache = [&](TaskContext& context) -> Result<redis::ServerFacts> {
        if (frozen)
            QBM_CHECK(context.sleepFor(60s));
        return redis::ServerFacts{};
    };
    Collector collector(std::move(providers), systemClock(), 500ms);
    TaskContext context;
    QVERIFY(collector.collect(context)->cache.error());
    frozen = false;
    std::this_thread::sleep_for(50ms);
    QVERIFY(collector.collect(context)->cache.value());
}

void TstCollector::collect_stop_isHeardAtOnce()
{
    Providers providers = quickProviders();
    providers.alerts = [](TaskContext& context) -> Result<std::vector<prometheus::Alert>> {
        QBM_CHECK(context.sleepFor(60s));
        return std::vector<prometheus::Alert>();
    };
    Collector collector(std::move(providers), systemClock(), 10s);
    std::stop_source stop;
    QElapsedTimer timer;
    timer.start();
    std::jthread stopper([&] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    });
    TaskContext context(stop.get_token());
    const auto answers = collector.collect(context);
    QVERIFY(!answers);
    QCOMPARE(answers.error().kind, ErrorKind::Cancelled);
    QVERIFY(timer.elapsed() < 5000);
}

void TstCollector::collect_parallel_takesTheLongestNotTheSum()
{
    Providers providers = quickProviders();
    const auto nap = [](TaskContext& context) { return context.sleepFor(500ms); };
    providers.database = [nap](TaskContext& c) -> Result<DatabaseFacts> { QBM_CHECK(nap(c)); return DatabaseFacts{}; };
    providers.cache = [nap](TaskContext& c) -> Result<redis::ServerFacts> { QBM_CHECK(nap(c)); return redis::ServerFacts{}; };
    providers.alerts = [nap](TaskContext& c) -> Result<std::vector<prometheus::Alert>> { QBM_CHECK(nap(c)); return std::vector<prometheus::Alert>(); };
    providers.application = nap;
    Collector collector(std::move(providers), systemClock());
    QElapsedTimer timer;
    timer.start();
    TaskContext context;
    QVERIFY(collector.collect(context)->database.value());
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
}

void TstCollector::collect_error_isThatSourcesAlone()
{
    Providers providers = quickProviders();
    providers.targets = [](TaskContext&) -> Result<std::vector<prometheus::Target>> { return fail(ErrorKind::Unreachable, "refused"); };
    Collector collector(std::move(providers), systemClock());
    TaskContext context;
    const auto answers = collector.collect(context);
    QVERIFY(answers);
    QCOMPARE(answers->metrics.error()->kind, ErrorKind::Unreachable);
    QVERIFY(answers->database.value());
}

void TstCollector::destruction_stopsCallsStillOut()
{
    Providers providers = quickProviders();
    providers.database = [](TaskContext& context) -> Result<DatabaseFacts> {
        QBM_CHECK(context.sleepFor(60s));
        return DatabaseFacts{};
    };
    QElapsedTimer timer;
    timer.start();
    {
        Collector collector(std::move(providers), systemClock(), 50ms);
        TaskContext context;
        QVERIFY(collector.collect(context));
    }
    QVERIFY(timer.elapsed() < 10000);
}

QTEST_APPLESS_MAIN(TstCollector)
#include "tst_collector.moc"
