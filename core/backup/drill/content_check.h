// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    std::optional<std::int64_t> rowsFound; ///< nullopt: the table is not there
    bool checksumCompared = false;
    bool checksumEqual = false;
    bool equal() const { return rowsFound == rowsExpected && (!checksumCompared || checksumEqual); }
};

struct ContentReport {
    std::vector<TableComparison> tables; ///< in the sidecar's order
    std::optional<LargeObjectComparison> largeObjects; ///< nullopt: the sidecar says nothing of them
    std::int64_t rows = 0;
    std::size_t different = 0; ///< tables
    bool checksums = false; ///< the sidecar had checksums and they were compared
    std::chrono::milliseconds took{0};
};

/// Reads every table of the sidecar by COPY, and the large objects, in one snapshot and compares rows and content.
/// \cost every row travels once; counting alone where the sidecar has no checksums
Result<ContentReport> compareContent(postgres::Client& client, const Sidecar& sidecar, TaskContext& context);
/// \error BadData names the first tables that differ, and the large objects, if any does
Result<> requireEqualContent(const ContentReport& report);

} // namespace qbm::backup
