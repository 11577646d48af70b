// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/prune_copies.h"

#include "core/backup/copy/copy_step.h"
#include "core/backup/copy/copy_store.h"
#include "core/backup/ours.h"

#include <algorithm>
#include <map>

namespace qbm::backup {

namespace {

BackupState stateOf(std::uint64_t sizeBytes, const Sidecar& sidecar)
{
    if (sizeBytes < sidecar.sizeBytes)
        return BackupState::Truncated;
    return sizeBytes > sidecar.sizeBytes ? BackupState::Foreign : BackupState::Complete;
}

/// What is here and what is there only: one backup each, wherever it lies.
std::vector<Backup> together(const std::vector<Backup>& here, const std::vector<Backup>& there)
{
    std::vector<Backup> all = here;
    for (const Backup& copy : there) {
        if (std::ranges::find(here, copy.name, &Backup::name) == here.end())
            all.push_back(copy);
    }
    return all;
}

/// The copies in one place, for the life of one call.
class PlacedBackups {
public:
    PlacedBackups(const BackupEnvironment& environment, const RetentionPolicy& policy, std::unique_ptr<CopyStore> store)
        : m_environment(environment)
        , m_policy(policy)
        , m_store(std::move(store))
    {
    }

    Result<RetentionPlan> decide(TaskContext& context) { return decide({}, context); }

    /// \return the bytes that went; nothing if something keeps it since the names were chosen
    Result<std::optional<std::uint64_t>> removeIfStillDue(
        const std::string& name, const CopyPlace& place, TaskContext& context)
    {
        using Removed = std::optional<std::uint64_t>;
        QBM_TRY(here, m_catalogue.list(context));
        FileDescriptor lock;
        const auto backup = std::ranges::find(here, name, &Backup::name);
        if (backup != here.end() && backup->state != BackupState::Missing) {
            auto locked = lockForRemoval(*backup);
            if (!locked && locked.error().kind == ErrorKind::Conflict)
                return Removed(); // it may be on its way there
            if (!locked && locked.error().kind != ErrorKind::NotFound)
                return fail(std::move(locked).error());
            if (locked)
                lock = std::move(*locked);
        }
        // Only now, with the lock held: whoever pins the backup or begins to copy it is seen here or comes too late.
        QBM_TRY(plan, decide(name, context));
        const auto verdict = std::ranges::find(plan.verdicts, name, &RetentionVerdict::name);
        if (verdict == plan.verdicts.end())
            QBM_CHECK(finishRemoval(name, context));
        if (verdict == plan.verdicts.end() || !verdict->remove)
            return Removed();
        QBM_CHECK(remove(name, context));
        QBM_CHECK(forgetCopy(m_environment.folder / name, place));
        return Removed(verdict->sizeBytes);
    }

private:
    Result<RetentionPlan> decide(const std::string& lockedHere, TaskContext& context)
    {
        QBM_TRY(profile, fetchOrigin(m_environment, context));
        QBM_TRY(here, listBackups(m_catalogue, profile, context));
        QBM_TRY(inUse, findBackupsInUse(m_environment, here, lockedHere));
        QBM_TRY(copies, listCopies(*m_store, context));
        m_listed.clear();
        std::vector<Backup> judged;
        for (const PlacedCopy& copy : copies) {
            m_listed.insert(copy.name);
            QBM_TRY(sidecar, sidecarOf(copy, here, context));
            if (sidecar)
                judged.push_back(asBackup(copy, std::move(*sidecar), profile));
        }
        m_inUse = inUse;
        return planCopyRetention(here, judged, m_policy, inUse, systemClock().now());
    }

    /// The one here knows whether it is pinned now. What was read there is kept: it does not change.
    Result<std::optional<Sidecar>> sidecarOf(
        const PlacedCopy& copy, const std::vector<Backup>& here, TaskContext& context)
    {
        const auto backup = std::ranges::find(here, copy.name, &Backup::name);
        if (backup != here.end() && backup->sidecar)
            return backup->sidecar;
        if (!copy.sidecar)
            return std::optional<Sidecar>();
        if (const auto known = m_sidecars.find(copy.name); known != m_sidecars.end())
            return known->second;
        QBM_TRY(written, m_store->readText(sidecarPath(copy.name).string(), context));
        auto parsed = parseSidecar(written);
        return m_sidecars[copy.name] = parsed ? std::optional(std::move(*parsed)) : std::nullopt;
    }

