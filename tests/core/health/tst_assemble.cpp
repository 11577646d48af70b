// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/assemble.h"
#include "core/health/nodes.h"

#include <QTest>
#include <cmath>

using namespace qbm;
using namespace qbm::health;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = *parseRfc3339("2026-11-23T12:00:00Z");

template <class T>
Answer<T> answered(T value)
{
    return {Result<T>(std::move(value)), kNow};
}

template <class T>
Answer<T> failed(ErrorKind kind, const char* words)
{
    return {Result<T>(fail(kind, words)), kNow};
}

prometheus::Target target(const char* job, prometheus::TargetHealth health)
{
    prometheus::Target target;
    target.job = job;
    target.instance = "host:1";
    target.health = health;
    target.lastError = health == prometheus::TargetHealth::Down ? "connection refused" : "";
    return target;
}

prometheus::Alert alert(const char* name, const char* severity, const char* state)
{
    prometheus::Alert alert;
    alert.labels = {{"alertname", name}, {"severity", severity}};
    alert.state = state;
    return alert;
}

WorkloadFacts workload(const char* name, int desired, int ready)
{
    WorkloadFacts facts;
    facts.name = name;
    facts.desired = desired;
    facts.ready = ready;
    return facts;
}

ClusterFacts clusterOf(std::vector<WorkloadFacts> workloads)
{
    ClusterFacts facts;
    facts.nameSpace = "qbm-ai-system";
    facts.workloads = std::move(workloads);
    return facts;
}

/// Everything well.
Answers wellAnswers()
{
    MetricsFacts metrics;
    for (const char* job : {"postgres", "qbm-backend", "redis"})
        metrics.targets.push_back(target(job, prometheus::TargetHealth::Up));
    metrics.p95 = valueReading(0.184, Unit::Seconds, "Prometheus", kP95Query, kNow - 4s);
    metrics.requestRate = valueReading(21, Unit::PerSecond, "Prometheus", "q", kNow - 4s);
    metrics.failedPercent = valueReading(0.1, Unit::Percent, "Prometheus", "q", kNow - 4s);
    metrics.accuracy = valueReading(0.931, Unit::Ratio, "Prometheus", kAccuracyQuery, kNow - 12s);
    metrics.ingressRate = valueReading(22, Unit::PerSecond, "Prometheus", "q", kNow - 4s);
    Answers answers;
    answers.metrics = answered(metrics);
    answers.alerts = answered(std::vector<prometheus::Alert>{});
    answers.database = answered(DatabaseFacts{"15.20", true, 20, 200, 1u << 30, {{"standby1", "streaming", 0.2}}, {}});
    redis::ServerFacts cache;
    cache.version = "7.0.15";
    cache.usedMemoryBytes = 100u << 20;
    cache.maxMemoryBytes = 2u << 30;
    cache.evictionPolicy = "noeviction";
    cache.hitRatio = 0.9;
    answers.cache = answered(cache);
    answers.cluster = answered(clusterOf({workload("backend", 3, 3), workload("frontend", 2, 2)}));
    answers.backups = answered(BackupFacts{NewestBackup{"qbm_backup_20261123_090000", kNow - 3h, 1000, true}, {}, {}, {}});
    answers.application = answered(std::monostate());
    return answers;
}

Overview overviewOf(const Answers& answers)
{
    return assemble(answers, kNow - 100ms, kNow);
}

State linkState(const Overview& overview, const char* from, const char* to)
{
    for (const Link& link : overview.links) {
        if (link.from == from && link.to == to)
            return link.state;
    }
    qFatal("no link %s %s", from, to);
}

} // namespace

class TstAssemble : public QObject {
    Q_OBJECT

private slots:
    void allWell_isOk_andEveryNumberHasItsSource();
    void nothingConfigured_isNotConfigured();
    void clusterWithoutTheSystem_isSaidToAnswer();
    void clusterAlone_isJudgedByItsWorkloads();
    void databaseDown_isDown_andItsNumbersAreDashes();
    void databaseDenied_isUnknownNotDown();
    void databaseNearlyFull_isDegraded();
    void standby_lateOrNotStreaming_isDegraded();
    void cacheFullWithoutEviction_isDegraded();
    void cacheReplicaWithoutMaster_isDegraded();
    void cacheWithoutLookups_hasNoTraffic();
    void deployment_states_data();
    void deployment_states();
    void backendHealthCheckFails_isDown();
    void backendWithoutCluster_standsOnItsHealthCheck();
    void clusterSilent_isUnknown();
    void metricsStale_makeBackendStale();
    void noTraffic_isNoProblem();
    void manyErrors_degradeTheBackend();
    void prometheusDown_takesItsTilesNotTheBackend();
    void targetDown_degradesPrometheus_andItsLink();
    void alerts_tileCountsWhatFires();
    void backup_tile_data();
    void backup_tile();
    void backup_tile_saysWhatARestoreLoses();
    void tile_dotJudgesTheValue();
    void several_problems_areNamedWorstFirst();
    void worse_order();
};

