// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/info.h"

#include <algorithm>
#include <charconv>

namespace qbm::redis {

namespace {

template <class Number>
std::optional<Number> parseNumber(std::string_view digits)
{
    Number number{};
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

std::string toLower(std::string_view words)
{
    std::string out(words);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return out;
}

/// The value of one key in "ip=10.0.0.1,port=6379,state=online,offset=14,lag=0".
std::string fieldOf(std::string_view list, std::string_view key)
{
    while (!list.empty()) {
        const std::string_view item = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), item.size() + 1));
        if (item.size() > key.size() && item.starts_with(key) && item[key.size()] == '=')
            return std::string(item.substr(key.size() + 1));
    }
    return {};
}

std::vector<ReplicaLink> readReplicas(const Info& info)
{
    const std::int64_t masterOffset = info.integer("replication", "master_repl_offset").value_or(0);
    const std::int64_t count = info.integer("replication", "connected_slaves").value_or(0);
    std::vector<ReplicaLink> replicas;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto line = info.value("replication", "slave" + std::to_string(i));
        if (!line)
            break;
        const std::int64_t offset = parseNumber<std::int64_t>(fieldOf(*line, "offset")).value_or(0);
        replicas.push_back({fieldOf(*line, "ip") + ":" + fieldOf(*line, "port"), fieldOf(*line, "state"),
            std::max<std::int64_t>(0, masterOffset - offset)});
    }
    return replicas;
}

void readReplication(const Info& info, ServerFacts& facts)
{
    facts.role = info.value("replication", "role") == "slave" ? Role::Replica : Role::Master;
    if (facts.role == Role::Replica) {
        facts.masterAddress = info.value("replication", "master_host").value_or("") + ":"
            + info.value("replication", "master_port").value_or("");
        facts.masterLinkUp = info.value("replication", "master_link_status") == "up";
        facts.masterLinkDownSeconds = info.integer("replication", "master_link_down_since_seconds").value_or(0);
    }
    facts.replicas = readReplicas(info);
}

std::optional<double> hitRatio(const Info& info)
{
    const auto hits = info.integer("stats", "keyspace_hits");
    const auto misses = info.integer("stats", "keyspace_misses");
    if (!hits || !misses || *hits + *misses <= 0)
        return std::nullopt;
    return static_cast<double>(*hits) / static_cast<double>(*hits + *misses);
}

std::uint64_t bytes(const Info& info, std::string_view key)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, info.integer("memory", key).value_or(0)));
}

} // namespace

std::optional<std::string> Info::value(std::string_view section, std::string_view key) const
{
    const auto foundSection = sections.find(section);
    if (foundSection == sections.end())
        return std::nullopt;
    const auto found = foundSection->second.find(std::string(key));
    return found == foundSection->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> Info::integer(std::string_view section, std::string_view key) const
{
    const auto digits = value(section, key);
    return digits ? parseNumber<std::int64_t>(*digits) : std::nullopt;
}

Result<Info> parseInfo(std::string_view reply)
{
    Info info;
    std::string section;
    while (!reply.empty()) {
        std::string_view line = reply.substr(0, reply.find('\n'));
        reply.remove_prefix(std::min(reply.size(), line.size() + 1));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.starts_with("# ")) {
            section = toLower(line.substr(2));
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            info.sections[section].insert_or_assign(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
        }
    }
    if (info.sections.empty())
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The reply to INFO is empty; is this a Redis server?")));
    return info;
}

std::string_view name(Role role)
{
    return role == Role::Master ? "master" : "replica";
}

Result<ServerFacts> factsFromInfo(const Info& info, std::int64_t keys)
{
    if (!info.value("replication", "role") || !info.integer("memory", "used_memory"))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "INFO tells neither role nor memory; the user may lack the right to see them.")));
    ServerFacts facts;
    facts.version = info.value("server", "redis_version").value_or("");
    facts.uptimeSeconds = info.integer("server", "uptime_in_seconds").value_or(0);
    facts.clusterEnabled = info.integer("cluster", "cluster_enabled").value_or(0) == 1;
    readReplication(info, facts);
    facts.usedMemoryBytes = bytes(info, "used_memory");
    facts.maxMemoryBytes = bytes(info, "maxmemory");
    facts.evictionPolicy = info.value("memory", "maxmemory_policy").value_or("");
    facts.hitRatio = hitRatio(info);
    facts.evictedKeys = info.integer("stats", "evicted_keys").value_or(0);
    facts.commandsPerSecond = info.integer("stats", "instantaneous_ops_per_sec").value_or(0);
    facts.connectedClients = info.integer("clients", "connected_clients").value_or(0);
    facts.blockedClients = info.integer("clients", "blocked_clients").value_or(0);
    facts.keys = keys;
    return facts;
}

} // namespace qbm::redis
