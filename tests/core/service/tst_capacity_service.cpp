// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/queueing.h"
#include "core/service/analysis_service.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

namespace {

class StillClock : public Clock {
public:
    TimePoint now() const override { return *parseRfc3339("2026-11-23T12:00:00Z"); }
};
const StillClock kClock;

/// A Prometheus that knows one backend.
struct FakePrometheus {
    double rate = 25.5;
    double mean = 0.22;
    double p95 = 0.55;
    double samples = 22'950;
    std::chrono::seconds age = 5s;
    bool known = true;
    bool down = false;
    std::vector<std::string> asked;

    prometheus::QueryFunction function()
    {
        return [this](const std::string& expression, std::optional<TimePoint>, TaskContext&) -> Result<prometheus::QueryResult> {
            asked.push_back(expression);
            if (down)
                return fail(ErrorKind::Unreachable, "refused");
            prometheus::QueryResult result;
            if (!known)
                return result;
            const double value = expression.find("timestamp(") != std::string::npos ? prometheus::toUnixSeconds(kClock.now() - age)
                : expression.starts_with("histogram_quantile")                      ? p95
                : expression.starts_with("sum(increase")                            ? samples
                : expression.find("_sum") != std::string::npos                      ? mean
                                                                                    : rate;
            result.series.push_back({{}, {0}, {value}});
            return result;
        };
    }
};

ReplicaReader replicas(int ready)
{
    return [ready](const std::string&, TaskContext&) -> Result<int> { return ready; };
}

Result<CapacityAnswer> ask(FakePrometheus& server, ReplicaReader reader, const CapacityQuestion& question = {})
{
    TaskContext context;
    return makeAnalysisService(server.function(), std::move(reader), kClock)->fetchCapacity(question, context);
}

bool warns(const CapacityAnswer& answer, const char* words)
{
    return std::ranges::any_of(answer.warnings, [words](const Text& warning) { return warning.english().find(words) != std::string::npos; });
}

} // namespace

class TstCapacityService : public QObject {
    Q_OBJECT

private slots:
    void capacity_measuredInputs_giveAPrediction();
    void capacity_queries_areThoseOfTheDeployment();
    void capacity_noTraffic_predictsNothing_andSaysSo();
    void capacity_unknownMetric_saysSo();
    void capacity_prometheusDown_saysSo();
    void capacity_clusterDown_saysSo();
    void capacity_noReadyReplica_saysSo();
    void capacity_fewSamples_areWarnedAbout();
    void capacity_poorModel_isWarnedAbout();
    void capacity_targetOutOfReach_isWarnedAbout();
    void capacity_moreReplicasThanAsked_areStillInTheTable();
    void capacity_stale_isWarnedAbout();
    void capacity_badQuestion_isRefused();
    void capacity_nothingConfigured_isSaid();
};

void TstCapacityService::capacity_measuredInputs_giveAPrediction()
{
    FakePrometheus server;
    server.mean = analysis::Queue::make(25.5, 10, 3)->meanResponseSeconds();
    server.p95 = analysis::Queue::make(25.5, 10, 3)->responseQuantileSeconds(0.95) * 1.1;
    CapacityQuestion question;
    question.targetSeconds = 0.5;
    const auto answer = ask(server, replicas(3), question);
    QVERIFY2(answer, answer ? "" : answer.error().english().c_str());
    QVERIFY(answer->table);
    QCOMPARE(answer->table->rows.size(), std::size_t(12));
    QVERIFY(std::fabs(*answer->predictedP95Now * 1.1 - answer->measuredP95.value) < 1e-6);
    QVERIFY(std::fabs(*answer->modelErrorRatio - (1 / 1.1 - 1)) < 1e-6);
    QVERIFY(answer->table->smallestMeetingTarget);
    QVERIFY(answer->table->rows[3].lowSeconds < answer->table->rows[3].highSeconds);
    QVERIFY2(answer->warnings.empty(), answer->warnings.empty() ? "" : answer->warnings[0].english().c_str());
    for (const Reading* reading : {&answer->arrivalRate, &answer->meanResponse, &answer->measuredP95}) {
        QCOMPARE(reading->state, ReadingState::Value);
        QVERIFY(!reading->query.empty());
        QCOMPARE(reading->at, kClock.now() - 5s);
    }
    QCOMPARE(answer->replicas.source, std::string("Kubernetes API"));
}

void TstCapacityService::capacity_queries_areThoseOfTheDeployment()
{
    FakePrometheus server;
    CapacityQuestion question;
    question.window = 10min;
    QVERIFY(ask(server, replicas(3), question));
    QVERIFY(std::ranges::find(server.asked, "sum(rate(http_request_duration_seconds_count{job=\"qbm-backend\"}[10m]))") != server.asked.end());
    question.selector = "namespace=\"x\"";
    const auto answer = ask(server, replicas(3), question);
    QVERIFY(answer->measuredP95.query.find("{namespace=\"x\"}[10m]") != std::string::npos);
}

