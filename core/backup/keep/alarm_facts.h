// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/copy/copy_place.h"
#include "core/backup/drill/drill_report.h"
#include "core/backup/keep/schedule.h"
#include "core/operation/journal.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// What findAlarms() judges. Whoever fills it in has asked: no store of copies is.
struct AlarmFacts {
    std::vector<Backup> backups; ///< of the folder, each with its belonging
    std::vector<ScheduleState> schedules;
    std::optional<DrillReport> lastDrill; ///< of this database
    std::chrono::hours maximumAge{26};
    TimePoint now{};
    std::string folder;
    std::optional<Text> folderProblem; ///< a sentence: why the next backup cannot be written there
    std::optional<Text> folderGone; ///< as whyFolderIsGone()
    bool listed = true; ///< false: nobody may look into the folder, so what it holds is not known
    std::optional<std::uint64_t> freeBytes; ///< nullopt: not known
    Format format = Format::Fast; ///< of the next backup
    std::vector<CopyPlace> places; ///< where each backup goes as well
    std::vector<operation::Record> operations; ///< oldest first, as the journals tell
    std::string database, target; ///< as BackupEnvironment has them
    bool serverNamed = false; ///< the profile names a server
    std::optional<bool> databaseExists; ///< nullopt: the server does not answer
    std::vector<std::string> keptDatabases; ///< where it is gone: those that restores set aside, newest first
};

/// All but backups, schedules and lastDrill, which their callers have read already: the folder, the journals, and whether
/// the server has the database. \error Cancelled
Result<AlarmFacts> fetchAlarmFacts(const BackupEnvironment& environment, TaskContext& context);

/// Whether an operation is on backups or on the database that they are of.
bool concernsBackups(const operation::Record& record);

} // namespace qbm::backup
