// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/encryption.h"
#include "core/backup/tools.h"
#include "core/postgres/client.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace qbm::backup {

struct DumpOptions {
    std::filesystem::path folder;
    std::string name; ///< file name, free in the folder: backupName(now)
    std::string label; ///< shown in the catalogue: "before upgrade"
    bool pinned = false;
    bool safety = false; ///< see Sidecar
    std::chrono::milliseconds stallTimeout{120'000}; ///< no byte from pg_dump for this long ends it
    Format format = Format::Fast;
    Recipient recipient;
    bool contentChecksums = true;
    int jobs = 2; ///< of the directory format
};

/// Dumps a database in the guide's format (`--format=custom --compress=9`).
///
/// pg_dump writes into our pipe: the bytes are hashed and written to NAME.dump.partial, fsynced and renamed;
/// NAME.dump.json is durable before the dump has its final name. Row counts are taken in the very snapshot that is
/// dumped. Whatever goes wrong, nothing that looks whole is left. Progress: bytes written against the size expected
/// from `estimatedBytes`. \error Exhausted (disk full: needed and free), Denied, Unreachable, Timeout (stalled),
/// Cancelled, BadData (pg_dump failed) \thread any
Result<Backup> dumpDatabase(postgres::ConnectionSettings settings, const Tools& tools, const DumpOptions& options,
    std::uint64_t estimatedBytes, TaskContext& context);

/// What a backup will cost, from earlier ones of the same database or, without any, from the database's size.
struct DumpEstimate {
    std::uint64_t databaseSizeBytes = 0;
    std::uint64_t sizeBytes = 0;
    std::optional<std::chrono::milliseconds> duration; ///< nullopt: never measured here
    bool measured = false; ///< sizeBytes comes from an earlier backup's ratio
};

DumpEstimate estimateDump(
    std::uint64_t databaseSizeBytes, const std::string& database, const std::vector<Backup>& earlier);

} // namespace qbm::backup
