// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/unit.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace qbm;
using namespace std::chrono_literals;

class TstTimeAndUnits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parseRfc3339_valid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("epoch") << "1970-01-01T00:00:00Z" << qint64(0);
        QTest::newRow("fraction") << "1970-01-01T00:00:01.5Z" << qint64(1500);
        QTest::newRow("nanoseconds") << "1970-01-01T00:00:01.123456789Z" << qint64(1123);
        QTest::newRow("east of Greenwich") << "1970-01-01T08:00:00+08:00" << qint64(0);
        QTest::newRow("west of Greenwich") << "1969-12-31T19:00:00-05:00" << qint64(0);
        QTest::newRow("leap day") << "2024-02-29T00:00:00Z" << qint64(1709164800000);
        QTest::newRow("space and lower case") << "2026-11-22 02:00:00z" << qint64(1795312800000);
    }
    void parseRfc3339_valid()
    {
        QFETCH(QString, text);
        QFETCH(qint64, milliseconds);
        const auto time = parseRfc3339(text.toStdString());
        QVERIFY2(time.has_value(), qPrintable(text));
        QCOMPARE(qint64(std::chrono::floor<std::chrono::milliseconds>(*time).time_since_epoch().count()), milliseconds);
    }
    void parseRfc3339_invalid_isBadData_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "yesterday", "2026-11-22", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T25:00:00Z",
                 "2026-11-22T02:00:00", "2026-11-22T02:00:00+8", "2026-11-22T02:00:00Zjunk", "2026-11-22T02:00:00.5", "2026-11-22T02:00"})
            QTest::newRow(*text ? text : "empty") << text;
    }
    void parseRfc3339_invalid_isBadData()
    {
        QFETCH(QString, text);
        const auto time = parseRfc3339(text.toStdString());
        QVERIFY(!time);
        QVERIFY(time.error().kind == ErrorKind::BadData);
    }
    void formatRfc3339_roundTrip_keepsMilliseconds()
    {
        const TimePoint time = parseRfc3339("2026-11-22T02:03:04.567Z").value();
        QCOMPARE(formatRfc3339(time), std::string("2026-11-22T02:03:04.567Z"));
    }
    void formatQuantity_values_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, double value, Unit unit, const char* expected) {
            QTest::newRow(name) << value << static_cast<int>(unit) << QString::fromUtf8(expected);
        };
        row("milliseconds", 0.184, Unit::Seconds, "184 ms");
        row("seconds", 1.234, Unit::Seconds, "1.23 s");
        row("microseconds", 12e-6, Unit::Seconds, "12.0 µs");
        row("long", 11520, Unit::Seconds, "3 h 12 min");
        row("ratio", 0.9314, Unit::Ratio, "0.931");
        row("percent", 12.34, Unit::Percent, "12.3%");
        row("bytes", 1024.0 * 1024 * 1.4, Unit::Bytes, "1.4 MiB");
        row("few bytes", 512, Unit::Bytes, "512 B");
        row("rate", 14.06, Unit::PerSecond, "14.1/s");
        row("count", 1234567, Unit::Count, "1,234,567");
        row("negative count", -1234, Unit::Count, "-1,234");
        row("zero seconds", 0, Unit::Seconds, "0 s");
        row("unknown", std::numeric_limits<double>::quiet_NaN(), Unit::Seconds, "–");
        row("infinite", std::numeric_limits<double>::infinity(), Unit::Count, "–");
    }
    void formatQuantity_values()
    {
        QFETCH(double, value);
        QFETCH(int, unit);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(formatQuantity(value, static_cast<Unit>(unit)).joined()), expected);
    }
    void ageText_leavesOutWhatTellsNothing()
    {
        using namespace std::chrono_literals;
        const auto age = [](std::chrono::nanoseconds duration) { return ageText(duration).english(); };
        QCOMPARE(age(45s), std::string("45 s"));
        QCOMPARE(age(3min + 54s), std::string("3 min"));
        QCOMPARE(age(3h + 12min + 59s), std::string("3 h 12 min"));
        QCOMPARE(age(17h + 40min), std::string("17 h"));
        QCOMPARE(age(52h), std::string("2 d 4 h"));
        QCOMPARE(age(24h * 12 + 23h), std::string("12 d"));
    }

    void formatDuration_twoLargestParts()
    {
        QCOMPARE(formatDuration(0s), std::string("0 s"));
        QCOMPARE(formatDuration(59s), std::string("59 s"));
        QCOMPARE(formatDuration(61s), std::string("1 min 1 s"));
        QCOMPARE(formatDuration(3h + 12min + 59s), std::string("3 h 12 min"));
        QCOMPARE(formatDuration(24h * 2 + 4h), std::string("2 d 4 h"));
        QCOMPARE(formatDuration(-90s), std::string("-1 min 30 s"));
    }
};

QTEST_APPLESS_MAIN(TstTimeAndUnits)
#include "tst_time_and_units.moc"
