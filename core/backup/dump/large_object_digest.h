// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/row_digest.h"
#include "core/backup/sidecar.h"

#include <cstdint>
#include <memory>
#include <string_view>

struct XXH3_state_s;

namespace qbm::backup {

/// One large object, read in pieces of any size: its bytes and, where asked for, the XXH3-128 of its number (four
/// bytes, lowest first) and content.
class LargeObjectReading {
public:
    LargeObjectReading(std::uint32_t number, bool withChecksum);

    void add(std::string_view bytes);
    std::uint64_t sizeBytes() const { return m_sizeBytes; }

private:
    friend class LargeObjectDigest;
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };

    std::unique_ptr<XXH3_state_s, Free> m_state; ///< null: no checksum
    std::uint64_t m_sizeBytes = 0;
};

/// All large objects as three numbers: how many, their bytes, and the sum of their hashes as RowDigest makes it of
/// rows, so that their order does not matter.
class LargeObjectDigest {
public:
    /// One that was read to its end.
    void add(const LargeObjectReading& object);
    /// The checksum is empty where there is no object, or none was read with one.
    LargeObjectFacts facts() const;

private:
    HashSum m_sum;
    LargeObjectFacts m_facts;
    bool m_hasChecksum = false;
};

} // namespace qbm::backup
