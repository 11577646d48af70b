// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/verify.h"
#include "core/backup/sidecar.h"
#include "core/postgres/client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What becomes of one table when a backup is restored.
struct TableChange {
    std::string schema, name;
    bool isThere = false;
    std::optional<std::int64_t> rowsNow; ///< nullopt: not known, or it is not there
    bool estimated = false;
    std::optional<Text> locked; ///< by whom, where that is why nobody may count its rows
    std::optional<std::int64_t> rowsInBackup; ///< nullopt: not in the backup
    bool replacesAll = false; ///< the whole database is another one afterwards
    bool goesWithParent = false; ///< a partition the backup does not know, of a table that is dropped and made again
};

/// Each table's rows now and in the backup, greatest differences first; before them those that are locked. Rows are
/// counted where that takes no long; no lock is waited for. \param contents may be empty if `replacesAll`
Result<std::vector<TableChange>> compareTables(postgres::Client& client, const Sidecar& sidecar,
    const ArchiveContents& contents, bool replacesAll, TaskContext& context);

/// What becomes of it, in words that follow its name.
Text describe(const TableChange& change);

} // namespace qbm::backup
