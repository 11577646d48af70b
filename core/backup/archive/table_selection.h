// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

/// What a restore of some tables takes out of an archive.
struct TableSelection {
    std::vector<std::int64_t> entries; ///< numbers, in the archive's order
    std::vector<std::string> schemas; ///< that must be there; the archive's own statements for them are left out
    std::vector<std::pair<std::string, std::string>> tables; ///< schema and name of all that it makes
};

/// The tables with their rows, defaults, indexes, constraints, owned sequences and comments; a partitioned table with
/// its partitions; a foreign key only where both tables are wanted; types, functions and parents that a table is made
/// of come along. \error NotFound names a table that the archive does not define; InvalidInput names a partition whose
/// rows the archive brings by way of a partitioned table that is not wanted
Result<TableSelection> selectTables(
    const std::vector<ArchiveItem>& items, const std::vector<std::pair<std::string, std::string>>& tables);

} // namespace qbm::backup
