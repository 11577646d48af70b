// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/copy/copy_store.h"
#include "core/backup/copy/placed_operation.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/keep/folder_memory.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/base/file.h"
#include "core/base/unit.h"

#include <algorithm>
#include <iterator>
#include <unistd.h>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

constexpr const char* kMarkKey = "fetchedMark"; ///< by which the file that this run made is known again
constexpr const char* kFillsKey = "fetchFills"; ///< "true": in place of something of no use

Error alreadyHere(const std::string& backup, const std::filesystem::path& folder)
{
    return {ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "%1 is in %2 already, and nothing is known to be wrong with it: verify it; if it is found damaged, the copy "
                                "can take its place."), backup,
            folder.string()),
        {}, {}};
}

class FetchOperation final : public PlacedOperation {
public:
    FetchOperation(BackupEnvironment environment, std::string backup, CopyPlace place, FetchOptions options)
        : PlacedOperation(std::move(environment), std::move(backup), std::move(place))
        , m_options(std::move(options))
    {
    }

    std::string kind() const override { return kBackupFetchKind; }
    Values parameters() const override
    {
        Values values = PlacedOperation::parameters();
        values["newFolder"] = m_options.newFolder;
        return values;
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(copy, findCopy(context));
        QBM_TRY(here, findHere(context));
        const std::string size = formatBytes(copy.sizeBytes);
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Fetch %1 from %2"), m_backup, m_place.name);
        plan.consequence = text(QT_TRANSLATE_NOOP(
            "core", "The copy stays where it is; what comes here is compared with its sidecar before it counts."));
        plan.target = m_environment.database;
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()),
            copy.sidecar ? text(QT_TRANSLATE_NOOP("core", "gets %1 (%2) and its sidecar"), m_backup, size)
                         : text(QT_TRANSLATE_NOOP("core", "gets %1 (%2); it has no sidecar to compare it with"), m_backup,
                             size)});
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the fetched file."));
        if (here) {
            plan.lines.front().change = here->sidecar
                ? text(QT_TRANSLATE_NOOP("core", "gets %1 (%2); its record here, with label and pin, stays"), m_backup, size)
                : plan.lines.front().change;
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "what is here under that name")),
                text(QT_TRANSLATE_NOOP("core", "goes once the copy is here and was found to be sound: %1"),
                    explain(here->state))});
            plan.undo = text(QT_TRANSLATE_NOOP("core", "Nothing to take back: what goes was of no use."));
        }
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Nothing is kept: the unfinished file is removed."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks{checkFolderWasThere(m_environment, m_options.newFolder)};
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 is in %2"), m_backup, m_place.location());
        const auto copy = findCopy(context);
        if (!copy) {
            checks.push_back(failedCheck(std::move(question), copy.error()));
            return checks;
        }
        checks.push_back({std::move(question), Verdict::Pass, Text(formatBytes(copy->sizeBytes))});
        Text absent = text(QT_TRANSLATE_NOOP("core", "No sound one of that name is here"));
        const auto here = findHere(context);
        if (!here)
            checks.push_back(failedCheck(std::move(absent), here.error()));
        else
            checks.push_back({std::move(absent), Verdict::Pass,
                *here ? explain((*here)->state) : text(QT_TRANSLATE_NOOP("core", "None is here."))});
        checks.push_back(checkRoom(
            text(QT_TRANSLATE_NOOP("core", "The folder has room for it")), m_environment.folder, copy->sizeBytes));
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step fetch;
        fetch.id = "fetch";
        fetch.title = text(QT_TRANSLATE_NOOP("core", "Fetch it from %1"), placeInWords(m_place));
        fetch.run = [this](StepContext& step) { return runFetch(step); };
        fetch.verify = [this](StepContext& step) -> Result<> {
            QBM_TRY(backup, Catalogue(m_environment.folder).find(m_backup, step.task()));
            if (!backup.usable())
                return fail(
                    ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), m_backup, explain(backup.state)));
            rememberFolder(m_environment, step.task());
            return {};
        };
        fetch.undo = [this](StepContext& step) { return takeBack(step); };
        return {std::move(fetch)};
    }

