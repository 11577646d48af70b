// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/assemble.h"
#include "core/health/nodes.h"
#include "core/health/pod_trouble.h"

#include <QTest>
#include <functional>

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

kubernetes::Pod pod(const char* name, bool ready)
{
    kubernetes::Pod pod;
    pod.meta.name = name;
    pod.meta.created = kNow - 3min;
    pod.phase = ready ? "Running" : "Pending";
    pod.status = pod.phase;
    pod.node = "worker-1";
    pod.ready = ready;
    pod.readyChanged = kNow - 3min;
    return pod;
}

kubernetes::Pod podThatWaits(const char* reason, const char* message = "")
{
    kubernetes::Pod waiting = pod("x-1", false);
    kubernetes::Container container;
    container.name = "main";
    container.image = "ghcr.io/acme/backend:bad";
    container.state = "waiting";
    container.reason = reason;
    container.message = message;
    waiting.status = reason;
    waiting.containerStates = {container};
    return waiting;
}

kubernetes::Pod podThatCrashes(const char* reason, int exitCode)
{
    kubernetes::Pod crashing = podThatWaits("CrashLoopBackOff");
    kubernetes::Container& container = crashing.containerStates.front();
    container.restarts = 5;
    container.lastReason = reason;
    container.lastExitCode = exitCode;
    container.lastEnded = kNow - 30s;
    return crashing;
}

WorkloadFacts workload(const char* name, int desired, int ready, std::vector<kubernetes::Pod> pods = {})
{
    WorkloadFacts facts;
    facts.name = name;
    facts.desired = desired;
    facts.ready = ready;
    facts.pods = std::move(pods);
    return facts;
}

kubernetes::Node clusterNode(const char* name)
{
    kubernetes::Node node;
    node.meta.name = name;
    node.ready = true;
    node.conditions = {{"Ready", "True", "KubeletReady", "kubelet is posting ready status", kNow - 24h}};
    return node;
}

/// A whole system, everything well; the tests break one thing each.
struct System {
    MetricsFacts metrics;
    std::vector<prometheus::Alert> alerts;
    DatabaseFacts database{"15.20", true, 20, 200, 1u << 30, {}, {}};
    redis::ServerFacts cache;
    ClusterFacts cluster;
    BackupFacts backups{NewestBackup{"qbm_backup_20261123_090000", kNow - 3h, 1000, true}, {}, {}, 1u << 30};
    Answers answers; ///< what is set here stays as it is

    System()
    {
        prometheus::Target target;
        target.job = "qbm-backend";
        target.health = prometheus::TargetHealth::Up;
        metrics.targets = {target};
        metrics.p95 = valueReading(0.184, Unit::Seconds, "Prometheus", "q", kNow - 4s);
        metrics.failedPercent = valueReading(0.1, Unit::Percent, "Prometheus", "q", kNow - 4s);
        metrics.accuracy = valueReading(0.931, Unit::Ratio, "Prometheus", "q", kNow - 4s);
        cache.version = "7.0.15";
        cluster.nameSpace = "qbm-ai-system";
        cluster.workloads = {workload("backend", 3, 3, {pod("backend-1", true)}), workload("frontend", 2, 2), workload("worker", 1, 1)};
        cluster.workloads.push_back(workload("postgres", 1, 1));
        cluster.workloads.back().kind = "StatefulSet";
        cluster.nodes = {clusterNode("worker-1"), clusterNode("worker-2")};
        cluster.jobs = {{"migrate", "", kNow - 24h, true, {}}};
        answers.objectives = {0.5, 5, 0.9};
    }

    WorkloadFacts& named(std::string_view name) { return *std::ranges::find(cluster.workloads, name, &WorkloadFacts::name); }

    Overview judged()
    {
        const auto fill = [](auto& answer, const auto& value) {
            if (!answer.configured())
                answer = answered(value);
        };
        fill(answers.metrics, metrics);
        fill(answers.alerts, alerts);
        fill(answers.database, database);
        fill(answers.cache, cache);
        fill(answers.cluster, cluster);
        fill(answers.backups, backups);
        fill(answers.application, std::monostate());
        return assemble(answers, kNow - 100ms, kNow);
    }
};

