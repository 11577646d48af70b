// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/archive_stream.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qbm::backup {

/// Everything an archive lists, in its order. `pg_restore --list` separates names by blanks and so cannot tell where
/// one begins; this reads the archive's own beginning, whatever its format. Not more of the file is read than that.
/// \param identity age's identity file, for encrypted ones
/// \error BadData, Unsupported (a version that is not known here), NotFound, Denied, Cancelled
Result<std::vector<ArchiveItem>> readTableOfContents(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);

/// Header and table of contents as the plain archive has them, byte for byte; not of a directory. \error as above
Result<std::string> readContentsBytes(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);

} // namespace qbm::backup
