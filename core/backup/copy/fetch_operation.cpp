// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/copy/copy_store.h"
#include "core/backup/copy/placed_operation.h"
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

Error alreadyHere(const std::string& backup, const std::filesystem::path& folder)
{
    return {ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "%1 is in %2 already; verify it, or move it away to fetch the copy."), backup,
            folder.string()),
        {}, {}};
}

class FetchOperation final : public PlacedOperation {
public:
    using PlacedOperation::PlacedOperation;

    std::string kind() const override { return kBackupFetchKind; }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(copy, findCopy(context));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Fetch %1 from %2"), m_backup, m_place.name);
        plan.consequence = text(QT_TRANSLATE_NOOP(
            "core", "The copy stays where it is; what comes here is compared with its sidecar before it counts."));
        plan.target = m_environment.database;
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()),
            copy.sidecar
                ? text(QT_TRANSLATE_NOOP("core", "gets %1 (%2) and its sidecar"), m_backup, formatBytes(copy.sizeBytes))
                : text(QT_TRANSLATE_NOOP("core", "gets %1 (%2); it has no sidecar to compare it with"), m_backup,
                    formatBytes(copy.sizeBytes))});
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Nothing is kept: the unfinished file is removed."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the fetched file."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 is in %2"), m_backup, m_place.location());
        const auto copy = findCopy(context);
        if (!copy) {
            checks.push_back(failedCheck(std::move(question), copy.error()));
            return checks;
        }
        checks.push_back({std::move(question), Verdict::Pass, Text(formatBytes(copy->sizeBytes))});
        std::error_code error;
        Text absent = text(QT_TRANSLATE_NOOP("core", "It is not here already"));
        if (std::filesystem::exists(target(), error))
            checks.push_back(failedCheck(std::move(absent), alreadyHere(m_backup, m_environment.folder)));
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
            return {};
        };
        fetch.undo = [this](StepContext& step) -> Result<> {
            return removeMade(target(), step.recall(kMarkKey).value_or(""));
        };
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

    Result<> runFetch(StepContext& step) const
    {
        TaskContext& task = step.task();
        std::error_code error;
        if (std::filesystem::exists(target(), error)) {
            if (fileMark(target()) == step.recall(kMarkKey)) // it has its name only once it is whole and compared
                return {};
            return fail(alreadyHere(m_backup, m_environment.folder));
        }
        QBM_TRY(copy, findCopy(task));
        QBM_TRY(store, openStore(m_place, AccessMode::ReadOnly));
        std::optional<Sidecar> sidecar;
        if (copy.sidecar) {
            QBM_TRY(written, store->readText(sidecarPath(m_backup).string(), task));
            QBM_TRY(parsed, parseSidecar(written));
            sidecar = std::move(parsed);
        }
        QBM_CHECK(makeFolder(m_environment.folder, 0700));
        QBM_TRY(unfinished, Unfinished::claimNamed(target()));
        QBM_CHECK(step.remember(kMarkKey, unfinished.mark()));
        QBM_TRY(digest, store->fetch(m_backup, copy.sizeBytes, unfinished, task));
        if (sidecar ? digest.sha256 != sidecar->sha256 : digest.sizeBytes != copy.sizeBytes)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 in %2 is not what its sidecar says it was when it was made; do not rely on that copy."),
                    m_backup, m_place.location()));
        QBM_CHECK(unfinished.sync());
        return publish(unfinished, std::move(sidecar));
    }

    /// The sidecar first: a backup never lies here without it.
    Result<> publish(Unfinished& unfinished, std::optional<Sidecar> sidecar) const
    {
        if (sidecar) {
            std::erase_if(sidecar->copies, [this](const CopyRecord& copy) { return copy.place == m_place.name; });
            sidecar->copies.push_back({m_place.name, m_place.location(), systemClock().now()});
            QBM_CHECK(writeSidecar(target(), *sidecar));
        }
        auto published = unfinished.publish();
        if (!published && sidecar)
            ::unlink(sidecarPath(target()).c_str());
        return published;
    }
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

Result<std::unique_ptr<operation::Operation>> makeFetchOperation(
    BackupEnvironment environment, const std::string& backup, const std::string& place, TaskContext& context)
{
    QBM_TRY(from, findPlace(environment.settings.copies, place));
    if (backup.empty() || backup.find('/') != std::string::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "\"%1\" is not the name of a backup; give a name from the list of %2, or LATEST."),
                backup, place));
    QBM_TRY(name, chooseCopy(environment, from, backup, context));
    std::error_code error;
    if (std::filesystem::exists(environment.folder / name, error))
        return fail(alreadyHere(name, environment.folder));
    auto made = std::make_unique<FetchOperation>(std::move(environment), std::move(name), std::move(from));
    QBM_CHECK(made->plan(context));
    return made;
}

Result<std::unique_ptr<operation::Operation>> remakeFetchOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_TRY(placed, readPlaced(environment, parameters));
    return std::make_unique<FetchOperation>(std::move(environment), std::move(placed.first), std::move(placed.second));
}

} // namespace qbm::backup
