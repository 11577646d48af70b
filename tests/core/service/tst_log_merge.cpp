// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/log_merge.h"

#include <QTest>
#include <random>
#include <thread>

using namespace qbm;
using namespace qbm::service;
using std::chrono::milliseconds;
using SteadyClock = LogMerge::SteadyClock;

namespace {

const TimePoint kEpoch = parseRfc3339("2026-11-22T12:00:00Z").value();

LogLine line(std::uint32_t source, int milli)
{
    return {kEpoch + milliseconds(milli), source, std::to_string(milli)};
}

std::string texts(const std::vector<LogLine>& lines)
{
    std::string out;
    for (const LogLine& each : lines)
        out += each.text + " ";
    return out;
}

LogMerge::Options notFollowed()
{
    LogMerge::Options options;
    options.followed = false;
    return options;
}

} // namespace

/// The order in which lines of many sources come out, by the clock that each call is given.
class TstLogMerge : public QObject {
    Q_OBJECT

    const std::stop_token m_never;

    std::string taken(LogMerge& merge, milliseconds later = {}, std::size_t most = 1000)
    {
        return texts(merge.take(most, SteadyClock::now() + later, kEpoch + later));
    }

private slots:
    void notFollowed_order_isExact()
    {
        std::mt19937 random(5);
        LogMerge merge(notFollowed());
        std::vector<std::vector<LogLine>> logs(7);
        for (int i = 0; i < 5000; ++i) {
            const auto source = static_cast<std::uint32_t>(random() % logs.size());
            logs[source].push_back(line(source, i));
        }
        for (std::size_t i = 0; i < logs.size(); ++i)
            merge.add();
        std::vector<LogLine> all;
        while (all.size() < 5000) {
            const auto source = static_cast<std::uint32_t>(random() % logs.size());
            auto& log = logs[source];
            const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(log.size(), random() % 40));
            if (count > 0)
                QVERIFY(merge.push(source, {log.begin(), log.begin() + count}, m_never));
            log.erase(log.begin(), log.begin() + count);
            if (log.empty())
                merge.ended(source, {});
            for (LogLine& each : merge.take(1 + random() % 100, SteadyClock::now(), kEpoch))
                all.push_back(std::move(each));
        }
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(all[static_cast<std::size_t>(i)].text, std::to_string(i));
        QCOMPARE(merge.takeEnded().size(), std::size_t(7));
        QVERIFY(merge.takeEnded().empty());
    }

    void followed_lines_waitForTheWindow_unlessAllHaveSome()
    {
        LogMerge merge({});
        const auto a = merge.add();
        const auto b = merge.add();
        merge.opened(a);
        merge.opened(b);
        QVERIFY(merge.push(a, {line(a, 10), line(a, 30)}, m_never));
        QCOMPARE(taken(merge), std::string());
        QVERIFY(merge.push(b, {line(b, 20)}, m_never)); // came later, is older
        QCOMPARE(taken(merge), std::string("10 20 "));
        QCOMPARE(taken(merge), std::string()); // b may yet say something older than 30
        QCOMPARE(taken(merge, milliseconds(401)), std::string("30 "));
    }

    void followed_singleSource_isNotHeldBack()
    {
        LogMerge merge({});
        const auto a = merge.add();
        merge.opened(a);
        QVERIFY(merge.push(a, {line(a, 1), line(a, 2)}, m_never));
        QCOMPARE(taken(merge), std::string("1 2 "));
    }

    void followed_thePast_isNotHeldBackByQuietSources()
    {
        LogMerge merge({});
        const auto a = merge.add();
        const auto b = merge.add();
        merge.opened(a);
        merge.opened(b);
        std::this_thread::sleep_for(milliseconds(450)); // b has nothing to say
        QVERIFY(merge.push(a, {line(a, -5000), line(a, -4000), line(a, 100)}, m_never));
        QCOMPARE(taken(merge), std::string("-5000 -4000 "));
    }

    void followed_sourceThatDoesNotAnswer_holdsUpOnlySoLong()
    {
        LogMerge merge({});
        const auto a = merge.add();
        merge.add();
        merge.opened(a);
        QVERIFY(merge.push(a, {line(a, 1)}, m_never));
        QCOMPARE(taken(merge, milliseconds(4'000)), std::string());
        QCOMPARE(taken(merge, milliseconds(6'000)), std::string("1 "));
    }

    void fullQueue_waitsForTheTaker_andEndsWithAStop()
    {
        LogMerge::Options options;
        options.queueBytes = 500;
        LogMerge merge(options);
        const auto a = merge.add();
        std::atomic<int> pushed = 0;
        std::stop_source stop;
        std::jthread writer([&] {
            for (int i = 0; i < 100; ++i) {
                if (!merge.push(a, {line(a, i)}, stop.get_token()))
                    return;
                ++pushed;
            }
        });
        QTRY_VERIFY(pushed > 0);
        QTest::qSleep(200); // it would go on if nothing held it
        const int before = pushed;
        QVERIFY(before < 20);
        QVERIFY(!taken(merge).empty());
        QTRY_VERIFY(pushed > before);
        QVERIFY(pushed < 100);
        stop.request_stop();
        writer.join();
        QVERIFY(pushed < 100);
    }

    void ended_isToldAfterItsLastLine_withItsError()
    {
        LogMerge merge({});
        const auto a = merge.add();
        QVERIFY(merge.push(a, {line(a, 1)}, m_never));
        merge.ended(a, Error{ErrorKind::NotFound, text("gone"), {}, {}});
        QVERIFY(merge.takeEnded().empty());
        QCOMPARE(taken(merge), std::string("1 "));
        const auto ended = merge.takeEnded();
        QCOMPARE(ended.size(), std::size_t(1));
        QCOMPARE(ended[0].second->kind, ErrorKind::NotFound);
        QCOMPARE(merge.liveSources(), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TstLogMerge)
#include "tst_log_merge.moc"
