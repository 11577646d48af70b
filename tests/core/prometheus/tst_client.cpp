// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/alertmanager.h"
#include "core/prometheus/measure.h"
#include "tests/support/servers.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <thread>

using namespace qbm;
using namespace qbm::prometheus;
using namespace std::chrono_literals;

namespace {

constexpr int kHistorySeconds = 2 * 3600;
constexpr int kInterval = 30;

/// Two hours of a known history that ended ten minutes ago: a gauge that counts the minutes, and a counter that stands still.
std::string history(std::int64_t end)
{
    std::string values, requests;
    for (std::int64_t t = end - kHistorySeconds; t <= end; t += kInterval) {
        const auto elapsed = t - (end - kHistorySeconds);
        values += "minutes " + std::to_string(elapsed / 60) + " " + std::to_string(t) + "\n";
        requests += "quiet_seconds_count{} 100 " + std::to_string(t) + "\n";
    }
    return "# TYPE minutes gauge\n" + values + "# TYPE quiet_seconds gauge\n" + requests + "# EOF\n";
}

// Prometheus finds its Alertmanager some 5 s after the start; what fires before is sent again only a minute later.
constexpr const char* kRules = R"(groups:
  - name: test
    interval: 1s
    rules:
      - alert: AlwaysFiring
        expr: vector(1)
        for: 8s
        labels: {severity: critical}
        annotations: {summary: "it fires"}
      - record: one
        expr: vector(1)
)";

std::shared_ptr<net::HttpClient> http(AccessMode access = AccessMode::ReadWrite)
{
    net::HttpOptions options;
    options.access = access;
    return std::make_shared<net::HttpClient>(options);
}

/// Asks until `ready` likes the answer: rules and alerts need some seconds to come about.
template <class Ask, class Ready>
auto eventually(const Ask& ask, const Ready& ready)
{
    auto answer = ask();
    for (int i = 0; i < 100 && !(answer && ready(*answer)); ++i) {
        std::this_thread::sleep_for(200ms);
        answer = ask();
    }
    return answer;
}

} // namespace

class TstClient : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void query_up_isOne();
    void query_badExpression_keepsThePosition();
    void query_longExpression_goesByPost();
    void query_readOnly_longExpressionIsStillAllowed();
    void queryRange_backfilledHistory_isExact();
    void queryRange_tooManyPoints_isRefusedHere();
    void queryRange_emptyStep_isRefused();
    void labelValues_ofAMetric_areListed();
    void targets_rules_metadata_build_areRead();
    void measure_scrapedMetric_isFresh();
    void measure_endedHistory_isStaleWithItsAge();
    void measure_unknownMetric_isNoData();
    void alertmanager_firingAlert_arrivesInItsGroup();
    void silence_createdAndExpired();
    void silence_readOnly_neverLeaves();
    void silence_inThePast_isRefusedWithTheServersWords();
    void alertmanager_version_isTold();
    void wrongServer_isSaid();
    void nobodyListens_isUnreachable();
    void frozen_stop_isHeardAtOnce();
    void frozen_timeout_isKept();