void TstAssemble::allWell_isOk_andEveryNumberHasItsSource()
{
    const Overview overview = overviewOf(wellAnswers());
    QCOMPARE(overview.headline.state, State::Ok);
    QCOMPARE(overview.headline.what.english(), std::string("All is well"));
    QCOMPARE(overview.nodes.size(), std::size_t(8));
    for (const Node& node : overview.nodes) {
        QVERIFY2(node.state == State::Ok, (node.id + ": " + node.sentence.english()).c_str());
        for (const Fact& fact : node.facts) {
            QVERIFY2(!fact.reading.source.empty() && !fact.label.empty(), fact.id.c_str());
            QCOMPARE(fact.reading.state, ReadingState::Value);
            QVERIFY(fact.reading.at != TimePoint{});
        }
    }
    QCOMPARE(overview.node("backend")->fact("replicas-ready")->words.english(), std::string("3 of 3"));
    QCOMPARE(overview.node("postgres")->fact("role")->words.english(), std::string("primary"));
    QCOMPARE(overview.node("postgres-standby:standby1")->fact("lag")->reading.value, 0.2);
    QCOMPARE(overview.tile("p95")->reading.value, 0.184);
    QCOMPARE(overview.tile("p95")->reading.at, kNow - 4s);
    QVERIFY(!overview.tile("p95")->rangeQuery.empty());
    QCOMPARE(overview.tile("last-backup")->words.english(), std::string("3 h ago"));
    QCOMPARE(linkState(overview, "backend", "postgres"), State::Ok);
    QCOMPARE(linkState(overview, "prometheus", "redis"), State::Ok);
}

void TstAssemble::nothingConfigured_isNotConfigured()
{
    const Overview overview = overviewOf({});
    QCOMPARE(overview.headline.state, State::NotConfigured);
    QCOMPARE(overview.headline.what.english(), std::string("The profile names no part of the system"));
    for (const Node& node : overview.nodes)
        QCOMPARE(node.state, State::NotConfigured);
    for (const Tile& tile : overview.tiles)
        QVERIFY(!tile.reading.hasValue());
}

void TstAssemble::clusterWithoutTheSystem_isSaidToAnswer()
{
    Answers answers;
    answers.cluster = answered(clusterOf({}));
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.headline.state, State::Degraded);
    QCOMPARE(overview.headline.what.english(), std::string("Namespace qbm-ai-system holds no workload"));
    QVERIFY2(overview.headline.why.english().starts_with("the cluster answers"), overview.headline.why.english().c_str());
}

void TstAssemble::clusterAlone_isJudgedByItsWorkloads()
{
    Answers answers;
    answers.cluster = answered(clusterOf({workload("worker", 2, 2)}));
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.headline.state, State::Ok);
    QVERIFY2(overview.headline.why.english().starts_with("Judged: workloads: 1. Not judged: PostgreSQL, Redis, Prometheus, Alertmanager (not in the profile)"),
        overview.headline.why.english().c_str());
}

void TstAssemble::databaseDown_isDown_andItsNumbersAreDashes()
{
    Answers answers = wellAnswers();
    answers.database = failed<DatabaseFacts>(ErrorKind::Unreachable, "Cannot connect to PostgreSQL at h:5432.");
    const Overview overview = overviewOf(answers);
    const Node& node = *overview.node("postgres");
    QCOMPARE(node.state, State::Down);
    QCOMPARE(node.sentence.english(), std::string("Cannot connect to PostgreSQL at h:5432."));
    QCOMPARE(node.fact("size")->reading.state, ReadingState::SourceDown);
    QVERIFY(std::isnan(node.fact("size")->reading.value));
    QVERIFY(node.fact("size")->reading.error);
    QCOMPARE(overview.headline.state, State::Down);
    QCOMPARE(overview.headline.what.english(), std::string("PostgreSQL does not answer"));
    QCOMPARE(overview.headline.why.english(), node.sentence.english());
    QCOMPARE(linkState(overview, "backend", "postgres"), State::Down);
    QCOMPARE(overview.node("backend")->state, State::Ok); // each part speaks for itself
}

