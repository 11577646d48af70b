// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/scheduled_run.h"

#include "core/backup/dump/backup_operation.h"

#include <ranges>

namespace qbm::backup {

std::optional<ScheduledRun> lastScheduledRun(const std::vector<operation::Record>& records, const std::string& reason)
{
    for (const operation::Record& record : records | std::views::reverse) { // newest first
        if (record.kind != kBackupCreateKind || record.reason != reason)
            continue;
        ScheduledRun run;
        run.startedAt = record.startedAt;
        run.changedAt = record.changedAt;
        if (record.state != operation::RecordState::Running)
            run.succeeded = record.state == operation::RecordState::Done;
        if (run.succeeded == false)
            run.message = record.error ? record.error->english() : std::string(operation::name(record.state));
        return run;
    }
    return std::nullopt;
}

} // namespace qbm::backup
