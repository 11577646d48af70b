// SPDX-License-Identifier: GPL-3.0-or-later
// The two stores: PostgreSQL and Redis, with their replicas.
#include "core/health/nodes.h"

namespace qbm::health {

namespace {

constexpr double kNearlyFull = 0.9;
/// A standby further behind than this would lose noticeable data.
constexpr double kLongLagSeconds = 30;

const std::string kPostgres = "PostgreSQL";
const std::string kRedis = "Redis";

Text countOf(long long part, long long whole)
{
    return text(QT_TRANSLATE_NOOP("core", "%1 of %2"), part, whole);
}

void judgeDatabase(Node& node, const DatabaseFacts& facts)
{
    node.state = State::Ok;
    node.sentence = facts.isPrimary ? text(QT_TRANSLATE_NOOP("core", "PostgreSQL %1 answers as primary."), facts.version)
                                    : text(QT_TRANSLATE_NOOP("core", "PostgreSQL %1 answers as standby."), facts.version);
    if (facts.maxConnections > 0 && facts.connections > kNearlyFull * facts.maxConnections) {
        node.state = State::Degraded;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "%1 of %2 connections are in use."), facts.connections, facts.maxConnections);
    } else if (facts.replayLagSeconds && *facts.replayLagSeconds > kLongLagSeconds) {
        node.state = State::Degraded;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "This standby is %1 behind its primary."),
            formatQuantity(*facts.replayLagSeconds, Unit::Seconds).joined());
    }
}

void addDatabaseFacts(Node& node, const DatabaseFacts& facts, TimePoint at)
{
    node.facts.push_back({"connections", text(QT_TRANSLATE_NOOP("core", "Connections")),
        valueReading(facts.connections, Unit::Count, kPostgres, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'", at),
        countOf(facts.connections, facts.maxConnections)});
    node.facts.push_back({"size", text(QT_TRANSLATE_NOOP("core", "Database size")),
        valueReading(static_cast<double>(facts.sizeBytes), Unit::Bytes, kPostgres, "SELECT pg_database_size(current_database())", at), {}});
    node.facts.push_back({"role", text(QT_TRANSLATE_NOOP("core", "Role")),
        valueReading(facts.isPrimary ? 1 : 0, Unit::None, kPostgres, "SELECT pg_is_in_recovery()", at),
        facts.isPrimary ? text(QT_TRANSLATE_NOOP("core", "primary")) : text(QT_TRANSLATE_NOOP("core", "standby"))});
    if (facts.replayLagSeconds)
        node.facts.push_back({"lag", text(QT_TRANSLATE_NOOP("core", "Replication lag")),
            valueReading(*facts.replayLagSeconds, Unit::Seconds, kPostgres, "SELECT now() - pg_last_xact_replay_timestamp()", at), {}});
}

void judgeCache(Node& node, const redis::ServerFacts& facts)
{
    node.state = State::Ok;
    node.sentence = facts.role == redis::Role::Master ? text(QT_TRANSLATE_NOOP("core", "Redis %1 answers as master."), facts.version)
                                                      : text(QT_TRANSLATE_NOOP("core", "Redis %1 answers as replica."), facts.version);
    const bool nearlyFull = facts.maxMemoryBytes > 0
        && static_cast<double>(facts.usedMemoryBytes) > kNearlyFull * static_cast<double>(facts.maxMemoryBytes);
    if (facts.role == redis::Role::Replica && !facts.masterLinkUp) {
        node.state = State::Degraded;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "This replica lost its master %1 %2 ago."), facts.masterAddress,
            durationText(std::chrono::seconds(facts.masterLinkDownSeconds)));
    } else if (nearlyFull && facts.evictionPolicy == "noeviction") {
        node.state = State::Degraded;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "Memory is nearly full (%1 of %2) and nothing may be evicted: writes will fail."),
            formatBytes(facts.usedMemoryBytes), formatBytes(facts.maxMemoryBytes));
    }
}

void addCacheFacts(Node& node, const redis::ServerFacts& facts, TimePoint at)
{
    const auto add = [&](const char* id, Text label, double value, Unit unit, const char* query, Text words = {}) {
        node.facts.push_back({id, std::move(label), valueReading(value, unit, kRedis, query, at), std::move(words)});
    };
    add("memory", text(QT_TRANSLATE_NOOP("core", "Memory")), static_cast<double>(facts.usedMemoryBytes), Unit::Bytes, "INFO memory",
        facts.maxMemoryBytes == 0 ? Text()
                                  : text(QT_TRANSLATE_NOOP("core", "%1 of %2"), formatBytes(facts.usedMemoryBytes), formatBytes(facts.maxMemoryBytes)));
    Reading hits = valueReading(100 * facts.hitRatio.value_or(std::numeric_limits<double>::quiet_NaN()), Unit::Percent, kRedis, "INFO stats", at);
    if (!facts.hitRatio)
        hits.state = ReadingState::NoTraffic;
    node.facts.push_back({"hit-ratio", text(QT_TRANSLATE_NOOP("core", "Hit ratio")), std::move(hits), {}});
    add("keys", text(QT_TRANSLATE_NOOP("core", "Keys")), static_cast<double>(facts.keys), Unit::Count, "DBSIZE");
    add("clients", text(QT_TRANSLATE_NOOP("core", "Clients")), static_cast<double>(facts.connectedClients), Unit::Count, "INFO clients");
    const bool isMaster = facts.role == redis::Role::Master;
    add("role", text(QT_TRANSLATE_NOOP("core", "Role")), isMaster ? 1 : 0, Unit::None, "INFO replication",
        isMaster ? text(QT_TRANSLATE_NOOP("core", "master")) : text(QT_TRANSLATE_NOOP("core", "replica")));
}

