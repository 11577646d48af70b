// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/keep_operations.h"
#include "core/backup/ours.h"

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

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
        const std::string partial = backup.file.string();
        return removeRest(partial.substr(0, partial.size() - kPartialSuffix.size()));
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

/// Decides about one folder again and again while backups go from it. What stands in the folder is read anew whenever it
/// was changed by somebody else, and once a second in any case; what one backup's own record says, right before it goes.
class Pruning {
public:
    Pruning(const BackupEnvironment& environment, const RetentionPolicy& policy)
        : m_environment(environment)
        , m_policy(policy)
        , m_catalogue(environment.folder)
    {
    }

    Result<RetentionPlan> plan(TaskContext& context)
    {
        QBM_CHECK(read({}, context));
        return m_plan;
    }

    std::optional<Backup> find(const std::string& name) const
    {
        const auto found = m_byName.find(name);
        return found == m_byName.end() ? std::nullopt : std::optional(m_backups[found->second]);
    }

    Result<> refresh(TaskContext& context)
    {
        return isFresh() ? Result<>() : read({}, context);
    }

    /// \return whether it went; false: something keeps it since the names were chosen
    Result<bool> removeIfStillDue(const Backup& backup, TaskContext& context)
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
        if (!isFresh() || !isAsRead(backup))
            QBM_CHECK(read(backup.name, context));
        const auto due = m_due.find(backup.name);
        if (due == m_due.end() || !due->second)
            return false;
        QBM_TRY(named, isNamedByUnfinished(backup.name));
        if (named)
            return false;
        QBM_CHECK(removeBackup(backup));
        m_due.erase(backup.name);
        m_folderMark = markOfFolder();
        return true;
    }

private:
    Result<> read(const std::string& lockedHere, TaskContext& context)
    {
        m_folderMark = markOfFolder();
        m_readAt = std::chrono::steady_clock::now();
        QBM_TRY(profile, fetchOrigin(m_environment, context));
        QBM_TRY(backups, listBackups(m_catalogue, profile, context));
        QBM_TRY(inUse, findBackupsInUse(m_environment, backups, lockedHere));
        m_plan = planRetention(backups, m_policy, inUse, systemClock().now());
        m_backups = std::move(backups);
        m_byName.clear();
        for (std::size_t i = 0; i < m_backups.size(); ++i)
            m_byName.emplace(m_backups[i].name, i);
        m_due.clear();
        for (const RetentionVerdict& verdict : m_plan.verdicts)
            m_due.emplace(verdict.name, verdict.remove);
        return {};
    }

    bool isFresh() const
    {
        return markOfFolder() == m_folderMark && std::chrono::steady_clock::now() - m_readAt < kReadAgain;
    }

    /// A pin is written into the record, which then is another file.
    bool isAsRead(const Backup& backup) const
    {
        const auto now = readSidecar(backup.file);
        return now ? backup.sidecar == *now : !backup.sidecar && now.error().kind == ErrorKind::NotFound;
    }

    /// Operations that were begun since the folder was read.
    Result<bool> isNamedByUnfinished(const std::string& name)
    {
        const auto now = std::chrono::steady_clock::now();
        if (m_environment.backupsOfUnfinishedOperations && now >= m_askJournalsAt) {
            QBM_TRY(names, m_environment.backupsOfUnfinishedOperations());
            m_named = {names.begin(), names.end()};
            const auto done = std::chrono::steady_clock::now(); // many journals take their time
            m_askJournalsAt = done + std::max<std::chrono::steady_clock::duration>(kJournalsAgain, 3 * (done - now));
        }
        return m_named.contains(name);
    }

    /// Changes with every name that comes or goes.
    std::string markOfFolder() const
    {
        struct stat info { };
        if (::stat(m_environment.folder.c_str(), &info) != 0)
            return {};
        return std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec);
    }

    static constexpr std::chrono::seconds kReadAgain{1};
    static constexpr std::chrono::milliseconds kJournalsAgain{250};

    const BackupEnvironment& m_environment;
    const RetentionPolicy& m_policy;
    Catalogue m_catalogue;
    std::vector<Backup> m_backups;
    std::unordered_map<std::string, std::size_t> m_byName;
    std::unordered_map<std::string, bool> m_due; ///< what the plan removes
    RetentionPlan m_plan;
    std::string m_folderMark;
    std::chrono::steady_clock::time_point m_readAt, m_askJournalsAt;
    std::set<std::string> m_named; ///< by unfinished operations
};

} // namespace

Result<RetentionPlan> planPrune(
    const BackupEnvironment& environment, const RetentionPolicy& policy, TaskContext& context)
{
    return Pruning(environment, policy).plan(context);
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

Result<> sayOverLimit(
    operation::StepContext& step, const RetentionPlan& left, const std::string& place, const RetentionPolicy& policy)
{
    const auto over = whyOverLimit(left, policy);
    if (!over)
        return {};
    step.say(*over);
    return step.remember("result.over the limit" + (place.empty() ? "" : " in " + place), over->english());
}

Result<PruneReport> pruneBackups(const BackupEnvironment& environment, const RetentionPolicy& policy,
    const std::vector<std::string>& names, TaskContext& context)
{
    Pruning pruning(environment, policy);
    PruneReport report;
    for (const std::string& name : names) {
        QBM_CHECK(context.checkpoint());
        context.report({report.removed.size() + report.stayed, names.size(),
            text(QT_TRANSLATE_NOOP("core", "Removing %1"), name)});
        QBM_CHECK(pruning.refresh(context));
        const auto backup = pruning.find(name);
        if (!backup) {
            QBM_CHECK(finishRemoval(environment.folder / name));
            continue;
        }
        QBM_TRY(removed, pruning.removeIfStillDue(*backup, context));
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
