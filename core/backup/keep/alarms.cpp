// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/alarms.h"

#include "core/backup/keep/next_backup_alarms.h"
#include "core/backup/ours.h"
#include "core/base/unit.h"

#include <algorithm>
#include <iterator>

namespace qbm::backup {

namespace {

using Kind = BackupAlarm::Kind;

bool isGood(const Backup& backup)
{
    return backup.usable() && !backup.isSafetyDump();
}

bool isBroken(const Backup& backup)
{
    return backup.state == BackupState::Truncated || backup.state == BackupState::Missing
        || backup.state == BackupState::Damaged
        || backup.state == BackupState::RecordDamaged || backup.state == BackupState::Away
        || (backup.state == BackupState::Foreign && backup.sidecar); // one that lost its sidecar may be anything
}

bool comparable(const Backup& a, const Backup& b)
{
    const bool sameDatabase = a.sidecar && b.sidecar
        ? a.sidecar->database == b.sidecar->database && a.sidecar->host == b.sidecar->host
        : !a.sidecar && !b.sidecar;
    return sameDatabase && a.format == b.format && a.encryption == b.encryption;
}

/// What could be restored, newest first.
std::vector<const Backup*> goodOnes(const std::vector<Backup>& backups)
{
    std::vector<const Backup*> good;
    for (const Backup& backup : backups) {
        if (isGood(backup) && isChoosable(backup))
            good.push_back(&backup);
    }
    std::ranges::stable_sort(good, std::greater<>(), &Backup::takenAt);
    return good;
}

void judgeAge(const std::vector<const Backup*>& good, bool scheduled, std::chrono::hours maximumAge, TimePoint now,
    std::vector<BackupAlarm>& alarms)
{
    if (good.empty()) {
        alarms.push_back({Kind::NoBackup,
            scheduled ? text(QT_TRANSLATE_NOOP("core", "There is no backup that could be restored."))
                      : text(QT_TRANSLATE_NOOP(
                          "core", "There is no backup that could be restored, and nothing makes one by itself."))});
        return;
    }
    const auto age = now - good.front()->takenAt;
    if (age > maximumAge)
        alarms.push_back({Kind::TooOld,
            text(QT_TRANSLATE_NOOP("core", "The newest backup is %1 old; it should be younger than %2."),
                durationText(age), durationText(maximumAge))});
}

void judgeSize(const std::vector<const Backup*>& good, std::vector<BackupAlarm>& alarms)
{
    if (good.empty())
        return;
    const Backup& newest = *good.front();
    const auto before
        = std::find_if(good.begin() + 1, good.end(), [&](const Backup* other) { return comparable(newest, *other); });
    if (before == good.end() || newest.sizeBytes >= (*before)->sizeBytes / 2)
        return;
    alarms.push_back({Kind::TooSmall,
        text(QT_TRANSLATE_NOOP(
                 "core", "The newest backup %1 has %2, the one before it %3: more than half of the data is missing."),
            newest.name, formatBytes(newest.sizeBytes), formatBytes((*before)->sizeBytes))});
}

void judgeBroken(const std::vector<Backup>& backups, std::vector<BackupAlarm>& alarms)
{
    const auto broken = std::ranges::count_if(backups, isBroken);
    if (broken == 0)
        return;
    const Backup& first = *std::ranges::find_if(backups, isBroken);
    const Text sentence = text(QT_TRANSLATE_NOOP("core", "%1: %2"), first.name, explain(first.state));
    alarms.push_back({Kind::Broken,
        broken == 1 ? sentence : text(QT_TRANSLATE_NOOP("core", "%1 And %2 more."), sentence, broken - 1)});
}

/// Whose they are cannot be told where the record is what is damaged.
bool isOurConcern(const Backup& backup)
{
    return isChoosable(backup) || (backup.belonging == Belonging::Unknown && isBroken(backup));
}

/// Their age is unknown, and one of them stands for the newest until the clock has come that far.
void judgeDates(const std::vector<Backup>& backups, TimePoint now, std::vector<BackupAlarm>& alarms)
{
    const auto future = std::ranges::find_if(backups,
        [&](const Backup& backup) { return isChoosable(backup) && isGood(backup) && isDatedInFuture(now - backup.takenAt); });
    if (future != backups.end())
        alarms.push_back({Kind::FutureDated,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is dated %2, which is in the future: the clock here or on the server was wrong, so its age is "
                     "not known."),
                future->name, formatRfc3339(future->takenAt))});
}

void judgeDrill(const std::optional<DrillReport>& last, std::vector<BackupAlarm>& alarms)
{
    if (last && !last->passed)
        alarms.push_back({Kind::FailedDrill,
            last->begun ? text(QT_TRANSLATE_NOOP("core", "The last drill, of %1 at %2, failed: %3"), last->backup,
                formatRfc3339(last->startedAt), last->problem)
                        : text(QT_TRANSLATE_NOOP("core", "The last drill, of %1 at %2, could not begin: %3"), last->backup,
                            formatRfc3339(last->startedAt), last->problem)});
}

