// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/application.h"
#include "app/lab/history/history.h"
#include "app/lab/services/ports.h"
#include "app/lab/services/probe.h"
#include "app/lab/services/prometheus.h"
#include "core/net/http_client.h"
#include "tests/support/child_process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {

constexpr double kInterval = 15; // seconds
constexpr double kDay = 86'400;

double cpuSeconds()
{
    double sum = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        getrusage(who, &usage);
        sum += static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    }
    return sum;
}

double unixTime(TimePoint time)
{
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

struct Sample {
    double time;
    double value;
};

} // namespace

/// A week of history in a real Prometheus, which then scrapes a live application that goes on from it.
class TstHistory : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Application> m_application;
    test::ChildProcess m_prometheus;
    std::uint16_t m_port = 0;
    CounterState m_state;
    TimePoint m_started;
    double m_cpuSeconds = 0;

    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QJsonArray fetch(const std::string& request)
    {
        net::HttpClient client({});
        TaskContext context;
        net::Request get;
        get.url = "http://127.0.0.1:" + std::to_string(m_port) + "/api/v1/" + request;
        const auto response = client.send(get, context);
        if (!response)
            return {};
        return QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object()["data"].toObject()["result"].toArray();
    }

    static std::vector<Sample> samples(const QJsonValue& series)
    {
        std::vector<Sample> all;
        for (const auto& value : series["values"].toArray())
            all.push_back({value[0].toDouble(), value[1].toString().toDouble()});
        return all;
    }

    std::vector<Sample> range(const std::string& expression, double start, double end, int step)
    {
        return samples(fetch("query_range?" + net::queryString({{"query", expression}, {"start", std::to_string(start)},
            {"end", std::to_string(end)}, {"step", std::to_string(step)}})).at(0));
    }

    /// Every stored sample of one series, oldest first.
    std::vector<Sample> raw(const std::string& selector)
    {
        return samples(fetch("query?" + net::queryString({{"query", selector + "[8d]"}})).at(0));
    }

    double instant(const std::string& expression)
    {
        const auto result = fetch("query?" + net::queryString({{"query", expression}}));
        return result.size() == 1 ? result[0]["value"][1].toString().toDouble() : std::nan("");
    }

    std::ptrdiff_t liveScrapes()
    {
        const double historyEnd = unixTime(m_state.at) + 0.001;
        return std::ranges::count_if(raw("http_requests_in_progress"), [&](const Sample& sample) { return sample.time > historyEnd; });
    }

    HistoryOptions options(std::uint16_t applicationPort) const
    {
        HistoryOptions options;
        options.instance = "127.0.0.1:" + std::to_string(applicationPort);
        options.upTargets = {{"postgres", "127.0.0.1:1"}};
        options.queue.seed = 20;
        options.driftStart = driftStart(m_started);
        return options;
    }

