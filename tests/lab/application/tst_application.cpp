// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/application.h"
#include "app/lab/services/ports.h"
#include "core/net/http_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <atomic>
#include <cmath>
#include <memory>
#include <thread>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {

/// Says how many replicas are ready, or nothing.
struct FakeSource {
    std::atomic<int> replicas{3};
    std::atomic<bool> reachable{true};

    ReplicaSource source()
    {
        return [this](TaskContext&) -> Result<int> {
            if (!reachable)
                return fail(ErrorKind::Unreachable, "nobody there");
            return replicas.load();
        };
    }
};

ApplicationOptions quickOptions(FakeSource& source)
{
    ApplicationOptions options;
    options.replicaSource = source.source();
    options.driftStart = driftStart(systemClock().now());
    options.trainingTime = 300ms;
    options.queue.arrivals = ArrivalPattern::constant(50);
    options.queue.serviceMean = std::chrono::duration<double>(0.02);
    return options;
}

struct Answer {
    int status = 0;
    QJsonObject json;
    std::string text;
};

} // namespace

class TstApplication : public QObject {
    Q_OBJECT

    FakeSource m_source;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<net::HttpClient> m_client;

    void startWith(ApplicationOptions options)
    {
        auto started = Application::start(std::move(options));
        QVERIFY2(started, started ? "" : started.error().english().c_str());
        m_application = std::move(*started);
    }

    Result<net::Response> send(const std::string& method, const std::string& path, const std::string& body = {},
        std::chrono::milliseconds timeout = 5s)
    {
        net::Request request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(m_application->port()) + path;
        request.body = body;
        request.totalTimeout = timeout;
        TaskContext context;
        return m_client->send(request, context);
    }

    Answer ask(const std::string& method, const std::string& path, const std::string& body = {})
    {
        const auto response = send(method, path, body);
        if (!response)
            return {};
        return {response->status, QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object(), response->body};
    }

    std::uint64_t served() const { return m_application->metrics().counters.observations(); }

private slots:
    void init()
    {
        m_source.replicas = 3;
        m_source.reachable = true;
        m_client = std::make_unique<net::HttpClient>(net::HttpOptions{});
        startWith(quickOptions(m_source));
        QTRY_COMPARE(m_application->metrics().readyReplicas, 3);
    }
    void cleanup()
    {
        m_client.reset();
        m_application.reset();
    }

    void start_withoutAReplicaSource_isRefused()
    {
        const auto refused = Application::start({});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    }

    void start_atATakenPort_isAConflict()
    {
        auto options = quickOptions(m_source);
        options.port = m_application->port();
        const auto second = Application::start(options);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
    }

    void metrics_overHttp_growWithTheTraffic()
    {
        const auto first = send("GET", "/metrics");
        QVERIFY(first && first->status == 200);
        QVERIFY(first->header("Content-Type").starts_with("text/plain; version=0.0.4"));
        QVERIFY(first->body.find("qbm_backend_ready_replicas 3\n") != std::string::npos);
        const Metrics before = m_application->metrics();
        QTRY_VERIFY(served() > before.counters.observations() + 20);
        const Metrics after = m_application->metrics();
        for (std::size_t i = 0; i < after.counters.buckets.size(); ++i)
            QVERIFY(after.counters.buckets[i] >= before.counters.buckets[i]);
        QCOMPARE(after.processStart, before.processStart);
    }

    void health_withoutServers_isHealthyAndSaysSo()
    {
        const auto health = ask("GET", "/health");
        QCOMPARE(health.status, 200);
        QCOMPARE(health.json["status"].toString(), QString("healthy"));
        QCOMPARE(health.json["database"].toString(), QString("not configured"));
    }