void judgeSchedule(const ScheduleState& state, std::vector<BackupAlarm>& alarms)
{
    if (state.runner == Runner::Nobody)
        alarms.push_back({Kind::NothingRuns,
            text(QT_TRANSLATE_NOOP("core", "Nothing runs the scheduled backup of %1: %2"), state.where,
                state.runnerProblem)});
    if (state.missed)
        alarms.push_back({Kind::MissedRun,
            state.lastRun ? text(
                QT_TRANSLATE_NOOP("core", "The scheduled backup of %1 did not run when it was due; it last ran at %2."),
                state.where, formatRfc3339(*state.lastRun))
                          : text(QT_TRANSLATE_NOOP("core", "The scheduled backup of %1 was due and has never run."),
                              state.where)});
    if (state.lastSucceeded == false)
        alarms.push_back({Kind::FailedRun,
            state.lastMessage.empty()
                ? text(QT_TRANSLATE_NOOP("core", "The last scheduled backup of %1 failed."), state.where)
                : text(QT_TRANSLATE_NOOP("core", "The last scheduled backup of %1 failed: %2"), state.where,
                    state.lastMessage)});
}

} // namespace

std::string_view name(BackupAlarm::Kind kind)
{
    switch (kind) {
    case Kind::NoBackup:
        return "no-backup";
    case Kind::TooOld:
        return "too-old";
    case Kind::TooSmall:
        return "too-small";
    case Kind::MissedRun:
        return "missed-run";
    case Kind::FailedRun:
        return "failed-run";
    case Kind::Broken:
        return "broken";
    case Kind::FailedDrill:
        return "failed-drill";
    case Kind::FutureDated:
        return "future-dated";
    case Kind::DatabaseMissing:
        return "database-missing";
    case Kind::Interrupted:
        return "interrupted";
    case Kind::FolderGone:
        return "folder-gone";
    case Kind::FolderUnwritable:
        return "folder-unwritable";
    case Kind::NoRoom:
        return "no-room";
    case Kind::NothingRuns:
        return "nothing-runs";
    case Kind::CopyMissing:
        return "copy-missing";
    }
    return "broken";
}

std::vector<BackupAlarm> findAlarms(const AlarmFacts& facts)
{
    std::vector<Backup> backups;
    std::ranges::copy_if(facts.backups, std::back_inserter(backups), isOurConcern);
    const std::vector<const Backup*> good = goodOnes(backups);
    std::vector<BackupAlarm> alarms;
    judgeNextBackup(facts, good, alarms);
    // In-cluster dumps lie on their claim, where this machine does not see them: their runs speak for them.
    const bool madeElsewhere = std::ranges::any_of(facts.schedules, [](const ScheduleState& state) {
        return state.schedule.kind == ScheduleKind::KubernetesCronJob && state.lastSucceeded == true;
    });
    if (!madeElsewhere && facts.listed)
        judgeAge(good, !facts.schedules.empty(), facts.maximumAge, facts.now, alarms);
    for (const ScheduleState& state : facts.schedules)
        judgeSchedule(state, alarms);
    judgeCopies(facts, good, alarms);
    judgeSize(good, alarms);
    judgeDates(backups, facts.now, alarms);
    judgeBroken(backups, alarms);
    judgeDrill(facts.lastDrill, alarms);
    return alarms;
}

std::vector<Text> findDoubts(const AlarmFacts& facts)
{
    std::vector<Text> doubts;
    if (facts.serverNamed && !facts.databaseExists)
        doubts.push_back(text(
            QT_TRANSLATE_NOOP("core", "The server of %1 does not answer, so nobody knows whether the next backup can be made."),
            facts.target));
    for (const ScheduleState& state : facts.schedules) {
        if (state.runner == Runner::Unknown)
            doubts.push_back(text(QT_TRANSLATE_NOOP("core", "Scheduled backup of %1: %2"), state.where, state.runnerProblem));
    }
    const std::vector<const Backup*> good = goodOnes(facts.backups);
    if (!facts.places.empty() && !good.empty() && !good.front()->sidecar)
        doubts.push_back(text(QT_TRANSLATE_NOOP("core",
                                  "Where the newest backup %1 was copied to is not recorded; \"qbmctl backup adopt %1\" "
                                  "makes its record."),
            good.front()->name));
    return doubts;
}

std::vector<Text> findWarnings(const AlarmFacts& facts)
{
    // Where there is none at all, the alarm says it.
    const bool anyGood
        = std::ranges::any_of(facts.backups, [](const Backup& backup) { return isGood(backup) && isChoosable(backup); });
    if (!facts.schedules.empty() || !anyGood)
        return {};
    return {text(QT_TRANSLATE_NOOP("core",
        "Nothing makes backups by itself: no schedule of this profile is known here. \"qbmctl backup schedule set\" sets one "
        "up."))};
}

} // namespace qbm::backup
