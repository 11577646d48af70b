// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/capacity.h"

#include <QTest>
#include <cmath>
#include <random>

using namespace qbm;
using analysis::CapacityInput;
using analysis::predictCapacity;
using analysis::Queue;

namespace {

CapacityInput usualInput()
{
    CapacityInput input;
    input.arrivalRate = 25.5;
    input.meanResponseSeconds = Queue::make(25.5, 10, 3)->meanResponseSeconds();
    input.replicas = 3;
    input.sampleCount = 25.5 * 900;
    input.maxReplicas = 8;
    return input;
}

/// The 95 % quantile of simulated responses of an M/M/c queue, first come first served (Kiefer and Wolfowitz' recursion).
double simulatedP95(double lambda, double mu, int servers, int requests)
{
    std::mt19937_64 random(7);
    std::exponential_distribution<double> gap(lambda), service(mu);
    std::vector<double> freeAt(static_cast<std::size_t>(servers), 0.0), responses;
    double now = 0;
    for (int i = 0; i < requests; ++i) {
        now += gap(random);
        auto& first = *std::min_element(freeAt.begin(), freeAt.end());
        const double done = std::max(now, first) + service(random);
        responses.push_back(done - now);
        first = done;
    }
    const auto at = responses.begin() + static_cast<std::ptrdiff_t>(0.95 * requests);
    std::nth_element(responses.begin(), at, responses.end());
    return *at;
}

} // namespace

class TstCapacity : public QObject {
    Q_OBJECT

private slots:
    void table_atThePresentReplicas_givesTheMeasuredMeanBack();
    void table_tooFewReplicas_isMarkedUnstable();
    void table_moreReplicas_neverSlower();
    void table_agreesWithASimulation();
    void target_smallestMeetingIt_isFound();
    void target_belowTheServiceTime_isNotMet();
    void band_holdsThePrediction_andNarrowsWithSamples();
    void band_unknownSamples_isThePoint();
    void band_fewSamples_staysUsable();
    void serversPerReplica_countAsServers();
    void loadFactor_movesTheArrivals_notTheServices();
    void badInput_isNamed_data();
    void badInput_isNamed();
};

void TstCapacity::table_atThePresentReplicas_givesTheMeasuredMeanBack()
{
    const auto table = predictCapacity(usualInput());
    QVERIFY(table);
    QCOMPARE(table->rows.size(), std::size_t(8));
    QVERIFY(std::fabs(table->serviceSeconds - 0.1) < 1e-9);
    QVERIFY(std::fabs(table->offeredLoad - 2.55) < 1e-7);
    QVERIFY(std::fabs(table->rows[2].meanResponseSeconds - usualInput().meanResponseSeconds) < 1e-9);
    QVERIFY(std::fabs(table->rows[2].utilisation - 0.85) < 1e-8);
}

void TstCapacity::table_tooFewReplicas_isMarkedUnstable()
{
    const auto table = predictCapacity(usualInput());
    QVERIFY(!table->rows[0].stable);
    QVERIFY(!table->rows[1].stable);
    QVERIFY(std::isinf(table->rows[1].quantileSeconds));
    QVERIFY(table->rows[2].stable);
}

void TstCapacity::table_moreReplicas_neverSlower()
{
    const auto table = predictCapacity(usualInput());
    for (std::size_t i = 3; i < table->rows.size(); ++i)
        QVERIFY(table->rows[i].quantileSeconds < table->rows[i - 1].quantileSeconds);
    // With endless servers only the service is left: an exponential's p95.
    QVERIFY(table->rows.back().quantileSeconds > 0.1 * std::log(20.0));
    QVERIFY(table->rows.back().quantileSeconds < 0.1 * std::log(20.0) * 1.01);
}

void TstCapacity::table_agreesWithASimulation()
{
    const auto table = predictCapacity(usualInput());
    for (const int servers : {3, 4, 5}) {
        const double simulated = simulatedP95(25.5, 10, servers, 1'000'000);
        const double predicted = table->rows[static_cast<std::size_t>(servers) - 1].quantileSeconds;
        QVERIFY2(std::fabs(predicted / simulated - 1) < 0.03, qPrintable(QString("%1: %2 against %3").arg(servers).arg(predicted).arg(simulated)));
    }
}

void TstCapacity::target_smallestMeetingIt_isFound()
{
    CapacityInput input = usualInput();
    input.targetSeconds = 0.4;
    const auto table = predictCapacity(input);
    QVERIFY(table->smallestMeetingTarget);
    const auto at = static_cast<std::size_t>(*table->smallestMeetingTarget);
    QVERIFY(table->rows[at - 1].quantileSeconds <= 0.4);
    QVERIFY(!table->rows[at - 2].stable || table->rows[at - 2].quantileSeconds > 0.4);
}

