// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/keep_operations.h"

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartialSuffix = ".partial";

Error removalError(int errorNumber, const fs::path& file)
{
    return fileError(errorNumber, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), file.string()));
}

Result<> removeTree(const fs::path& path)
{
    std::error_code error;
    fs::remove_all(path, error);
    if (error)
        return fail(removalError(error.value(), path));
    return {};
}

/// What is left of `file` once it is called NAME.partial, and its sidecar with it.
Result<> removeRest(const fs::path& file)
{
    if (!fs::exists(file) && ::unlink(sidecarPath(file).c_str()) != 0 && errno != ENOENT)
        return fail(removalError(errno, sidecarPath(file)));
    fs::path partial = file;
    partial += kPartialSuffix;
    QBM_CHECK(removeTree(partial));
    return syncFolder(file.parent_path());
}

/// A file or a folder with its sidecar. Renamed first, so that at no moment half a backup looks whole: a kill leaves an
/// unfinished file, which goes with the next removal.
Result<> removeBackup(const Backup& backup)
{
    if (backup.state == BackupState::Partial) {
        fs::path whole = backup.file;
        return removeRest(whole.replace_extension()); // the extension is ".partial"
    }
    if (backup.state != BackupState::Missing) {
        fs::path partial = backup.file;
        partial += kPartialSuffix;
        QBM_CHECK(removeTree(partial));
        if (::rename(backup.file.c_str(), partial.c_str()) != 0)
            return fail(removalError(errno, backup.file));
    }
    return removeRest(backup.file);
}

/// Of a removal that was killed after the backup had lost its name.
Result<> finishRemoval(const fs::path& file)
{
    Backup rest;
    rest.file = file;
    rest.file += kPartialSuffix;
    rest.name = rest.file.filename().string();
    const auto lock = lockForRemoval(rest);
    if (!lock && lock.error().kind != ErrorKind::NotFound)
        return {}; // somebody writes one of that name anew
    return removeRest(file);
}

Result<RetentionPlan> decide(const BackupEnvironment& environment, const RetentionPolicy& policy,
    const std::string& lockedHere, TaskContext& context)
{
    QBM_TRY(backups, Catalogue(environment.folder).list(context));
    QBM_TRY(inUse, findBackupsInUse(environment, backups, lockedHere));
    return planRetention(backups, policy, inUse, systemClock().now());
}

/// \return whether it went; false: something keeps it since the names were chosen
Result<bool> removeIfStillDue(
    const BackupEnvironment& environment, const RetentionPolicy& policy, const Backup& backup, TaskContext& context)
{
    FileDescriptor lock;
    if (backup.state != BackupState::Missing) {
        auto locked = lockForRemoval(backup);
        if (!locked && locked.error().kind == ErrorKind::Conflict)
            return false;
        if (!locked)
            return fail(std::move(locked).error());
        lock = std::move(*locked);
    }
    // Only now, with the lock held: whoever pins a backup or begins to read it is either seen here or comes too late.
    QBM_TRY(plan, decide(environment, policy, backup.name, context));
    const auto verdict = std::ranges::find(plan.verdicts, backup.name, &RetentionVerdict::name);
    if (verdict == plan.verdicts.end() || !verdict->remove)
        return false;
    QBM_CHECK(removeBackup(backup));
    return true;
}

} // namespace

Result<RetentionPlan> planPrune(
    const BackupEnvironment& environment, const RetentionPolicy& policy, TaskContext& context)
{
    return decide(environment, policy, {}, context);
}

std::vector<std::string> removals(const RetentionPlan& plan)
{
    std::vector<std::string> names;
    for (const RetentionVerdict& verdict : plan.verdicts | std::views::reverse) { // oldest first
        if (verdict.remove)
            names.push_back(verdict.name);
    }
    return names;
}

Result<PruneReport> pruneBackups(const BackupEnvironment& environment, const RetentionPolicy& policy,
    const std::vector<std::string>& names, TaskContext& context)
{
    QBM_TRY(backups, Catalogue(environment.folder).list(context));
    PruneReport report;
    for (const std::string& name : names) {
        QBM_CHECK(context.checkpoint());
        context.report({report.removed.size() + report.stayed, names.size(),
            text(QT_TRANSLATE_NOOP("core", "Removing %1"), name)});
        const auto backup = std::ranges::find(backups, name, &Backup::name);
        if (backup == backups.end()) {
            QBM_CHECK(finishRemoval(environment.folder / name));
            continue;
        }
        QBM_TRY(removed, removeIfStillDue(environment, policy, *backup, context));
        if (!removed) {
            ++report.stayed;
            continue;
        }
        report.removed.push_back(name);
        report.removedBytes += backup->sizeBytes;
    }
    return report;
}

} // namespace qbm::backup