void TstAssemble::databaseDenied_isUnknownNotDown()
{
    Answers answers = wellAnswers();
    answers.database = failed<DatabaseFacts>(ErrorKind::Denied, "password authentication failed");
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("postgres")->state, State::Unknown);
    QVERIFY(overview.node("postgres")->error);
    QCOMPARE(overview.node("postgres")->error->kind, ErrorKind::Denied);
}

void TstAssemble::databaseNearlyFull_isDegraded()
{
    Answers answers = wellAnswers();
    answers.database = answered(DatabaseFacts{"15.20", true, 190, 200, 1, {}, {}});
    QCOMPARE(overviewOf(answers).node("postgres")->state, State::Degraded);
    answers.database = answered(DatabaseFacts{"15.20", false, 1, 200, 1, {}, 90.0});
    const Overview late = overviewOf(answers);
    QCOMPARE(late.node("postgres")->state, State::Degraded);
    QCOMPARE(late.node("postgres")->fact("lag")->reading.value, 90.0);
    QCOMPARE(late.node("postgres")->fact("role")->words.english(), std::string("standby"));
}

void TstAssemble::standby_lateOrNotStreaming_isDegraded()
{
    Answers answers = wellAnswers();
    answers.database = answered(DatabaseFacts{"15.20", true, 1, 200, 1, {{"late", "streaming", 31.0}, {"behind", "catchup", {}}, {"idle", "streaming", {}}}, {}});
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("postgres-standby:late")->state, State::Degraded);
    QCOMPARE(overview.node("postgres-standby:behind")->state, State::Degraded);
    QCOMPARE(overview.node("postgres-standby:idle")->state, State::Ok);
    QCOMPARE(overview.headline.state, State::Degraded);
}

void TstAssemble::cacheFullWithoutEviction_isDegraded()
{
    Answers answers = wellAnswers();
    redis::ServerFacts cache = *answers.cache.value();
    cache.usedMemoryBytes = cache.maxMemoryBytes / 100 * 95;
    answers.cache = answered(cache);
    QCOMPARE(overviewOf(answers).node("redis")->state, State::Degraded);
    cache.evictionPolicy = "allkeys-lru"; // then a full cache is a cache at work
    answers.cache = answered(cache);
    QCOMPARE(overviewOf(answers).node("redis")->state, State::Ok);
}

void TstAssemble::cacheReplicaWithoutMaster_isDegraded()
{
    Answers answers = wellAnswers();
    redis::ServerFacts cache = *answers.cache.value();
    cache.role = redis::Role::Replica;
    cache.masterAddress = "m:6379";
    cache.masterLinkUp = false;
    cache.masterLinkDownSeconds = 95;
    answers.cache = answered(cache);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("redis")->state, State::Degraded);
    QCOMPARE(overview.node("redis")->sentence.english(), std::string("This replica lost its master m:6379 1 min 35 s ago."));
}

void TstAssemble::cacheWithoutLookups_hasNoTraffic()
{
    Answers answers = wellAnswers();
    redis::ServerFacts cache = *answers.cache.value();
    cache.hitRatio.reset();
    answers.cache = answered(cache);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("redis")->fact("hit-ratio")->reading.state, ReadingState::NoTraffic);
    QCOMPARE(overview.node("redis")->state, State::Ok);
}

void TstAssemble::deployment_states_data()
{
    QTest::addColumn<int>("desired");
    QTest::addColumn<int>("ready");
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<int>("state");
    QTest::newRow("whole") << 2 << 2 << "" << int(State::Ok);
    QTest::newRow("one missing") << 2 << 1 << "" << int(State::Degraded);
    QTest::newRow("none ready") << 2 << 0 << "" << int(State::Down);
    QTest::newRow("scaled to 0") << 0 << 0 << "" << int(State::Down);
    QTest::newRow("surplus") << 2 << 3 << "" << int(State::Ok);
    QTest::newRow("stuck") << 2 << 2 << "ProgressDeadlineExceeded" << int(State::Degraded);
    QTest::newRow("stuck, none ready") << 2 << 0 << "ProgressDeadlineExceeded" << int(State::Down);
}

void TstAssemble::deployment_states()
{
    QFETCH(int, desired);
    QFETCH(int, ready);
    QFETCH(QString, trouble);
    QFETCH(int, state);
    Answers answers = wellAnswers();
    WorkloadFacts frontend = workload("frontend", desired, ready);
    if (!trouble.isEmpty())
        frontend.conditions = {{"Progressing", "False", trouble.toStdString(), "it has timed out", {}}};
    answers.cluster = answered(clusterOf({frontend}));
    QCOMPARE(int(overviewOf(answers).node("frontend")->state), state);
}

