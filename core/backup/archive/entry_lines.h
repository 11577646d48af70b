// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/tools.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// A line of `pg_restore --list`. Names are separated by blanks there, so they are compared rather than taken apart.
struct EntryLine {
    std::int64_t id = 0;
    std::string what; ///< "TABLE DATA public model postgres"

    bool is(std::string_view kind) const
    {
        return what.size() > kind.size() && what.starts_with(kind) && what[kind.size()] == ' ';
    }
};

/// Of an archive that pg_restore can open, in its order. \error BadData
Result<std::vector<EntryLine>> readEntryLines(
    const std::filesystem::path& archive, const Tools& tools, TaskContext& context);

/// Whether rows are in it whose table is made by something else than the archive: a table of an extension that is
/// marked to be dumped.
bool holdsRowsOfExtensions(const std::vector<EntryLine>& lines);

} // namespace qbm::backup
