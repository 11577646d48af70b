// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/assemble.h"

#include "core/health/judge.h"
#include "core/health/nodes.h"
#include "core/health/objectives.h"

#include <algorithm>

namespace qbm::health {

namespace {

constexpr const char* kBackupSource = QT_TRANSLATE_NOOP("core", "Backup folder");

Reading notConfigured(Unit unit, std::string source, TimePoint at)
{
    Reading reading;
    reading.unit = unit;
    reading.source = std::move(source);
    reading.at = at;
    return reading;
}

/// The dot of a tile judges its value: green only where somebody has said what would be good, and it is.
void judgeValue(Tile& tile, const Objective& objective)
{
    if (tile.reading.state == ReadingState::Stale) {
        tile.state = State::Stale;
    } else if (tile.reading.state == ReadingState::NoTraffic) {
        tile.state = State::Unknown;
        tile.note = text(QT_TRANSLATE_NOOP("core", "no traffic"));
    } else if (!tile.reading.hasValue()) {
        tile.state = State::Unknown;
        if (tile.reading.error)
            tile.detail = tile.reading.error->message;
    } else if (!objective.limit) {
        tile.state = State::Unknown;
        tile.note = text(QT_TRANSLATE_NOOP("core", "no objective"));
        tile.detail = text(QT_TRANSLATE_NOOP("core", "Nobody has said what this number should be: see the section objectives of the profile."));
    } else {
        tile.state = objective.met(tile.reading.value) ? State::Ok : State::Degraded;
        tile.note = text(QT_TRANSLATE_NOOP("core", "objective: %1"), objective.words());
    }
}

Tile metricTile(const Answers& answers, std::string_view id, const std::string& query)
{
    const std::vector<Objective> objectives = objectivesOf(answers.objectives);
    const Objective& objective = *std::ranges::find(objectives, id, &Objective::id);
    Tile tile;
    tile.id = id;
    tile.label = objective.label;
    if (const MetricsFacts* metrics = answers.metrics.value()) {
        tile.reading = metrics->*objective.reading;
        tile.rangeQuery = query;
    } else if (const Error* error = answers.metrics.error()) {
        tile.reading = downReading(objective.unit, "Prometheus", query, *error, answers.metrics.at);
    } else {
        tile.reading = notConfigured(objective.unit, "Prometheus", answers.metrics.at);
        tile.state = State::NotConfigured;
        tile.detail = text(QT_TRANSLATE_NOOP("core", "The profile names no Prometheus."));
        return tile;
    }
    judgeValue(tile, objective);
    return tile;
}

void judgeBackup(Tile& tile, const BackupFacts& backups, TimePoint now, TimePoint at)
{
    tile.state = backups.alarms.empty() ? State::Ok : State::Degraded;
    tile.detail = backups.recovery;
    if (!backups.newest) {
        tile.reading = notConfigured(Unit::Seconds, kBackupSource, at);
        tile.state = State::Degraded;
        tile.words = text(QT_TRANSLATE_NOOP("core", "none yet"));
        tile.note = text(QT_TRANSLATE_NOOP("core", "no backup has been made"));
        return;
    }
    const auto age = now - backups.newest->finishedAt;
    tile.reading = valueReading(std::chrono::duration<double>(age).count(), Unit::Seconds, kBackupSource, backups.newest->name, at);
    // Further ahead than two machines' clocks ever differ: see backup::isDatedInFuture().
    tile.words = age < -std::chrono::minutes(5)
        ? text(QT_TRANSLATE_NOOP("core", "dated in the future"))
        : text(QT_TRANSLATE_NOOP("core", "%1 ago"), ageText(std::max<Duration>(age, Duration(0))));
    tile.note = !backups.alarms.empty()  ? backups.alarms.front()
        : backups.newest->verified ? text(QT_TRANSLATE_NOOP("core", "verified"))
                                   : text(QT_TRANSLATE_NOOP("core", "not verified yet"));
}

/// What a source did not answer is not known; that it did not is a finding of its own.
template <class T>
void missValue(Tile& tile, const Answer<T>& answer, Unit unit, const char* source, const char* query, Text absent)
{
    if (const Error* error = answer.error()) {
        tile.reading = downReading(unit, source, query, *error, answer.at);
        tile.state = State::Unknown;
        tile.detail = error->message;
    } else {
        tile.reading = notConfigured(unit, source, answer.at);
        tile.state = State::NotConfigured;
        tile.detail = std::move(absent);
    }
}

Tile backupTile(const Answers& answers, TimePoint now)
{
    Tile tile;
    tile.id = "last-backup";
    tile.label = text(QT_TRANSLATE_NOOP("core", "Last backup"));
    if (const BackupFacts* backups = answers.backups.value())
        judgeBackup(tile, *backups, now, answers.backups.at);
    else
        missValue(tile, answers.backups, Unit::Seconds, kBackupSource, "", text(QT_TRANSLATE_NOOP("core", "The profile names no PostgreSQL.")));
    return tile;
}

Tile alertsTile(const Answers& answers)
{
    Tile tile;
    tile.id = "alerts";
    tile.label = text(QT_TRANSLATE_NOOP("core", "Alerts"));
    if (const auto* alerts = answers.alerts.value()) {
        const auto firing = std::ranges::count_if(*alerts, &prometheus::Alert::firing);
        const bool critical = std::ranges::any_of(*alerts, [](const auto& a) { return a.firing() && a.severity() == "critical"; });
        tile.reading = valueReading(static_cast<double>(firing), Unit::Count, "Alertmanager", "/api/v2/alerts", answers.alerts.at);
        tile.words = text(QT_TRANSLATE_NOOP("core", "%1 firing"), firing);
        tile.state = critical ? State::Down : firing > 0 ? State::Degraded : State::Ok;
        if (const auto first = std::ranges::find_if(*alerts, &prometheus::Alert::firing); first != alerts->end())
            tile.note = text(QT_TRANSLATE_NOOP("core", "newest: %1"), first->alertName());
        if (const SilencedAlerts silenced = silencedAlerts(answers); silenced.count > 0) {
            tile.words = text(QT_TRANSLATE_NOOP("core", "%1 firing, %2 held quiet"), firing, silenced.count);
            tile.state = firing > 0 ? tile.state : State::Unknown; // none is heard of: nobody knows that all is well
            tile.note = firing > 0 ? tile.note : silenced.by;
            tile.detail = text(QT_TRANSLATE_NOOP("core", "Held quiet: %1 (%2)"), silenced.names, silenced.by);
        }
    } else {
        missValue(tile, answers.alerts, Unit::Count, "Alertmanager", "/api/v2/alerts",
            text(QT_TRANSLATE_NOOP("core", "The profile names no Alertmanager.")));
    }
    return tile;
}

/// The state of one scraped job as Prometheus sees it.
State scrapeState(const Answers& answers, std::string_view job)
{
    const MetricsFacts* metrics = answers.metrics.value();
    if (metrics == nullptr)
        return State::Unknown;
    State state = State::NotConfigured;
    for (const prometheus::Target& target : metrics->targets) {
        if (target.job != job)
            continue;
        const bool up = target.health == prometheus::TargetHealth::Up;
        state = worse(state, up ? State::Ok : target.health == prometheus::TargetHealth::Down ? State::Down : State::Unknown);
    }
    return state;
}

void addLinks(Overview& overview, const Answers& answers)
{
    const auto link = [&overview](const char* from, const std::string& to, const char* label) {
        const Node* target = overview.node(to);
        overview.links.push_back({from, to, target == nullptr ? State::Unknown : target->state, label});
    };
    link("nginx", "frontend", "/");
    link("nginx", "backend", "/api");
    link("frontend", "backend", "API");
    link("backend", "postgres", "SQL");
    link("backend", "redis", "cache");
    for (const Node& node : overview.nodes) {
        if (node.kind == NodeKind::PostgresStandby)
            link("postgres", node.id, "replication");
        if (node.kind == NodeKind::RedisReplica)
            link("redis", node.id, "replication");
    }
    overview.links.push_back({"prometheus", "backend", scrapeState(answers, "qbm-backend"), "scrapes"});
    overview.links.push_back({"prometheus", "postgres", scrapeState(answers, "postgres"), "scrapes"});
    overview.links.push_back({"prometheus", "redis", scrapeState(answers, "redis"), "scrapes"});
    link("prometheus", "alertmanager", "alerts");
}

/// What the cluster or a number says of a part stands on its card.
void showOnParts(Overview& overview)
{
    for (const Finding& finding : overview.findings) {
        const auto part = std::ranges::find(overview.nodes, finding.part, &Node::id);
        if (!finding.part.empty() && part != overview.nodes.end() && finding.severity != Severity::Note)
            worsen(*part, stateOf(finding.severity), finding.sentence());
    }
}

} // namespace

Overview assemble(const Answers& answers, TimePoint startedAt, TimePoint now)
{
    Overview overview;
    overview.startedAt = startedAt;
    overview.finishedAt = now;
    overview.nodes = {ingressNode(answers), frontendNode(answers), backendNode(answers), postgresNode(answers)};
    std::ranges::move(standbyNodes(answers), std::back_inserter(overview.nodes));
    overview.nodes.push_back(redisNode(answers));
    std::ranges::move(redisReplicaNodes(answers), std::back_inserter(overview.nodes));
    overview.nodes.push_back(prometheusNode(answers));
    overview.nodes.push_back(alertmanagerNode(answers));
    Judgement judgement = judge(answers, overview.nodes, now);
    overview.findings = std::move(judgement.findings);
    overview.judged = std::move(judgement.judged);
    overview.notJudged = std::move(judgement.notJudged);
    overview.headline = headlineOf(overview.findings, overview.judged, overview.notJudged);
    showOnParts(overview);
    addLinks(overview, answers); // in the state the parts have by now
    overview.tiles = {metricTile(answers, "p95", kP95Query), metricTile(answers, "accuracy", kAccuracyQuery), backupTile(answers, now),
        alertsTile(answers)};
    return overview;
}

} // namespace qbm::health