    static Backup asBackup(const PlacedCopy& copy, Sidecar sidecar, const Origin& profile)
    {
        Backup backup;
        backup.name = copy.name;
        backup.sizeBytes = copy.sizeBytes;
        backup.takenAt = sidecar.snapshotAt;
        backup.state = stateOf(copy.sizeBytes, sidecar);
        backup.origin = sidecar.origin();
        backup.belonging = belongs(backup.origin, profile);
        backup.sidecar = std::move(sidecar);
        return backup;
    }

    /// The backup first: it goes in one piece, and its sidecar alone is taken for nothing.
    Result<> remove(const std::string& name, TaskContext& context)
    {
        QBM_CHECK(m_store->remove(name, context));
        return m_store->remove(sidecarPath(name).string(), context);
    }

    /// Of a removal that was killed after the copy had lost its name.
    Result<> finishRemoval(const std::string& name, TaskContext& context)
    {
        return m_listed.contains(name) || m_inUse.contains(name) ? Result<>() : remove(name, context);
    }

    const BackupEnvironment& m_environment;
    const RetentionPolicy& m_policy;
    Catalogue m_catalogue{m_environment.folder};
    std::unique_ptr<CopyStore> m_store;
    std::map<std::string, std::optional<Sidecar>> m_sidecars;
    std::set<std::string> m_listed, m_inUse; ///< as the last decision found them
};

} // namespace

RetentionPlan planCopyRetention(std::vector<Backup> here, const std::vector<Backup>& there,
    const RetentionPolicy& policy, const std::set<std::string>& inUse, TimePoint now)
{
    std::erase_if(here, [](const Backup& backup) { return !backup.usable(); });
    RetentionPlan plan = planRetention(there, policy, inUse, now);
    const RetentionPlan ofAll = planRetention(together(here, there), policy, inUse, now);
    for (RetentionVerdict& verdict : plan.verdicts) {
        if (!verdict.remove || std::ranges::find(here, verdict.name, &Backup::name) != here.end())
            continue;
        const auto whole = std::ranges::find(ofAll.verdicts, verdict.name, &RetentionVerdict::name);
        if (whole == ofAll.verdicts.end() || whole->remove)
            continue;
        verdict.remove = false;
        verdict.reason = text(
            QT_TRANSLATE_NOOP("core", "The backup is not here any more, and retention keeps it: %1"), whole->reason);
        plan.removedBytes -= verdict.sizeBytes;
        plan.keptBytes += verdict.sizeBytes;
    }
    return plan;
}

Result<RetentionPlan> planCopyPrune(
    const BackupEnvironment& environment, const CopyPlace& place, const RetentionPolicy& policy, TaskContext& context)
{
    QBM_TRY(store, openStore(place, AccessMode::ReadOnly));
    return PlacedBackups(environment, policy, std::move(store)).decide(context);
}

Result<PruneReport> pruneCopies(const BackupEnvironment& environment, const CopyPlace& place,
    const RetentionPolicy& policy, const std::vector<std::string>& names, TaskContext& context)
{
    PruneReport report;
    if (names.empty())
        return report;
    QBM_TRY(store, openStore(place, AccessMode::ReadWrite));
    PlacedBackups placed(environment, policy, std::move(store));
    for (const std::string& name : names) {
        QBM_CHECK(context.checkpoint());
        context.report({report.removed.size() + report.stayed, names.size(),
            text(QT_TRANSLATE_NOOP("core", "Removing %1"), name)});
        QBM_TRY(removedBytes, placed.removeIfStillDue(name, place, context));
        if (!removedBytes) {
            ++report.stayed;
            continue;
        }
        report.removed.push_back(name);
        report.removedBytes += *removedBytes;
    }
    return report;
}

std::vector<CopyPlace> placesToPrune(const BackupEnvironment& environment)
{
    std::vector<CopyPlace> places;
    std::ranges::copy_if(environment.settings.copies, std::back_inserter(places), &CopyPlace::retention);
    return places;
}

} // namespace qbm::backup
