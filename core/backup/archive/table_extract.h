// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/copy_csv.h"
#include "core/backup/archive/readable_archive.h"
#include "core/backup/tools.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qbm::backup {

/// One entry of an archive's table of contents.
struct ArchiveEntry {
    std::int64_t id = 0; ///< pg_restore's number of it
    std::string kind; ///< "TABLE", "TABLE DATA", "INDEX", "SEQUENCE SET", ...
    std::string schema; ///< "-" where it has none
    std::string name;
    std::string owner;
};
/// Everything in a backup, in the order of its table of contents, without restoring it.
/// \cost reads the beginning of the file only \error as readTableOfContents()
Result<std::vector<ArchiveEntry>> listArchive(const Backup& backup, const UnpackOptions& unpack, TaskContext& context);

struct ExtractReport {
    std::int64_t rows = 0;
    std::uint64_t sizeBytes = 0;
    std::vector<std::string> generatedColumns; ///< the table has them, the backup does not: the database computes them
    std::int64_t formulaCells = 0; ///< that a spreadsheet would take for formulas
    bool guarded = false; ///< and they were written so that it does not
    bool unknownEncoding = false; ///< the backup is in SQL_ASCII: its bytes were written as they are
};
/// One table's rows, or those of all partitions of a partitioned one, as CSV (RFC 4180, UTF-8 from whatever known encoding the backup is in, a header line; NULL is an empty
/// field, an empty string is ""), read from the backup without any database. `file` must not exist; nothing is left of
/// it on failure. \error NotFound (no such table in the backup), Conflict (file exists), Exhausted, Unsupported
/// (encoding; partitions whose columns differ in order)
Result<ExtractReport> extractTableCsv(const Backup& backup, const UnpackOptions& unpack, const Tools& tools,
    const std::string& schema, const std::string& table, const std::filesystem::path& file, const CsvOptions& options,
    TaskContext& context);

} // namespace qbm::backup
