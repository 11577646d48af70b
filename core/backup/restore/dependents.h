// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <vector>

namespace qbm::backup {

/// A restore in place drops what the backup holds and makes it again; the server refuses that while something that is
/// not in the backup depends on it: a view of a table, a table in a schema, a column of a type, a default by a
/// function. Foreign keys are asked for by themselves. \param items of the archive
operation::Check checkDependents(postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context);

} // namespace qbm::backup