    void health_connectsToTheServers()
    {
        const auto listening = std::move(m_application); // stands for the database
        auto options = quickOptions(m_source);
        options.postgresPort = listening->port();
        options.redisPort = *pickFreePort(); // nobody there
        startWith(options);
        QTRY_COMPARE(m_application->metrics().readyReplicas, 3);
        const auto health = ask("GET", "/health");
        QCOMPARE(health.status, 503);
        QCOMPARE(health.json["status"].toString(), QString("unhealthy"));
        QCOMPARE(health.json["database"].toString(), QString("connected"));
        QCOMPARE(health.json["redis"].toString(), QString("unreachable"));
    }

    void zeroReplicas_answer503_andServeNothing()
    {
        m_source.replicas = 0;
        QTRY_COMPARE(m_application->metrics().readyReplicas, 0);
        QTRY_COMPARE(m_application->metrics().inProgress, std::size_t{0});
        const auto servedBefore = served();
        const auto refusedBefore = m_application->metrics().counters.ingress[2];
        QCOMPARE(ask("GET", "/health").status, 503);
        QCOMPARE(ask("POST", "/api/v1/models/train", R"({"model_id":"churn_risk"})").status, 503);
        QCOMPARE(ask("GET", "/metrics").status, 200);
        QTRY_VERIFY(m_application->metrics().counters.ingress[2] > refusedBefore + 10);
        QCOMPARE(served(), servedBefore);
    }

