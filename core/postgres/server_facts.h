// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/postgres/client.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::postgres {

enum class ServerRole { Primary, Standby };

/// A standby as its primary sees it. \source pg_stat_replication
struct ReplicaFacts {
    std::string applicationName;
    std::string clientAddress;
    std::string state; ///< "streaming", "catchup", ...
    std::string syncState; ///< "async", "sync", "quorum", "potential"
    std::optional<std::uint64_t> lagBytes; ///< WAL written by the primary and not yet replayed there
    std::optional<std::chrono::milliseconds> replayLag; ///< unknown while nothing is written
};

/// Sessions that share program, client and user. \source pg_stat_activity, client backends of all databases
struct SessionGroup {
    std::string applicationName;
    std::string clientAddress; ///< "local" for a unix socket
    std::string user;
    std::string database;
    int total = 0;
    int active = 0;
    int idleInTransaction = 0;
};

/// What one look at a server tells.
struct ServerFacts {
    std::string version; ///< "15.20 (Debian ...)"
    int versionNumber = 0; ///< 150020
    TimePoint startedAt{};
    TimePoint fetchedAt{}; ///< by the server's clock
    ServerRole role = ServerRole::Primary;
    std::optional<std::chrono::milliseconds> standbyDelay; ///< on a standby: age of the last replayed commit
    std::vector<ReplicaFacts> replicas; ///< on a primary
    std::uint64_t databaseSizeBytes = 0; ///< of the database we are connected to
    int sessions = 0; ///< client sessions of all databases, ours included
    int maxConnections = 0;
    int reservedConnections = 0; ///< of them for superusers only
    std::vector<SessionGroup> sessionGroups; ///< largest first
};

/// The SQL behind the figures, shown as their source.
inline constexpr std::string_view kDatabaseSizeQuery = "SELECT pg_database_size(current_database())";
inline constexpr std::string_view kSessionCountQuery
    = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";

/// One pass over a server: five short statements. \error as Client::query
Result<ServerFacts> fetchServerFacts(Client& client, TaskContext& context);

/// An ordinary or partitioned table of the database (no system schemas, no temporary tables, none that
/// belong to an extension). Partitions are listed beside their parent.
struct TableFacts {
    std::string schema;
    std::string name;
    bool partitioned = false; ///< holds no rows itself
    bool partition = false;
    std::string parentSchema, parentName; ///< of a partition: the table it is attached to
    std::optional<std::int64_t> estimatedRows; ///< the planner's; nullopt before the first ANALYZE
    std::uint64_t totalBytes = 0; ///< with indexes and TOAST
    bool locked = false; ///< by somebody else, so that nobody may read it: totalBytes is not known
};

/// Sorted by schema and name. Waits for no table that is locked. \error as Client::query
Result<std::vector<TableFacts>> fetchTables(Client& client, TaskContext& context);

/// count(*) of one table as the session sees it now, without those that inherit from it. \cost a scan of the table
Result<std::int64_t> countRows(Client& client, std::string_view schema, std::string_view name, TaskContext& context);

/// A session of another program.
struct Session {
    int pid = 0;
    std::string applicationName;
    std::string clientAddress;
    std::string user;
    std::string state;
    bool monitoring = false; ///< its role is a member of pg_monitor and no superuser
    std::optional<TimePoint> startedAt;
    /// "client backend", "walsender", "logical replication worker", an extension's name, ...; empty: we may not know
    std::string backendType = {};
    std::string slot = {}; ///< the replication slot that a walsender reads; empty: none

    /// Whether a program connected it; the others are made by the server itself.
    bool ofClient() const;
};

/// Whoever is connected to `database` but us and what works for us: clients, consumers of its changes (walsenders), the
/// server's own workers. \source pg_stat_activity
Result<std::vector<Session>> fetchSessionsOf(Client& client, const std::string& database, TaskContext& context);
/// The same of the current database.
Result<std::vector<Session>> fetchOtherSessions(Client& client, TaskContext& context);

} // namespace qbm::postgres