private:
    std::filesystem::path target() const { return m_environment.folder / m_backup; }

    Result<PlacedCopy> findCopy(TaskContext& context) const
    {
        QBM_TRY(copies, listCopies(m_place, context));
        const auto found = std::ranges::find(copies, m_backup, &PlacedCopy::name);
        if (found == copies.end())
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "There is no backup %1 in %2."), m_backup, m_place.location()));
        return *found;
    }

    /// What is here of that name and worth fetching; nullopt: nothing is. \error Conflict if it may be sound
    Result<std::optional<Backup>> findHere(TaskContext& context) const
    {
        QBM_TRY(backups, Catalogue(m_environment.folder).list(context));
        const auto found = std::ranges::find(backups, m_backup, &Backup::name);
        if (found == backups.end())
            return std::optional<Backup>();
        if (!isWorthFetching(*found))
            return fail(alreadyHere(m_backup, m_environment.folder));
        return std::optional(std::move(*found));
    }

    /// What the copy has to be: as the record here says, else as the one there does. nullopt: nobody recorded it.
    Result<std::optional<Sidecar>> fetchRecord(
        CopyStore& store, const PlacedCopy& copy, const std::optional<Backup>& here, TaskContext& context) const
    {
        std::optional<Sidecar> there;
        if (copy.sidecar) {
            QBM_TRY(written, store.readText(sidecarPath(m_backup).string(), context));
            QBM_TRY(parsed, parseSidecar(written));
            there = std::move(parsed);
        }
        if (!here)
            return there;
        if (here->sidecar && there && here->sidecar->sha256 != there->sha256)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 in %2 is another backup than the one that is recorded here under this name, of %3; it is not "
                         "fetched."),
                    m_backup, m_place.location(), inWords(there->origin())));
        if (here->sidecar)
            return here->sidecar;
        if (!there)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core",
                         "Neither %1 here nor its copy in %2 has a record that can be read, so nobody knows which is sound."),
                    m_backup, m_place.location()));
        return there;
    }

    Result<> runFetch(StepContext& step) const
    {
        TaskContext& task = step.task();
        const std::string mark = fileMark(target());
        const bool made = !mark.empty() && step.recall(kMarkKey) == mark; // it has its name only once it is compared
        auto found = findHere(task);
        if (made && (!found || !*found))
            return {};
        QBM_CHECK(found);
        QBM_CHECK(requireFolderWasThere(m_environment, m_options.newFolder));
        const std::optional<Backup>& here = *found;
        QBM_TRY(copy, findCopy(task));
        QBM_TRY(store, openStore(m_place, AccessMode::ReadOnly));
        QBM_TRY(record, fetchRecord(*store, copy, here, task));
        if (here && record && !mark.empty()) {
            const auto held = digestBackup(target(), here->sizeBytes, task);
            QBM_CHECK(task.checkpoint());
            if (held && held->sha256 == record->sha256) // brought back since, or by a run that was killed right after
                return writeRecord(std::move(*record));
        }
        std::optional<FileDescriptor> alone;
        if (here && !mark.empty()) {
            QBM_TRY(locked, lockForRemoval(*here));
            alone = std::move(locked);
        }
        QBM_CHECK(makeFolder(m_environment.folder, 0700));
        QBM_TRY(unfinished, here ? Unfinished::claimToReplace(target()) : Unfinished::claimNamed(target()));
        QBM_CHECK(step.remember(kFillsKey, here ? "true" : "false"));
        QBM_CHECK(step.remember(kMarkKey, unfinished.mark()));
        QBM_TRY(digest, store->fetch(m_backup, copy.sizeBytes, unfinished, task));
        if (record ? digest.sha256 != record->sha256 : digest.sizeBytes != copy.sizeBytes)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 in %2 is not what its sidecar says it was when it was made; do not rely on that copy."),
                    m_backup, m_place.location()));
        QBM_CHECK(unfinished.sync());
        return here ? fillIn(unfinished, std::move(*record)) : publish(unfinished, std::move(record));
    }

    Result<> writeRecord(Sidecar sidecar) const
    {
        std::erase_if(sidecar.copies, [this](const CopyRecord& copy) { return copy.place == m_place.name; });
        sidecar.copies.push_back({m_place.name, m_place.location(), systemClock().now()});
        sidecar.damagedAt.reset();
        return writeSidecar(target(), sidecar);
    }

    /// The sidecar first: a backup never lies here without it.
    Result<> publish(Unfinished& unfinished, std::optional<Sidecar> sidecar) const
    {
        const bool recorded = sidecar.has_value();
        if (sidecar)
            QBM_CHECK(writeRecord(std::move(*sidecar)));
        auto published = unfinished.publish();
        if (!published && recorded)
            ::unlink(sidecarPath(target()).c_str());
        return published;
    }

    /// The file first: the record that is here says that it is not sound until it is.
    Result<> fillIn(Unfinished& unfinished, Sidecar sidecar) const
    {
        QBM_CHECK(unfinished.publish());
        return writeRecord(std::move(sidecar));
    }

    /// What filled a gap stays once it has its name: what it took the place of was of no use, and its record is older.
    Result<> takeBack(StepContext& step) const
    {
        const std::string mark = step.recall(kMarkKey).value_or("");
        if (step.recall(kFillsKey) != "true")
            return removeMade(target(), mark);
        const std::filesystem::path partial = partialPath(target());
        std::error_code error;
        if (!mark.empty() && fileMark(partial) == mark)
            std::filesystem::remove_all(partial, error);
        if (error)
            return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), partial.string())));
        return {};
    }

    FetchOptions m_options;
};

