// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/next_backup_alarms.h"

#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_operation.h"
#include "core/base/unit.h"

#include <algorithm>
#include <ranges>

namespace qbm::backup {

namespace {

using Kind = BackupAlarm::Kind;
using operation::Record;
using operation::RecordState;

std::string valueOf(const operation::Values& values, const std::string& key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

/// Exchanges the live database for another one, or makes it anew.
bool replacesDatabase(const Record& record)
{
    return record.kind == kRestoreKind || record.kind == kSwapBackKind;
}

Text missingSentence(const AlarmFacts& facts, bool anyGood, bool halfDone)
{
    if (halfDone)
        return text(QT_TRANSLATE_NOOP("core",
                        "The server of %1 answers, but has no database %2: a restore was left half-done; continue it or "
                        "take it back."),
            facts.target, facts.database);
    if (anyGood)
        return text(QT_TRANSLATE_NOOP("core",
                        "The server of %1 answers, but has no database %2: the next backup fails. \"qbmctl backup "
                        "restore LATEST\" makes it from the newest backup."),
            facts.target, facts.database);
    return text(QT_TRANSLATE_NOOP("core",
                    "The server of %1 answers, but has no database %2: the next backup fails. No backup is here from "
                    "which \"qbmctl backup restore LATEST\" could make it; \"qbmctl backup fetch LATEST PLACE\" "
                    "brings one back from a second place."),
        facts.target, facts.database);
}

/// Also from what restores set aside.
Text withKept(Text sentence, const std::vector<std::string>& kept)
{
    if (kept.empty())
        return sentence;
    if (kept.size() == 1)
        return text(QT_TRANSLATE_NOOP("core", "%1 A restore has kept its data of before: \"qbmctl backup swap-back %2\"."),
            std::move(sentence), kept.front());
    std::string others;
    for (std::size_t i = 1; i < kept.size(); ++i)
        others += (i == 1 ? "" : ", ") + kept[i];
    return text(QT_TRANSLATE_NOOP("core",
                    "%1 Restores have kept its data of before: \"qbmctl backup swap-back %2\" takes the newest, and %3 are "
                    "there too."),
        std::move(sentence), kept.front(), others);
}

/// While a restore runs, in this program or another, the database is missing for a moment, and that is no news.
void judgeDatabase(const AlarmFacts& facts, bool anyGood, std::vector<BackupAlarm>& alarms)
{
    const auto is = [&facts](auto state) {
        return std::ranges::any_of(facts.operations,
            [&](const Record& record) { return replacesDatabase(record) && state(record.state); });
    };
    if (facts.databaseExists != false || is([](RecordState state) { return state == RecordState::Running; }))
        return;
    const bool halfDone = is(operation::isUnfinished);
    Text sentence = missingSentence(facts, anyGood, halfDone);
    if (!halfDone)
        sentence = withKept(std::move(sentence), facts.keptDatabases);
    alarms.push_back({Kind::DatabaseMissing, std::move(sentence)});
}

void judgeFolder(const AlarmFacts& facts, const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms)
{
    if (facts.folderGone)
        alarms.push_back({Kind::FolderGone, *facts.folderGone});
    if (facts.folderProblem)
        alarms.push_back({Kind::FolderUnwritable, *facts.folderProblem});
    if (facts.folderGone || facts.folderProblem)
        return;
    const auto last
        = std::ranges::find_if(good, [&](const Backup* backup) { return backup->format == facts.format; });
    if (last == good.end() || !facts.freeBytes || *facts.freeBytes >= (*last)->sizeBytes)
        return;
    alarms.push_back({Kind::NoRoom,
        text(QT_TRANSLATE_NOOP("core", "The next backup has no room in %1: %2 free, and the last one has %3."), facts.folder,
            formatBytes(*facts.freeBytes), formatBytes((*last)->sizeBytes))});
}

/// What became of a copy to that place, as the newest journal about it tells.
struct CopyStory {
    bool running = false; ///< it may still come
    Text problem; ///< why it failed; empty: not told
};

/// nullopt: the operation has nothing to do with that copy.
std::optional<CopyStory> copyStoryIn(const Record& record, const Backup& backup, const CopyPlace& place)
{
    const bool running = record.state == RecordState::Running;
    if (record.kind == kBackupCopyKind && valueOf(record.parameters, "backup") == backup.name
        && valueOf(record.parameters, "place") == place.name)
        return CopyStory{running, record.error ? record.error->sentence() : Text()};
    if (record.kind != kBackupCreateKind || valueOf(record.values, kMadeBackupKey) != backup.name)
        return std::nullopt;
    const std::string meant = "/" + valueOf(record.parameters, "copies") + "/"; // as joinNames() writes them
    if (meant.find("/" + place.name + "/") == std::string::npos)
        return CopyStory{false, text(QT_TRANSLATE_NOOP("core", "It was made without a copy there."))};
    return CopyStory{running, notCopiedReason(record.values, place)};
}

CopyStory copyStory(const AlarmFacts& facts, const Backup& backup, const CopyPlace& place)
{
    for (const Record& record : facts.operations | std::views::reverse) {
        if (auto story = copyStoryIn(record, backup, place))
            return std::move(*story);
    }
    return {};
}

bool isRecorded(const Sidecar& sidecar, const CopyPlace& place)
{
    return std::ranges::any_of(sidecar.copies,
        [&](const CopyRecord& copy) { return copy.place == place.name && copy.location == place.location(); });
}

} // namespace

void judgeNextBackup(const AlarmFacts& facts, const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms)
{
    judgeDatabase(facts, !good.empty(), alarms);
    for (const Record& record : facts.operations) {
        if (operation::isUnfinished(record.state) && concernsBackups(record))
            alarms.push_back({Kind::Interrupted, operation::unfinishedSentence(record)});
    }
    judgeFolder(facts, good, alarms);
}

void judgeCopies(const AlarmFacts& facts, const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms)
{
    if (good.empty() || !good.front()->sidecar)
        return; // without a record nothing is known of copies: a doubt
    const Backup& newest = *good.front();
    for (const CopyPlace& place : facts.places) {
        if (isRecorded(*newest.sidecar, place))
            continue;
        const CopyStory story = copyStory(facts, newest, place);
        if (story.running)
            continue;
        alarms.push_back({Kind::CopyMissing,
            story.problem.empty()
                ? text(QT_TRANSLATE_NOOP("core",
                           "The newest backup %1 is not in %2, where the profile wants a copy; \"qbmctl backup copy %1 %3\" "
                           "makes it."),
                      newest.name, placeInWords(place), place.name)
                : text(QT_TRANSLATE_NOOP("core",
                           "The newest backup %1 is not in %2, where the profile wants a copy: %4 \"qbmctl backup copy %1 "
                           "%3\" makes it."),
                      newest.name, placeInWords(place), place.name, story.problem)});
    }
}

} // namespace qbm::backup
