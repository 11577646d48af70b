// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/encryption.h"
#include "core/backup/dump/estimate.h"
#include "core/backup/tools.h"
#include "core/postgres/client.h"

#include <chrono>
#include <functional>
#include <string>

namespace qbm::backup {

struct DumpOptions {
    std::filesystem::path folder;
    /// Told the name and mark (see Unfinished) of the new file before anything is written into it; an error ends the
    /// dump and nothing is left.
    std::function<Result<>(const std::string& name, const std::string& mark)> onClaimed = {};
    std::string name, mark; ///< of an earlier run of the same dump that was killed: its file is used again if it is there
    std::string label; ///< shown in the catalogue: "before upgrade"
    bool pinned = false;
    bool safety = false; ///< see Sidecar
    std::chrono::milliseconds stallTimeout{120'000}; ///< no byte from pg_dump for this long ends it
    Format format = Format::Guide;
    Recipient recipient;
    bool contentChecksums = true;
    int jobs = 2; ///< of the directory format
};

/// Dumps a database in one of the formats.
///
/// The name is claimed by making NAME.partial: never two dumps of one name, whoever makes them.
/// pg_dump writes into our pipe: what it writes is read for the rows and content of each table on a thread beside,
/// compressed and encrypted as asked for, hashed and written to NAME.partial, fsynced and renamed; NAME.json is durable
/// before the backup has its final name. In the directory format pg_dump writes files itself; they are hashed and read
/// for rows when it is done. Whatever goes wrong, nothing that looks whole is left. An archive that cannot be read for
/// rows is a backup all the same: the sidecar says `counted: false`. Progress: bytes from pg_dump against the estimate.
/// \error Exhausted (disk full: needed and free), Denied, Unreachable, Timeout (stalled), Cancelled, BadData (pg_dump
/// failed), Unsupported (an encrypted directory) \thread any
Result<Backup> dumpDatabase(postgres::ConnectionSettings settings, const Tools& tools, const DumpOptions& options,
    const DumpEstimate& estimate, TaskContext& context);

} // namespace qbm::backup