prometheus::Alert firing(const char* name, const char* severity)
{
    prometheus::Alert alert;
    alert.labels = {{"alertname", name}, {"severity", severity}};
    alert.annotations = {{"summary", "requests are slow"}};
    alert.state = "active";
    alert.startsAt = kNow - 10min;
    return alert;
}

using Break = std::function<void(System&)>;

struct Situation {
    const char* name;
    Break breaks;
    Severity severity;
    const char* sentence; ///< of the worst finding
    const char* page; ///< it leads to
    const char* object;
};

std::vector<Situation> workloadSituations()
{
    return {
        {"image cannot be pulled, none ready",
            [](System& system) { system.named("backend") = workload("backend", 1, 0, {podThatWaits("ErrImagePull")}); }, Severity::Critical,
            "backend does not start: ErrImagePull of image ghcr.io/acme/backend:bad", "cluster", "Deployment/backend"},
        {"image cannot be pulled, the old pods serve",
            [](System& system) { system.named("backend").pods.push_back(podThatWaits("ImagePullBackOff")); }, Severity::Warning,
            "Pods of backend do not start: ImagePullBackOff of image ghcr.io/acme/backend:bad; 3 of 3 pods are ready", "cluster",
            "Deployment/backend"},
        {"crash loop of a workload that is no part of the map",
            [](System& system) { system.named("worker") = workload("worker", 1, 0, {podThatCrashes("Error", 1)}); }, Severity::Critical,
            "worker crashes again and again: container main ended with exit code 1 (Error), restarts: 5", "cluster", "Deployment/worker"},
        {"crash loop for want of memory",
            [](System& system) { system.named("backend").pods.push_back(podThatCrashes("OOMKilled", 137)); }, Severity::Warning,
            "Pods of backend crash again and again: container main was killed because it used more memory than it may (OOMKilled), "
            "restarts: 5; 3 of 3 pods are ready",
            "cluster", "Deployment/backend"},
        {"crash loop between two crashes, ready and running",
            [](System& system) {
                kubernetes::Pod crashing = podThatCrashes("Error", 3);
                crashing.ready = true;
                crashing.containerStates.front().state = "running";
                crashing.containerStates.front().reason.clear();
                system.named("worker").pods = {crashing};
            },
            Severity::Warning,
            "Pods of worker crash again and again: container main ended with exit code 3 (Error), restarts: 5; 1 of 1 pods are ready",
            "cluster", "Deployment/worker"},
        {"missing secret",
            [](System& system) {
                system.named("worker") = workload("worker", 1, 0, {podThatWaits("CreateContainerConfigError", "secret \"x\" not found")});
            },
            Severity::Critical, "worker does not start: CreateContainerConfigError: secret \"x\" not found", "cluster", "Deployment/worker"},
        {"no room on the nodes",
            [](System& system) {
                kubernetes::Pod homeless = pod("worker-2", false);
                homeless.node.clear();
                homeless.statusMessage = "0/2 nodes are available: 2 Insufficient cpu.";
                system.named("worker") = workload("worker", 2, 1, {homeless});
            },
            Severity::Warning, "Pods of worker find no node to run on: 0/2 nodes are available: 2 Insufficient cpu.; 1 of 2 pods are ready",
            "cluster", "Deployment/worker"},
        {"fewer pods than wanted", [](System& system) { system.named("frontend").ready = 1; }, Severity::Warning,
            "frontend has too few pods: 1 of 2 pods are ready", "cluster", "Deployment/frontend"},
        {"stateful set without a ready pod", [](System& system) { system.named("postgres").ready = 0; }, Severity::Critical,
            "postgres is down: 0 of 1 pods are ready", "cluster", "StatefulSet/postgres"},
        {"daemon set with a missing pod",
            [](System& system) {
                system.cluster.workloads.push_back(workload("agent", 2, 1));
                system.cluster.workloads.back().kind = "DaemonSet";
            },
            Severity::Warning, "agent has too few pods: 1 of 2 pods are ready", "cluster", "DaemonSet/agent"},
        {"rollout stuck",
            [](System& system) {
                system.named("worker").conditions
                    = {{"Progressing", "False", "ProgressDeadlineExceeded", "ReplicaSet \"worker-5\" has timed out progressing.", kNow - 9min}};
            },
            Severity::Warning, "The rollout of worker is stuck: ProgressDeadlineExceeded: ReplicaSet \"worker-5\" has timed out progressing.",
            "cluster", "Deployment/worker"},
        {"quota forbids pods",
            [](System& system) {
                system.named("worker").conditions = {{"ReplicaFailure", "True", "FailedCreate", "exceeded quota: qbm-quota", kNow - 9min}};
            },
            Severity::Warning, "worker cannot make its pods: FailedCreate: exceeded quota: qbm-quota", "cluster", "Deployment/worker"},
        {"a part scaled to 0", [](System& system) { system.named("backend") = workload("backend", 0, 0); }, Severity::Critical,
            "backend is scaled to 0: nothing serves", "cluster", "Deployment/backend"},
        {"a bare pod that crashes",
            [](System& system) {
                WorkloadFacts bare;
                bare.kind = "Pod";
                bare.name = "debug";
                bare.pods = {podThatCrashes("Error", 2)};
                system.cluster.workloads.push_back(bare);
            },
            Severity::Warning, "debug crashes again and again: container main ended with exit code 2 (Error), restarts: 5", "cluster", "Pod/debug"},
        {"failed job",
            [](System& system) {
                system.cluster.jobs.push_back({"report", "", kNow - 1h, false,
                    kubernetes::Condition{"Failed", "True", "BackoffLimitExceeded", "Job has reached the specified backoff limit", kNow - 1h}});
            },
            Severity::Warning, "Job report failed: Job has reached the specified backoff limit", "cluster", "Job/report"},
        {"nothing in the namespace", [](System& system) { system.cluster.workloads.clear(); }, Severity::Warning,
            "Namespace qbm-ai-system holds no workload: the cluster answers, so either the profile names the wrong namespace or the system is "
            "not deployed",
            "cluster", ""},
    };
}

