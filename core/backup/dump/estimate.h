// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What a backup will cost, from earlier ones of the same database in the same format or, without any, from the
/// database's size.
struct DumpEstimate {
    std::uint64_t databaseSizeBytes = 0;
    std::uint64_t sizeBytes = 0; ///< of the backup
    std::optional<std::chrono::milliseconds> duration; ///< nullopt: never measured here
    bool measured = false; ///< sizeBytes comes from an earlier backup's ratio
    std::uint64_t archiveSizeBytes = 0; ///< what pg_dump will send
    std::optional<std::chrono::milliseconds> checksumTook; ///< processor time, where the earlier backup took checksums
    std::string measuredBy; ///< the earlier backup's name
};

/// \param earlier newest first
DumpEstimate estimateDump(
    std::uint64_t databaseSizeBytes, const std::string& database, Format format, const std::vector<Backup>& earlier);

} // namespace qbm::backup
