// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// Tables whose conditions or generated columns call functions that read tables. Their rows come after those of what is
/// read: before, a condition would refuse them, and a generated column would be computed from nothing, without an error.
struct RowOrder {
    std::vector<std::vector<std::int64_t>> rounds; ///< numbers of TABLE DATA, one round after the other, after all others
    std::set<std::string> generated; ///< "schema.table" with such generated columns: they are computed anew
    std::set<std::string> cyclic; ///< they read each other, or themselves: no order is right for all of them

    bool judged = false; ///< conditions call functions of the archive: rows may be refused for reasons of any kind

    bool empty() const { return rounds.empty(); }
};

/// By what the definitions say: a function reads a table if its text names it or calls one that does. Nobody knows what
/// it makes up at run time. \cost small where no condition calls a function of the archive
RowOrder orderRows(const std::vector<ArchiveItem>& items);

/// For one run of pg_restore: `entries` (empty: all) with those rows after all other rows; empty: nothing has to be moved
/// and `entries` was empty.
std::vector<std::int64_t> inRowOrder(
    const std::vector<ArchiveItem>& items, const RowOrder& order, std::vector<std::int64_t> entries);

} // namespace qbm::backup
