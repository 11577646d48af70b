// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/archive_stream.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

/// Schema and name.
using TableKey = std::pair<std::string, std::string>;

/// How an archive writes its rows: what a database must be asked for so that the same rows become the same text.
struct ContentRecipe {
    std::string encoding; ///< PostgreSQL's name of the archive's; empty: UTF8
    /// Of each table that has any, in the order of its rows' text. Tables that are not in it have their own order.
    std::map<TableKey, std::vector<std::string>> columns;
};

/// \error BadData
Result<ContentRecipe> makeContentRecipe(const std::vector<ArchiveItem>& items);
/// Of a backup in any format; an archive of an unknown version has an empty one. \error as readTableOfContents
Result<ContentRecipe> fetchContentRecipe(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);

} // namespace qbm::backup
