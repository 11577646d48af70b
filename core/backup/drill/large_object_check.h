// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/sidecar.h"
#include "core/postgres/client.h"

namespace qbm::backup {

/// The large objects of a sidecar held against a database.
struct LargeObjectComparison {
    LargeObjectFacts expected;
    LargeObjectFacts found; ///< without checksum and bytes where the sidecar has no checksum: they were only counted
    bool checksumCompared() const { return !expected.checksum.empty() && !found.checksum.empty(); }
    bool equal() const;
};

/// Reads every large object, or counts them where `expected` has no checksum, in the snapshot of the open transaction.
/// \cost every byte travels once, in hexadecimal \error Denied: one of them may not be read
Result<LargeObjectComparison> compareLargeObjects(
    postgres::Client& client, const LargeObjectFacts& expected, TaskContext& context);

} // namespace qbm::backup
