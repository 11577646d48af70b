// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that run as deployments, and the two monitoring servers.
#include "core/health/nodes.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace qbm::health {

namespace {

const std::string kKubernetes = "Kubernetes API";

std::string joined(const Reading& reading)
{
    return formatQuantity(reading.value, reading.unit).joined();
}

const WorkloadFacts* findDeployment(const Answers& answers, std::string_view wanted)
{
    const ClusterFacts* cluster = answers.cluster.value();
    if (cluster == nullptr)
        return nullptr;
    const auto found = std::ranges::find_if(cluster->workloads,
        [&](const WorkloadFacts& workload) { return workload.kind == "Deployment" && workload.name == wanted; });
    return found == cluster->workloads.end() ? nullptr : &*found;
}

/// Well, until a finding about it says otherwise.
void showDeployment(Node& node, const WorkloadFacts& deployment, TimePoint at)
{
    const int desired = deployment.desired.value_or(0);
    node.facts.push_back({"replicas-ready", text(QT_TRANSLATE_NOOP("core", "Ready replicas")),
        valueReading(deployment.ready, Unit::Count, kKubernetes, "deployment " + deployment.name, at),
        text(QT_TRANSLATE_NOOP("core", "%1 of %2"), deployment.ready, desired)});
    node.state = State::Ok;
    node.sentence = deployment.ready == 1
        ? text(QT_TRANSLATE_NOOP("core", "The replica of %1 is ready."), deployment.name)
        : text(QT_TRANSLATE_NOOP("core", "All %1 replicas of %2 are ready."), deployment.ready, deployment.name);
}

/// NotConfigured where the cluster is not asked or does not know the deployment.
Node deploymentNode(const Answers& answers, std::string id, NodeKind kind)
{
    Node node;
    node.id = node.title = std::move(id);
    node.kind = kind;
    node.state = State::NotConfigured;
    node.checkedAt = answers.cluster.at;
    if (const Error* error = answers.cluster.error()) {
        node.state = State::Unknown;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The cluster could not be asked: %1"), error->message);
        node.error = *error;
    } else if (const WorkloadFacts* deployment = findDeployment(answers, node.id)) {
        showDeployment(node, *deployment, answers.cluster.at);
    } else if (answers.cluster.configured()) {
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The namespace holds no deployment %1."), node.id);
    } else {
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The profile names no Kubernetes cluster."));
    }
    return node;
}

void addFact(Node& node, const char* id, Text label, const Reading& reading)
{
    node.facts.push_back({id, std::move(label), reading, {}});
}

void addMetric(Node& node, const Answers& answers, const char* id, Text label, Unit unit, Reading MetricsFacts::* member)
{
    if (const MetricsFacts* metrics = answers.metrics.value())
        addFact(node, id, std::move(label), metrics->*member);
    else if (const Error* error = answers.metrics.error())
        addFact(node, id, std::move(label), downReading(unit, "Prometheus", "", *error, answers.metrics.at));
}

void judgeTraffic(Node& node, const MetricsFacts& metrics)
{
    if (metrics.p95.state == ReadingState::Stale)
        worsen(node, State::Stale, text(QT_TRANSLATE_NOOP("core", "Its newest metrics are from %1."), formatRfc3339(metrics.p95.at)));
}

} // namespace

void worsen(Node& node, State state, Text sentence)
{
    if (worse(node.state, state) == node.state && node.state != State::NotConfigured)
        return;
    node.state = state;
    node.sentence = std::move(sentence);
}

State stateOf(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::NotFound: return State::Down;
    case ErrorKind::Conflict:
    case ErrorKind::Exhausted: return State::Degraded;
    default: return State::Unknown;
    }
}

Reading valueReading(double value, Unit unit, std::string source, std::string query, TimePoint at)
{
    Reading reading;
    reading.value = value;
    reading.unit = unit;
    reading.state = std::isfinite(value) ? ReadingState::Value : ReadingState::NoData;
    reading.source = std::move(source);
    reading.query = std::move(query);
    reading.at = at;
    return reading;
}

