// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <QTest>

#include <set>

using namespace std::chrono_literals;
using qbm::net::Backoff;

class TstBackoff : public QObject {
    Q_OBJECT

private slots:
    void next_pauses_stayBelowTheDoublingCeiling();
    void next_pauses_useTheWholeRange();
    void next_retryAfter_isALowerBound();
    void reset_ceiling_startsAgain();
    void seed_same_givesTheSamePauses();
    void ceiling_manyTries_doesNotOverflow();
};

void TstBackoff::next_pauses_stayBelowTheDoublingCeiling()
{
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        Backoff backoff(100ms, 1500ms, seed);
        for (const auto ceiling : {100ms, 200ms, 400ms, 800ms, 1500ms, 1500ms, 1500ms}) {
            const auto pause = backoff.next();
            QVERIFY(pause >= 0ms);
            QVERIFY(pause <= ceiling);
        }
    }
}

void TstBackoff::next_pauses_useTheWholeRange()
{
    Backoff backoff(1000ms, 1000ms, 42);
    std::chrono::milliseconds sum{0};
    auto least = 1000ms, most = 0ms;
    constexpr int kTries = 2000;
    for (int i = 0; i < kTries; ++i) {
        const auto pause = backoff.next();
        sum += pause;
        least = std::min(least, pause);
        most = std::max(most, pause);
    }
    QVERIFY(least < 20ms);
    QVERIFY(most > 980ms);
    QVERIFY(std::abs((sum / kTries - 500ms).count()) < 30); // standard error of the mean: 6.5 ms
}

void TstBackoff::next_retryAfter_isALowerBound()
{
    Backoff backoff(10ms, 100ms, 1);
    std::set<std::chrono::milliseconds> pauses;
    for (int i = 0; i < 20; ++i)
        pauses.insert(backoff.next(5s));
    QVERIFY(*pauses.begin() >= 5s && *pauses.rbegin() <= 6250ms);
    QVERIFY(pauses.size() > 10); // many who were told the same do not return in step
}

void TstBackoff::reset_ceiling_startsAgain()
{
    Backoff backoff(10ms, 10s, 1);
    for (int i = 0; i < 10; ++i)
        (void)backoff.next();
    for (int i = 0; i < 50; ++i) {
        backoff.reset();
        QVERIFY(backoff.next() <= 10ms);
    }
}

void TstBackoff::seed_same_givesTheSamePauses()
{
    Backoff one(100ms, 10s, 7), same(100ms, 10s, 7), other(100ms, 10s, 8);
    bool differs = false;
    for (int i = 0; i < 8; ++i) {
        const auto pause = one.next();
        QCOMPARE(same.next(), pause);
        differs = differs || other.next() != pause;
    }
    QVERIFY(differs);
}

void TstBackoff::ceiling_manyTries_doesNotOverflow()
{
    Backoff backoff(1ms, std::chrono::hours(1), 3);
    for (int i = 0; i < 1000; ++i) {
        const auto pause = backoff.next();
        QVERIFY(pause >= 0ms && pause <= std::chrono::hours(1));
    }
}

QTEST_APPLESS_MAIN(TstBackoff)
#include "tst_backoff.moc"