std::vector<Situation> otherSituations()
{
    return {
        {"node not ready",
            [](System& system) {
                system.cluster.nodes[1].ready = false;
                system.cluster.nodes[1].conditions = {{"Ready", "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", kNow - 5min}};
            },
            Severity::Warning, "Node worker-2 is not ready: Kubelet stopped posting node status.", "cluster", "Node/worker-2"},
        {"node short of disk",
            [](System& system) {
                system.cluster.nodes[0].conditions.push_back({"DiskPressure", "True", "KubeletHasDiskPressure", "kubelet has disk pressure", kNow});
            },
            Severity::Warning, "Node worker-1 reports DiskPressure: kubelet has disk pressure", "cluster", "Node/worker-1"},
        {"the cluster does not answer",
            [](System& system) { system.answers.cluster = failed<ClusterFacts>(ErrorKind::Unreachable, "refused"); }, Severity::Unknown,
            "The cluster could not be asked: refused", "cluster", ""},
        {"pods may not be listed",
            [](System& system) { system.cluster.unlisted = {{"pods", Error{ErrorKind::Denied, "forbidden", {}, {}}}}; }, Severity::Unknown,
            "pods are not known: forbidden", "cluster", ""},
        {"PostgreSQL does not answer",
            [](System& system) { system.answers.database = failed<DatabaseFacts>(ErrorKind::Unreachable, "refused"); }, Severity::Critical,
            "PostgreSQL does not answer: refused", "overview", "postgres"},
        {"PostgreSQL answers without the database",
            [](System& system) {
                system.answers.database = failed<DatabaseFacts>(ErrorKind::NotFound, "There is no database.");
                system.answers.database.result->error().detail = "FATAL:  3D000: database \"qbm\" does not exist";
            },
            Severity::Critical, "PostgreSQL answers, but the database is missing: There is no database.", "overview", "postgres"},
        {"PostgreSQL refuses the password",
            [](System& system) { system.answers.database = failed<DatabaseFacts>(ErrorKind::Denied, "wrong password"); }, Severity::Unknown,
            "How PostgreSQL stands is not known: wrong password", "overview", "postgres"},
        {"PostgreSQL nearly out of connections", [](System& system) { system.database.connections = 190; }, Severity::Warning,
            "PostgreSQL does not work as it should: 190 of 200 connections are in use.", "overview", "postgres"},
        {"Redis is silent", [](System& system) { system.answers.cache = failed<redis::ServerFacts>(ErrorKind::Timeout, "silent"); },
            Severity::Critical, "Redis does not answer: silent", "overview", "redis"},
        {"Prometheus does not answer",
            [](System& system) { system.answers.metrics = failed<MetricsFacts>(ErrorKind::Unreachable, "refused"); }, Severity::Critical,
            "Prometheus does not answer: refused", "overview", "prometheus"},
        {"Alertmanager does not answer",
            [](System& system) { system.answers.alerts = failed<std::vector<prometheus::Alert>>(ErrorKind::Unreachable, "refused"); },
            Severity::Critical, "Alertmanager does not answer: refused", "overview", "alertmanager"},
        {"health check fails",
            [](System& system) { system.answers.application = failed<std::monostate>(ErrorKind::Unreachable, "HTTP 503"); }, Severity::Critical,
            "backend is not healthy: The backend fails its health check: HTTP 503", "overview", "backend"},
        {"metrics are old",
            [](System& system) {
                system.metrics.p95.state = ReadingState::Stale;
                system.metrics.p95.at = kNow - 10min;
            },
            Severity::Stale, "What is known of backend is old: Its newest metrics are from 2026-11-23T11:50:00.000Z.", "overview", "backend"},
        {"p95 above its objective", [](System& system) { system.metrics.p95.value = 0.9; }, Severity::Warning,
            "The p95 latency is too high: 900 ms, the objective is at most 500 ms", "dashboards", "API Response Time"},
        {"p95 unknown though it has an objective",
            [](System& system) {
                system.metrics.p95 = {};
                system.metrics.p95.source = "Prometheus";
                system.metrics.p95.at = kNow;
            },
            Severity::Unknown, "p95 latency is not known: Prometheus has no such series", "dashboards", "API Response Time"},
        {"too many requests fail", [](System& system) { system.metrics.failedPercent.value = 12.5; }, Severity::Warning,
            "Too many requests fail: 12.5%, the objective is at most 5.00%", "overview", "backend"},
        {"models below their objective", [](System& system) { system.metrics.accuracy.value = 0.7; }, Severity::Warning,
            "The models are not accurate enough: 0.700, the objective is at least 0.900", "dashboards", "Model Accuracy"},
        {"a critical alert", [](System& system) { system.alerts = {firing("Slow", "warning"), firing("Dead", "critical")}; }, Severity::Critical,
            "Alert Dead is firing: requests are slow", "alerts", "Dead"},
        {"alerts of one name", [](System& system) { system.alerts = {firing("Slow", "warning"), firing("Slow", "warning")}; }, Severity::Warning,
            "Alert Slow is firing 2 times: requests are slow", "alerts", "Slow"},
        {"an alarm of the backups", [](System& system) { system.backups.alarms = {"The newest backup is 31 h old."}; }, Severity::Warning,
            "The backups need a look: The newest backup is 31 h old.", "backups", ""},
        {"no backup yet", [](System& system) { system.backups.newest.reset(); }, Severity::Warning, "There is no backup yet", "backups", ""},
        {"backups cannot be read", [](System& system) { system.answers.backups = failed<BackupFacts>(ErrorKind::Denied, "no access"); },
            Severity::Unknown, "The backups are not known: no access", "backups", ""},
        {"no room for the next backup",
            [](System& system) {
                system.backups.newest->sizeBytes = 2u << 20;
                system.backups.freeBytes = 1u << 20;
            },
            Severity::Warning,
            "The disk of the backups is full: 1.0 MiB are free, the newest backup takes 2.0 MiB: the next one will not fit", "backups", ""},
    };
}