/// The part that is the same for both: not configured, or no answer. False: there is nothing more to say.
template <class T>
bool begin(Node& node, const Answer<T>& answer, Text notConfigured)
{
    node.checkedAt = answer.at;
    if (!answer.configured()) {
        node.state = State::NotConfigured;
        node.sentence = std::move(notConfigured);
        return false;
    }
    const Error* error = answer.error();
    if (error == nullptr)
        return true;
    node.state = stateOf(*error);
    node.sentence = error->message;
    node.error = *error;
    return false;
}

void addDownFact(Node& node, const char* id, Text label, Unit unit, const std::string& source)
{
    if (node.error)
        node.facts.push_back({id, std::move(label), downReading(unit, source, "", *node.error, node.checkedAt), {}});
}

} // namespace

Node postgresNode(const Answers& answers)
{
    Node node;
    node.id = "postgres";
    node.title = kPostgres;
    node.kind = NodeKind::Postgres;
    if (!begin(node, answers.database, text(QT_TRANSLATE_NOOP("core", "The profile names no PostgreSQL.")))) {
        addDownFact(node, "connections", text(QT_TRANSLATE_NOOP("core", "Connections")), Unit::Count, kPostgres);
        addDownFact(node, "size", text(QT_TRANSLATE_NOOP("core", "Database size")), Unit::Bytes, kPostgres);
        return node;
    }
    const DatabaseFacts& facts = *answers.database.value();
    addDatabaseFacts(node, facts, answers.database.at);
    judgeDatabase(node, facts);
    return node;
}

std::vector<Node> standbyNodes(const Answers& answers)
{
    std::vector<Node> nodes;
    const DatabaseFacts* facts = answers.database.value();
    if (facts == nullptr)
        return nodes;
    for (const StandbyFacts& standby : facts->standbys) {
        Node& node = nodes.emplace_back();
        node.id = "postgres-standby:" + standby.name;
        node.title = standby.name;
        node.kind = NodeKind::PostgresStandby;
        node.checkedAt = answers.database.at;
        const bool late = standby.lagSeconds.value_or(0) > kLongLagSeconds;
        node.state = standby.state == "streaming" && !late ? State::Ok : State::Degraded;
        node.sentence = late ? text(QT_TRANSLATE_NOOP("core", "The standby is %1 behind."), formatQuantity(*standby.lagSeconds, Unit::Seconds).joined())
                             : text(QT_TRANSLATE_NOOP("core", "The standby's replication state is %1."), standby.state);
        // No lag is told while everything is replayed.
        node.facts.push_back({"lag", text(QT_TRANSLATE_NOOP("core", "Replication lag")),
            valueReading(standby.lagSeconds.value_or(0), Unit::Seconds, kPostgres, "SELECT replay_lag FROM pg_stat_replication", node.checkedAt), {}});
    }
    return nodes;
}

Node redisNode(const Answers& answers)
{
    Node node;
    node.id = "redis";
    node.title = kRedis;
    node.kind = NodeKind::Redis;
    if (!begin(node, answers.cache, text(QT_TRANSLATE_NOOP("core", "The profile names no Redis.")))) {
        addDownFact(node, "memory", text(QT_TRANSLATE_NOOP("core", "Memory")), Unit::Bytes, kRedis);
        addDownFact(node, "hit-ratio", text(QT_TRANSLATE_NOOP("core", "Hit ratio")), Unit::Ratio, kRedis);
        return node;
    }
    const redis::ServerFacts& facts = *answers.cache.value();
    addCacheFacts(node, facts, answers.cache.at);
    judgeCache(node, facts);
    return node;
}

std::vector<Node> redisReplicaNodes(const Answers& answers)
{
    std::vector<Node> nodes;
    const redis::ServerFacts* facts = answers.cache.value();
    if (facts == nullptr)
        return nodes;
    for (const redis::ReplicaLink& replica : facts->replicas) {
        Node& node = nodes.emplace_back();
        node.id = "redis-replica:" + replica.address;
        node.title = replica.address;
        node.kind = NodeKind::RedisReplica;
        node.checkedAt = answers.cache.at;
        node.state = replica.state == "online" ? State::Ok : State::Degraded;
        node.sentence = text(QT_TRANSLATE_NOOP("core", "The replica's state is %1."), replica.state);
        node.facts.push_back({"lag", text(QT_TRANSLATE_NOOP("core", "Replication lag")),
            valueReading(static_cast<double>(replica.lagBytes), Unit::Bytes, kRedis, "INFO replication", node.checkedAt), {}});
    }
    return nodes;
}

} // namespace qbm::health