void TstCapacity::target_belowTheServiceTime_isNotMet()
{
    CapacityInput input = usualInput();
    input.targetSeconds = 0.05;
    QVERIFY(!predictCapacity(input)->smallestMeetingTarget);
}

void TstCapacity::band_holdsThePrediction_andNarrowsWithSamples()
{
    CapacityInput many = usualInput();
    many.sampleCount = 1e8;
    const auto wide = predictCapacity(usualInput());
    const auto narrow = predictCapacity(many);
    for (std::size_t i = 2; i < wide->rows.size(); ++i) {
        QVERIFY(wide->rows[i].lowSeconds < wide->rows[i].quantileSeconds);
        QVERIFY(wide->rows[i].highSeconds > wide->rows[i].quantileSeconds);
        QVERIFY(narrow->rows[i].highSeconds - narrow->rows[i].lowSeconds < wide->rows[i].highSeconds - wide->rows[i].lowSeconds);
    }
    QVERIFY(narrow->rows[4].highSeconds / narrow->rows[4].lowSeconds < 1.01);
}

void TstCapacity::band_unknownSamples_isThePoint()
{
    CapacityInput input = usualInput();
    input.sampleCount = 0;
    const auto table = predictCapacity(input);
    QCOMPARE(table->rows[3].lowSeconds, table->rows[3].quantileSeconds);
    QCOMPARE(table->rows[3].highSeconds, table->rows[3].quantileSeconds);
}

void TstCapacity::band_fewSamples_staysUsable()
{
    CapacityInput input = usualInput();
    input.sampleCount = 2;
    const auto table = predictCapacity(input);
    QVERIFY(table);
    QVERIFY(table->rows[5].lowSeconds > 0);
    QVERIFY(table->rows[5].lowSeconds < table->rows[5].quantileSeconds);
    QVERIFY(!std::isnan(table->rows[5].highSeconds));
}

void TstCapacity::serversPerReplica_countAsServers()
{
    CapacityInput input = usualInput();
    input.replicas = 1;
    input.serversPerReplica = 3;
    const auto table = predictCapacity(input);
    QVERIFY(std::fabs(table->serviceSeconds - 0.1) < 1e-9);
    QVERIFY(table->rows[0].stable);
}

void TstCapacity::loadFactor_movesTheArrivals_notTheServices()
{
    CapacityInput input = usualInput();
    input.sampleCount = 0;
    const auto now = predictCapacity(input);
    input.loadFactor = 1.5;
    const auto more = predictCapacity(input);
    QVERIFY(now && more);
    QVERIFY(std::fabs(more->serviceSeconds - now->serviceSeconds) < 1e-12);
    QVERIFY(std::fabs(more->offeredLoad - 1.5 * now->offeredLoad) < 1e-9);
    const auto queue = Queue::make(1.5 * 25.5, 10, 5);
    QVERIFY(std::fabs(more->rows[4].quantileSeconds - queue->responseQuantileSeconds(0.95)) < 1e-6);
    QVERIFY(now->rows[2].stable);
    QVERIFY(!more->rows[2].stable);
}

void TstCapacity::badInput_isNamed_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("mean");
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("most");
    QTest::addColumn<double>("quantile");
    QTest::addColumn<QString>("word");
    QTest::newRow("no traffic") << 0.0 << 0.1 << 3 << 5 << 0.95 << "arrival rate";
    QTest::newRow("NaN") << std::nan("") << 0.1 << 3 << 5 << 0.95 << "arrival rate";
    QTest::newRow("no mean") << 1.0 << 0.0 << 3 << 5 << 0.95 << "mean response";
    QTest::newRow("no replica") << 1.0 << 0.1 << 0 << 5 << 0.95 << "replicas";
    QTest::newRow("no rows") << 1.0 << 0.1 << 3 << 0 << 0.95 << "largest";
    QTest::newRow("too many rows") << 1.0 << 0.1 << 3 << 1001 << 0.95 << "1000";
    QTest::newRow("quantile") << 1.0 << 0.1 << 3 << 5 << 1.0 << "quantile";
}

void TstCapacity::badInput_isNamed()
{
    QFETCH(double, rate);
    QFETCH(double, mean);
    QFETCH(int, replicas);
    QFETCH(int, most);
    QFETCH(double, quantile);
    QFETCH(QString, word);
    CapacityInput input;
    input.arrivalRate = rate;
    input.meanResponseSeconds = mean;
    input.replicas = replicas;
    input.maxReplicas = most;
    input.quantile = quantile;
    const auto table = predictCapacity(input);
    QVERIFY(!table);
    QCOMPARE(table.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(QString::fromStdString(table.error().english()).contains(word), table.error().english().c_str());
}

QTEST_APPLESS_MAIN(TstCapacity)
#include "tst_capacity.moc"
