// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::redis {

/// The reply of INFO: section (lower case) -> key -> value.
struct Info {
    std::map<std::string, std::map<std::string, std::string>, std::less<>> sections;

    /// The value as it stands; nullopt if this server does not tell it.
    std::optional<std::string> value(std::string_view section, std::string_view key) const;
    std::optional<std::int64_t> integer(std::string_view section, std::string_view key) const;
};

/// \error BadData if the text holds no `key:value` line at all
Result<Info> parseInfo(std::string_view text);

enum class Role { Master, Replica };

/// "master", "replica"
std::string_view name(Role role);

/// A replica as its master lists it.
struct ReplicaLink {
    std::string address; ///< "ip:port"
    std::string state; ///< "online", "wait_bgsave", "send_bulk"
    std::int64_t lagBytes = 0; ///< master's offset less the replica's
};

/// What a console shows of a server. Times are whole seconds, as INFO gives them.
struct ServerFacts {
    std::string version;
    Role role = Role::Master;
    bool clusterEnabled = false;
    std::string masterAddress; ///< replica only
    bool masterLinkUp = true; ///< replica only
    std::int64_t masterLinkDownSeconds = 0; ///< replica only, while the link is down
    std::vector<ReplicaLink> replicas;
    std::uint64_t usedMemoryBytes = 0;
    std::uint64_t maxMemoryBytes = 0; ///< 0: no limit set
    std::string evictionPolicy;
    std::optional<double> hitRatio; ///< hits / (hits + misses) since the server started; unset before the first lookup
    std::int64_t evictedKeys = 0;
    std::int64_t connectedClients = 0;
    std::int64_t blockedClients = 0;
    std::int64_t commandsPerSecond = 0;
    std::int64_t uptimeSeconds = 0;
    std::int64_t keys = 0; ///< in the chosen database
};

/// \error BadData if role or memory are missing
Result<ServerFacts> factsFromInfo(const Info& info, std::int64_t keys);

} // namespace qbm::redis
