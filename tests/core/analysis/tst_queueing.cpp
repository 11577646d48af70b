// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/capacity.h"
#include "core/analysis/queueing.h"

#include <Eigen/Dense>
#include <QTest>
#include <cmath>

using namespace qbm;
using analysis::Queue;

namespace {

/// P(k in system) of M/M/c from the balance equations of the chain cut off at `states`, solved as a dense linear system:
/// nothing of the closed forms under test is used.
Eigen::VectorXd steadyState(double lambda, double mu, int servers, int states)
{
    Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(states, states);
    for (int k = 0; k < states; ++k) {
        if (k + 1 < states)
            generator(k, k + 1) = lambda;
        if (k > 0)
            generator(k, k - 1) = std::min(k, servers) * mu;
        generator(k, k) = -generator.row(k).sum();
    }
    Eigen::MatrixXd system = generator.transpose();
    system.row(states - 1).setOnes(); // probabilities sum to 1 in place of one redundant balance equation
    Eigen::VectorXd right = Eigen::VectorXd::Zero(states);
    right(states - 1) = 1;
    return system.partialPivLu().solve(right);
}

double poissonTail(int atMost, double mean)
{
    double term = std::exp(-mean), sum = term;
    for (int i = 1; i <= atMost; ++i) {
        term *= mean / i;
        sum += term;
    }
    return sum;
}

/// P(response > t) by conditioning on what an arrival finds: with k >= c in the system it waits for k - c + 1 departures at
/// rate c mu, then for its own service; the fold is integrated numerically.
double responseTailByStates(const Eigen::VectorXd& p, double mu, int servers, double t)
{
    const double departures = servers * mu;
    double tail = 0;
    for (int k = 0; k < p.size(); ++k) {
        if (k < servers) {
            tail += p(k) * std::exp(-mu * t);
            continue;
        }
        const int stages = k - servers + 1;
        // P(Erlang(stages) + S > t) = P(S > t) + integral of mu e^{-mu s} P(Erlang(stages) > t - s) over s in 0..t.
        constexpr int kPanels = 400;
        double sum = 0;
        for (int i = 0; i <= kPanels; ++i) {
            const double s = t * i / kPanels;
            const double weight = i == 0 || i == kPanels ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * mu * std::exp(-mu * s) * poissonTail(stages - 1, departures * (t - s));
        }
        tail += p(k) * (std::exp(-mu * t) + sum * t / kPanels / 3);
    }
    return tail;
}

} // namespace

class TstQueueing : public QObject {
    Q_OBJECT

private slots:
    void erlangB_publishedTable_agrees_data();
    void erlangB_publishedTable_agrees();
    void erlangC_publishedValues_agree_data();
    void erlangC_publishedValues_agree();
    void erlangB_manyServers_neitherOverNorUnderflows();
    void erlangC_overload_isOne();
    void queue_oneServer_isTheMM1ClosedForm();
    void queue_severalServers_agreesWithTheMarkovChain_data();
    void queue_severalServers_agreesWithTheMarkovChain();
    void responseTail_equalRates_isContinuous();
    void responseTail_extremeTimes_staysAProbability();
    void responseQuantile_isWhereTheTailEnds();
    void responseQuantile_unstable_isInfinite();
    void queue_badInput_isRefused();
    void allenCunneen_deterministicService_halvesTheWait();
    void generalService_scvOne_agreesWithTheExactForm();
    void generalService_mg1_agreesWithPollaczekKhinchine();
    void serviceRate_fromMeanResponse_isInverted_data();
    void serviceRate_fromMeanResponse_isInverted();
};

