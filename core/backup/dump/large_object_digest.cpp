// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/large_object_digest.h"

#include <new>
#include <xxhash.h>

namespace qbm::backup {

LargeObjectReading::LargeObjectReading(std::uint32_t number, bool withChecksum)
{
    if (!withChecksum)
        return;
    m_state.reset(XXH3_createState());
    if (!m_state)
        throw std::bad_alloc();
    XXH3_128bits_reset(m_state.get());
    char bytes[4];
    for (int i = 0; i < 4; ++i)
        bytes[i] = static_cast<char>(number >> 8 * i & 0xFF);
    XXH3_128bits_update(m_state.get(), bytes, sizeof bytes);
}

void LargeObjectReading::Free::operator()(XXH3_state_s* state) const
{
    XXH3_freeState(state);
}

void LargeObjectReading::add(std::string_view bytes)
{
    m_sizeBytes += bytes.size();
    if (m_state)
        XXH3_128bits_update(m_state.get(), bytes.data(), bytes.size());
}

void LargeObjectDigest::add(const LargeObjectReading& object)
{
    ++m_facts.count;
    m_facts.sizeBytes += object.m_sizeBytes;
    if (!object.m_state)
        return;
    const XXH128_hash_t hash = XXH3_128bits_digest(object.m_state.get());
    m_sum.add(hash.low64, hash.high64);
    m_hasChecksum = true;
}

LargeObjectFacts LargeObjectDigest::facts() const
{
    LargeObjectFacts facts = m_facts;
    facts.checksum = m_hasChecksum ? m_sum.text() : std::string();
    return facts;
}

} // namespace qbm::backup
