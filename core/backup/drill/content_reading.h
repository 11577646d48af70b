// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/drill/content_recipe.h"
#include "core/backup/drill/large_object_check.h"
#include "core/backup/dump/row_digest.h"
#include "core/postgres/client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What is to be read of one table, and what was.
struct TableReading {
    TableKey table;
    std::vector<std::string> columns;
    std::uint64_t pages = 0, sizeBytes = 0; ///< see StoredTable
    bool countOnly = false;
    RowDigest digest; ///< but for countOnly
    std::int64_t rows = 0;
};

struct ContentReading {
    std::vector<TableReading> tables;
    std::optional<LargeObjectFacts> expectedObjects; ///< nullopt: they are not read
    std::optional<LargeObjectComparison> objects;
};

struct ReadingOptions {
    std::string encoding; ///< of the rows' text
    std::string settingsSql; ///< one statement that sets what changes the text, until the end of the transaction
    std::uint64_t expectedRows = 0; ///< for the progress
    int connections = 1;
};

/// Reads all of it in one snapshot, over several sessions like the client's at a time, the largest first and long tables
/// in pieces, so that all end together. Where no further session is let in, those that are do the work.
/// \error as Client::copyOut
Result<> readContent(
    postgres::Client& client, ContentReading& reading, const ReadingOptions& options, TaskContext& context);

} // namespace qbm::backup