// Offered load at which c servers block 1 %: the standard Erlang B table (ITU-T / Siemens "Telephone Traffic Theory, Tables and
// Charts"), three digits after the point.
void TstQueueing::erlangB_publishedTable_agrees_data()
{
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("blocking");
    QTest::newRow("1 at 1%") << 1 << 0.0101 << 0.01;
    QTest::newRow("2 at 1%") << 2 << 0.1526 << 0.01;
    QTest::newRow("3 at 1%") << 3 << 0.4555 << 0.01;
    QTest::newRow("5 at 1%") << 5 << 1.361 << 0.01;
    QTest::newRow("10 at 1%") << 10 << 4.461 << 0.01;
    QTest::newRow("20 at 1%") << 20 << 12.03 << 0.01;
    QTest::newRow("50 at 1%") << 50 << 37.90 << 0.01;
    QTest::newRow("100 at 1%") << 100 << 84.06 << 0.01;
    QTest::newRow("10 at 5%") << 10 << 6.216 << 0.05;
    QTest::newRow("100 at 5%") << 100 << 95.24 << 0.05;
}

void TstQueueing::erlangB_publishedTable_agrees()
{
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, blocking);
    // The table's load is rounded to four digits.
    QVERIFY2(std::fabs(analysis::erlangB(servers, load) / blocking - 1) < 0.005, qPrintable(QString::number(analysis::erlangB(servers, load))));
}

// Worked examples: M/M/1 waits with probability rho; M/M/2 with 2 rho^2 / (1 + rho); M/M/3 at a = 2 is 4/9 (Gross et al., 2.3).
void TstQueueing::erlangC_publishedValues_agree_data()
{
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("wait");
    QTest::newRow("M/M/1 at 0.7") << 1 << 0.7 << 0.7;
    QTest::newRow("M/M/2 at rho 0.75") << 2 << 1.5 << 2 * 0.75 * 0.75 / 1.75;
    QTest::newRow("M/M/3 at a = 2") << 3 << 2.0 << 4.0 / 9;
    QTest::newRow("M/M/10 at a = 7") << 10 << 7.0 << 0.22173;
    QTest::newRow("M/M/5 at a = 4") << 5 << 4.0 << 0.55411;
}

void TstQueueing::erlangC_publishedValues_agree()
{
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, wait);
    QVERIFY2(std::fabs(analysis::erlangC(servers, load) - wait) < 1e-4, qPrintable(QString::number(analysis::erlangC(servers, load), 'g', 9)));
}

