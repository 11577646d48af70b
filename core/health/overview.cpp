// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/overview.h"

#include <algorithm>

namespace qbm::health {

std::string_view name(State state)
{
    switch (state) {
    case State::Ok: return "ok";
    case State::NotConfigured: return "not-configured";
    case State::Unknown: return "unknown";
    case State::Stale: return "stale";
    case State::Degraded: return "degraded";
    case State::Down: return "down";
    }
    return "unknown";
}

State worse(State a, State b)
{
    if (a == State::NotConfigured)
        return b;
    if (b == State::NotConfigured)
        return a;
    return std::max(a, b);
}

std::string_view name(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Ingress: return "ingress";
    case NodeKind::Frontend: return "frontend";
    case NodeKind::Backend: return "backend";
    case NodeKind::Postgres: return "postgres";
    case NodeKind::PostgresStandby: return "postgres-standby";
    case NodeKind::Redis: return "redis";
    case NodeKind::RedisReplica: return "redis-replica";
    case NodeKind::Prometheus: return "prometheus";
    case NodeKind::Alertmanager: return "alertmanager";
    }
    return "unknown";
}

const Fact* Node::fact(std::string_view factId) const
{
    const auto found = std::ranges::find(facts, factId, &Fact::id);
    return found == facts.end() ? nullptr : &*found;
}

const Node* Overview::node(std::string_view nodeId) const
{
    const auto found = std::ranges::find(nodes, nodeId, &Node::id);
    return found == nodes.end() ? nullptr : &*found;
}

const Tile* Overview::tile(std::string_view tileId) const
{
    const auto found = std::ranges::find(tiles, tileId, &Tile::id);
    return found == tiles.end() ? nullptr : &*found;
}

} // namespace qbm::health
