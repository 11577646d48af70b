// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/alarm_facts.h"

#include "core/backup/dump/backup_operation.h"
#include "core/backup/operation_checks.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/sessions.h"
#include "core/base/file.h"

#include <algorithm>
#include <array>

namespace qbm::backup {

namespace {

using operation::Record;
using operation::RecordState;

/// Why the next backup could not be written where it should be; nullopt: it could, as far as rights go.
std::optional<Text> judgeFolder(const std::filesystem::path& folder, const std::vector<Record>& operations)
{
    if (const auto writable = checkWritable(folder); !writable)
        return text(QT_TRANSLATE_NOOP("core", "The next backup cannot be written to the folder %1: %2"), folder.string(),
            writable.error().sentence());
    std::error_code error;
    const bool used = std::ranges::any_of(operations,
        [](const Record& record) { return record.kind == kBackupCreateKind && record.state == RecordState::Done; });
    // A new one would be made, but on the disk below a share that is not mounted.
    if (used && !std::filesystem::exists(folder, error))
        return text(QT_TRANSLATE_NOOP("core",
                        "The backup folder %1 does not exist, although this profile has made backups: is its disk "
                        "mounted? The next backup would make a new folder there."),
            folder.string());
    return std::nullopt;
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
    facts.folderProblem = judgeFolder(environment.folder, facts.operations);
    if (const auto free = freeSpaceBytes(environment.folder))
        facts.freeBytes = *free;
    if (environment.identity) {
        facts.serverNamed = true;
        QBM_TRY(exists, environment.identity->fetchDatabaseExists(context));
        facts.databaseExists = exists;
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
