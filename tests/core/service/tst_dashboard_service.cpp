// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/parse.h"
#include "core/service/dashboard_service.h"
#include "tests/support/folders.h"
#include "tests/support/servers.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

namespace {

/// An hour of what the guide's two panels ask for, ending a minute ago: 100 requests a step, 96 of them under 0.1 s and the
/// rest under 0.5 s, so that p95 lies in the first bucket; a gap of ten minutes in the accuracy.
std::string guideHistory(std::int64_t end)
{
    std::string buckets, accuracy, up;
    for (std::int64_t t = end - 3600; t <= end; t += 15) {
        const std::int64_t n = (t - (end - 3600)) / 15;
        const std::string stamp = " " + std::to_string(t) + "\n";
        for (const auto& [le, share] : {std::pair("0.1", 96), std::pair("0.5", 100), std::pair("+Inf", 100)})
            buckets += std::string("http_request_duration_seconds_bucket{le=\"") + le + "\"} " + std::to_string(n * share) + stamp;
        for (const char* model : {"churn", "demand"})
            up += std::string("model_up{model=\"") + model + "\"} 1" + stamp;
        if (t < end - 2400 || t > end - 1800)
            accuracy += "model_accuracy_score{model=\"churn\"} 0.93" + stamp;
    }
    return "# TYPE http_request_duration_seconds_bucket unknown\n" + buckets + "# TYPE model_up gauge\n" + up
        + "# TYPE model_accuracy_score gauge\n" + accuracy + "# EOF\n";
}

} // namespace

class TstDashboardService : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void guide_bothPanels_haveTheirNumbers();
    void gap_inTheData_staysAGap();
    void panels_comeInOrder_andSkipWhatHasNoQuery();
    void query_bad_isInTheFrame_besideTheOthers();
    void variable_withoutValue_isInTheFrame();
    void unit_factor_appliesToValuesThresholdsAndBounds();
    void variableOptions_areAsked();
    void notConfigured_isInTheFrame();
    void serverDown_isInTheFrame();
    void stop_isAnError();

private:
    std::shared_ptr<DashboardService> service() const;
    FrameRequest request() const
    {
        const TimePoint end = prometheus::fromUnixSeconds(static_cast<double>(m_end));
        return {{end - 50min, end}, 400, {}};
    }
    static dashboard::Dashboard parse(const char* json)
    {
        auto parsed = dashboard::parseDashboard(json);
        if (!parsed)
            qFatal("%s", parsed.error().english().c_str());
        return std::move(parsed->dashboard);
    }

    std::unique_ptr<test::PrometheusServer> m_server;
    std::int64_t m_end = 0;
};

void TstDashboardService::initTestCase()
{
    m_end = static_cast<std::int64_t>(prometheus::toUnixSeconds(systemClock().now())) / 60 * 60 - 60;
    test::PrometheusServerOptions options;
    options.openMetrics = guideHistory(m_end);
    auto server = test::PrometheusServer::start(options);
    QVERIFY2(server, server ? "" : server.error().english().c_str());
    m_server = std::move(*server);
}