    void unreachableSource_forLong_meansNoReplicas()
    {
        auto options = quickOptions(m_source);
        options.replicaMemory = 3s;
        m_application.reset();
        startWith(options);
        QTRY_COMPARE(m_application->metrics().readyReplicas, 3);
        m_source.reachable = false;
        QTest::qWait(700);
        QCOMPARE(m_application->metrics().readyReplicas, 3);
        QTRY_COMPARE_WITH_TIMEOUT(m_application->metrics().readyReplicas, 0, 20'000);
    }

    void sourceThatAnswersErrors_keepsTheLastCount()
    {
        auto options = quickOptions(m_source);
        options.replicaMemory = 200ms;
        std::atomic<bool> denied{false};
        options.replicaSource = [&](TaskContext&) -> Result<int> {
            if (denied)
                return fail(ErrorKind::Denied, "no");
            return 2;
        };
        m_application.reset();
        startWith(options);
        QTRY_COMPARE(m_application->metrics().readyReplicas, 2);
        denied = true;
        QTest::qWait(1'500);
        QCOMPARE(m_application->metrics().readyReplicas, 2);
        m_application.reset(); // before `denied` goes
    }

    void unreachableSource_forAMoment_keepsTheLastCount()
    {
        m_source.reachable = false;
        QTest::qWait(1'500);
        QCOMPARE(m_application->metrics().readyReplicas, 3);
        m_source.replicas = 5;
        m_source.reachable = true;
        QTRY_COMPARE(m_application->metrics().readyReplicas, 5);
    }

    void training_ofAKnownModel_completes()
    {
        const auto started = ask("POST", "/api/v1/models/train", R"({"model_id":"price_elasticity"})");
        QCOMPARE(started.status, 200);
        QCOMPARE(started.json["status"].toString(), QString("started"));
        const auto path = "/api/v1/models/train/" + started.json["task_id"].toString().toStdString();
        QCOMPARE(ask("GET", path).json["status"].toString(), QString("running"));
        const double drifted = m_application->metrics().accuracy[kDriftingModel];
        QTRY_COMPARE(ask("GET", path).json["status"].toString(), QString("completed"));
        const auto done = ask("GET", path);
        QVERIFY(done.json["result"].toObject()["r_squared"].toDouble() > 0);
        QVERIFY(done.json.contains("finished_at"));
        QVERIFY(m_application->metrics().accuracy[kDriftingModel] > drifted + 0.05);
    }

    void training_ofAnUnknownModel_fails()
    {
        const auto started = ask("POST", "/api/v1/models/train", "{\"model_id\":\"no \\\"such\\\" model\"}");
        QCOMPARE(started.status, 200);
        const auto path = "/api/v1/models/train/" + started.json["task_id"].toString().toStdString();
        QTRY_COMPARE(ask("GET", path).json["status"].toString(), QString("failed"));
        QVERIFY(ask("GET", path).json["error"].toString().contains("no \"such\" model"));
    }

    void badRequests_areRefused()
    {
        for (const char* body : {"", "nonsense", "[]", "{}", R"({"model_id":3})"})
            QCOMPARE(ask("POST", "/api/v1/models/train", body).status, 422);
        QCOMPARE(ask("GET", "/api/v1/models/train/nosuchtask").status, 404);
        QCOMPARE(ask("GET", "/nothing").status, 404);
        for (const char* rps : {"", "abc", "-1", "1e9", "nan", "inf", "5x"})
            QCOMPARE(ask("POST", std::string("/load?rps=") + rps).status, 400);
    }

    void invalidUtf8_inAModelName_isAnsweredInUtf8()
    {
        const auto refused = ask("POST", "/api/v1/models/train", "{\"model_id\":\"\xff\xfe\"}");
        QCOMPARE(refused.status, 422);
    }

    void load_overHttp_isSetAndShown()
    {
        QCOMPARE(ask("POST", "/load?rps=12.5").status, 200);
        QCOMPARE(ask("GET", "/load").json["rps"].toDouble(), 12.5);
        QVERIFY(!m_application->setLoad(-1));
        QVERIFY(!m_application->setLoad(std::nan("")));
        QVERIFY(m_application->setLoad(0));
        QCOMPARE(ask("GET", "/load").json["rps"].toDouble(), 0.0);
    }

    void faultErrors_makeRequestsFail()
    {
        QVERIFY(!m_application->setFault("no such fault", true));
        QVERIFY(m_application->setFault("errors", true));
        QTRY_VERIFY(m_application->metrics().counters.requests[1] > 3);
        QVERIFY(m_application->setFault("errors", false));
    }

    void faultFreeze_acceptsAndDoesNotAnswer_untilItEnds()
    {
        QVERIFY(m_application->setFault("freeze", true));
        const auto frozen = send("GET", "/metrics", {}, 500ms);
        QVERIFY(!frozen);
        QCOMPARE(frozen.error().kind, ErrorKind::Timeout);
        QVERIFY(m_application->setFault("freeze", false));
        QCOMPARE(ask("GET", "/metrics").status, 200);
    }

    void stop_whileFrozen_isQuick()
    {
        QVERIFY(m_application->setFault("freeze", true));
        std::jthread waiting([this] { (void)send("GET", "/metrics", {}, 10s); });
        QTest::qWait(200);
        const auto begin = std::chrono::steady_clock::now();
        m_application->stop();
        QVERIFY(std::chrono::steady_clock::now() - begin < 3s);
        m_application->stop(); // twice is fine
    }

    void initialState_isContinued()
    {
        CounterState state;
        state.at = systemClock().now() - 60s;
        state.processStart = state.at - 24h;
        state.replicas = 3;
        for (int i = 0; i < 1'000; ++i)
            state.counters.observe(0.1);
        auto options = quickOptions(m_source);
        options.initial = state;
        m_application.reset();
        startWith(options);
        // The minute since the history's end is made up for: about 50 requests a second.
        const auto metrics = m_application->metrics();
        const auto grown = metrics.counters.observations() - 1'000;
        QVERIFY2(grown > 2'700 && grown < 3'400, std::to_string(grown).c_str());
        QCOMPARE(metrics.processStart, state.processStart);
    }

    void initialState_ofLongAgo_beginsAgain()
    {
        CounterState state;
        state.at = systemClock().now() - 1h;
        state.processStart = state.at;
        state.counters.observe(0.1);
        auto options = quickOptions(m_source);
        options.initial = state;
        m_application.reset();
        startWith(options);
        QVERIFY(m_application->metrics().processStart > systemClock().now() - 10s);
        QVERIFY(served() < 100);
    }
};

QTEST_GUILESS_MAIN(TstApplication)
#include "tst_application.moc"
