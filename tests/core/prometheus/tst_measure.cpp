// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/measure.h"

#include <QTest>
#include <map>

using namespace qbm;
using namespace qbm::prometheus;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow{std::chrono::seconds(1'800'000'000)};

QueryResult answer(std::optional<double> value)
{
    QueryResult result;
    if (value)
        result.series.push_back({{}, {toUnixSeconds(kNow)}, {*value}});
    return result;
}

/// A Prometheus with four facts: p95 now, p95 at the newest sample, the request rate, and how old the newest sample is.
struct FakePrometheus {
    std::optional<double> p95;
    std::optional<double> p95Then;
    std::optional<double> rate;
    std::optional<std::chrono::seconds> age;
    std::string failing; ///< a part of the expression that gives an error
    int asked = 0;

    QueryFunction function()
    {
        return [this](const std::string& expression, std::optional<TimePoint> at, TaskContext&) -> Result<QueryResult> {
            ++asked;
            if (!failing.empty() && expression.find(failing) != std::string::npos)
                return fail(ErrorKind::Unreachable, "refused");
            if (expression.find("timestamp(") != std::string::npos)
                return answer(age ? std::optional(toUnixSeconds(kNow - *age)) : std::nullopt);
            if (expression.starts_with("histogram_quantile"))
                return answer(at ? p95Then : p95);
            return answer(rate);
        };
    }
};

Reading measureP95(FakePrometheus& server)
{
    TaskContext context;
    return measure({"histogram_quantile(0.95, x)", Unit::Seconds, "x_count", "sum(rate(x_count[5m]))", staleAfter(30s)}, server.function(), kNow, context);
}

} // namespace

class TstMeasure : public QObject {
    Q_OBJECT

private slots:
    void measure_freshValue_isAValueWithItsOwnTime();
    void measure_nanWithoutTraffic_isNoTraffic();
    void measure_emptyWithoutTraffic_isNoTraffic();
    void measure_nanWithTraffic_isNoData();
    void measure_unknownMetric_isNoData();
    void measure_oldSample_isStale();
    void measure_endedSeries_isStaleWithItsLastValue();
    void measure_justBeforeTheBorder_isFresh();
    void measure_sourceDown_keepsTheError_data();
    void measure_sourceDown_keepsTheError();
    void measure_withoutSelector_isDatedByTheQuestion();
};

void TstMeasure::measure_freshValue_isAValueWithItsOwnTime()
{
    FakePrometheus server{0.184, {}, 20, 12s, {}};
    const Reading reading = measureP95(server);
    QCOMPARE(reading.state, ReadingState::Value);
    QCOMPARE(reading.value, 0.184);
    QCOMPARE(reading.at, kNow - 12s);
    QCOMPARE(reading.unit, Unit::Seconds);
    QCOMPARE(reading.source, std::string("Prometheus"));
    QCOMPARE(reading.query, std::string("histogram_quantile(0.95, x)"));
}

void TstMeasure::measure_nanWithoutTraffic_isNoTraffic()
{
    FakePrometheus server{std::nan(""), {}, 0, 3s, {}};
    const Reading reading = measureP95(server);
    QCOMPARE(reading.state, ReadingState::NoTraffic);
    QVERIFY(!reading.hasValue());
    QVERIFY(std::isnan(reading.value));
}

void TstMeasure::measure_emptyWithoutTraffic_isNoTraffic()
{
    FakePrometheus server{{}, {}, 0, 3s, {}};
    QCOMPARE(measureP95(server).state, ReadingState::NoTraffic);
}

void TstMeasure::measure_nanWithTraffic_isNoData()
{
    FakePrometheus server{std::nan(""), {}, 5, 3s, {}};
    QCOMPARE(measureP95(server).state, ReadingState::NoData);
}

void TstMeasure::measure_unknownMetric_isNoData()
{
    FakePrometheus server;
    QCOMPARE(measureP95(server).state, ReadingState::NoData);
    QCOMPARE(server.asked, 1);
}

void TstMeasure::measure_oldSample_isStale()
{
    FakePrometheus server{0.2, {}, 20, 76s, {}};
    const Reading reading = measureP95(server);
    QCOMPARE(reading.state, ReadingState::Stale);
    QVERIFY(reading.hasValue());
    QCOMPARE(reading.at, kNow - 76s);
}

void TstMeasure::measure_endedSeries_isStaleWithItsLastValue()
{
    FakePrometheus server{{}, 0.3, {}, 1800s, {}};
    const Reading reading = measureP95(server);
    QCOMPARE(reading.state, ReadingState::Stale);
    QCOMPARE(reading.value, 0.3);
    QCOMPARE(reading.at, kNow - 1800s);
}

void TstMeasure::measure_justBeforeTheBorder_isFresh()
{
    FakePrometheus server{0.2, {}, 20, 75s, {}};
    QCOMPARE(measureP95(server).state, ReadingState::Value);
}

void TstMeasure::measure_sourceDown_keepsTheError_data()
{
    QTest::addColumn<QByteArray>("failing");
    QTest::newRow("at once") << QByteArray("timestamp");
    QTest::newRow("at the value") << QByteArray("histogram_quantile");
    QTest::newRow("at the rate") << QByteArray("sum(rate");
}

void TstMeasure::measure_sourceDown_keepsTheError()
{
    QFETCH(QByteArray, failing);
    FakePrometheus server{std::nan(""), {}, 0, 3s, failing.toStdString()};
    const Reading reading = measureP95(server);
    QCOMPARE(reading.state, ReadingState::SourceDown);
    QVERIFY(reading.error);
    QCOMPARE(reading.error->kind, ErrorKind::Unreachable);
    QVERIFY(!reading.hasValue());
}

void TstMeasure::measure_withoutSelector_isDatedByTheQuestion()
{
    FakePrometheus server{{}, {}, 7, {}, {}};
    TaskContext context;
    const Reading reading = measure({"count(up)", Unit::Count, "", "", 0ms}, server.function(), kNow, context);
    QCOMPARE(reading.state, ReadingState::Value);
    QCOMPARE(reading.value, 7.0);
    QCOMPARE(reading.at, kNow);
}

QTEST_APPLESS_MAIN(TstMeasure)
#include "tst_measure.moc"
