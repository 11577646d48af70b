// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/feed.h"

#include <QElapsedTimer>
#include <QTest>
#include <mutex>
#include <thread>

using namespace qbm;
using namespace qbm::ui;

namespace {

/// A source that can be told that there is something new, from any thread, as Live<Row> is.
class Source {
public:
    Feed::Subscribe subscribe()
    {
        return [this](std::function<void()> changed) {
            std::lock_guard lock(m_mutex);
            m_changed = std::move(changed);
            ++opened;
            return Subscription([this] {
                std::lock_guard end(m_mutex);
                m_changed = nullptr;
                ++closed;
            });
        };
    }
    void announce()
    {
        std::lock_guard lock(m_mutex);
        if (m_changed)
            m_changed();
    }
    std::atomic<int> opened = 0, closed = 0;

private:
    std::mutex m_mutex;
    std::function<void()> m_changed;
};

constexpr int kPastAnInterval = Feed::kIntervalMs + 150;

} // namespace

class TstFeed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hidden_isNotSubscribed()
    {
        Source source;
        QWidget page;
        int delivered = 0;
        new Feed(&page, source.subscribe(), [&delivered] { ++delivered; });
        source.announce();
        QTest::qWait(kPastAnInterval);
        QCOMPARE(source.opened.load(), 0);
        QCOMPARE(delivered, 0);
    }

    void shown_deliversWhatIsKnownAtOnce()
    {
        Source source;
        QWidget page;
        int delivered = 0;
        new Feed(&page, source.subscribe(), [&delivered] { ++delivered; });
        page.show();
        QCOMPARE(source.opened.load(), 1);
        QCOMPARE(delivered, 1);
    }

    void manyNews_areShownAtMostFourTimesASecond()
    {
        Source source;
        QWidget page;
        page.show();
        int delivered = 0;
        new Feed(&page, source.subscribe(), [&delivered] { ++delivered; }); // the page is on the screen already
        QCOMPARE(delivered, 1);
        std::jthread writer([&source](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                source.announce();
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
        QElapsedTimer timer;
        timer.start();
        QTest::qWait(1100);
        writer.request_stop();
        writer.join();
        QVERIFY2(delivered <= 2 + timer.elapsed() / Feed::kIntervalMs, qPrintable(QString::number(delivered)));
        QVERIFY2(delivered >= 1 + 2, qPrintable(QString::number(delivered)));
    }

    void lastNews_areNeverLost()
    {
        Source source;
        QWidget page;
        page.show();
        std::atomic<int> value = 0;
        int shown = -1;
        new Feed(&page, source.subscribe(), [&] { shown = value; });
        for (int i = 1; i <= 5; ++i) {
            value = i;
            source.announce();
            QTest::qWait(i * 37); // before, within and after an interval
        }
        QTRY_COMPARE(shown, 5);
    }

    void hide_closesAndShowOpensAgain()
    {
        Source source;
        QWidget page;
        int delivered = 0;
        new Feed(&page, source.subscribe(), [&delivered] { ++delivered; });
        page.show();
        source.announce(); // under way while the page goes
        page.hide();
        QCOMPARE(source.closed.load(), 1);
        QTest::qWait(kPastAnInterval);
        QCOMPARE(delivered, 1);
        page.show();
        QCOMPARE(source.opened.load(), 2);
        QCOMPARE(delivered, 2);
        source.announce();
        QTRY_COMPARE(delivered, 3);
    }

    void destroyed_whileNewsArrive_isSafe()
    {
        Source source;
        std::jthread writer([&source](const std::stop_token& stop) {
            while (!stop.stop_requested())
                source.announce();
        });
        for (int i = 0; i < 50; ++i) {
            QWidget page;
            new Feed(&page, source.subscribe(), [] {});
            page.show();
            QCoreApplication::processEvents();
        }
        writer.request_stop();
        writer.join();
        QCoreApplication::processEvents(); // calls still in the queue find no feed
        QCOMPARE(source.opened.load(), 50);
        QCOMPARE(source.closed.load(), 50);
    }
};

QTEST_MAIN(TstFeed)
#include "tst_feed.moc"
