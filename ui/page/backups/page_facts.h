// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "ui/page/backups/facts_strip.h"

namespace qbm::ui {

/// What the strip on top of the page tells: the newest backup, the folder, the next and the last run, the last drill.
/// \param schedules nullopt: not known
std::vector<StripFact> pageFacts(const service::BackupFacts& facts, const QString& folder,
    const std::optional<std::vector<backup::ScheduleState>>& schedules);

} // namespace qbm::ui
