// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/queue_simulator.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {

const TimePoint kStart = TimePoint{} + std::chrono::hours{24 * 20'000}; // Friday 2024-10-04, 00:00 UTC

/// Mean time in the queue of M/M/c, in units of the service mean; Erlang C by the stable recursion over Erlang B.
double erlangWait(int servers, double utilisation)
{
    const double offered = servers * utilisation;
    double blocking = 1;
    for (int k = 1; k <= servers; ++k)
        blocking = offered * blocking / (k + offered * blocking);
    const double mustWait = blocking / (1 - utilisation * (1 - blocking));
    return mustWait / (servers * (1 - utilisation));
}

QueueOptions endless(double rate, std::uint64_t seed)
{
    QueueOptions options;
    options.seed = seed;
    options.arrivals = ArrivalPattern::constant(rate);
    options.serviceMean = std::chrono::duration<double>(1.0);
    options.capacity = 1'000'000;
    options.timeout = std::chrono::duration<double>(1e9);
    return options;
}

double meanSojourn(const QueueSimulator& queue)
{
    return queue.counters().durationSum / static_cast<double>(queue.counters().observations());
}

Conditions serving(int replicas)
{
    Conditions conditions;
    conditions.replicas = replicas;
    return conditions;
}

std::uint64_t total(const std::array<std::uint64_t, 4>& counts)
{
    return counts[0] + counts[1] + counts[2] + counts[3];
}

/// The upper bound of the bucket that holds the 95th percentile.
double p95Bound(const Counters& counters)
{
    const double wanted = 0.95 * static_cast<double>(counters.observations());
    double seen = 0;
    for (std::size_t i = 0; i < kBucketBounds.size(); ++i) {
        seen += static_cast<double>(counters.buckets[i]);
        if (seen >= wanted)
            return kBucketBounds[i];
    }
    return INFINITY;
}

} // namespace

