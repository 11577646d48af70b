// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/row_digest.h"

#include <charconv>
#include <xxhash.h>

namespace qbm::backup {

void RowDigest::add(std::string_view line)
{
    const XXH128_hash_t hash = XXH3_128bits(line.data(), line.size());
    m_sum.add(hash.low64, hash.high64);
    ++m_rows;
}

std::string HashSum::text() const
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const std::uint64_t half : {m_high, m_low}) {
        for (int shift = 60; shift >= 0; shift -= 4)
            out += kDigits[(half >> shift) & 0xF];
    }
    return out;
}

std::optional<HashSum> HashSum::parse(std::string_view text)
{
    if (text.size() != 32)
        return std::nullopt;
    HashSum sum;
    for (std::uint64_t* half : {&sum.m_high, &sum.m_low}) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + 16, *half, 16);
        if (error != std::errc() || end != text.data() + 16)
            return std::nullopt;
        text.remove_prefix(16);
    }
    return sum;
}

} // namespace qbm::backup
