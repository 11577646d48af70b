// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/estimate.h"

#include <algorithm>

namespace qbm::backup {

DumpEstimate estimateDump(
    std::uint64_t databaseSizeBytes, const std::string& database, Format format, const std::vector<Backup>& earlier)
{
    const auto last = std::ranges::find_if(earlier, [&](const Backup& backup) {
        return backup.state == BackupState::Complete && backup.sidecar->database == database
            && backup.sidecar->format == format && !backup.sidecar->adopted && backup.sidecar->databaseSizeBytes > 0;
    });
    if (last == earlier.end())
        return {databaseSizeBytes, databaseSizeBytes, std::nullopt, false, databaseSizeBytes, std::nullopt, {}};
    const Sidecar& sidecar = *last->sidecar;
    const double growth = static_cast<double>(databaseSizeBytes) / static_cast<double>(sidecar.databaseSizeBytes);
    const auto grown = [growth](auto amount) { return static_cast<double>(amount) * growth; };
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(sidecar.finishedAt - sidecar.startedAt);
    DumpEstimate estimate;
    estimate.databaseSizeBytes = databaseSizeBytes;
    estimate.sizeBytes = static_cast<std::uint64_t>(grown(sidecar.sizeBytes));
    estimate.archiveSizeBytes = static_cast<std::uint64_t>(grown(sidecar.archiveSizeBytes));
    estimate.duration = std::chrono::milliseconds(static_cast<std::int64_t>(grown(took.count())));
    estimate.measured = true;
    if (sidecar.checksumTook.count() > 0)
        estimate.checksumTook
            = std::chrono::milliseconds(static_cast<std::int64_t>(grown(sidecar.checksumTook.count())));
    estimate.measuredBy = last->name;
    return estimate;
}

} // namespace qbm::backup
