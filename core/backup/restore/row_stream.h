// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/archive_stream.h"
#include "core/backup/output_settings.h"
#include "core/postgres/client.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// Whether streamRows() can bring all the data of a backup: pg_restore cannot open it as it lies, and it holds nothing but
/// rows, as COPY text, of tables that it makes itself. \param items of it, all or those that are wanted
bool canStreamRows(const Backup& backup, const std::vector<ArchiveItem>& items);

struct RowStream {
    postgres::ConnectionSettings settings; ///< of the database that has the tables
    const Backup& backup;
    std::filesystem::path identity; ///< age's, for an encrypted one
    std::string encoding; ///< PostgreSQL's name of the archive's; empty: UTF8
    OutputSettings outputSettings; ///< of the backup, see Sidecar
    int sessions = 2;
    std::chrono::milliseconds stallTimeout{600'000}; ///< see FillOptions
};

/// Rows go from the backup into the tables as they are decompressed, with no unpacked file between. Each session has a
/// stream of its own and takes from it the tables that no other has taken before. As pg_restore's jobs do it, a table is
/// emptied and filled in one transaction, so that no log is written where the server needs none; its rows are frozen,
/// so that no reader has to mark them later. A table whose rows the server refused (a deadlock, a condition that
/// reads a table with no rows yet) is tried once more after all others, by one session alone.
/// \param entries numbers of the TABLE DATA wanted
/// \error as Client::exec() with the table's name, readBackup(), Timeout (nothing moved for the stall timeout)
/// \cost each session decompresses the whole backup, and once more if tables got in each other's way
Result<> streamRows(const RowStream& stream, const std::set<std::int64_t>& entries, TaskContext& context);

} // namespace qbm::backup