private slots:
    void initTestCase()
    {
        m_started = systemClock().now();
        const auto applicationPort = *pickFreePort();
        m_port = *pickFreePort();
        const double before = cpuSeconds();
        TaskContext context;
        auto state = writeHistory(options(applicationPort), path("data"), context);
        m_cpuSeconds = cpuSeconds() - before;
        QVERIFY2(state, state ? "" : state.error().english().c_str());
        m_state = *state;

        ApplicationOptions live;
        live.port = applicationPort;
        live.replicaSource = [](TaskContext&) -> Result<int> { return 3; };
        live.driftStart = driftStart(m_started);
        live.initial = m_state;
        auto application = Application::start(std::move(live));
        QVERIFY2(application, application ? "" : application.error().english().c_str());
        m_application = std::move(*application);

        std::ofstream(path("prometheus.yml")) << "global: {scrape_interval: 5s}\nscrape_configs:\n  - job_name: qbm-backend\n"
            "    static_configs: [{targets: [\"127.0.0.1:" << applicationPort << "\"]}]\n";
        const auto command = prometheusCommand(path("prometheus.yml"), path("data"), m_port);
        QVERIFY2(command, command ? "" : command.error().english().c_str());
        auto child = test::ChildProcess::start(*command, path("prometheus.log"));
        QVERIFY(child);
        m_prometheus = std::move(*child);
        QTRY_VERIFY_WITH_TIMEOUT(answersHttp(m_port, "/-/ready"), 20'000);
        // Live scrapes come faster than those of the history, so that the test need not wait for them.
        QTRY_VERIFY_WITH_TIMEOUT(liveScrapes() >= 2, 60'000);
    }
    void cleanupTestCase()
    {
        m_prometheus.stop(SIGTERM, 10s);
        m_application.reset();
    }

    void history_ofAWeek_costsLittle()
    {
        qInfo("7 days at 15 s: %.2f s of processor time, promtool included", m_cpuSeconds);
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QVERIFY(m_cpuSeconds < 10);
#endif
    }

    void text_isRemoved_andNoSampleIsInTheFuture()
    {
        QVERIFY(!std::filesystem::exists(path("data") / "history.openmetrics"));
        QVERIFY(m_state.at <= systemClock().now());
        const auto up = raw("up{job=\"postgres\"}");
        QVERIFY(std::abs(up.back().time - unixTime(m_state.at)) < 0.002);
        QVERIFY(std::ranges::all_of(up, [](const Sample& sample) { return sample.value == 1; }));
    }

    void series_ofHistoryAndLife_areTheSame()
    {
        // One series each: a label that differed would make two.
        QCOMPARE(instant("count(count by (__name__, instance, job, le, status, model) (last_over_time({job=\"qbm-backend\", __name__=~\"http.+|nginx.+|model.+|qbm.+|process.+\"}[7d])))"),
            static_cast<double>(seriesNames().size()));
    }

    void scrapes_throughTheWeek_haveNoGapOfMoreThanTwoIntervals()
    {
        for (const char* series : {"up{job=\"qbm-backend\"}", "http_request_duration_seconds_count", "model_accuracy_score{model=\"churn_risk\"}"}) {
            const auto all = raw(series);
            QVERIFY(all.size() > static_cast<std::size_t>(7 * kDay / kInterval) - 2);
            QVERIFY(all.front().time < unixTime(m_started) - 7 * kDay + 60);
            double widest = 0;
            for (std::size_t i = 1; i < all.size(); ++i)
                widest = std::max(widest, all[i].time - all[i - 1].time);
            QVERIFY2(widest <= 2 * kInterval + 0.1, qPrintable(QString("%1: %2 s").arg(series).arg(widest)));
        }
        const auto up = raw("up{job=\"qbm-backend\"}");
        QCOMPARE(std::ranges::count(up, 0.0, &Sample::value), 1); // the restart
    }

    void counters_growThroughTheHandOver_andBeginAgainOnce()
    {
        for (const char* series : {"http_request_duration_seconds_count", "http_requests_total{status=\"200\"}",
                 "nginx_ingress_controller_requests{status=\"200\"}", "http_request_duration_seconds_bucket{le=\"0.5\"}"}) {
            const auto all = raw(series);
            int falls = 0;
            double fellAt = 0;
            for (std::size_t i = 1; i < all.size(); ++i) {
                if (all[i].value >= all[i - 1].value)
                    continue;
                ++falls;
                fellAt = all[i].time;
            }
            QCOMPARE(falls, 1);
            QVERIFY(fellAt < unixTime(m_started) - 4 * kDay);
        }
        // No leap either: the requests of the last minutes are those of the daily pattern.
        const double rate = instant("rate(http_requests_total{status=\"200\"}[2m])");
        QVERIFY2(rate > 1 && rate < 25, qPrintable(QString::number(rate)));
        QCOMPARE(instant("changes(process_start_time_seconds[1d])"), 0.0);
    }

    void p95_overTwoDays_isThereAllTheTime()
    {
        const double end = unixTime(systemClock().now());
        const auto p95 = range("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", end - 2 * kDay, end, 60);
        QCOMPARE(p95.size(), std::size_t{2881});
        QVERIFY(std::ranges::all_of(p95, [](const Sample& sample) { return sample.value > 0.1 && sample.value <= 30; }));
        // Where nothing happened, it stays near the service time.
        QVERIFY(std::ranges::all_of(p95, [end](const Sample& sample) { return sample.time < end - kDay || sample.value < 1.5; }));
    }

    void p95_twoDaysAgo_showsTheOverload()
    {
        const double today = unixTime(std::chrono::floor<std::chrono::days>(m_started + localUtcOffset(m_started)) - localUtcOffset(m_started));
        const double begin = today - 2 * kDay + 14 * 3600;
        const auto p95 = range("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", begin, begin + 3600, 60);
        const auto worst = std::ranges::max_element(p95, {}, &Sample::value);
        QVERIFY2(worst->value > 5, qPrintable(QString::number(worst->value)));
        QVERIFY(p95.front().value < 1.5 && p95.back().value < 1.5);
        QCOMPARE(range("qbm_backend_ready_replicas", begin + 1800, begin + 1860, 60).front().value, 5.0);
    }

    void accuracy_overTwoDays_fallsForTheDriftingModel()
    {
        const double end = unixTime(systemClock().now());
        const auto all = range("avg(model_accuracy_score)", end - 2 * kDay, end, 60);
        QCOMPARE(all.size(), std::size_t{2881});
        const double drifting = instant("avg_over_time(model_accuracy_score{model=\"price_elasticity\"}[1d])");
        const double before = instant("avg_over_time(model_accuracy_score{model=\"price_elasticity\"}[1d] offset 6d)");
        QVERIFY2(before - drifting > 0.015 && before - drifting < 0.03, qPrintable(QString::number(before - drifting)));
    }

    void history_ofNoDays_beginsNow()
    {
        auto none = options(1);
        none.days = 0;
        TaskContext context;
        const auto state = writeHistory(none, path("none"), context);
        QVERIFY(state);
        QCOMPARE(state->counters, Counters{});
        QVERIFY(!std::filesystem::exists(path("none")));
    }

    void history_stopped_leavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        TaskContext context(stop.get_token());
        const auto state = writeHistory(options(1), path("stopped"), context);
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::Cancelled);
        QVERIFY(std::filesystem::is_empty(path("stopped")));
    }

    void history_withoutSense_isRefused()
    {
        TaskContext context;
        auto bad = options(1);
        bad.days = -1;
        QCOMPARE(writeHistory(bad, path("bad"), context).error().kind, ErrorKind::InvalidInput);
        bad.days = 1;
        bad.scrapeInterval = 0ms;
        QCOMPARE(writeHistory(bad, path("bad"), context).error().kind, ErrorKind::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TstHistory)
#include "tst_history.moc"
