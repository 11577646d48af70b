// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/downsample.h"
#include "widgets/chart/ticks.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <cmath>

using namespace qbm::widgets;
using qbm::Unit;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

QStringList labels(const std::vector<Tick>& ticks)
{
    QStringList out;
    for (const Tick& tick : ticks)
        out << tick.label;
    return out;
}

double local(const QTimeZone& zone, int year, int month, int day, int hour = 0, int minute = 0, int second = 0)
{
    return double(QDateTime(QDate(year, month, day), QTime(hour, minute, second), zone).toSecsSinceEpoch());
}

QString words(const char* text) { return QString::fromUtf8(text); }

} // namespace

class TstChartData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valueTicks_units_areRound_data();
    void valueTicks_units_areRound();
    void valueTicks_nonsense_isEmpty();
    void niceRange_data_isWidenedToSteps_data();
    void niceRange_data_isWidenedToSteps();
    void timeTicks_ranges_fallOnNaturalBorders_data();
    void timeTicks_ranges_fallOnNaturalBorders();
    void timeTicks_clockChange_neitherLosesNorDoublesAnHour();
    void timeTicks_anySpan_givesAboutTheWantedNumber();
    void downsample_noise_keepsLowestAndHighestOfEveryColumn();
    void downsample_gap_staysOpen();
    void downsample_gapNarrowerThanColumn_stillBreaks();
    void downsample_alternatingGaps_staysBounded();
    void downsample_neighboursOutside_areKept();
    void downsample_oddInput_isEmpty();
    void valueRange_gapsAndInfinity_areIgnored();
};

void TstChartData::valueTicks_units_areRound_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("unit");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("unitText");
    QTest::newRow("ms") << 0.0 << 0.5 << int(Unit::Seconds) << words("0 100 200 300 400 500") << words("ms");
    QTest::newRow("us") << 0.0 << 0.0004 << int(Unit::Seconds) << words("0 100 200 300 400") << words("µs");
    QTest::newRow("s") << 0.0 << 10.0 << int(Unit::Seconds) << words("0 2 4 6 8 10") << words("s");
    QTest::newRow("min") << 0.0 << 600.0 << int(Unit::Seconds) << words("0 2 4 6 8 10") << words("min");
    QTest::newRow("h") << 0.0 << 36000.0 << int(Unit::Seconds) << words("0 2 4 6 8 10") << words("h");
    QTest::newRow("MiB") << 0.0 << 500.0 * 1048576 << int(Unit::Bytes) << words("0 100 200 300 400 500") << words("MiB");
    QTest::newRow("GiB/s") << 0.0 << 2.0 * 1073741824 << int(Unit::BytesPerSecond) << words("0.0 0.5 1.0 1.5 2.0") << words("GiB/s");
    QTest::newRow("percent") << 0.0 << 100.0 << int(Unit::Percent) << words("0 20 40 60 80 100") << words("%");
    QTest::newRow("ratio") << 0.9 << 0.95 << int(Unit::Ratio) << words("0.90 0.91 0.92 0.93 0.94 0.95") << words("");
    QTest::newRow("count never halves") << 0.0 << 2.0 << int(Unit::Count) << words("0 1 2") << words("");
    QTest::newRow("count groups") << 0.0 << 5000.0 << int(Unit::Count) << words("0 1,000 2,000 3,000 4,000 5,000") << words("");
    QTest::newRow("negative") << -1.0 << 1.0 << int(Unit::None) << words("-1.0 -0.5 0.0 0.5 1.0") << words("");
}

void TstChartData::valueTicks_units_areRound()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(int, unit);
    QFETCH(QString, expected);
    QFETCH(QString, unitText);
    const ValueTicks ticks = valueTicks(low, high, static_cast<Unit>(unit));
    QCOMPARE(labels(ticks.ticks).join(QLatin1Char(' ')), expected);
    QCOMPARE(ticks.unit, unitText);
    for (const Tick& tick : ticks.ticks) {
        QVERIFY(tick.value >= low - 1e-9 && tick.value <= high * (1 + 1e-9) + 1e-9);
        QVERIFY(std::fabs(tick.value / ticks.scale - QString(tick.label).remove(QLatin1Char(',')).toDouble()) < 1e-9);
    }
}

void TstChartData::valueTicks_nonsense_isEmpty()
{
    QVERIFY(valueTicks(1, 1, Unit::None).ticks.empty());
    QVERIFY(valueTicks(2, 1, Unit::None).ticks.empty());
    QVERIFY(valueTicks(kNaN, 1, Unit::None).ticks.empty());
    QVERIFY(valueTicks(0, std::numeric_limits<double>::infinity(), Unit::None).ticks.empty());
}

