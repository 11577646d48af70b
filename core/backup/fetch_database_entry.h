// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/database_entry.h"
#include "core/postgres/client.h"

#include <string>

namespace qbm::backup {

/// Everything the server knows about a database that stands outside of it. \param client on any database of the server
/// (10 to 18) \error NotFound: there is none of that name; as postgres::Client
Result<DatabaseEntry> fetchDatabaseEntry(
    postgres::Client& client, const std::string& database, TaskContext& context);

} // namespace qbm::backup
