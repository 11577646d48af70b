// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/series.h"

#include <QTest>

using namespace qbm;
using namespace qbm::prometheus;
using namespace std::chrono_literals;

class TstSeries : public QObject {
    Q_OBJECT

private slots:
    void chooseStep_givesRoundSteps_data();
    void chooseStep_givesRoundSteps();
    void chooseStep_anyRange_staysUnderTheServersLimit();
    void alignToStep_movesBothEndsDown();
    void parseDuration_understandsPrometheus_data();
    void parseDuration_understandsPrometheus();
    void parseDuration_nonsense_isInvalid_data();
    void parseDuration_nonsense_isInvalid();
    void formatStep_isReadBack();
    void unixSeconds_roundTrip();
};

void TstSeries::chooseStep_givesRoundSteps_data()
{
    QTest::addColumn<qint64>("rangeSeconds");
    QTest::addColumn<int>("pixels");
    QTest::addColumn<qint64>("stepSeconds");
    QTest::newRow("5 min on 800 px") << qint64(300) << 800 << qint64(1);
    QTest::newRow("1 h on 800 px") << qint64(3600) << 800 << qint64(5);
    QTest::newRow("6 h on 1000 px") << qint64(21600) << 1000 << qint64(30);
    QTest::newRow("7 d on 1000 px") << qint64(604800) << 1000 << qint64(900);
    QTest::newRow("1 y on 500 px") << qint64(31536000) << 500 << qint64(86400);
    QTest::newRow("no width") << qint64(3600) << 0 << qint64(3600);
    QTest::newRow("absurd width") << qint64(86400) << 1'000'000 << qint64(10);
}

void TstSeries::chooseStep_givesRoundSteps()
{
    QFETCH(qint64, rangeSeconds);
    QFETCH(int, pixels);
    QFETCH(qint64, stepSeconds);
    const TimePoint from{};
    QCOMPARE(chooseStep({from, from + std::chrono::seconds(rangeSeconds)}, pixels).count(), stepSeconds * 1000);
}

void TstSeries::chooseStep_anyRange_staysUnderTheServersLimit()
{
    const TimePoint from{};
    for (auto range = 1s; range < std::chrono::hours(24 * 365 * 200); range *= 3) {
        for (const int pixels : {1, 300, 4000, 100'000}) {
            const auto step = chooseStep({from, from + range}, pixels);
            QVERIFY(step >= 1s);
            QVERIFY(range / step < kMaxPointsPerSeries);
        }
    }
    QCOMPARE(chooseStep({from, from + 5min}, 800, 15s), std::chrono::milliseconds(15s));
}

void TstSeries::alignToStep_movesBothEndsDown()
{
    const TimeRange aligned = alignToStep({TimePoint(1007s), TimePoint(2003s + 7ms)}, 15s);
    QCOMPARE(aligned.from, TimePoint(1005s));
    QCOMPARE(aligned.to, TimePoint(1995s));
    const TimeRange same{TimePoint(7s), TimePoint(9s)};
    QCOMPARE(alignToStep(same, 0ms), same);
}

void TstSeries::parseDuration_understandsPrometheus_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("ms") << QByteArray("500ms") << qint64(500);
    QTest::newRow("s") << QByteArray("15s") << qint64(15'000);
    QTest::newRow("m") << QByteArray("5m") << qint64(300'000);
    QTest::newRow("h m") << QByteArray("1h30m") << qint64(5'400'000);
    QTest::newRow("d") << QByteArray("7d") << qint64(604'800'000);
    QTest::newRow("w") << QByteArray("1w") << qint64(604'800'000);
    QTest::newRow("y") << QByteArray("1y") << qint64(31'536'000'000);
    QTest::newRow("all") << QByteArray("1d2h3m4s5ms") << qint64(93'784'005);
    QTest::newRow("zero") << QByteArray("0s") << qint64(0);
}

void TstSeries::parseDuration_understandsPrometheus()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ms);
    const auto duration = parseDuration(text.toStdString());
    QVERIFY(duration);
    QCOMPARE(duration->count(), ms);
}

void TstSeries::parseDuration_nonsense_isInvalid_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "5", "m", "-5m", "5 m", "1.5h", "5min", "1h-3m", "99999999999h", "900000000y900000000y", "5m "})
        QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
}

void TstSeries::parseDuration_nonsense_isInvalid()
{
    QFETCH(QByteArray, text);
    const auto duration = parseDuration(text.toStdString());
    QVERIFY(!duration);
    QCOMPARE(duration.error().kind, ErrorKind::InvalidInput);
}

void TstSeries::formatStep_isReadBack()
{
    QCOMPARE(formatStep(90s), std::string("90s"));
    QCOMPARE(formatStep(2min), std::string("2m"));
    QCOMPARE(formatStep(48h), std::string("2d"));
    QCOMPARE(formatStep(1500ms), std::string("1500ms"));
    for (const auto step : {std::chrono::milliseconds(1), std::chrono::milliseconds(61'000), std::chrono::milliseconds(7'200'000)})
        QCOMPARE(*parseDuration(formatStep(step)), step);
}

void TstSeries::unixSeconds_roundTrip()
{
    const auto time = parseRfc3339("2026-11-23T01:02:03.456Z");
    QVERIFY(time);
    QCOMPARE(fromUnixSeconds(toUnixSeconds(*time)), *time);
    QCOMPARE(fromUnixSeconds(-1.5), TimePoint(-1500ms));
}

QTEST_APPLESS_MAIN(TstSeries)
#include "tst_series.moc"