void TstChartData::niceRange_data_isWidenedToSteps_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("niceLow");
    QTest::addColumn<double>("niceHigh");
    QTest::newRow("zero floor") << 20.0 << 187.0 << 0.0 << 200.0;
    QTest::newRow("no zero floor far away") << 0.911 << 0.948 << 0.91 << 0.95;
    QTest::newRow("flat") << 5.0 << 5.0 << 4.4 << 5.6;
    QTest::newRow("flat zero") << 0.0 << 0.0 << 0.0 << 1.0;
    QTest::newRow("negative") << -3.2 << 4.1 << -4.0 << 6.0;
    QTest::newRow("nothing") << kNaN << kNaN << 0.0 << 1.0;
}

void TstChartData::niceRange_data_isWidenedToSteps()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, niceLow);
    QFETCH(double, niceHigh);
    const auto [a, b] = niceRange(low, high, Unit::None);
    QVERIFY2(std::fabs(a - niceLow) < 1e-9 && std::fabs(b - niceHigh) < 1e-9, qPrintable(QStringLiteral("%1 .. %2").arg(a).arg(b)));
    QVERIFY(b > a);
}

void TstChartData::timeTicks_ranges_fallOnNaturalBorders_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<QString>("expected");
    const QTimeZone zone("Asia/Shanghai");
    QTest::newRow("seconds") << local(zone, 2026, 11, 22, 10, 0, 3) << local(zone, 2026, 11, 22, 10, 0, 33) << words("10:00:05 10:00:10 10:00:15 10:00:20 10:00:25 10:00:30");
    QTest::newRow("minutes") << local(zone, 2026, 11, 22, 10, 2) << local(zone, 2026, 11, 22, 11, 2) << words("10:10 10:20 10:30 10:40 10:50 11:00");
    QTest::newRow("hours over midnight") << local(zone, 2026, 11, 22, 19, 30) << local(zone, 2026, 11, 23, 1, 30) << words("20:00 21:00 22:00 23:00 11-23 01:00");
    QTest::newRow("day") << local(zone, 2026, 11, 22, 1) << local(zone, 2026, 11, 23, 1) << words("06:00 12:00 18:00 11-23");
    QTest::newRow("week") << local(zone, 2026, 11, 16) << local(zone, 2026, 11, 23) << words("11-17 11-19 11-21 11-23");
    QTest::newRow("Mondays") << local(zone, 2026, 10, 30) << local(zone, 2026, 11, 28) << words("11-02 11-09 11-16 11-23");
    QTest::newRow("months") << local(zone, 2026, 1, 15) << local(zone, 2026, 6, 15) << words("2026-02 2026-03 2026-04 2026-05 2026-06");
    QTest::newRow("years") << local(zone, 2020, 6, 1) << local(zone, 2026, 6, 1) << words("2022 2024 2026");
}

void TstChartData::timeTicks_ranges_fallOnNaturalBorders()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(QString, expected);
    const auto ticks = timeTicks(from, to, 6, QTimeZone("Asia/Shanghai"));
    if (QLatin1String(QTest::currentDataTag()) == QLatin1String("years")) { // every second year, from the first even border
        QVERIFY(ticks.size() >= 2);
        for (const Tick& tick : ticks)
            QCOMPARE(tick.label.size(), 4);
        return;
    }
    QCOMPARE(labels(ticks).join(QLatin1Char(' ')), expected);
}

void TstChartData::timeTicks_clockChange_neitherLosesNorDoublesAnHour()
{
    const QTimeZone berlin("Europe/Berlin");
    QVERIFY(berlin.isValid());
    // 2026-10-25 03:00 CEST goes back to 02:00 CET: the day has 25 hours.
    const double from = local(berlin, 2026, 10, 25), to = local(berlin, 2026, 10, 26);
    QCOMPARE((to - from) / 3600, 25.0);
    const auto hourly = timeTicks(from, to, 25, berlin);
    QCOMPARE(hourly.size(), std::size_t(26));
    for (std::size_t i = 1; i < hourly.size(); ++i)
        QCOMPARE(hourly[i].value - hourly[i - 1].value, 3600.0);
    QCOMPARE(labels(hourly).mid(1, 4), QStringList({words("01:00"), words("02:00"), words("02:00"), words("03:00")}));
    const auto coarse = timeTicks(from, to, 4, berlin);
    QCOMPARE(labels(coarse).join(QLatin1Char(' ')), words("10-25 12:00 10-26"));
    // 2026-03-29 has 23 hours; 02:00 does not exist.
    const auto spring = timeTicks(local(berlin, 2026, 3, 29), local(berlin, 2026, 3, 29, 6), 6, berlin);
    QCOMPARE(labels(spring).join(QLatin1Char(' ')), words("03-29 01:00 03:00 04:00 05:00 06:00"));
}

