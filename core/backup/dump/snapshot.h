// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/database_entry.h"
#include "core/base/clock.h"
#include "core/postgres/client.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace qbm::backup {

/// The one view of the data that a dump holds, and the session that keeps it open.
struct Snapshot {
    postgres::Client client;
    std::optional<postgres::Transaction> transaction;
    std::string id; ///< for pg_dump --snapshot; empty on a standby, which cannot export one
    TimePoint takenAt{}; ///< by the server's clock
    std::uint64_t databaseSizeBytes = 0;
    bool withoutSchemaPublic = false, withoutPlpgsql = false; ///< see Sidecar
    std::string systemIdentifier; ///< see Origin
    std::optional<DatabaseEntry> entry; ///< of the database as it was right before; nullopt: it could not be read
};

/// \error as postgres::Client::connect and query
Result<std::unique_ptr<Snapshot>> takeSnapshot(postgres::ConnectionSettings settings, TaskContext& context);

} // namespace qbm::backup
