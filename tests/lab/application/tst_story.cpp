// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/history/history.h"

#include <QTest>
#include <algorithm>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {
const TimePoint kEnd = TimePoint{} + std::chrono::hours{24 * 20'000} + 15h + 7min;
}

class TstStory : public QObject {
    Q_OBJECT
private slots:
    void story_ofAnyLength_beginsAtItsStart_andEndsQuietly_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("restarts");
        for (const int days : {1, 2, 3, 4, 5, 6, 7, 30})
            QTest::addRow("%d days", days) << days << (days >= 6 ? 1 : 0);
    }
    void story_ofAnyLength_beginsAtItsStart_andEndsQuietly()
    {
        QFETCH(int, days);
        HistoryOptions options;
        const TimePoint start = kEnd - std::chrono::days{days};
        const auto story = makeStory(options, start, kEnd);
        QCOMPARE(story.phases.front().from, start);
        QVERIFY(std::ranges::is_sorted(story.phases, {}, &HistoryStory::Phase::from));
        QVERIFY(story.phases.back().from < kEnd - 24h || days == 1);
        QCOMPARE(story.phases.back().replicas, options.replicas);
        QCOMPARE(story.phases.back().extraLoad, 0.0);
        QTEST(static_cast<int>(story.restarts.size()), "restarts");
    }

    void overload_exceedsTheReplicas_andScalingEndsIt()
    {
        HistoryOptions options;
        const auto story = makeStory(options, kEnd - 24h * 7, kEnd);
        const auto overload = std::ranges::max_element(story.phases, {}, &HistoryStory::Phase::extraLoad);
        const double arrivals = overload->extraLoad
            + options.queue.arrivals.rateAt(std::chrono::duration<double>(overload->from.time_since_epoch()).count());
        const double perReplica = 1 / options.queue.serviceMean.count();
        QVERIFY(arrivals > options.replicas * perReplica);
        const auto scaled = std::next(overload);
        QCOMPARE(scaled->replicas, options.replicas + 2);
        QVERIFY(arrivals < 0.9 * scaled->replicas * perReplica);
    }
};

QTEST_APPLESS_MAIN(TstStory)
#include "tst_story.moc"