std::shared_ptr<DashboardService> TstDashboardService::service() const
{
    auto client = std::make_shared<prometheus::Client>(std::make_shared<net::HttpClient>(net::HttpOptions{}),
        prometheus::Endpoint{m_server->url(), std::nullopt, 10'000ms});
    return makeDashboardService(dashboard::Library(QBM_SOURCE_DIR "/resources/dashboards", "/nowhere"), std::move(client));
}

void TstDashboardService::guide_bothPanels_haveTheirNumbers()
{
    const auto own = service();
    QCOMPARE(own->list().at(0).id, std::string("qbm"));
    const auto parsed = own->load("qbm");
    QVERIFY(parsed);
    TaskContext context;
    const auto frames = own->fetchPanels(parsed->dashboard, request(), context);
    QVERIFY2(frames, frames ? "" : frames.error().english().c_str());
    QCOMPARE(frames->size(), std::size_t(2));
    const dashboard::Frame& latency = frames->at(0);
    QVERIFY2(!latency.error, latency.error ? latency.error->english().c_str() : "");
    QCOMPARE(latency.title, std::string("API Response Time"));
    QCOMPARE(latency.unit, Unit::Seconds);
    QCOMPARE(latency.series.at(0).name, std::string("95th percentile"));
    QVERIFY(latency.series[0].series.values.size() > 100);
    // 95 of 96 in a bucket from 0 to 0.1 s, interpolated linearly.
    QVERIFY(std::fabs(latency.series[0].reduced - 0.1 * 95 / 96) < 1e-9);
    QCOMPARE(latency.step, std::chrono::milliseconds(10s));
    const dashboard::Frame& accuracy = frames->at(1);
    QCOMPARE(accuracy.series.at(0).name, std::string("Average Accuracy"));
    QCOMPARE(accuracy.series[0].reduced, 0.93);
}

void TstDashboardService::gap_inTheData_staysAGap()
{
    const auto own = service();
    TaskContext context;
    const auto frame = own->fetchPanel(own->load("qbm")->dashboard, own->load("qbm")->dashboard.panels[1], request(), context);
    QVERIFY(frame);
    const auto& times = frame->series.at(0).series.times;
    double widest = 0;
    for (std::size_t i = 1; i < times.size(); ++i)
        widest = std::max(widest, times[i] - times[i - 1]);
    QVERIFY2(widest > 250 && widest < 700, qPrintable(QString::number(widest))); // 10 min less Prometheus' own look back of 5
}

void TstDashboardService::panels_comeInOrder_andSkipWhatHasNoQuery()
{
    const auto dashboard = parse(R"j({"title":"t","panels":[{"title":"a","type":"stat","targets":[{"expr":"vector(1)"}]},{"title":"x","type":"text"},
        {"title":"h","type":"heatmap","targets":[{"expr":"vector(9)"}]},{"title":"b","type":"table","targets":[{"expr":"model_up"}]},
        {"title":"c","type":"stat","targets":[{"expr":"vector(3)"}]},{"title":"d","type":"gauge","targets":[{"expr":"vector(4)"}]},
        {"title":"e","type":"stat","targets":[{"expr":"vector(5)","hide":true}]},{"title":"f","type":"stat","targets":[{"expr":"vector(6)"}]}]})j");
    TaskContext context;
    const auto frames = service()->fetchPanels(dashboard, request(), context);
    QVERIFY(frames);
    std::string titles;
    for (const auto& frame : *frames)
        titles += frame.title;
    QCOMPARE(titles, std::string("abcdef"));
    QCOMPARE(frames->at(1).series.size(), std::size_t(2)); // one row a model, one sample each
    QCOMPARE(frames->at(1).series[0].series.values.size(), std::size_t(1));
    QCOMPARE(frames->at(5).series.at(0).reduced, 6.0);
    QVERIFY(frames->at(4).series.empty());
}

void TstDashboardService::query_bad_isInTheFrame_besideTheOthers()
{
    const auto dashboard = parse(R"j({"title":"t","panels":[{"title":"a","type":"graph","targets":[{"expr":"sum("},{"expr":"vector(2)"}]}]})j");
    TaskContext context;
    const auto frame = service()->fetchPanel(dashboard, dashboard.panels[0], request(), context);
    QVERIFY(frame);
    QVERIFY(frame->error);
    QCOMPARE(frame->error->kind, ErrorKind::InvalidInput);
    QCOMPARE(frame->series.size(), std::size_t(1));
}

void TstDashboardService::variable_withoutValue_isInTheFrame()
{
    const auto dashboard = parse(R"j({"title":"t","templating":{"list":[{"name":"m","type":"query","query":"label_values(model_up, model)"}]},
        "panels":[{"title":"a","type":"graph","targets":[{"expr":"model_up{model=\"$m\"}"}]}]})j");
    TaskContext context;
    auto frame = service()->fetchPanel(dashboard, dashboard.panels[0], request(), context);
    QVERIFY(frame->error);
    QVERIFY(frame->error->english().find("$m") != std::string::npos);
    FrameRequest chosen = request();
    chosen.values["m"] = {"demand"};
    frame = service()->fetchPanel(dashboard, dashboard.panels[0], chosen, context);
    QVERIFY(!frame->error);
    QCOMPARE(frame->series.size(), std::size_t(1));
    QCOMPARE(prometheus::labelValue(frame->series[0].series.labels, "model"), std::string_view("demand"));
}

