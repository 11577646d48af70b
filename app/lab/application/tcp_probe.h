// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace qbm::lab {

/// Whether somebody accepts TCP connections at a port of the IPv4 loopback; waits at most `timeout`.
bool acceptsConnections(std::uint16_t port, std::chrono::milliseconds timeout);

} // namespace qbm::lab
