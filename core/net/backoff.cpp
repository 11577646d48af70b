// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <algorithm>

namespace qbm::net {

Backoff::Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most, std::uint32_t seed)
    : m_first(first)
    , m_most(std::max(first, most))
    , m_ceiling(first)
    , m_state(seed)
{
}

std::chrono::milliseconds Backoff::next(std::chrono::milliseconds atLeast)
{
    // Mulberry32: any seed will do, and a seeded test sees the same pauses everywhere.
    m_state += 0x6D2B79F5U;
    std::uint32_t mixed = (m_state ^ (m_state >> 15)) * (m_state | 1U);
    mixed ^= mixed + (mixed ^ (mixed >> 7)) * (mixed | 61U);
    mixed ^= mixed >> 14;
    const auto upTo = [mixed](std::chrono::milliseconds most) {
        return std::chrono::milliseconds(static_cast<std::int64_t>(mixed * (static_cast<std::uint64_t>(most.count()) + 1) >> 32));
    };
    const std::chrono::milliseconds pause = upTo(m_ceiling);
    m_ceiling = m_ceiling > m_most / 2 ? m_most : m_ceiling * 2;
    return std::max(pause, atLeast + upTo(atLeast / 4));
}

void Backoff::reset()
{
    m_ceiling = m_first;
}

} // namespace qbm::net
