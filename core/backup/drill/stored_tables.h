// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/drill/content_recipe.h"
#include "core/postgres/client.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qbm::backup {

/// A table that holds rows, as a database has it.
struct StoredTable {
    std::vector<std::string> columns; ///< in its order, without generated ones
    std::uint64_t pages = 0; ///< of its rows
    std::uint64_t sizeBytes = 0; ///< with what was too long for a page
    /// A value of it may be a floating-point number, or hold one: their text changed with PostgreSQL 12.
    bool hasFloats = false;
};
using StoredTables = std::map<TableKey, StoredTable>;

/// \error as Client::query
Result<StoredTables> fetchStoredTables(postgres::Client& client, TaskContext& context);

/// Of each partition that holds rows, the partitioned table at the top. Where rows are placed by the hash of an enum,
/// every load places them anew: only the whole can be compared.
using PartitionRoots = std::map<TableKey, TableKey>;
/// \error as Client::query
Result<PartitionRoots> fetchPartitionRoots(postgres::Client& client, TaskContext& context);

} // namespace qbm::backup
