// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/drill/content_recipe.h"
#include "core/backup/drill/large_object_check.h"
#include "core/backup/sidecar.h"
#include "core/postgres/client.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// One table of a sidecar held against a database.
struct TableComparison {
    std::string schema, name;
    std::int64_t rowsExpected = 0;
    std::optional<std::int64_t> rowsFound = {}; ///< nullopt: the table is not there
    bool checksumCompared = false;
    bool checksumEqual = false;
    std::vector<std::string> missingColumns = {}; ///< of the backup's, which the table does not have
    bool equalAsAWhole = false; ///< other rows than in the backup, but those of its partitioned table are the same
    bool equal() const
    {
        return equalAsAWhole
            || (rowsFound == rowsExpected && missingColumns.empty() && (!checksumCompared || checksumEqual));
    }
};

/// A partitioned table whose rows lie in other partitions than in the backup.
struct MovedRows {
    std::string table; ///< "schema.name" of the topmost
    bool contentCompared = false; ///< false: only how many rows there are
};

struct ContentReport {
    std::vector<TableComparison> tables; ///< in the sidecar's order
    std::optional<LargeObjectComparison> largeObjects; ///< nullopt: the sidecar says nothing of them
    std::vector<MovedRows> moved;
    std::int64_t rows = 0;
    std::size_t different = 0; ///< tables
    std::size_t rounded = 0; ///< tables of which rows were only counted, as a server before 12 rounded their numbers
    bool checksums = false; ///< the sidecar had checksums and they were compared
    std::chrono::milliseconds took{0};
};

/// Reads every table of the sidecar by COPY, and the large objects, in one snapshot and compares rows and content.
/// \param recipe of the backup's archive; an empty one takes the tables' own order of columns, and UTF-8
/// \param connections sessions at a time, the client's among them
/// \cost every row travels once; counting alone where the sidecar has no checksums
Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, const ContentRecipe& recipe,
    int connections, TaskContext& context);
Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, TaskContext& context);

/// \error BadData names the first tables that differ, and the large objects, if any does
Result<> requireEqualContent(const ContentReport& report);
/// What else there is to say of a comparison: a sentence each.
std::vector<Text> remarks(const ContentReport& report);

} // namespace qbm::backup
