// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/expand.h"
#include "core/dashboard/frame.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::dashboard;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = *parseRfc3339("2026-11-23T12:34:56Z");

Variable variable(const char* name, VariableKind kind, std::vector<std::string> current, std::vector<std::string> options = {}, bool multi = false)
{
    Variable v;
    v.name = name;
    v.kind = kind;
    v.current = std::move(current);
    v.options = std::move(options);
    v.multi = multi;
    return v;
}

Dashboard sample()
{
    Dashboard dashboard;
    dashboard.variables = {variable("job", VariableKind::Query, {"a.b", "c"}, {"a.b", "c", "d"}, true), variable("q", VariableKind::Custom, {"0.95"}),
        variable("auto", VariableKind::Interval, {"$__auto_interval_auto"}), variable("quoted", VariableKind::TextBox, {"x\"y\\z"}),
        variable("unset", VariableKind::Query, {})};
    return dashboard;
}

Expansion expansion()
{
    return {{kNow - 6h, kNow}, 30s, 30s, {}};
}

std::string expand(const char* expression, const Expansion& with = expansion())
{
    return expandQuery(expression, sample(), with).expression;
}

} // namespace

class TstExpand : public QObject {
    Q_OBJECT

private slots:
    void builtIns_areReplaced_data();
    void builtIns_areReplaced();
    void rateInterval_isAtLeastFourScrapes();
    void variables_everySyntax_isReplaced_data();
    void variables_everySyntax_isReplaced();
    void variables_chosenValues_override();
    void variables_all_becomesEveryOption();
    void variables_unknown_areLeftAndNamed();
    void legend_labels_areFilledIn_data();
    void legend_labels_areFilledIn();
    void times_grafanaForms_areResolved();
    void times_nonsense_isRefused_data();
    void times_nonsense_isRefused();
    void reduce_everyReducer_skipsGaps();
    void units_areMapped();
    void units_areReadFromMetricNames_data();
    void units_areReadFromMetricNames();
    void thresholds_theHighestReached_holds();
};

void TstExpand::builtIns_areReplaced_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expanded");
    QTest::newRow("interval") << QByteArray("rate(x[$__interval])") << QByteArray("rate(x[30s])");
    QTest::newRow("interval braces") << QByteArray("rate(x[${__interval}])") << QByteArray("rate(x[30s])");
    QTest::newRow("interval ms") << QByteArray("$__interval_ms") << QByteArray("30000");
    QTest::newRow("rate interval") << QByteArray("rate(x[$__rate_interval])") << QByteArray("rate(x[2m])");
    QTest::newRow("range") << QByteArray("x[$__range]") << QByteArray("x[6h]");
    QTest::newRow("range s, ms") << QByteArray("$__range_s $__range_ms") << QByteArray("21600 21600000");
    QTest::newRow("from") << QByteArray("$__from") << QByteArray("1795415696000");
    QTest::newRow("regex end") << QByteArray(R"(x{a=~"foo$"})") << QByteArray(R"(x{a=~"foo$"})");
    QTest::newRow("group") << QByteArray(R"q(label_replace(x,"a","$1","b","(.*)"))q") << QByteArray(R"q(label_replace(x,"a","$1","b","(.*)"))q");
    QTest::newRow("lone dollar") << QByteArray("$") << QByteArray("$");
    QTest::newRow("open brace") << QByteArray("${") << QByteArray("${");
}

void TstExpand::builtIns_areReplaced()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expanded);
    QCOMPARE(QByteArray::fromStdString(expand(expression.constData())), expanded);
}

void TstExpand::rateInterval_isAtLeastFourScrapes()
{
    Expansion with = expansion();
    with.step = 5min;
    QCOMPARE(expand("$__rate_interval", with), std::string("330s"));
    with.step = 1s;
    QCOMPARE(expand("$__rate_interval", with), std::string("2m"));
}