Reading downReading(Unit unit, std::string source, std::string query, const Error& error, TimePoint at)
{
    Reading reading;
    reading.unit = unit;
    reading.state = ReadingState::SourceDown;
    reading.source = std::move(source);
    reading.query = std::move(query);
    reading.at = at;
    reading.error = error;
    return reading;
}

Node ingressNode(const Answers& answers)
{
    Node node = deploymentNode(answers, "nginx", NodeKind::Ingress);
    addMetric(node, answers, "request-rate", text(QT_TRANSLATE_NOOP("core", "Requests")), Unit::PerSecond, &MetricsFacts::ingressRate);
    // An ingress controller usually runs in a namespace of its own; its metrics are then all there is to see of it.
    const MetricsFacts* metrics = answers.metrics.value();
    if (node.state == State::NotConfigured && metrics != nullptr && metrics->ingressRate.hasValue()) {
        const bool stale = metrics->ingressRate.state == ReadingState::Stale;
        worsen(node, stale ? State::Stale : State::Ok,
            stale ? text(QT_TRANSLATE_NOOP("core", "Its newest metrics are from %1."), formatRfc3339(metrics->ingressRate.at))
                  : text(QT_TRANSLATE_NOOP("core", "The ingress passes on %1 requests."), joined(metrics->ingressRate)));
        node.checkedAt = answers.metrics.at;
    }
    return node;
}

Node frontendNode(const Answers& answers)
{
    return deploymentNode(answers, "frontend", NodeKind::Frontend);
}

Node backendNode(const Answers& answers)
{
    Node node = deploymentNode(answers, "backend", NodeKind::Backend);
    addMetric(node, answers, "p95", text(QT_TRANSLATE_NOOP("core", "p95 latency")), Unit::Seconds, &MetricsFacts::p95);
    addMetric(node, answers, "request-rate", text(QT_TRANSLATE_NOOP("core", "Requests")), Unit::PerSecond, &MetricsFacts::requestRate);
    addMetric(node, answers, "error-ratio", text(QT_TRANSLATE_NOOP("core", "Failed requests")), Unit::Percent, &MetricsFacts::failedPercent);
    addMetric(node, answers, "accuracy", text(QT_TRANSLATE_NOOP("core", "Model accuracy")), Unit::Ratio, &MetricsFacts::accuracy);
    // What its users feel comes first.
    std::ranges::stable_partition(node.facts, [](const Fact& fact) { return fact.id == "p95"; });
    if (answers.application.value() != nullptr && node.state == State::NotConfigured)
        worsen(node, State::Ok, text(QT_TRANSLATE_NOOP("core", "The backend answers its health check.")));
    if (const Error* error = answers.application.error()) {
        worsen(node, State::Down, text(QT_TRANSLATE_NOOP("core", "The backend fails its health check: %1"), error->message));
        node.error = *error;
    }
    if (const MetricsFacts* metrics = answers.metrics.value(); metrics != nullptr && node.state != State::NotConfigured)
        judgeTraffic(node, *metrics);
    return node;
}

Node prometheusNode(const Answers& answers)
{
    Node node;
    node.id = "prometheus";
    node.title = "Prometheus";
    node.kind = NodeKind::Prometheus;
    node.checkedAt = answers.metrics.at;
    if (!answers.metrics.configured()) {
        node.state = State::NotConfigured;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus."));
        return node;
    }
    if (const Error* error = answers.metrics.error()) {
        node.state = stateOf(*error);
        node.sentence = error->message;
        node.error = *error;
        return node;
    }
    const auto& targets = answers.metrics.value()->targets;
    const auto up = std::ranges::count(targets, prometheus::TargetHealth::Up, &prometheus::Target::health);
    Fact fact{"targets-up", text(QT_TRANSLATE_NOOP("core", "Targets up")),
        valueReading(static_cast<double>(up), Unit::Count, "Prometheus", "/api/v1/targets", answers.metrics.at),
        text(QT_TRANSLATE_NOOP("core", "%1 of %2"), up, targets.size())};
    node.facts.push_back(std::move(fact));
    node.state = State::Ok;
    if (targets.empty())
        node.sentence = text(QT_TRANSLATE_NOOP("core", "Prometheus answers; it has found no target to scrape yet."));
    else if (static_cast<std::size_t>(up) < targets.size())
        node.sentence = text(QT_TRANSLATE_NOOP("core", "%1 of %2 targets were scraped; the others have not had their turn yet."), up, targets.size());
    else
        node.sentence = text(QT_TRANSLATE_NOOP("core", "All %1 targets are scraped."), targets.size());
    const auto down = std::ranges::find(targets, prometheus::TargetHealth::Down, &prometheus::Target::health);
    if (down != targets.end())
        worsen(node, State::Degraded,
            text(QT_TRANSLATE_NOOP("core", "%1 of %2 targets are scraped; %3 at %4 fails: %5"), up, targets.size(), down->job, down->instance,
                down->lastError));
    return node;
}