private:
    Client client() const { return Client(http(), {m_prometheus->url(), std::nullopt, 10'000ms}); }
    AlertmanagerClient alertmanager(AccessMode access = AccessMode::ReadWrite) const
    {
        return AlertmanagerClient(http(access), {m_alertmanager->url(), std::nullopt, 10'000ms});
    }

    std::unique_ptr<test::AlertmanagerServer> m_alertmanager;
    std::unique_ptr<test::PrometheusServer> m_prometheus;
    std::int64_t m_historyEnd = 0;
};

void TstClient::initTestCase()
{
    auto alertmanager = test::AlertmanagerServer::start();
    QVERIFY2(alertmanager, alertmanager ? "" : alertmanager.error().english().c_str());
    m_alertmanager = std::move(*alertmanager);
    const auto now = static_cast<std::int64_t>(toUnixSeconds(systemClock().now()));
    m_historyEnd = (now - 600) / kInterval * kInterval;
    test::PrometheusServerOptions options;
    options.rules = kRules;
    options.alertmanager = m_alertmanager->url().substr(std::string("http://").size());
    options.openMetrics = history(m_historyEnd);
    auto prometheus = test::PrometheusServer::start(options);
    QVERIFY2(prometheus, prometheus ? "" : prometheus.error().english().c_str());
    m_prometheus = std::move(*prometheus);
}

void TstClient::query_up_isOne()
{
    TaskContext context;
    const auto result = eventually([&] { return client().query("up", std::nullopt, context); }, [](const auto& r) { return !r.series.empty(); });
    QVERIFY2(result, result ? "" : result.error().english().c_str());
    QCOMPARE(result->series.at(0).values, std::vector<double>{1});
    QVERIFY(std::fabs(result->series[0].times[0] - toUnixSeconds(systemClock().now())) < 5);
}

void TstClient::query_badExpression_keepsThePosition()
{
    TaskContext context;
    const auto result = client().query("sum(up", std::nullopt, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(result.error().english().find("parse error") != std::string::npos, result.error().english().c_str());
}

void TstClient::query_longExpression_goesByPost()
{
    std::string expression = "vector(0)";
    for (int i = 0; i < 2000; ++i)
        expression += " + vector(1)";
    TaskContext context;
    const auto result = client().query(expression, std::nullopt, context);
    QVERIFY2(result, result ? "" : result.error().english().c_str());
    QCOMPARE(result->series.at(0).values.at(0), 2000.0);
}

void TstClient::query_readOnly_longExpressionIsStillAllowed()
{
    TaskContext context;
    const Client readOnly(http(AccessMode::ReadOnly), {m_prometheus->url(), std::nullopt, 10'000ms});
    QVERIFY(readOnly.query("vector(1) + " + std::string(4000, ' ') + "vector(1)", std::nullopt, context));
}

void TstClient::queryRange_backfilledHistory_isExact()
{
    TaskContext context;
    const TimeRange range{fromUnixSeconds(static_cast<double>(m_historyEnd - kHistorySeconds)), fromUnixSeconds(static_cast<double>(m_historyEnd))};
    const auto result = client().queryRange("minutes", range, 60s, context);
    QVERIFY2(result, result ? "" : result.error().english().c_str());
    QCOMPARE(result->type, ResultType::Matrix);
    const Series& series = result->series.at(0);
    QCOMPARE(series.values.size(), std::size_t(kHistorySeconds / 60 + 1));
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        QCOMPARE(series.values[i], static_cast<double>(i));
        QCOMPARE(series.times[i], static_cast<double>(m_historyEnd - kHistorySeconds) + 60.0 * static_cast<double>(i));
    }
}

void TstClient::queryRange_tooManyPoints_isRefusedHere()
{
    TaskContext context;
    const TimePoint now = systemClock().now();
    const auto refused = client().queryRange("up", {now - 11'000s, now}, 1s, context);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    // The border is the server's own.
    QVERIFY(client().queryRange("up", {now - 10'999s, now}, 1s, context));
}

void TstClient::queryRange_emptyStep_isRefused()
{
    TaskContext context;
    const TimePoint now = systemClock().now();
    QCOMPARE(client().queryRange("up", {now - 60s, now}, 0s, context).error().kind, ErrorKind::InvalidInput);
    QCOMPARE(client().queryRange("up", {now, now - 60s}, 1s, context).error().kind, ErrorKind::InvalidInput);
}

void TstClient::labelValues_ofAMetric_areListed()
{
    TaskContext context;
    const TimePoint now = systemClock().now();
    const auto names = client().fetchLabelValues("__name__", "{__name__=~\"minutes|quiet.*\"}", {now - 3h, now}, context);
    QVERIFY2(names, names ? "" : names.error().english().c_str());
    QCOMPARE(*names, (std::vector<std::string>{"minutes", "quiet_seconds_count"}));
}

void TstClient::targets_rules_metadata_build_areRead()
{
    TaskContext context;
    const auto targets = eventually([&] { return client().fetchTargets(context); },
        [](const auto& all) { return !all.empty() && all[0].health == TargetHealth::Up; });
    QVERIFY(targets && !targets->empty());
    QCOMPARE(targets->at(0).health, TargetHealth::Up);
    QVERIFY(targets->at(0).lastScrape);
    QVERIFY(targets->at(0).scrapeInterval > 0ms);
    const auto rules = client().fetchRules(context);
    QVERIFY(rules);
    QCOMPARE(rules->size(), std::size_t(2));
    const auto metadata = client().fetchMetadata("prometheus_build_info", context);
    QVERIFY(metadata);
    QCOMPARE(metadata->at(0).type, std::string("gauge"));
    const auto build = client().fetchBuildInfo(context);
    QVERIFY(build);
    QVERIFY(!build->version.empty());
}

void TstClient::measure_scrapedMetric_isFresh()
{
    TaskContext context;
    const Client server = client();
    const QueryFunction query = [&](const std::string& e, std::optional<TimePoint> at, TaskContext& c) { return server.query(e, at, c); };
    const Reading reading = measure({"sum(up)", Unit::Count, "up", "", 30s}, query, systemClock().now(), context);
    QCOMPARE(reading.state, ReadingState::Value);
    QVERIFY(systemClock().now() - reading.at < 10s);
}

void TstClient::measure_endedHistory_isStaleWithItsAge()
{
    TaskContext context;
    const Client server = client();
    const QueryFunction query = [&](const std::string& e, std::optional<TimePoint> at, TaskContext& c) { return server.query(e, at, c); };
    const Reading reading = measure({"sum(minutes)", Unit::Count, "minutes", "", 75s}, query, systemClock().now(), context);
    QCOMPARE(reading.state, ReadingState::Stale);
    QCOMPARE(reading.value, 120.0);
    QCOMPARE(reading.at, fromUnixSeconds(static_cast<double>(m_historyEnd)));
}

void TstClient::measure_unknownMetric_isNoData()
{
    TaskContext context;
    const Client server = client();
    const QueryFunction query = [&](const std::string& e, std::optional<TimePoint> at, TaskContext& c) { return server.query(e, at, c); };
    QCOMPARE(measure({"sum(nowhere)", Unit::Count, "nowhere", "", 75s}, query, systemClock().now(), context).state, ReadingState::NoData);
}

void TstClient::alertmanager_firingAlert_arrivesInItsGroup()
{
    TaskContext context;
    const auto alerts = eventually([&] { return alertmanager().fetchAlerts(context); }, [](const auto& all) { return !all.empty(); });
    QVERIFY2(alerts && !alerts->empty(), "the alert did not arrive");
    QCOMPARE(alerts->at(0).alertName(), std::string_view("AlwaysFiring"));
    QCOMPARE(alerts->at(0).severity(), std::string_view("critical"));
    QCOMPARE(labelValue(alerts->at(0).annotations, "summary"), std::string_view("it fires"));
    const auto groups = eventually([&] { return alertmanager().fetchGroups(context); }, [](const auto& all) { return !all.empty(); });
    QVERIFY(groups && !groups->empty());
    QCOMPARE(groups->at(0).alerts.at(0).fingerprint, alerts->at(0).fingerprint);
}

void TstClient::silence_createdAndExpired()
{
    TaskContext context;
    const TimePoint now = systemClock().now();
    const auto id = alertmanager().writeSilence({"", {{"alertname", "Other\"Quoted", false, true}}, now, now + 1h, "ops", "deploying \xE4\xB8\xAD", ""}, context);
    QVERIFY2(id, id ? "" : id.error().english().c_str());
    const auto silences = alertmanager().fetchSilences(context);
    QVERIFY(silences);
    QCOMPARE(silences->size(), std::size_t(1));
    QCOMPARE(silences->at(0).id, *id);
    QCOMPARE(silences->at(0).state, std::string("active"));
    QCOMPARE(silences->at(0).matchers.at(0).value, std::string("Other\"Quoted"));
    QVERIFY(alertmanager().expireSilence(*id, context));
    QCOMPARE(alertmanager().fetchSilences(context)->at(0).state, std::string("expired"));
    QVERIFY(!alertmanager().expireSilence("00000000-0000-0000-0000-000000000000", context));
}

void TstClient::silence_readOnly_neverLeaves()
{
    TaskContext context;
    const auto before = alertmanager().fetchSilences(context);
    const TimePoint now = systemClock().now();
    const auto id = alertmanager(AccessMode::ReadOnly).writeSilence({"", {{"a", "b", false, true}}, now, now + 1h, "o", "c", ""}, context);
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::Denied);
    QCOMPARE(alertmanager().fetchSilences(context)->size(), before->size());
}

void TstClient::silence_inThePast_isRefusedWithTheServersWords()
{
    TaskContext context;
    const TimePoint now = systemClock().now();
    const auto id = alertmanager().writeSilence({"", {{"a", "b", false, true}}, now - 2h, now - 1h, "o", "c", ""}, context);
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(id.error().english().find("past") != std::string::npos, id.error().english().c_str());
}

void TstClient::alertmanager_version_isTold()
{
    TaskContext context;
    const auto version = alertmanager().fetchVersion(context);
    QVERIFY(version);
    QVERIFY(!version->empty());
}

void TstClient::wrongServer_isSaid()
{
    TaskContext context;
    // Alertmanager answers, but it has no PromQL.
    const Client wrong(http(), {m_alertmanager->url(), std::nullopt, 5'000ms});
    const auto result = wrong.query("up", std::nullopt, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::NotFound);
    QVERIFY(result.error().english().find(m_alertmanager->url()) != std::string::npos);
}

void TstClient::nobodyListens_isUnreachable()
{
    TaskContext context;
    const Client nobody(http(), {"http://127.0.0.1:1", std::nullopt, 5'000ms});
    QCOMPARE(nobody.query("up", std::nullopt, context).error().kind, ErrorKind::Unreachable);
}

void TstClient::frozen_stop_isHeardAtOnce()
{
    m_prometheus->freeze();
    std::stop_source stop;
    QElapsedTimer sinceStop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(150ms);
        sinceStop.start();
        stop.request_stop();
    });
    TaskContext context(stop.get_token());
    const auto result = client().query("up", std::nullopt, context);
    const qint64 heardAfter = sinceStop.elapsed();
    m_prometheus->thaw();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    QVERIFY2(heardAfter < 2000, qPrintable(QString::number(heardAfter)));
}

void TstClient::frozen_timeout_isKept()
{
    m_prometheus->freeze();
    TaskContext context;
    QElapsedTimer timer;
    timer.start();
    const Client hasty(http(), {m_prometheus->url(), std::nullopt, 400ms});
    const auto result = hasty.query("up", std::nullopt, context);
    m_prometheus->thaw();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Timeout);
    QVERIFY(timer.elapsed() < 6000);
}

QTEST_APPLESS_MAIN(TstClient)
#include "tst_client.moc"