void TstExpand::variables_everySyntax_isReplaced_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expanded");
    QTest::newRow("plain") << QByteArray("$q") << QByteArray("0.95");
    QTest::newRow("braces") << QByteArray("${q}x") << QByteArray("0.95x");
    QTest::newRow("brackets") << QByteArray("[[q]]") << QByteArray("0.95");
    QTest::newRow("several") << QByteArray(R"(x{job=~"$job"})") << QByteArray(R"q(x{job=~"(a\\.b|c)"})q");
    QTest::newRow("pipe") << QByteArray("${job:pipe}") << QByteArray("a.b|c");
    QTest::newRow("csv") << QByteArray("[[job:csv]]") << QByteArray("a.b,c");
    QTest::newRow("glob") << QByteArray("${job:glob}") << QByteArray("{a.b,c}");
    QTest::newRow("double quote") << QByteArray("${job:doublequote}") << QByteArray(R"("a.b","c")");
    QTest::newRow("regex") << QByteArray("${q:regex}") << QByteArray(R"(0\\.95)");
    QTest::newRow("auto interval") << QByteArray("[$auto]") << QByteArray("[30s]");
    QTest::newRow("quote stays inside") << QByteArray(R"(x{a="$quoted"})") << QByteArray(R"(x{a="x\"y\\z"})");
    QTest::newRow("longest name") << QByteArray("$quotedly $q") << QByteArray("$quotedly 0.95");
}

void TstExpand::variables_everySyntax_isReplaced()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expanded);
    QCOMPARE(QByteArray::fromStdString(expand(expression.constData())), expanded);
}

void TstExpand::variables_chosenValues_override()
{
    Expansion with = expansion();
    with.values["job"] = {"d"};
    QCOMPARE(expand("$job", with), std::string("d"));
    with.values["job"] = {};
    QCOMPARE(expand("$job", with), std::string("(a\\\\.b|c)"));
}

void TstExpand::variables_all_becomesEveryOption()
{
    Expansion with = expansion();
    with.values["job"] = {"$__all"};
    QCOMPARE(expand("$job", with), std::string("(a\\\\.b|c|d)"));
    Dashboard dashboard = sample();
    dashboard.variables[0].allValue = ".+";
    QCOMPARE(expandQuery("$job", dashboard, with).expression, std::string(".+"));
    dashboard.variables[0].allValue.clear();
    dashboard.variables[0].options.clear();
    QCOMPARE(expandQuery("$job", dashboard, with).expression, std::string(".*"));
}

void TstExpand::variables_unknown_areLeftAndNamed()
{
    const auto expanded = expandQuery("$nowhere + ${nowhere} + $unset", sample(), expansion());
    QCOMPARE(expanded.expression, std::string("$nowhere + ${nowhere} + $unset"));
    QCOMPARE(expanded.unknownVariables, (std::vector<std::string>{"nowhere", "unset"}));
}

void TstExpand::legend_labels_areFilledIn_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("text") << QByteArray("95th percentile") << QByteArray("95th percentile");
    QTest::newRow("label") << QByteArray("{{instance}} of {{ job }}") << QByteArray("a:1 of b");
    QTest::newRow("absent label") << QByteArray("<{{pod}}>") << QByteArray("<>");
    QTest::newRow("open") << QByteArray("{{instance") << QByteArray("{{instance");
    QTest::newRow("blank") << QByteArray("{{ }}x") << QByteArray("x");
    QTest::newRow("none") << QByteArray("") << QByteArray(R"(up{instance="a:1",job="b"})");
    QTest::newRow("auto") << QByteArray("__auto") << QByteArray(R"(up{instance="a:1",job="b"})");
}

void TstExpand::legend_labels_areFilledIn()
{
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, name);
    const prometheus::Labels labels{{"__name__", "up"}, {"instance", "a:1"}, {"job", "b"}};
    QCOMPARE(QByteArray::fromStdString(formatLegend(format.toStdString(), labels, "up")), name);
    QCOMPARE(formatLegend("", {}, "sum(up)"), std::string("sum(up)"));
}

void TstExpand::times_grafanaForms_areResolved()
{
    auto range = resolveTimes("now-6h", "now", kNow);
    QVERIFY(range);
    QCOMPARE(range->from, kNow - 6h);
    QCOMPARE(range->to, kNow);
    range = resolveTimes("now-7d", "now-1h30m", kNow);
    QVERIFY(range);
    QCOMPARE(range->to, kNow - 90min);
    range = resolveTimes("2026-11-22T00:00:00Z", "1795415696000", kNow);
    QVERIFY(range);
    QCOMPARE(range->from, *parseRfc3339("2026-11-22T00:00:00Z"));
    QCOMPARE(range->to, TimePoint(1795415696000ms));
    range = resolveTimes("now/h", "now/h", kNow); // the running hour, whole; the same in every zone of whole hours
    QVERIFY(range);
    QCOMPARE(range->to - range->from, Duration(1h - 1ms));
    range = resolveTimes("now-1d/d", "now-1d/d", kNow);
    QVERIFY(range);
    QCOMPARE(range->to - range->from, Duration(24h - 1ms));
    QVERIFY(resolveTimes("now-1M", "now", kNow));
}