std::vector<Situation> situations()
{
    std::vector<Situation> all = workloadSituations();
    std::ranges::move(otherSituations(), std::back_inserter(all));
    return all;
}

} // namespace

class TstJudge : public QObject {
    Q_OBJECT

private slots:
    void allWell_isGreen_andSaysWhatWasJudged();
    void brokenAlone_isTheHeadline_data();
    void brokenAlone_isTheHeadline();
    void everythingBroken_worstComesFirst_andAllAreListed();
    void notes_leaveItGreen();
    void operations_andWhatTheyKeepQuiet_areNamed();
    void failedJob_madeUpForByALaterRun_isNoFinding();
    void kindsTheRoleLeavesOut_areSaidNotToBeJudged();
    void numbersWithoutObjective_areSaidNotToBeJudged();
    void findingOfAPart_standsOnItsCard();
    void headline_saysSinceWhenAndHowManyMore();
    void workloadFinding_carriesThePodsAsEvidence();
    void podTrouble_deletedOrEnded_isNone();
    void podTrouble_oneCrashLongAgo_isNone();
};

void TstJudge::allWell_isGreen_andSaysWhatWasJudged()
{
    const Overview overview = System().judged();
    QVERIFY2(overview.findings.empty(), overview.headline.sentence(kNow).english().c_str());
    QCOMPARE(overview.headline.state, State::Ok);
    QCOMPARE(overview.headline.sentence(kNow).english(),
        std::string("All is well. Judged: workloads: 4, PostgreSQL, Redis, Prometheus, Alertmanager, the backend's health check, nodes: 2, "
                    "p95 latency, Failed requests, Model accuracy, alerts, backups, the disk of the backups, jobs: 1. Not judged: certificates, "
                    "space on volumes."));
}

