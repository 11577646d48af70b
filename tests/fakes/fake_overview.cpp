// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/judge.h"
#include "tests/fakes/fake_services.h"

namespace qbm::fakes {

namespace {

health::Node node(std::string id, health::NodeKind kind, std::string title, Text sentence, std::vector<health::Fact> facts)
{
    health::Node out;
    out.id = std::move(id);
    out.kind = kind;
    out.title = std::move(title);
    out.state = health::State::Ok;
    out.sentence = std::move(sentence);
    out.facts = std::move(facts);
    out.checkedAt = now();
    return out;
}

health::Fact fact(std::string id, Text label, Reading value, Text words = {})
{
    return {std::move(id), std::move(label), std::move(value), std::move(words)};
}

health::Fact metric(std::string id, Text label, double value, Unit unit)
{
    return fact(std::move(id), std::move(label), reading(value, unit, "Prometheus", "sum(rate(http_request_duration_seconds_count[5m]))"));
}

health::Fact replicas(int ready, int desired)
{
    return fact("replicas-ready", text("Ready replicas"), reading(ready, Unit::Count, "Kubernetes API", "deployment"), text("%1 of %2", ready, desired));
}

health::Tile tile(std::string id, Text label, Reading value, Text words, Text note, std::string rangeQuery)
{
    return {std::move(id), std::move(label), std::move(value), std::move(words), health::State::Ok, std::move(note), std::move(rangeQuery)};
}

health::Finding finding(health::Severity severity, std::string subject, Text what, Text why, health::Address leadsTo, std::string source)
{
    health::Finding out;
    out.severity = severity;
    out.subject = std::move(subject);
    out.what = std::move(what);
    out.why = std::move(why);
    out.leadsTo = std::move(leadsTo);
    out.source = std::move(source);
    out.at = now();
    return out;
}

} // namespace

health::Overview wellOverview()
{
    using enum health::NodeKind;
    health::Overview out;
    out.startedAt = out.finishedAt = now();
    health::Node ingress = node("nginx", Ingress, "nginx", text("The namespace holds no deployment %1.", "nginx"), {});
    ingress.state = health::State::NotConfigured;
    out.nodes = {ingress,
        node("frontend", Frontend, "frontend", text("All %1 replicas of %2 are ready.", 2, "frontend"), {replicas(2, 2)}),
        node("backend", Backend, "backend", text("All %1 replicas of %2 are ready.", 3, "backend"),
            {replicas(3, 3), metric("p95", text("p95 latency"), 0.184, Unit::Seconds), metric("request-rate", text("Requests"), 14.2, Unit::PerSecond),
                metric("error-ratio", text("Failed requests"), 0.21, Unit::Percent), metric("accuracy", text("Model accuracy"), 0.931, Unit::Ratio)}),
        node("postgres", Postgres, "PostgreSQL", text("PostgreSQL %1 answers as primary.", "15.20"),
            {fact("connections", text("Connections"), reading(12, Unit::Count, "PostgreSQL", "SELECT count(*) FROM pg_stat_activity"), text("%1 of %2", 12, 100)),
                fact("size", text("Database size"), reading(311e6, Unit::Bytes, "PostgreSQL", "SELECT pg_database_size(current_database())")),
                fact("role", text("Role"), reading(1, Unit::None, "PostgreSQL", "SELECT pg_is_in_recovery()"), text("primary"))}),
        node("redis", Redis, "Redis", text("Redis %1 answers as master.", "7.0.15"),
            {fact("memory", text("Memory"), reading(18.2e6, Unit::Bytes, "Redis", "INFO memory"), text("%1 of %2", "17.4 MiB", "256 MiB")),
                fact("hit-ratio", text("Hit ratio"), reading(94, Unit::Percent, "Redis", "INFO stats")),
                fact("keys", text("Keys"), reading(20480, Unit::Count, "Redis", "DBSIZE")),
                fact("role", text("Role"), reading(1, Unit::None, "Redis", "INFO replication"), text("master"))}),
        node("prometheus", Prometheus, "Prometheus", text("All %1 targets are scraped.", 3),
            {fact("targets-up", text("Targets up"), reading(3, Unit::Count, "Prometheus", "/api/v1/targets"), text("%1 of %2", 3, 3))}),
        node("alertmanager", Alertmanager, "Alertmanager", text("Alertmanager answers; no alert is firing."),
            {fact("alerts-firing", text("Firing alerts"), reading(0, Unit::Count, "Alertmanager", "/api/v2/alerts"))})};
    const auto link = [&out](const char* from, const char* to, const char* label) {
        out.links.push_back({from, to, out.node(to)->state, label});
    };
    link("nginx", "frontend", "/");
    link("nginx", "backend", "/api");
    link("frontend", "backend", "API");
    link("backend", "postgres", "SQL");
    link("backend", "redis", "cache");
    link("prometheus", "backend", "scrapes");
    link("prometheus", "postgres", "scrapes");
    link("prometheus", "redis", "scrapes");
    link("prometheus", "alertmanager", "alerts");
    out.judged = {text("workloads: %1", 5), text("nodes: %1", 3), text("PostgreSQL"), text("Redis"), text("Prometheus"), text("alerts"), text("backups")};
    out.notJudged = {text("certificates"), text("space on volumes")};
    out.headline = health::headlineOf(out.findings, out.judged, out.notJudged);
    out.tiles = {tile("p95", text("p95 latency"), reading(0.184, Unit::Seconds, "Prometheus", "histogram_quantile(0.95, …)"), {}, {}, "p95"),
        tile("accuracy", text("Model accuracy"), reading(0.931, Unit::Ratio, "Prometheus", "avg(model_accuracy_score)"), {}, {}, "accuracy"),
        tile("last-backup", text("Last backup"), reading(11520, Unit::Seconds, "Backup folder", "qbm_backup_20261122_064800.dump"),
            text("%1 ago", "3 h 12 min"), text("verified"), ""),
        tile("alerts", text("Alerts"), reading(0, Unit::Count, "Alertmanager", "/api/v2/alerts"), text("%1 firing", 0), {}, "")};
    out.tiles[2].detail = text("A restore now loses %1 and takes about %2, %3.", "3 h 12 min", "1 min 35 s",
        "measured by the last restore");
    return out;
}

health::Overview troubledOverview()
{
    using enum health::NodeKind;
    health::Overview out = wellOverview();
    const auto at = [&out](const char* id) { return std::find_if(out.nodes.begin(), out.nodes.end(), [id](const auto& n) { return n.id == id; }); };
    auto backend = at("backend");
    backend->state = health::State::Degraded;
    backend->sentence = text("%1 of %2 replicas of %3 are ready.", 2, 3, "backend");
    backend->facts.front() = replicas(2, 3);
    backend->facts[1].reading.state = ReadingState::NoTraffic;
    auto alertmanager = at("alertmanager");
    alertmanager->state = health::State::Down;
    alertmanager->error = refused("Alertmanager at http://localhost:9093");
    alertmanager->sentence = alertmanager->error->message;
    alertmanager->facts = {fact("alerts-firing", text("Firing alerts"), downReading(Unit::Count, "Alertmanager"))};
    health::Node standby = node("postgres-standby:standby1", PostgresStandby, "standby1", text("The standby's replication state is %1.", "streaming"),
        {fact("lag", text("Replication lag"), reading(0.8, Unit::Seconds, "PostgreSQL", "SELECT replay_lag FROM pg_stat_replication"))});
    health::Node replica = node("redis-replica:10.0.0.8:6379", RedisReplica, "10.0.0.8:6379", text("The replica's state is %1.", "wait_bgsave"),
        {fact("lag", text("Replication lag"), reading(4.2e6, Unit::Bytes, "Redis", "INFO replication"))});
    replica.state = health::State::Degraded;
    out.nodes.insert(at("redis"), standby);
    out.nodes.insert(at("prometheus"), replica);
    out.links.push_back({"postgres", standby.id, standby.state, "replication"});
    out.links.push_back({"redis", replica.id, replica.state, "replication"});
    for (health::Link& link : out.links) {
        if (const health::Node* to = out.node(link.to))
            link.state = to->state;
    }
    out.findings = {finding(health::Severity::Critical, "alertmanager", text("%1 does not answer", "Alertmanager"), at("alertmanager")->sentence,
                        {"overview", "alertmanager"}, "Alertmanager"),
        finding(health::Severity::Warning, "Deployment/backend", text("Pods of %1 do not start", "backend"),
            text("%1; %2", text("%1 of image %2", "ErrImagePull", "ghcr.io/acme/backend:bad"), text("%1 of %2 pods are ready", 2, 3)),
            {"cluster", "Deployment/backend"}, "Kubernetes API"),
        finding(health::Severity::Warning, "redis-replica:10.0.0.8:6379", text("%1 does not work as it should", "10.0.0.8:6379"), replica.sentence,
            {"overview", "redis-replica:10.0.0.8:6379"}, "Redis")};
    out.findings[1].since = now() - std::chrono::minutes(3);
    out.findings[1].detail = "backend-7c9d5-x: ErrImagePull, 0/1";
    out.headline = health::headlineOf(out.findings, out.judged, out.notJudged);
    out.tiles[3].reading = downReading(Unit::Count, "Alertmanager");
    out.tiles[3].words = {};
    out.tiles[3].state = health::State::Unknown;
    out.tiles[3].detail = out.findings[0].why;
    out.tiles[0].reading.state = ReadingState::NoTraffic;
    out.tiles[0].state = health::State::Unknown;
    out.tiles[2].state = health::State::Degraded;
    return out;
}

} // namespace qbm::fakes
