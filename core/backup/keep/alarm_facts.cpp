// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/alarm_facts.h"

#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/folder_memory.h"
#include "core/backup/operation_checks.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/sessions.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"

#include <algorithm>
#include <array>

namespace qbm::backup {

namespace {

using operation::Record;

/// Why the next backup could not be written where it should be; nullopt: it could, as far as rights go.
std::optional<Text> judgeFolder(const std::filesystem::path& folder)
{
    if (const auto writable = checkWritable(folder); !writable)
        return text(QT_TRANSLATE_NOOP("core", "The next backup cannot be written to the folder %1: %2"), folder.string(),
            writable.error().sentence());
    return std::nullopt;
}

/// From which one can swap back. A server that does not tell them is no reason to keep quiet about what is missing.
std::vector<std::string> fetchKeptDatabases(const BackupEnvironment& environment, TaskContext& context)
{
    const auto fetch = [&]() -> Result<std::vector<SideDatabase>> {
        QBM_TRY(settings, environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, connectToMaintenance(std::move(settings), context));
        return fetchSideDatabases(client, environment.database, context);
    };
    std::vector<std::string> kept;
    if (!environment.connection)
        return kept;
    for (const SideDatabase& side : fetch().value_or(std::vector<SideDatabase>())) {
        if (side.role == SideRole::Before)
            kept.push_back(side.name);
    }
    return kept;
}

} // namespace

Result<AlarmFacts> fetchAlarmFacts(const BackupEnvironment& environment, TaskContext& context)
{
    AlarmFacts facts;
    facts.maximumAge = environment.settings.maximumAge;
    facts.format = environment.settings.format;
    facts.places = environment.settings.copies;
    facts.database = environment.database;
    facts.target = environment.target;
    if (environment.operations)
        facts.operations = environment.operations();
    facts.folder = environment.folder.string();
    facts.folderProblem = judgeFolder(environment.folder);
    facts.folderGone = whyFolderIsGone(environment);
    if (const auto free = freeSpaceBytes(environment.folder))
        facts.freeBytes = *free;
    if (environment.identity) {
        facts.serverNamed = true;
        QBM_TRY(exists, environment.identity->fetchDatabaseExists(context));
        facts.databaseExists = exists;
        if (exists == false)
            facts.keptDatabases = fetchKeptDatabases(environment, context);
        QBM_CHECK(context.checkpoint());
    }
    facts.now = systemClock().now();
    return facts;
}

bool concernsBackups(const Record& record)
{
    constexpr std::array<std::string_view, 6> kOnDatabase{kBackupCreateKind, kRestoreKind, kRestoreElsewhereKind,
        kSwapBackKind, kDropSideKind, kEndSessionsKind};
    return record.kind.starts_with("backup.") || std::ranges::find(kOnDatabase, record.kind) != kOnDatabase.end();
}

} // namespace qbm::backup