void TstCapacityService::capacity_noTraffic_predictsNothing_andSaysSo()
{
    FakePrometheus server;
    server.rate = 0;
    server.mean = server.p95 = std::nan("");
    server.samples = 0;
    const auto answer = ask(server, replicas(3));
    QVERIFY(answer);
    QVERIFY(!answer->table);
    QCOMPARE(answer->measuredP95.state, ReadingState::NoTraffic);
    QVERIFY(warns(*answer, "no requests"));
}

void TstCapacityService::capacity_unknownMetric_saysSo()
{
    FakePrometheus server;
    server.known = false;
    const auto answer = ask(server, replicas(3));
    QVERIFY(!answer->table);
    QCOMPARE(answer->arrivalRate.state, ReadingState::NoData);
    QVERIFY(warns(*answer, "knows no request durations"));
}

void TstCapacityService::capacity_prometheusDown_saysSo()
{
    FakePrometheus server;
    server.down = true;
    const auto answer = ask(server, replicas(3));
    QVERIFY(!answer->table);
    QCOMPARE(answer->arrivalRate.state, ReadingState::SourceDown);
    QVERIFY(warns(*answer, "Prometheus did not answer: refused"));
}

void TstCapacityService::capacity_clusterDown_saysSo()
{
    FakePrometheus server;
    const auto answer = ask(server, [](const std::string&, TaskContext&) -> Result<int> { return fail(ErrorKind::Denied, "forbidden"); });
    QVERIFY(!answer->table);
    QCOMPARE(answer->replicas.state, ReadingState::SourceDown);
    QVERIFY(warns(*answer, "Kubernetes API did not answer: forbidden"));
    QVERIFY(answer->arrivalRate.hasValue());
}

void TstCapacityService::capacity_noReadyReplica_saysSo()
{
    FakePrometheus server;
    const auto answer = ask(server, replicas(0));
    QVERIFY(!answer->table);
    QVERIFY(warns(*answer, "no ready replica"));
}

void TstCapacityService::capacity_fewSamples_areWarnedAbout()
{
    FakePrometheus server;
    server.samples = 120;
    const auto answer = ask(server, replicas(3));
    QVERIFY(answer->table);
    QVERIFY(warns(*answer, "Only 120 requests"));
}

void TstCapacityService::capacity_poorModel_isWarnedAbout()
{
    FakePrometheus server;
    server.p95 = 5;
    const auto answer = ask(server, replicas(3));
    QVERIFY(*answer->modelErrorRatio < -0.5);
    QVERIFY(warns(*answer, "The model is off"));
}

void TstCapacityService::capacity_targetOutOfReach_isWarnedAbout()
{
    FakePrometheus server;
    CapacityQuestion question;
    question.targetSeconds = 0.001;
    const auto answer = ask(server, replicas(3), question);
    QVERIFY(answer->table);
    QVERIFY(!answer->table->smallestMeetingTarget);
    QVERIFY(warns(*answer, "No number of replicas up to 12"));
}

void TstCapacityService::capacity_moreReplicasThanAsked_areStillInTheTable()
{
    FakePrometheus server;
    CapacityQuestion question;
    question.maxReplicas = 2;
    const auto answer = ask(server, replicas(5), question);
    QVERIFY(answer->table);
    QCOMPARE(answer->table->rows.size(), std::size_t(5));
    QVERIFY(answer->predictedP95Now);
}

void TstCapacityService::capacity_stale_isWarnedAbout()
{
    FakePrometheus server;
    server.age = 10min;
    const auto answer = ask(server, replicas(3));
    QVERIFY(answer->table);
    QCOMPARE(answer->arrivalRate.state, ReadingState::Stale);
    QVERIFY(warns(*answer, "newest sample is old"));
}

void TstCapacityService::capacity_badQuestion_isRefused()
{
    FakePrometheus server;
    CapacityQuestion question;
    question.window = 10s;
    QCOMPARE(ask(server, replicas(3), question).error().kind, ErrorKind::InvalidInput);
    question = {};
    question.deployment = "x\"} or vector(1) #";
    QCOMPARE(ask(server, replicas(3), question).error().kind, ErrorKind::InvalidInput);
    question = {};
    question.maxReplicas = 0;
    QCOMPARE(ask(server, replicas(3), question).error().kind, ErrorKind::InvalidInput);
    QVERIFY(server.asked.empty());
}

void TstCapacityService::capacity_nothingConfigured_isSaid()
{
    TaskContext context;
    const auto answer = makeAnalysisService({}, {}, kClock)->fetchCapacity({}, context);
    QVERIFY(answer);
    QVERIFY(!answer->table);
    QVERIFY(warns(*answer, "names no Prometheus"));
    QVERIFY(!warns(*answer, "did not answer"));
    QVERIFY(warns(*answer, "names no Kubernetes"));
}

QTEST_APPLESS_MAIN(TstCapacityService)
#include "tst_capacity_service.moc"