void TstExpand::times_nonsense_isRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    for (const char* text : {"", "yesterday", "now-", "now-6", "now6h", "now/", "now/x", "now-6h/", "now--6h", "now-999999999y", "now-9999999M"})
        QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text) << QByteArray("now");
    QTest::newRow("backwards") << QByteArray("now") << QByteArray("now-1h");
}

void TstExpand::times_nonsense_isRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const auto range = resolveTimes(from.toStdString(), to.toStdString(), kNow);
    QVERIFY(!range);
    QCOMPARE(range.error().kind, ErrorKind::InvalidInput);
}

void TstExpand::reduce_everyReducer_skipsGaps()
{
    const double nan = std::nan("");
    const prometheus::Series series{{}, {1, 2, 3, 4, 5}, {nan, 2, 8, 5, nan}};
    QCOMPARE(reduce(series, Reducer::LastNotNull), 5.0);
    QVERIFY(std::isnan(reduce(series, Reducer::Last)));
    QCOMPARE(reduce(series, Reducer::First), 2.0);
    QCOMPARE(reduce(series, Reducer::Mean), 5.0);
    QCOMPARE(reduce(series, Reducer::Min), 2.0);
    QCOMPARE(reduce(series, Reducer::Max), 8.0);
    QCOMPARE(reduce(series, Reducer::Sum), 15.0);
    for (const Reducer reducer : {Reducer::Last, Reducer::LastNotNull, Reducer::Mean, Reducer::Sum}) {
        QVERIFY(std::isnan(reduce({}, reducer)));
        QVERIFY(std::isnan(reduce({{}, {1, 2}, {nan, nan}}, reducer)));
    }
}

void TstExpand::units_areMapped()
{
    QCOMPARE(mapUnit("ms").unit, Unit::Seconds);
    QCOMPARE(mapUnit("ms").factor, 0.001);
    QCOMPARE(mapUnit("percentunit").factor, 100.0);
    QCOMPARE(mapUnit("reqps").unit, Unit::PerSecond);
    QVERIFY(mapUnit("").known);
    QVERIFY(!mapUnit("parsecs").known);
}

void TstExpand::units_areReadFromMetricNames_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<int>("unit");
    const auto row = [](const char* expression, Unit unit) { QTest::newRow(expression) << QByteArray(expression) << static_cast<int>(unit); };
    row("histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))", Unit::Seconds);
    row("histogram_quantile(0.95, sum by (le) (rate(x_bytes_bucket{a=\"b\"}[5m])))", Unit::Bytes);
    row("process_resident_memory_bytes", Unit::Bytes);
    row("max(go_gc_duration_seconds{quantile=\"1\"})", Unit::Seconds);
    row("rate(process_cpu_seconds_total[5m])", Unit::None);
    row("rate(x_bytes[5m])", Unit::None);
    row("a_bytes / b_bytes", Unit::None);
    row("count(a_bytes)", Unit::None);
    row("avg(model_accuracy_score)", Unit::None);
    row("", Unit::None);
}

void TstExpand::units_areReadFromMetricNames()
{
    QFETCH(QByteArray, expression);
    QFETCH(int, unit);
    QCOMPARE(static_cast<int>(unitFromExpression(expression.toStdString())), unit);
}

void TstExpand::thresholds_theHighestReached_holds()
{
    const std::vector<Threshold> thresholds{{-std::numeric_limits<double>::infinity(), "green"}, {50, "orange"}, {80, "red"}};
    QCOMPARE(thresholdIndex(thresholds, -1e300), 0);
    QCOMPARE(thresholdIndex(thresholds, 50), 1);
    QCOMPARE(thresholdIndex(thresholds, 1000), 2);
    QCOMPARE(thresholdIndex(thresholds, std::nan("")), -1);
    QCOMPARE(thresholdIndex({}, 1), -1);
}

QTEST_APPLESS_MAIN(TstExpand)
#include "tst_expand.moc"