void TstQueueing::erlangB_manyServers_neitherOverNorUnderflows()
{
    // 10,000 servers: the textbook formula's a^c / c! is far beyond a double.
    const double blocking = analysis::erlangB(10'000, 9'900);
    QVERIFY(std::isfinite(blocking));
    QVERIFY(blocking > 0.001 && blocking < 0.01);
    const double idle = analysis::erlangB(10'000, 1);
    QVERIFY(idle >= 0 && idle < 1e-300);
    QCOMPARE(analysis::erlangB(0, 5), 1.0);
}

void TstQueueing::erlangC_overload_isOne()
{
    QCOMPARE(analysis::erlangC(3, 3), 1.0);
    QCOMPARE(analysis::erlangC(3, 30), 1.0);
}

void TstQueueing::queue_oneServer_isTheMM1ClosedForm()
{
    const auto queue = Queue::make(8, 10, 1);
    QVERIFY(queue);
    QCOMPARE(queue->meanResponseSeconds(), 0.5); // 1 / (mu - lambda)
    QCOMPARE(queue->utilisation(), 0.8);
    QVERIFY(std::fabs(queue->responseVariance() - 0.25) < 1e-12); // an exponential's
    for (const double t : {0.01, 0.1, 0.5, 2.0})
        QVERIFY(std::fabs(queue->responseTail(t) - std::exp(-2 * t)) < 1e-12);
    QVERIFY(std::fabs(queue->responseQuantileSeconds(0.95) - std::log(20.0) / 2) < 1e-9);
}

void TstQueueing::queue_severalServers_agreesWithTheMarkovChain_data()
{
    QTest::addColumn<double>("lambda");
    QTest::addColumn<double>("mu");
    QTest::addColumn<int>("servers");
    QTest::newRow("2 servers, half busy") << 10.0 << 10.0 << 2;
    QTest::newRow("3 servers, mu = c mu - lambda") << 20.0 << 10.0 << 3;
    QTest::newRow("3 servers, 85 %") << 25.5 << 10.0 << 3;
    QTest::newRow("5 servers, 70 %") << 35.0 << 10.0 << 5;
    QTest::newRow("8 servers, nearly idle") << 4.0 << 10.0 << 8;
}

void TstQueueing::queue_severalServers_agreesWithTheMarkovChain()
{
    QFETCH(double, lambda);
    QFETCH(double, mu);
    QFETCH(int, servers);
    const Eigen::VectorXd p = steadyState(lambda, mu, servers, 220);
    const auto queue = Queue::make(lambda, mu, servers);
    QVERIFY(queue);
    const double waits = p.tail(p.size() - servers).sum();
    QVERIFY(std::fabs(queue->waitProbability() - waits) < 1e-9);
    double meanInSystem = 0;
    for (int k = 0; k < p.size(); ++k)
        meanInSystem += k * p(k);
    QVERIFY(std::fabs(queue->meanResponseSeconds() - meanInSystem / lambda) < 1e-9); // Little
    for (const double t : {0.02, 0.1, 0.25, 0.5})
        QVERIFY2(std::fabs(queue->responseTail(t) - responseTailByStates(p, mu, servers, t)) < 1e-7,
            qPrintable(QString("t=%1: %2 against %3").arg(t).arg(queue->responseTail(t), 0, 'g', 12).arg(responseTailByStates(p, mu, servers, t), 0, 'g', 12)));
}

void TstQueueing::responseTail_equalRates_isContinuous()
{
    // At c mu - lambda = mu the closed form is 0/0; its neighbours must agree with the limit.
    const double exact = Queue::make(20, 10, 3)->responseTail(0.3);
    for (const double offset : {1e-3, 1e-6, 1e-9, 1e-12, -1e-12, -1e-9, -1e-6, -1e-3})
        QVERIFY(std::fabs(Queue::make(20 + offset, 10, 3)->responseTail(0.3) - exact) < std::fabs(offset) + 1e-12);
}

void TstQueueing::responseTail_extremeTimes_staysAProbability()
{
    for (const auto& queue : {Queue::make(29.999, 10, 3), Queue::make(1e-9, 10, 3), Queue::make(2999, 10, 300)}) {
        double last = 1;
        for (const double t : {0.0, 1e-12, 1e-3, 1.0, 100.0, 1e4, 1e6, 1e9}) {
            const double tail = queue->responseTail(t);
            QVERIFY(std::isfinite(tail) && tail >= 0 && tail <= last);
            last = tail;
        }
    }
}

void TstQueueing::responseQuantile_isWhereTheTailEnds()
{
    const auto queue = Queue::make(25.5, 10, 3);
    for (const double q : {0.01, 0.5, 0.95, 0.99, 0.99999})
        QVERIFY(std::fabs(queue->responseTail(queue->responseQuantileSeconds(q)) / (1 - q) - 1) < 1e-6);
}

void TstQueueing::responseQuantile_unstable_isInfinite()
{
    const auto queue = Queue::make(30, 10, 3);
    QVERIFY(queue);
    QVERIFY(!queue->stable());
    QVERIFY(std::isinf(queue->responseQuantileSeconds(0.95)));
    QVERIFY(std::isinf(queue->meanResponseSeconds()));
}

void TstQueueing::queue_badInput_isRefused()
{
    const double nan = std::nan("");
    QVERIFY(!Queue::make(0, 1, 1));
    QVERIFY(!Queue::make(1, -1, 1));
    QVERIFY(!Queue::make(nan, 1, 1));
    QVERIFY(!Queue::make(1, 1, 0));
    QVERIFY(!Queue::make(1, 2, 1, {.arrivalScv = -1}));
    QVERIFY(!Queue::make(1, 2, 1, {.arrivalScv = 0, .serviceScv = 0}));
    QVERIFY(!analysis::serviceRateFromMeanResponse(1, 0, 1));
    QCOMPARE(Queue::make(1, 1, 0).error().kind, ErrorKind::InvalidInput);
}

void TstQueueing::allenCunneen_deterministicService_halvesTheWait()
{
    const auto exponential = Queue::make(8, 10, 1);
    const auto deterministic = Queue::make(8, 10, 1, {.arrivalScv = 1, .serviceScv = 0});
    QVERIFY(std::fabs(deterministic->meanWaitSeconds() * 2 - exponential->meanWaitSeconds()) < 1e-12);
    QVERIFY(deterministic->responseQuantileSeconds(0.95) < exponential->responseQuantileSeconds(0.95));
    // No response is shorter than the (nearly) constant service.
    QVERIFY(deterministic->responseTail(0.05) > 0.999);
}

void TstQueueing::generalService_scvOne_agreesWithTheExactForm()
{
    // Coming close to 1 from both sides reaches the exponential case through the other code.
    const auto exact = Queue::make(25, 10, 3);
    for (const double scv : {0.9999, 1.0001}) {
        const auto general = Queue::make(25, 10, 3, {.arrivalScv = 1, .serviceScv = scv});
        for (const double t : {0.05, 0.2, 0.6})
            QVERIFY(std::fabs(general->responseTail(t) - exact->responseTail(t)) < 2e-3);
    }
}

void TstQueueing::generalService_mg1_agreesWithPollaczekKhinchine()
{
    // One server, Poisson arrivals: the mean wait is exact, rho / (1 - rho) * s * (1 + scv) / 2.
    for (const double scv : {0.25, 0.5, 2.0, 6.0}) {
        const auto queue = Queue::make(7, 10, 1, {.arrivalScv = 1, .serviceScv = scv});
        QVERIFY(std::fabs(queue->meanWaitSeconds() - 0.7 / 0.3 * 0.1 * (1 + scv) / 2) < 1e-12);
        // The tail's integral is the mean response: the two-moment service keeps its mean.
        double area = 0;
        constexpr double kStep = 0.002;
        for (double t = kStep / 2; t < 12; t += kStep)
            area += queue->responseTail(t) * kStep;
        QVERIFY2(std::fabs(area / queue->meanResponseSeconds() - 1) < 2e-3, qPrintable(QString("%1: %2").arg(scv).arg(area / queue->meanResponseSeconds())));
    }
}

void TstQueueing::serviceRate_fromMeanResponse_isInverted_data()
{
    QTest::addColumn<double>("lambda");
    QTest::addColumn<double>("mu");
    QTest::addColumn<int>("servers");
    QTest::newRow("idle") << 0.001 << 10.0 << 3;
    QTest::newRow("usual") << 20.0 << 10.0 << 3;
    QTest::newRow("nearly unstable") << 29.99 << 10.0 << 3;
    QTest::newRow("one server") << 9.0 << 10.0 << 1;
    QTest::newRow("many") << 900.0 << 1.0 << 1000;
    QTest::newRow("slow") << 1e-4 << 1e-3 << 2;
}

void TstQueueing::serviceRate_fromMeanResponse_isInverted()
{
    QFETCH(double, lambda);
    QFETCH(double, mu);
    QFETCH(int, servers);
    const double mean = Queue::make(lambda, mu, servers)->meanResponseSeconds();
    const auto found = analysis::serviceRateFromMeanResponse(lambda, mean, servers);
    QVERIFY(found);
    QVERIFY2(std::fabs(*found / mu - 1) < 1e-9, qPrintable(QString::number(*found, 'g', 15)));
}

QTEST_APPLESS_MAIN(TstQueueing)
#include "tst_queueing.moc"
