// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/server_facts.h"
#include "core/postgres/shared_names.h"

namespace qbm::postgres {

namespace {

constexpr const char* kServerSql = R"(
SELECT pg_is_in_recovery(), clock_timestamp(), pg_postmaster_start_time(), pg_database_size(current_database()),
       current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int,
       CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::bigint END)";

constexpr const char* kReplicaSql = R"(
SELECT coalesce(application_name, ''), coalesce(host(client_addr), 'local'), coalesce(state, ''), coalesce(sync_state, ''),
       greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::bigint, (extract(epoch FROM replay_lag) * 1000)::bigint
FROM pg_stat_replication ORDER BY 1, 2)";

// Without pg_monitor the backend type of others is hidden, but not that they are in a database.
const std::string kSessionSql = "SELECT coalesce(application_name, ''), coalesce(host(client_addr), 'local'), "
    + sharedName("usename") + ", " + sharedName("datname") + R"(,
       count(*), count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state LIKE 'idle in transaction%')
FROM pg_stat_activity
WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL)
GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4)";

// Asking for the size takes the table, its indexes and its TOAST table for reading.
constexpr const char* kTableSql = R"(
WITH locked AS (
  SELECT coalesce(i.indrelid, o.oid, l.relation) AS oid
  FROM pg_locks l LEFT JOIN pg_index i ON i.indexrelid = l.relation LEFT JOIN pg_class o ON o.reltoastrelid = l.relation
  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
SELECT n.nspname, c.relname, c.relkind = 'p', c.relispartition,
       CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END,
       CASE WHEN f.locked THEN 0 ELSE coalesce(pg_total_relation_size(c.oid), 0) END,
       coalesce(pn.nspname, ''), coalesce(p.relname, ''), f.locked
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (SELECT c.oid IN (SELECT oid FROM locked) AS locked OFFSET 0) f
     LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
     LEFT JOIN pg_class p ON p.oid = i.inhparent LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")";

const std::string kSessionsOfSql = R"(
SELECT pid, coalesce(application_name, ''), coalesce(host(client_addr), 'local'), )"
    + sharedName("usename") + R"(, coalesce(state, ''),
       coalesce(NOT r.rolsuper AND pg_has_role(r.oid, 'pg_monitor', 'USAGE'), false), backend_start,
       coalesce(backend_type, ''),
       coalesce((SELECT min(slot_name) FROM pg_replication_slots s WHERE s.active_pid = a.pid), '')
FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = usesysid
WHERE datid = (SELECT oid FROM pg_database WHERE coalesce()"
    + isNamed("datname") + R"(, datname = current_database())) AND pid <> pg_backend_pid()
  AND coalesce(to_jsonb(a) ->> 'leader_pid', '') <> pg_backend_pid()::text -- not before version 13
ORDER BY backend_start)";

std::optional<std::chrono::milliseconds> optionalMilliseconds(const Cell& cell)
{
    const auto value = toInteger(cell);
    return value ? std::optional(std::chrono::milliseconds(*value)) : std::nullopt;
}