void TstAssemble::backendHealthCheckFails_isDown()
{
    Answers answers = wellAnswers();
    answers.application = failed<std::monostate>(ErrorKind::Timeout, "no answer in 2 s");
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("backend")->state, State::Down);
    QVERIFY(overview.headline.why.english().find("no answer in 2 s") != std::string::npos);
}

void TstAssemble::backendWithoutCluster_standsOnItsHealthCheck()
{
    Answers answers = wellAnswers();
    answers.cluster = {};
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("backend")->state, State::Ok);
    QCOMPARE(overview.node("frontend")->state, State::NotConfigured);
    QCOMPARE(overview.node("nginx")->state, State::Ok); // known by its metrics alone
}

void TstAssemble::clusterSilent_isUnknown()
{
    Answers answers = wellAnswers();
    answers.cluster = failed<ClusterFacts>(ErrorKind::Unreachable, "refused");
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("frontend")->state, State::Unknown);
    QCOMPARE(overview.node("backend")->state, State::Unknown);
    QCOMPARE(overview.headline.state, State::Unknown);
}

void TstAssemble::metricsStale_makeBackendStale()
{
    Answers answers = wellAnswers();
    MetricsFacts metrics = *answers.metrics.value();
    metrics.p95.state = ReadingState::Stale;
    metrics.p95.at = kNow - 10min;
    answers.metrics = answered(metrics);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("backend")->state, State::Stale);
    QCOMPARE(overview.tile("p95")->state, State::Stale);
    QVERIFY(overview.tile("p95")->reading.hasValue());
}

void TstAssemble::noTraffic_isNoProblem()
{
    Answers answers = wellAnswers();
    MetricsFacts metrics = *answers.metrics.value();
    metrics.p95 = {};
    metrics.p95.state = ReadingState::NoTraffic;
    metrics.failedPercent = metrics.p95;
    answers.metrics = answered(metrics);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.headline.state, State::Ok);
    QCOMPARE(overview.tile("p95")->state, State::Unknown);
    QCOMPARE(overview.tile("p95")->note.english(), std::string("no traffic"));
}

void TstAssemble::manyErrors_degradeTheBackend()
{
    Answers answers = wellAnswers();
    MetricsFacts metrics = *answers.metrics.value();
    metrics.failedPercent.value = 12.5;
    answers.metrics = answered(metrics);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("backend")->state, State::Degraded);
    QCOMPARE(overview.node("backend")->sentence.english(), std::string("Too many requests fail: 12.5%, the objective is at most 5.00%"));
}

void TstAssemble::prometheusDown_takesItsTilesNotTheBackend()
{
    Answers answers = wellAnswers();
    answers.metrics = failed<MetricsFacts>(ErrorKind::Timeout, "silent");
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("prometheus")->state, State::Down);
    QCOMPARE(overview.node("backend")->state, State::Ok);
    QCOMPARE(overview.node("backend")->fact("p95")->reading.state, ReadingState::SourceDown);
    QCOMPARE(overview.tile("accuracy")->reading.state, ReadingState::SourceDown);
    QCOMPARE(linkState(overview, "prometheus", "redis"), State::Unknown);
}

void TstAssemble::targetDown_degradesPrometheus_andItsLink()
{
    Answers answers = wellAnswers();
    MetricsFacts metrics = *answers.metrics.value();
    metrics.targets[2] = target("redis", prometheus::TargetHealth::Down);
    answers.metrics = answered(metrics);
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.node("prometheus")->state, State::Degraded);
    QVERIFY(overview.node("prometheus")->sentence.english().find("connection refused") != std::string::npos);
    QCOMPARE(overview.node("prometheus")->fact("targets-up")->words.english(), std::string("2 of 3"));
    QCOMPARE(linkState(overview, "prometheus", "redis"), State::Down);
    QCOMPARE(linkState(overview, "backend", "redis"), State::Ok);
}

void TstAssemble::alerts_tileCountsWhatFires()
{
    Answers answers = wellAnswers();
    answers.alerts = answered(std::vector{alert("Silent", "critical", "suppressed"), alert("Slow", "warning", "active")});
    Overview overview = overviewOf(answers);
    QCOMPARE(overview.tile("alerts")->reading.value, 1.0);
    QCOMPARE(overview.tile("alerts")->state, State::Degraded);
    QCOMPARE(overview.tile("alerts")->note.english(), std::string("newest: Slow"));
    QCOMPARE(overview.headline.state, State::Degraded);
    QCOMPARE(overview.headline.what.english(), std::string("Alert Slow is firing"));
    answers.alerts = answered(std::vector{alert("Dead", "critical", "active")});
    QCOMPARE(overviewOf(answers).tile("alerts")->state, State::Down);
}

