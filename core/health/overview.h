// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/base/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::health {

/// How a part stands, from well to worst in the order of worse().
enum class State {
    Ok,
    NotConfigured, ///< the profile does not name it; not asked
    Unknown, ///< it could not be found out
    Stale, ///< what is known is old
    Degraded, ///< works, but not as it should
    Down, ///< does not answer or cannot work
};

/// "ok", "not-configured", "unknown", "stale", "degraded", "down"
std::string_view name(State state);
/// The worse of the two; NotConfigured never wins over Ok.
State worse(State a, State b);

enum class NodeKind { Ingress, Frontend, Backend, Postgres, PostgresStandby, Redis, RedisReplica, Prometheus, Alertmanager };

/// "ingress", "frontend", ...
std::string_view name(NodeKind kind);

/// A named number or word about a part.
struct Fact {
    std::string id; ///< stable: "p95", "request-rate", "error-ratio", "replicas-ready", "connections", "size", "lag", ...
    Text label;
    Reading reading;
    Text words; ///< instead of the bare number, where one is not enough: "2 of 3", "primary"; empty: format the number
};

/// One part of the system.
struct Node {
    std::string id; ///< "backend", "postgres", "postgres-standby:NAME", ...
    NodeKind kind = NodeKind::Backend;
    std::string title; ///< a name, not translated: "PostgreSQL", "backend"
    State state = State::Unknown;
    Text sentence; ///< how it stands and, if not well, why
    std::vector<Fact> facts; ///< the one to show largest first
    TimePoint checkedAt{}; ///< when this was found out
    std::optional<Error> error; ///< why its server did not answer

    const Fact* fact(std::string_view factId) const;
};

/// Who depends on whom: an arrow of the living map.
struct Link {
    std::string from, to; ///< node ids
    State state = State::Unknown; ///< the state of `to` as seen from `from`
    std::string label; ///< "replication", "SQL", "scrapes", ...
};

/// A number of the top row.
struct Tile {
    std::string id; ///< "p95", "accuracy", "last-backup", "alerts"
    Text label;
    Reading reading;
    Text words; ///< as in Fact
    State state = State::Unknown;
    Text note; ///< footer: "checksum not yet verified", "see which"; may be empty
    std::string rangeQuery; ///< PromQL of its sparkline; empty: none
    Text detail = {}; ///< a sentence more, for a second look
};

/// The whole system at one moment.
struct Overview {
    std::vector<Node> nodes;
    std::vector<Link> links;
    std::vector<Tile> tiles;
    State worst = State::Unknown; ///< of the nodes; a tile (an alert, an old backup) does not take the system down
    Text sentence; ///< how things stand, worst first
    TimePoint startedAt{};
    TimePoint finishedAt{};

    const Node* node(std::string_view nodeId) const;
    const Tile* tile(std::string_view tileId) const;
};

} // namespace qbm::health
