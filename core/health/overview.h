// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/base/text.h"
#include "core/health/finding.h"
#include "core/health/state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::health {

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
    State state = State::Unknown; ///< of the value against its objective; Unknown: nobody has said what would be good
    Text note; ///< footer: "checksum not yet verified", "see which"; may be empty
    std::string rangeQuery; ///< PromQL of its sparkline; empty: none
    Text detail = {}; ///< a sentence more, for a second look
};

/// The whole system at one moment.
struct Overview {
    std::vector<Node> nodes;
    std::vector<Link> links;
    std::vector<Tile> tiles;
    std::vector<Finding> findings; ///< everything that is not as it should be, worst first
    std::vector<Text> judged; ///< "6 workloads", "PostgreSQL": what the headline stands for
    std::vector<Text> notJudged; ///< "certificates", "nodes (not permitted)": what it says nothing about
    Headline headline;
    TimePoint startedAt{};
    TimePoint finishedAt{};

    const Node* node(std::string_view nodeId) const;
    const Tile* tile(std::string_view tileId) const;
};

} // namespace qbm::health