class TstQueueSimulator : public QObject {
    Q_OBJECT
private slots:
    void meanWait_ofManyServers_followsErlangC_data()
    {
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("utilisation");
        QTest::addColumn<double>("tolerance"); // relative, of the mean time in the system
        QTest::newRow("1 server, half busy") << 1 << 0.5 << 0.01;
        QTest::newRow("1 server, 80 %") << 1 << 0.8 << 0.03;
        QTest::newRow("3 servers, 65 %") << 3 << 0.65 << 0.01;
        QTest::newRow("3 servers, 90 %") << 3 << 0.9 << 0.05;
        QTest::newRow("8 servers, 80 %") << 8 << 0.8 << 0.01;
        QTest::newRow("20 servers, 95 %") << 20 << 0.95 << 0.05;
    }
    void meanWait_ofManyServers_followsErlangC()
    {
        QFETCH(int, servers);
        QFETCH(double, utilisation);
        QFETCH(double, tolerance);
        QueueSimulator queue(endless(servers * utilisation, 42), kStart);
        queue.advance(kStart + std::chrono::seconds{static_cast<long>(1e6 / (servers * utilisation))}, serving(servers));
        QVERIFY(queue.counters().observations() > 990'000);
        const double expected = 1 + erlangWait(servers, utilisation);
        QVERIFY2(std::abs(meanSojourn(queue) / expected - 1) < tolerance,
            qPrintable(QString("measured %1, Erlang C %2").arg(meanSojourn(queue)).arg(expected)));
    }

    void erlangC_againstTheTextbook_agrees()
    {
        // M/M/1: rho / (1 - rho). M/M/2 at 75 %: rho^2 / (1 - rho^2) = 9/7.
        QVERIFY(std::abs(erlangWait(1, 0.8) - 4) < 1e-12);
        QVERIFY(std::abs(erlangWait(2, 0.75) - 9.0 / 7) < 1e-12);
    }

    void meanWait_ofHyperExponentialService_followsPollaczekKhinchine()
    {
        QueueOptions options = endless(0.6, 7);
        options.serviceScv = 4;
        QueueSimulator queue(options, kStart);
        queue.advance(kStart + std::chrono::seconds{3'000'000}, serving(1));
        const double expected = 1 + 0.6 * (1 + 4) / (2 * (1 - 0.6));
        QVERIFY2(std::abs(meanSojourn(queue) / expected - 1) < 0.05, qPrintable(QString::number(meanSojourn(queue))));
    }

    void arrivals_ofADailyPattern_matchItsIntegral()
    {
        QueueOptions options;
        options.seed = 3;
        options.arrivals = ArrivalPattern::workingHours(0s);
        QueueSimulator queue(options, kStart);
        queue.advance(kStart + 24h * 14, serving(50));
        double expected = 0;
        for (int minute = 0; minute < 14 * 24 * 60; ++minute)
            expected += 60 * options.arrivals.rateAt(std::chrono::duration<double>((kStart + std::chrono::minutes{minute} + 30s).time_since_epoch()).count());
        const double counted = static_cast<double>(total(queue.counters().requests)) + static_cast<double>(queue.inProgress());
        QVERIFY(std::abs(counted - expected) < 4 * std::sqrt(expected));
    }

    void pattern_byHourAndDay_isBusyInWorkingHours()
    {
        const auto pattern = ArrivalPattern::workingHours(3600s);
        const auto at = [&](Duration since) { return pattern.rateAt(std::chrono::duration<double>((kStart + since).time_since_epoch()).count()); };
        QVERIFY(std::abs(at(2h) - 4) < 0.2); // 03:00 local
        QVERIFY(std::abs(at(9h) - 14) < 1); // 10:00 local
        QVERIFY(std::abs(at(24h + 9h) / at(9h) - 0.8) < 1e-9); // Saturday
        QVERIFY(std::abs(at(24h * 3 + 9h) / at(9h) - 1) < 1e-9); // Monday
        QVERIFY(at(9h) <= pattern.peakRate());
    }

    void advance_inSmallSteps_givesTheSameAsInOne()
    {
        QueueOptions options;
        options.seed = 11;
        QueueSimulator once(options, kStart), often(options, kStart);
        once.advance(kStart + 2h, serving(2));
        for (TimePoint at = kStart; at <= kStart + 2h; at += 50ms)
            often.advance(at, serving(2));
        QCOMPARE(often.counters(), once.counters());
        QCOMPARE(often.inProgress(), once.inProgress());

        options.seed = 12;
        QueueSimulator other(options, kStart);
        other.advance(kStart + 2h, serving(2));
        QVERIFY(other.counters() != once.counters());
    }

    void advance_backInTime_doesNothing()
    {
        QueueSimulator queue({}, kStart);
        queue.advance(kStart + 1h, serving(2));
        const Counters before = queue.counters();
        queue.advance(kStart + 30min, serving(2));
        QCOMPARE(queue.counters(), before);
        QVERIFY(std::chrono::abs(queue.now() - (kStart + 1h)) < 1us);
    }

    void zeroReplicas_serveNothing_andTheIngressAnswers503()
    {
        QueueSimulator queue(endless(10, 5), kStart);
        queue.advance(kStart + 100s, serving(0));
        QCOMPARE(queue.counters().observations(), std::uint64_t{0});
        QCOMPARE(total(queue.counters().requests), std::uint64_t{0});
        const auto refused = queue.counters().ingress[static_cast<std::size_t>(Status::Unavailable)];
        QVERIFY(refused > 800 && refused < 1'200);
        QCOMPARE(total(queue.counters().ingress), refused);
        QCOMPARE(queue.inProgress(), std::size_t{0});
    }

    void scalingToZero_letsRequestsUnderWayEnd_andRefusesTheWaiting()
    {
        QueueSimulator queue(endless(10, 5), kStart);
        queue.advance(kStart + 100s, serving(3));
        const auto before = queue.counters();
        const auto waiting = queue.inProgress() - 3;
        QVERIFY(waiting > 100);
        queue.advance(kStart + 100s, serving(0));
        QCOMPARE(queue.counters().ingress[2] - before.ingress[2], waiting);
        QCOMPARE(queue.inProgress(), std::size_t{3});
        queue.advance(kStart + 200s, serving(0));
        QCOMPARE(queue.inProgress(), std::size_t{0});
        QCOMPARE(queue.counters().observations() - before.observations(), std::uint64_t{3});
    }

    void moreReplicas_underLoad_lowerP95()
    {
        const auto p95With = [](int replicas) {
            QueueOptions options;
            options.arrivals = ArrivalPattern::constant(14);
            QueueSimulator queue(options, kStart);
            queue.advance(kStart + 2h, serving(replicas));
            return p95Bound(queue.counters());
        };
        const double two = p95With(2), three = p95With(3), five = p95With(5);
        QVERIFY(two > 2 * three);
        QVERIFY(three > five);
        // Alone in the system, p95 of an exponential of mean 140 ms is 0.42 s.
        QCOMPARE(p95With(50), 0.5);
    }

    void fullQueue_refusesWith503_withoutObservingALatency()
    {
        QueueOptions options = endless(100, 1);
        options.capacity = 10;
        QueueSimulator queue(options, kStart);
        queue.advance(kStart + 100s, serving(1));
        const auto& counters = queue.counters();
        QVERIFY(counters.requests[2] > 9'000);
        QCOMPARE(counters.observations(), counters.requests[0]);
        QCOMPARE(counters.ingress, counters.requests);
        QCOMPARE(queue.inProgress(), std::size_t{11});
    }

    void waitingTooLong_endsAfterTheTimeout()
    {
        QueueOptions options = endless(10, 1);
        options.timeout = 30s;
        QueueSimulator queue(options, kStart);
        queue.advance(kStart + 600s, serving(1));
        const auto& counters = queue.counters();
        QVERIFY(counters.requests[3] > 4'000);
        QCOMPARE(counters.buckets.back(), std::uint64_t{0}); // nobody waits longer than the last bound
        QVERIFY(queue.inProgress() <= 400); // what arrived in the last 30 s
    }

    void frozenBackends_acceptAndTimeOut()
    {
        Conditions conditions = serving(3);
        conditions.frozen = true;
        QueueSimulator queue(QueueOptions{}, kStart);
        queue.advance(kStart + 10min, conditions);
        QCOMPARE(queue.counters().requests[0], std::uint64_t{0});
        QVERIFY(queue.counters().requests[3] > 0);
    }

    void errors_andSlowness_changeWhatTheyName()
    {
        QueueOptions options = endless(0.5, 9);
        QueueSimulator plain(options, kStart), failing(options, kStart), slow(options, kStart);
        Conditions conditions = serving(10);
        plain.advance(kStart + 24h, conditions);
        conditions.errorRatio = 0.2;
        failing.advance(kStart + 24h, conditions);
        const auto& counts = failing.counters().requests;
        QVERIFY(std::abs(static_cast<double>(counts[1]) / static_cast<double>(total(counts)) - 0.2) < 0.01);
        QCOMPARE(failing.counters().buckets, plain.counters().buckets);
        conditions.slowdown = 6;
        slow.advance(kStart + 24h, conditions);
        QVERIFY(std::abs(meanSojourn(slow) / meanSojourn(plain) - 6) < 0.3);
    }

    void extraLoad_addsToThePattern_andEnds()
    {
        QueueSimulator queue(endless(2, 4), kStart);
        Conditions conditions = serving(100);
        conditions.extraLoad = 8;
        queue.advance(kStart + 1000s, conditions);
        const double busy = static_cast<double>(queue.counters().observations());
        QVERIFY(std::abs(busy - 10'000) < 500);
        conditions.extraLoad = 0;
        queue.advance(kStart + 2000s, conditions);
        QVERIFY(std::abs(static_cast<double>(queue.counters().observations()) - busy - 2'000) < 250);
    }

    void noArrivals_atAll_isEmpty()
    {
        QueueSimulator queue(endless(0, 1), kStart);
        queue.advance(kStart + 24h, serving(3));
        QCOMPARE(queue.counters(), Counters{});
    }

    void restart_beginsCountersAgain()
    {
        QueueSimulator queue(QueueOptions{}, kStart);
        queue.advance(kStart + 1h, serving(1));
        queue.restart();
        QCOMPARE(queue.counters(), Counters{});
        QCOMPARE(queue.inProgress(), std::size_t{0});
        queue.advance(kStart + 2h, serving(3));
        QVERIFY(queue.counters().observations() > 0);
    }
};

QTEST_APPLESS_MAIN(TstQueueSimulator)
#include "tst_queue_simulator.moc"
