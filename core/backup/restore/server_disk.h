// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <cstdint>
#include <optional>

namespace qbm::backup {

/// Free bytes where a copy of the current database would go. nullopt where the server's files are not certain to be on
/// this machine: a server that answers on the loopback may still run in a container or behind a tunnel.
std::optional<std::uint64_t> freeServerDiskBytes(postgres::Client& client, TaskContext& context);

} // namespace qbm::backup