void TstJudge::brokenAlone_isTheHeadline_data()
{
    QTest::addColumn<int>("index");
    const auto all = situations();
    QVERIFY(all.size() >= 30);
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i].name) << int(i);
}

void TstJudge::brokenAlone_isTheHeadline()
{
    QFETCH(int, index);
    const Situation situation = situations().at(std::size_t(index));
    System system;
    situation.breaks(system);
    const Overview overview = system.judged();
    QVERIFY(!overview.findings.empty());
    const Finding& worst = overview.findings.front();
    QCOMPARE(QString::fromStdString(worst.sentence().english()), QString(situation.sentence));
    QCOMPARE(name(worst.severity), name(situation.severity));
    QCOMPARE(worst.leadsTo.page, std::string(situation.page));
    QCOMPARE(worst.leadsTo.object, std::string(situation.object));
    QVERIFY(!worst.source.empty());
    QVERIFY(worst.at != TimePoint{});
    QVERIFY(overview.headline.state != State::Ok);
    QCOMPARE(overview.headline.state, stateOf(situation.severity));
    QVERIFY(overview.headline.leadsTo == worst.leadsTo);
    QVERIFY2(overview.headline.sentence(kNow).english().starts_with(situation.sentence), overview.headline.sentence(kNow).english().c_str());
}

void TstJudge::everythingBroken_worstComesFirst_andAllAreListed()
{
    System system;
    system.named("frontend").ready = 1; // a warning
    system.backups.alarms = {"One.", "Two."};
    system.metrics.p95.state = ReadingState::Stale;
    system.answers.database = failed<DatabaseFacts>(ErrorKind::Denied, "wrong password"); // unknown
    system.alerts = {firing("Dead", "critical")};
    system.named("worker").paused = true; // a note
    const Overview overview = system.judged();
    QVERIFY(std::ranges::is_sorted(overview.findings, std::greater<>(), &Finding::severity));
    QCOMPARE(overview.findings.size(), std::size_t(7));
    QCOMPARE(overview.headline.what.english(), std::string("Alert Dead is firing"));
    QCOMPARE(overview.headline.more, std::size_t(5));
}

