// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/assemble.h"

#include "core/health/nodes.h"

#include <algorithm>

namespace qbm::health {

namespace {

constexpr const char* kBackupSource = QT_TRANSLATE_NOOP("core", "Backup folder");

State stateOf(const Reading& reading)
{
    switch (reading.state) {
    case ReadingState::Value: return State::Ok;
    case ReadingState::Stale: return State::Stale;
    case ReadingState::SourceDown: return State::Down;
    case ReadingState::NoTraffic:
    case ReadingState::NoData: return State::Unknown;
    }
    return State::Unknown;
}

Reading notConfigured(Unit unit, std::string source, TimePoint at)
{
    Reading reading;
    reading.unit = unit;
    reading.source = std::move(source);
    reading.at = at;
    return reading;
}

Tile metricTile(const Answers& answers, const char* id, Text label, Unit unit, Reading MetricsFacts::* member, const std::string& query)
{
    Tile tile;
    tile.id = id;
    tile.label = std::move(label);
    if (const MetricsFacts* metrics = answers.metrics.value()) {
        tile.reading = metrics->*member;
        tile.state = stateOf(tile.reading);
        tile.rangeQuery = query;
    } else if (const Error* error = answers.metrics.error()) {
        tile.reading = downReading(unit, "Prometheus", query, *error, answers.metrics.at);
        tile.state = health::stateOf(*error);
    } else {
        tile.reading = notConfigured(unit, "Prometheus", answers.metrics.at);
        tile.state = State::NotConfigured;
    }
    if (tile.reading.state == ReadingState::NoTraffic)
        tile.note = text(QT_TRANSLATE_NOOP("core", "no traffic"));
    return tile;
}

void judgeBackup(Tile& tile, const std::optional<BackupFacts>& backup, TimePoint now, TimePoint at)
{
    if (!backup || backup->name.empty()) {
        tile.reading = notConfigured(Unit::Seconds, kBackupSource, at);
        tile.state = backup ? State::Down : State::Degraded;
        tile.words = text(QT_TRANSLATE_NOOP("core", "none yet"));
        tile.note = backup ? backup->alarm : text(QT_TRANSLATE_NOOP("core", "no backup has been made"));
        return;
    }
    const auto age = now - backup->finishedAt;
    tile.reading = valueReading(std::chrono::duration<double>(age).count(), Unit::Seconds, kBackupSource, backup->name, at);
    tile.words = text(QT_TRANSLATE_NOOP("core", "%1 ago"), formatDuration(age));
    tile.state = backup->alarm.empty() ? State::Ok : State::Down;
    tile.detail = backup->recovery;
    tile.note = !backup->alarm.empty() ? backup->alarm
        : backup->verified             ? text(QT_TRANSLATE_NOOP("core", "verified")) : text(QT_TRANSLATE_NOOP("core", "not verified yet"));
}

Tile backupTile(const Answers& answers, TimePoint now)
{
    Tile tile;
    tile.id = "last-backup";
    tile.label = text(QT_TRANSLATE_NOOP("core", "Last backup"));
    if (const auto* backup = answers.lastBackup.value()) {
        judgeBackup(tile, *backup, now, answers.lastBackup.at);
    } else if (const Error* error = answers.lastBackup.error()) {
        tile.reading = downReading(Unit::Seconds, kBackupSource, "", *error, answers.lastBackup.at);
        tile.state = health::stateOf(*error);
    } else {
        tile.reading = notConfigured(Unit::Seconds, kBackupSource, answers.lastBackup.at);
        tile.state = State::NotConfigured;
    }
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
    } else if (const Error* error = answers.alerts.error()) {
        tile.reading = downReading(Unit::Count, "Alertmanager", "/api/v2/alerts", *error, answers.alerts.at);
        tile.state = health::stateOf(*error);
    } else {
        tile.reading = notConfigured(Unit::Count, "Alertmanager", answers.alerts.at);
        tile.state = State::NotConfigured;
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

std::string joinTitles(const std::vector<const Node*>& nodes)
{
    std::string names;
    for (const Node* node : nodes)
        names += (names.empty() ? "" : ", ") + node->title;
    return names;
}

Text wellSentence(const Overview& overview, const Answers& answers)
{
    const Tile* alerts = overview.tile("alerts");
    if (alerts->state == State::Degraded || alerts->state == State::Down)
        return text(QT_TRANSLATE_NOOP("core", "All parts work; firing alerts: %1."), static_cast<long long>(alerts->reading.value));
    const std::optional<BackupFacts>* backup = answers.lastBackup.value();
    if (backup == nullptr)
        return text(QT_TRANSLATE_NOOP("core", "All parts work."));
    if (!*backup)
        return text(QT_TRANSLATE_NOOP("core", "All parts work; there is no backup yet."));
    if (!(*backup)->alarm.empty())
        return text(QT_TRANSLATE_NOOP("core", "All parts work; the backups need a look: %1"), (*backup)->alarm);
    if ((*backup)->recovery.empty())
        return text(QT_TRANSLATE_NOOP("core", "All parts work."));
    return text(QT_TRANSLATE_NOOP("core", "All parts work. %1"), (*backup)->recovery);
}

Text summarise(const Overview& overview, const Answers& answers)
{
    std::vector<const Node*> troubled;
    std::size_t asked = 0;
    for (const Node& node : overview.nodes) {
        asked += node.state == State::NotConfigured ? 0 : 1;
        if (node.state != State::Ok && node.state != State::NotConfigured)
            troubled.push_back(&node);
    }
    std::ranges::stable_sort(troubled, std::greater<>(), &Node::state);
    if (asked == 0 && answers.deployments.configured())
        return text(QT_TRANSLATE_NOOP("core",
            "The cluster answers, but its namespace holds no deployment nginx, frontend or backend, and the profile names "
            "no other part of the system."));
    if (asked == 0)
        return text(QT_TRANSLATE_NOOP("core", "The profile names no part of the system."));
    if (troubled.empty())
        return wellSentence(overview, answers);
    if (troubled.size() == 1)
        return troubled.front()->sentence;
    return text(QT_TRANSLATE_NOOP("core", "%1 of %2 parts need a look: %3."), troubled.size(), asked, joinTitles(troubled));
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
    addLinks(overview, answers);
    overview.tiles = {metricTile(answers, "p95", text(QT_TRANSLATE_NOOP("core", "p95 latency")), Unit::Seconds, &MetricsFacts::p95, kP95Query),
        metricTile(answers, "accuracy", text(QT_TRANSLATE_NOOP("core", "Model accuracy")), Unit::Ratio, &MetricsFacts::accuracy, kAccuracyQuery),
        backupTile(answers, now), alertsTile(answers)};
    State worst = State::NotConfigured;
    for (const Node& node : overview.nodes)
        worst = worse(worst, node.state);
    overview.worst = worst;
    overview.sentence = summarise(overview, answers);
    return overview;
}

} // namespace qbm::health