std::optional<std::uint64_t> optionalBytes(const Cell& cell)
{
    const auto value = toInteger(cell);
    return value && *value >= 0 ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

Result<> readServerRow(const Table& table, ServerFacts& facts)
{
    const Row& row = table.rows.at(0);
    QBM_TRY(inRecovery, toBoolean(row[0]));
    QBM_TRY(now, toTime(row[1]));
    QBM_TRY(startedAt, toTime(row[2]));
    QBM_TRY(size, toInteger(row[3]));
    QBM_TRY(maxConnections, toInteger(row[4]));
    QBM_TRY(reserved, toInteger(row[5]));
    facts.role = inRecovery ? ServerRole::Standby : ServerRole::Primary;
    facts.fetchedAt = now;
    facts.startedAt = startedAt;
    facts.databaseSizeBytes = static_cast<std::uint64_t>(size);
    facts.maxConnections = static_cast<int>(maxConnections);
    facts.reservedConnections = static_cast<int>(reserved);
    facts.standbyDelay = optionalMilliseconds(row[6]);
    return {};
}

Result<> fetchReplicas(Client& client, ServerFacts& facts, TaskContext& context)
{
    QBM_TRY(table, client.query(kReplicaSql, context));
    for (const Row& row : table.rows)
        facts.replicas.push_back(
            {*row[0], *row[1], *row[2], *row[3], optionalBytes(row[4]), optionalMilliseconds(row[5])});
    return {};
}

Result<> fetchSessions(Client& client, ServerFacts& facts, TaskContext& context)
{
    QBM_TRY(table, client.query(kSessionSql, context));
    for (const Row& row : table.rows) {
        QBM_TRY(total, toInteger(row[4]));
        QBM_TRY(active, toInteger(row[5]));
        QBM_TRY(idle, toInteger(row[6]));
        facts.sessionGroups.push_back({*row[0], *row[1], sharedNameOf(row[2]), sharedNameOf(row[3]),
            static_cast<int>(total), static_cast<int>(active), static_cast<int>(idle)});
        facts.sessions += static_cast<int>(total);
    }
    return {};
}

} // namespace

Result<ServerFacts> fetchServerFacts(Client& client, TaskContext& context)
{
    ServerFacts facts;
    facts.version = client.serverVersionText();
    facts.versionNumber = client.serverVersion();
    QBM_TRY(server, client.query(kServerSql, context));
    QBM_CHECK(readServerRow(server, facts));
    if (facts.role == ServerRole::Primary)
        QBM_CHECK(fetchReplicas(client, facts, context));
    QBM_CHECK(fetchSessions(client, facts, context));
    return facts;
}

Result<std::vector<TableFacts>> fetchTables(Client& client, TaskContext& context)
{
    QBM_TRY(table, client.query(kTableSql, context));
    std::vector<TableFacts> tables;
    tables.reserve(table.rows.size());
    for (const Row& row : table.rows) {
        QBM_TRY(partitioned, toBoolean(row[2]));
        QBM_TRY(partition, toBoolean(row[3]));
        QBM_TRY(bytes, toInteger(row[5]));
        QBM_TRY(locked, toBoolean(row[8]));
        const auto estimate = toInteger(row[4]);
        tables.push_back({*row[0], *row[1], partitioned, partition, *row[6], *row[7],
            estimate ? std::optional(*estimate) : std::nullopt, static_cast<std::uint64_t>(bytes), locked});
    }
    return tables;
}

Result<std::int64_t> countRows(Client& client, std::string_view schema, std::string_view name, TaskContext& context)
{
    QBM_TRY(table, client.query("SELECT count(*) FROM ONLY " + quoteQualified(schema, name), context));
    return toInteger(table.rows.at(0)[0]);
}

Result<std::vector<Session>> fetchSessionsOf(Client& client, const std::string& database, TaskContext& context)
{
    // The names of databases are bytes that every database reads in its own encoding: a session within the database
    // itself could be given another name than ours.
    const Cell other = database == client.settings().database ? Cell() : Cell(nameBytes(database));
    QBM_TRY(table, client.query(kSessionsOfSql, {other}, context));
    std::vector<Session> sessions;
    for (const Row& row : table.rows) {
        QBM_TRY(pid, toInteger(row[0]));
        QBM_TRY(monitoring, toBoolean(row[5]));
        const auto startedAt = toTime(row[6]);
        sessions.push_back({static_cast<int>(pid), *row[1], *row[2], sharedNameOf(row[3]), *row[4], monitoring,
            startedAt ? std::optional(*startedAt) : std::nullopt, *row[7], *row[8]});
    }
    return sessions;
}

bool Session::ofClient() const
{
    return backendType.empty() || backendType == "client backend" || backendType == "walsender";
}

Result<std::vector<Session>> fetchOtherSessions(Client& client, TaskContext& context)
{
    return fetchSessionsOf(client, client.settings().database, context);
}

} // namespace qbm::postgres