namespace {

constexpr std::size_t kMostAlertsListed = 12;

/// Which alerts they are, newest first.
void addFiring(Node& node, const std::vector<prometheus::Alert>& alerts, TimePoint at)
{
    for (const prometheus::Alert& alert : alerts) {
        if (!alert.firing() || node.facts.size() > kMostAlertsListed)
            continue;
        node.facts.push_back({"alert:" + alert.fingerprint, std::string(alert.alertName()),
            valueReading(1, Unit::None, "Alertmanager", prometheus::formatLabels(alert.labels), at),
            alert.severity().empty() ? text(QT_TRANSLATE_NOOP("core", "firing")) : Text(std::string(alert.severity()))});
    }
}

} // namespace

SilencedAlerts silencedAlerts(const Answers& answers)
{
    SilencedAlerts out;
    const auto* alerts = answers.alerts.value();
    if (alerts == nullptr)
        return out;
    std::set<std::string_view> names, silences;
    for (const prometheus::Alert& alert : *alerts) {
        if (alert.firing() || alert.silencedBy.empty())
            continue;
        ++out.count;
        names.insert(alert.alertName());
        silences.insert(alert.silencedBy.begin(), alert.silencedBy.end());
    }
    for (const std::string_view name : names)
        out.names += (out.names.empty() ? "" : ", ") + std::string(name);
    if (out.count == 0)
        return out;
    out.by = text(QT_TRANSLATE_NOOP("core", "by silences in Alertmanager"));
    if (const auto* operations = answers.operations.value()) {
        const auto ours = std::ranges::find_if(*operations,
            [&](const OperationFacts& operation) { return !operation.silence.empty() && silences.contains(operation.silence); });
        if (ours != operations->end())
            out.by = text(QT_TRANSLATE_NOOP("core", "silenced by \"%1\""), ours->title);
    }
    return out;
}

Node alertmanagerNode(const Answers& answers)
{
    Node node;
    node.id = "alertmanager";
    node.title = "Alertmanager";
    node.kind = NodeKind::Alertmanager;
    node.checkedAt = answers.alerts.at;
    if (!answers.alerts.configured()) {
        node.state = State::NotConfigured;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The profile names no Alertmanager."));
        return node;
    }
    if (const Error* error = answers.alerts.error()) {
        node.state = stateOf(*error);
        node.sentence = error->message;
        node.error = *error;
        return node;
    }
    const auto firing = std::ranges::count_if(*answers.alerts.value(), &prometheus::Alert::firing);
    addFact(node, "alerts-firing", text(QT_TRANSLATE_NOOP("core", "Firing alerts")),
        valueReading(static_cast<double>(firing), Unit::Count, "Alertmanager", "/api/v2/alerts", answers.alerts.at));
    addFiring(node, *answers.alerts.value(), answers.alerts.at);
    node.state = State::Ok;
    node.sentence = firing == 0 ? text(QT_TRANSLATE_NOOP("core", "Alertmanager answers; no alert is firing."))
                                : text(QT_TRANSLATE_NOOP("core", "Alertmanager answers; firing alerts: %1."), firing);
    if (const SilencedAlerts silenced = silencedAlerts(answers); silenced.count > 0)
        node.sentence = text(QT_TRANSLATE_NOOP("core", "Alertmanager answers; firing alerts: %1, held quiet: %2 (%3)."), firing,
            silenced.count, silenced.by);
    return node;
}

} // namespace qbm::health
