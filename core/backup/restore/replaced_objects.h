// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/postgres/client.h"

#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// What a restore in place would have to drop and the connecting role may not: it belongs to others, and so does its
/// schema. \param client on the database \error as postgres::Client
Result<std::set<std::string>> fetchObjectsOfOthers(
    postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context);

} // namespace qbm::backup