void TstAssemble::backup_tile_data()
{
    QTest::addColumn<int>("hours"); // -1: none
    QTest::addColumn<bool>("verified");
    QTest::addColumn<QString>("alarm");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("note");
    QTest::newRow("fresh") << 3 << true << "" << int(State::Ok) << "3 h ago" << "verified";
    QTest::newRow("not verified") << 3 << false << "" << int(State::Ok) << "3 h ago" << "not verified yet";
    QTest::newRow("an alarm") << 27 << true << "It is too old." << int(State::Degraded) << "1 d 3 h ago" << "It is too old.";
    QTest::newRow("dated in the future") << -30 << true << "Dated." << int(State::Degraded) << "dated in the future" << "Dated.";
    QTest::newRow("none") << -1 << false << "" << int(State::Degraded) << "none yet" << "no backup has been made";
}

void TstAssemble::backup_tile()
{
    QFETCH(int, hours);
    QFETCH(bool, verified);
    QFETCH(QString, alarm);
    QFETCH(int, state);
    QFETCH(QString, words);
    QFETCH(QString, note);
    Answers answers = wellAnswers();
    BackupFacts backups;
    if (hours != -1)
        backups.newest = NewestBackup{"b", kNow - std::chrono::hours(hours), 1, verified};
    if (!alarm.isEmpty())
        backups.alarms = {alarm.toStdString()};
    answers.backups = answered(backups);
    const Tile tile = *overviewOf(answers).tile("last-backup");
    QCOMPARE(int(tile.state), state);
    QCOMPARE(QString::fromStdString(tile.words.english()), words);
    QCOMPARE(QString::fromStdString(tile.note.english()), note);
    QCOMPARE(tile.reading.hasValue(), hours != -1);
}

void TstAssemble::backup_tile_saysWhatARestoreLoses()
{
    Answers answers = wellAnswers();
    BackupFacts backups = *answers.backups.value();
    backups.recovery = "A restore now loses 3 h and takes about 14 min.";
    answers.backups = answered(backups);
    QCOMPARE(overviewOf(answers).tile("last-backup")->detail.english(),
        std::string("A restore now loses 3 h and takes about 14 min."));
}

void TstAssemble::tile_dotJudgesTheValue()
{
    Answers answers = wellAnswers();
    QCOMPARE(overviewOf(answers).tile("p95")->state, State::Unknown); // a value, but nobody has said what would be good
    QCOMPARE(overviewOf(answers).tile("p95")->note.english(), std::string("no objective"));
    answers.objectives.p95Seconds = 0.2;
    answers.objectives.accuracy = 0.95;
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.tile("p95")->state, State::Ok);
    QCOMPARE(overview.tile("p95")->note.english(), std::string("objective: at most 200 ms"));
    QCOMPARE(overview.tile("accuracy")->state, State::Degraded);
    answers.objectives.p95Seconds = 0.1;
    QCOMPARE(overviewOf(answers).tile("p95")->state, State::Degraded);
    answers.metrics = failed<MetricsFacts>(ErrorKind::Unreachable, "refused");
    QCOMPARE(overviewOf(answers).tile("p95")->state, State::Unknown);
    QCOMPARE(overviewOf(answers).tile("p95")->detail.english(), std::string("refused"));
}

void TstAssemble::several_problems_areNamedWorstFirst()
{
    Answers answers = wellAnswers();
    answers.cluster = answered(clusterOf({workload("backend", 3, 2), workload("frontend", 2, 2)}));
    answers.cache = failed<redis::ServerFacts>(ErrorKind::Unreachable, "refused");
    const Overview overview = overviewOf(answers);
    QCOMPARE(overview.headline.state, State::Down);
    QCOMPARE(overview.headline.sentence(kNow).english(), std::string("Redis does not answer: refused – and 1 more"));
    QCOMPARE(overview.findings.at(1).sentence().english(), std::string("backend has too few pods: 2 of 3 pods are ready"));
    QCOMPARE(linkState(overview, "frontend", "backend"), State::Degraded);
}

void TstAssemble::worse_order()
{
    QCOMPARE(worse(State::Ok, State::NotConfigured), State::Ok);
    QCOMPARE(worse(State::NotConfigured, State::Ok), State::Ok);
    QCOMPARE(worse(State::NotConfigured, State::NotConfigured), State::NotConfigured);
    QCOMPARE(worse(State::Stale, State::Degraded), State::Degraded);
    QCOMPARE(worse(State::Down, State::Unknown), State::Down);
}

QTEST_APPLESS_MAIN(TstAssemble)
#include "tst_assemble.moc"