void TstJudge::notes_leaveItGreen()
{
    System system;
    system.named("worker") = workload("worker", 0, 0); // nothing the guide knows: somebody's choice
    system.named("backend").paused = true;
    system.cluster.nodes[0].schedulable = false;
    system.alerts = {firing("Watchdog", "none")};
    const Overview overview = system.judged();
    QCOMPARE(overview.findings.size(), std::size_t(4));
    for (const Finding& finding : overview.findings)
        QCOMPARE(name(finding.severity), name(Severity::Note));
    QCOMPARE(overview.headline.state, State::Ok);
    QCOMPARE(overview.node("backend")->state, State::Ok);
}

/// A restore keeps alerts quiet and takes the application down: whoever asks must hear of it.
void TstJudge::operations_andWhatTheyKeepQuiet_areNamed()
{
    OperationFacts restore{"20261123T110000000Z-abc", "Restore qbm from LATEST", kNow - 1h};
    restore.running = true;
    restore.step = 4;
    restore.steps = 9;
    restore.stepTitle = "Scale the application to 0";
    restore.silence = "s-1";
    prometheus::Alert quiet = firing("BackendDown", "critical");
    quiet.state = "suppressed";
    quiet.silencedBy = {"s-1"};
    System system;
    system.alerts = {quiet};
    system.answers.operations = answered(std::vector{restore});
    const Overview running = system.judged();
    QCOMPARE(running.headline.state, State::Ok);
    const std::string headline = running.headline.sentence(kNow).english();
    QVERIFY2(headline.starts_with("All is well, and \"Restore qbm from LATEST\" is running: since 2026-11-23T11:00:00.000Z, step 4 of 9: "
                                  "Scale the application to 0"),
        headline.c_str());
    QCOMPARE(running.headline.leadsTo.page, std::string("activity"));
    QCOMPARE(running.tile("alerts")->words.english(), std::string("0 firing, 1 held quiet"));
    QCOMPARE(running.tile("alerts")->note.english(), std::string("silenced by \"Restore qbm from LATEST\""));
    QCOMPARE(running.tile("alerts")->state, State::Unknown);
    QVERIFY(running.node("alertmanager")->sentence.english().find("held quiet: 1") != std::string::npos);

    System broken;
    broken.alerts = {firing("Dead", "critical")};
    broken.answers.operations = answered(std::vector{restore});
    const Overview worse = broken.judged();
    QCOMPARE(worse.headline.what.english(), std::string("Alert Dead is firing"));
    QVERIFY(std::ranges::find(worse.findings, "operation/" + restore.id, &Finding::subject) != worse.findings.end());

    restore.running = false;
    System interrupted;
    interrupted.answers.operations = answered(std::vector{restore});
    const Overview left = interrupted.judged();
    QCOMPARE(left.headline.state, State::Degraded);
    QCOMPARE(left.headline.what.english(), std::string("\"Restore qbm from LATEST\" was left unfinished"));
    interrupted.backups.alarms = {text("\"%1\" (%2) was interrupted", restore.title, restore.id)}; // one fault, one finding
    interrupted.answers.backups = {};
    QCOMPARE(interrupted.judged().findings.size(), std::size_t(1));
}

void TstJudge::failedJob_madeUpForByALaterRun_isNoFinding()
{
    const kubernetes::Condition why{"Failed", "True", "BackoffLimitExceeded", "", kNow - 24h};
    System system;
    system.cluster.jobs = {{"dump-1", "dump", kNow - 25h, false, why}, {"dump-2", "dump", kNow - 1h, true, {}}};
    QCOMPARE(system.judged().headline.state, State::Ok);
    System later;
    later.cluster.jobs = {{"dump-1", "dump", kNow - 25h, true, {}}, {"dump-2", "dump", kNow - 1h, false, why}};
    QCOMPARE(later.judged().headline.what.english(), std::string("Job dump-2 failed"));
}