void TstDashboardService::unit_factor_appliesToValuesThresholdsAndBounds()
{
    const auto dashboard = parse(R"j({"title":"t","panels":[{"title":"a","type":"gauge","fieldConfig":{"defaults":{"unit":"percentunit","max":1,
        "thresholds":{"steps":[{"value":null,"color":"green"},{"value":0.8,"color":"red"}]}}},"targets":[{"expr":"vector(0.5)"}]}]})j");
    TaskContext context;
    const auto frame = service()->fetchPanel(dashboard, dashboard.panels[0], request(), context);
    QCOMPARE(frame->unit, Unit::Percent);
    QCOMPARE(frame->series.at(0).reduced, 50.0);
    QCOMPARE(frame->maximum, std::optional(100.0));
    QCOMPARE(frame->thresholds.at(1).value, 80.0);
}

void TstDashboardService::variableOptions_areAsked()
{
    const auto dashboard = parse(R"j({"title":"t","templating":{"list":[{"name":"m","type":"query","query":"label_values(model_up, model)"},
        {"name":"r","type":"query","query":"query_result(model_up)","regex":"/.*model=\"([^\"]+)\".*/"},{"name":"n","type":"query","query":"metrics(model_.*)"},
        {"name":"c","type":"custom","query":"x,y"},{"name":"bad","type":"query","query":"label_values(model_up, model)","regex":"("},
        {"name":"odd","type":"query","query":"fetch(1)"}]}})j");
    TaskContext context;
    const auto options = [&](std::size_t i) { return service()->fetchVariableOptions(dashboard, dashboard.variables[i], request(), context); };
    const std::vector<std::string> models{"churn", "demand"};
    QCOMPARE(*options(0), models);
    QCOMPARE(*options(1), models);
    QCOMPARE(*options(2), (std::vector<std::string>{"model_accuracy_score", "model_up"}));
    QCOMPARE(*options(3), (std::vector<std::string>{"x", "y"}));
    QCOMPARE(options(4).error().kind, ErrorKind::InvalidInput);
    QCOMPARE(options(5).error().kind, ErrorKind::Unsupported);
}

void TstDashboardService::notConfigured_isInTheFrame()
{
    const auto own = makeDashboardService(dashboard::Library(QBM_SOURCE_DIR "/resources/dashboards", "/nowhere"), nullptr);
    TaskContext context;
    const auto frames = own->fetchPanels(own->load("qbm")->dashboard, request(), context);
    QVERIFY(frames);
    QCOMPARE(frames->at(0).error->kind, ErrorKind::Unsupported);
}

void TstDashboardService::serverDown_isInTheFrame()
{
    const auto own = service();
    const auto parsed = own->load("qbm");
    m_server->stop();
    TaskContext context;
    const auto frames = own->fetchPanels(parsed->dashboard, request(), context);
    QVERIFY(m_server->restart());
    QVERIFY(frames);
    QCOMPARE(frames->at(0).error->kind, ErrorKind::Unreachable);
}

void TstDashboardService::stop_isAnError()
{
    const auto own = service();
    std::stop_source stop;
    stop.request_stop();
    TaskContext context(stop.get_token());
    const auto frames = own->fetchPanels(own->load("qbm")->dashboard, request(), context);
    QVERIFY(!frames);
    QCOMPARE(frames.error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(TstDashboardService)
#include "tst_dashboard_service.moc"