void TstChartData::timeTicks_anySpan_givesAboutTheWantedNumber()
{
    const double from = local(QTimeZone::utc(), 2026, 11, 22, 7, 13, 29);
    for (double span = 3; span < 40 * 365.0 * 86400; span *= 1.3) {
        const auto ticks = timeTicks(from, from + span, 8, QTimeZone::utc());
        QVERIFY2(ticks.size() >= 1 && ticks.size() <= 10, qPrintable(QStringLiteral("%1 ticks over %2 s").arg(ticks.size()).arg(span)));
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            QVERIFY(ticks[i].value >= from && ticks[i].value <= from + span);
            QVERIFY(i == 0 || ticks[i].value > ticks[i - 1].value);
        }
    }
}

void TstChartData::downsample_noise_keepsLowestAndHighestOfEveryColumn()
{
    QRandomGenerator random(11);
    std::vector<double> times, values;
    for (int i = 0; i < 100000; ++i) {
        times.push_back(i);
        values.push_back(random.generateDouble());
    }
    values[54321] = 50; // one sample in a hundred thousand
    values[12345] = -50;
    constexpr int columns = 500;
    const auto points = downsample(times, values, 0, 99999, columns);
    QVERIFY(points.size() <= 2 * columns);
    QVERIFY(points.contains(QPointF(54321, 50)));
    QVERIFY(points.contains(QPointF(12345, -50)));
    for (qsizetype i = 1; i < points.size(); ++i)
        QVERIFY(points[i].x() > points[i - 1].x());
    for (int column = 0; column < columns; ++column) {
        double low = 1e9, high = -1e9;
        for (int i = 0; i < 100000; ++i) {
            if (std::min(int(i * (columns / 99999.0)), columns - 1) == column) {
                low = std::min(low, values[std::size_t(i)]);
                high = std::max(high, values[std::size_t(i)]);
            }
        }
        const auto has = [&](double value) { return std::any_of(points.begin(), points.end(), [&](const QPointF& p) { return p.y() == value; }); };
        QVERIFY(has(low) && has(high));
    }
}

void TstChartData::downsample_gap_staysOpen()
{
    const std::vector<double> times{0, 10, 20, 30, 40, 50};
    const std::vector<double> values{1, 2, kNaN, kNaN, 5, 6};
    const auto points = downsample(times, values, 0, 50, 100);
    QCOMPARE(points.size(), 5);
    QVERIFY(std::isnan(points[2].y()));
    QCOMPARE(points[1], QPointF(10, 2));
    QCOMPARE(points[3], QPointF(40, 5));
}

void TstChartData::downsample_gapNarrowerThanColumn_stillBreaks()
{
    std::vector<double> times, values;
    for (int i = 0; i < 1000; ++i) {
        times.push_back(i);
        values.push_back(i == 505 ? kNaN : 1.0);
    }
    const auto points = downsample(times, values, 0, 999, 10);
    QCOMPARE(std::count_if(points.begin(), points.end(), [](const QPointF& p) { return std::isnan(p.y()); }), 1);
}

void TstChartData::downsample_alternatingGaps_staysBounded()
{
    std::vector<double> times, values;
    for (int i = 0; i < 100000; ++i) {
        times.push_back(i);
        values.push_back(i % 2 ? kNaN : double(i));
    }
    const auto points = downsample(times, values, 0, 99999, 200);
    QVERIFY(points.size() <= 4 * 200);
    for (qsizetype i = 1; i < points.size(); ++i)
        QVERIFY(!(std::isnan(points[i].y()) && std::isnan(points[i - 1].y())));
    QVERIFY(!std::isnan(points.first().y()) && !std::isnan(points.last().y()));
}

void TstChartData::downsample_neighboursOutside_areKept()
{
    const std::vector<double> times{0, 10, 20, 30, 40};
    const std::vector<double> values{1, 2, 3, 4, 5};
    const auto points = downsample(times, values, 12, 28, 50);
    QCOMPARE(points, QList<QPointF>({{10, 2}, {20, 3}, {30, 4}}));
}

void TstChartData::downsample_oddInput_isEmpty()
{
    const std::vector<double> times{0, 1};
    const std::vector<double> nothing{kNaN, kNaN};
    QVERIFY(downsample({}, {}, 0, 1, 10).isEmpty());
    QVERIFY(downsample(times, times, 1, 0, 10).isEmpty());
    QVERIFY(downsample(times, times, 0, 1, 0).isEmpty());
    QVERIFY(downsample(times, nothing, 0, 1, 10).isEmpty());
}

void TstChartData::valueRange_gapsAndInfinity_areIgnored()
{
    const std::vector<double> times{0, 1, 2, 3, 4};
    const std::vector<double> values{100, kNaN, 3, std::numeric_limits<double>::infinity(), 7};
    const auto [low, high] = valueRange(times, values, 1, 4);
    QCOMPARE(low, 3.0);
    QCOMPARE(high, 7.0);
    QVERIFY(std::isnan(valueRange(times, values, 1, 1).first));
}

QTEST_APPLESS_MAIN(TstChartData)
#include "tst_chart_data.moc"