void TstJudge::kindsTheRoleLeavesOut_areSaidNotToBeJudged()
{
    System system;
    system.cluster.nodes.clear();
    system.cluster.unlisted = {{"nodes", Error{ErrorKind::Denied, "forbidden", {}, {}}}};
    const Overview overview = system.judged();
    QCOMPARE(overview.headline.state, State::Ok);
    QVERIFY2(overview.headline.why.english().find("Not judged: nodes (this account may not list them)") != std::string::npos,
        overview.headline.why.english().c_str());
}

void TstJudge::numbersWithoutObjective_areSaidNotToBeJudged()
{
    System system;
    system.answers.objectives = {};
    system.metrics.p95.value = 60;
    const Overview overview = system.judged();
    QCOMPARE(overview.headline.state, State::Ok);
    QVERIFY2(overview.headline.why.english().find("Not judged: p95 latency (no objective), Model accuracy (no objective)") != std::string::npos,
        overview.headline.why.english().c_str());
}

void TstJudge::findingOfAPart_standsOnItsCard()
{
    System system;
    system.named("backend").pods.push_back(podThatWaits("ErrImagePull"));
    const Overview overview = system.judged();
    QCOMPARE(overview.node("backend")->state, State::Degraded);
    QCOMPARE(overview.node("backend")->sentence.english(), overview.findings.front().sentence().english());
    QCOMPARE(overview.node("frontend")->state, State::Ok);
}

void TstJudge::headline_saysSinceWhenAndHowManyMore()
{
    System system;
    system.named("backend") = workload("backend", 1, 0, {podThatWaits("ErrImagePull")});
    system.named("frontend").ready = 1;
    QCOMPARE(system.judged().headline.sentence(kNow).english(),
        std::string("backend does not start: ErrImagePull of image ghcr.io/acme/backend:bad (for 3 min) – and 1 more"));
}

void TstJudge::workloadFinding_carriesThePodsAsEvidence()
{
    System system;
    system.named("backend") = workload("backend", 2, 0, {podThatWaits("ErrImagePull"), podThatWaits("ErrImagePull")});
    QCOMPARE(system.judged().findings.front().detail, std::string("2 pods: ErrImagePull"));
}

void TstJudge::podTrouble_deletedOrEnded_isNone()
{
    kubernetes::Pod leaving = podThatCrashes("Error", 1);
    leaving.meta.deletion = kNow;
    QVERIFY(troubleOf(leaving, kNow).kind == PodTrouble::Kind::None);
    kubernetes::Pod evicted = pod("x", false);
    evicted.phase = "Failed";
    QVERIFY(troubleOf(evicted, kNow).kind == PodTrouble::Kind::None);
}

void TstJudge::podTrouble_oneCrashLongAgo_isNone()
{
    kubernetes::Pod calm = pod("x", true);
    kubernetes::Container container;
    container.state = "running";
    container.restarts = 9;
    container.lastReason = "Error";
    container.lastExitCode = 1;
    container.lastEnded = kNow - 11min;
    calm.containerStates = {container};
    QVERIFY(troubleOf(calm, kNow).kind == PodTrouble::Kind::None);
    calm.containerStates.front().lastEnded = kNow - 1min;
    QVERIFY(troubleOf(calm, kNow).kind == PodTrouble::Kind::CrashLoop);
    QVERIFY(!troubleOf(calm, kNow).since); // it was ready a moment ago and will be again
    calm.containerStates.front().restarts = 1; // once may be a hiccup
    QVERIFY(troubleOf(calm, kNow).kind == PodTrouble::Kind::None);
}

QTEST_APPLESS_MAIN(TstJudge)
#include "tst_judge.moc"