/// Of this profile's own whole backups there the newest by its record. \cost one small read each
Result<std::string> latestCopy(const BackupEnvironment& environment, CopyStore& store,
    const std::vector<PlacedCopy>& copies, const CopyPlace& place, TaskContext& context)
{
    QBM_TRY(profile, fetchOrigin(environment, context));
    std::string latest;
    TimePoint takenAt = TimePoint::min();
    for (const PlacedCopy& copy : copies) {
        if (!copy.sidecar)
            continue; // nobody knows whose it is
        QBM_TRY(written, store.readText(sidecarPath(copy.name).string(), context));
        const auto sidecar = parseSidecar(written);
        if (!sidecar || sidecar->safety || sidecar->sizeBytes != copy.sizeBytes || sidecar->snapshotAt <= takenAt)
            continue;
        const Belonging belonging = belongs(sidecar->origin(), profile);
        if (belonging != Belonging::Ours && belonging != Belonging::OursByName)
            continue;
        latest = copy.name;
        takenAt = sidecar->snapshotAt;
    }
    if (latest.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core",
                     "There is no whole copy of a backup of %1 in %2; \"qbmctl backup copies %3\" lists what is there."),
                inWords(profile), place.location(), place.name));
    return latest;
}

/// By the same names as a backup here.
Result<std::string> chooseCopy(const BackupEnvironment& environment, const CopyPlace& place, const std::string& wanted,
    TaskContext& context)
{
    QBM_TRY(store, openStore(place, AccessMode::ReadOnly));
    QBM_TRY(copies, listCopies(*store, context));
    if (wanted == "LATEST")
        return latestCopy(environment, *store, copies, place, context);
    std::vector<std::string> names;
    std::ranges::transform(copies, std::back_inserter(names), &PlacedCopy::name);
    return chooseName(names, wanted, place.location());
}

} // namespace

bool isWorthFetching(const Backup& backup)
{
    switch (backup.state) {
    case BackupState::Missing:
    case BackupState::Truncated:
    case BackupState::Damaged:
    case BackupState::RecordDamaged:
        return true;
    case BackupState::Foreign:
        return backup.sidecar.has_value(); // another size than it had; what was never a backup is somebody's
    case BackupState::Complete:
    case BackupState::WithoutSidecar:
    case BackupState::Partial:
    case BackupState::Away:
        return false;
    }
    return false;
}

Result<std::unique_ptr<operation::Operation>> makeFetchOperation(
    BackupEnvironment environment, const std::string& backup, const std::string& place, TaskContext& context,
    const FetchOptions& options)
{
    QBM_TRY(from, findPlace(environment.settings.copies, place));
    if (backup.empty() || backup.find('/') != std::string::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "\"%1\" is not the name of a backup; give a name from the list of %2, or LATEST."),
                backup, place));
    QBM_TRY(name, chooseCopy(environment, from, backup, context));
    auto made = std::make_unique<FetchOperation>(std::move(environment), std::move(name), std::move(from), options);
    QBM_CHECK(made->plan(context));
    return made;
}

Result<std::unique_ptr<operation::Operation>> remakeFetchOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_TRY(placed, readPlaced(environment, parameters));
    const auto newFolder = parameters.find("newFolder");
    return std::make_unique<FetchOperation>(std::move(environment), std::move(placed.first), std::move(placed.second),
        FetchOptions{newFolder == parameters.end() ? std::string() : newFolder->second});
}

} // namespace qbm::backup
