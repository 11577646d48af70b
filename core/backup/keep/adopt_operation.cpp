// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/archive_facts.h"
#include "core/backup/archive/backup_digest.h"
#include "core/backup/dump/encryption.h"
#include "core/backup/keep/keep_operations.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/base/unit.h"
#include "core/base/version.h"

#include <cerrno>
#include <unistd.h>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

/// Set before the sidecar is written: from then on one that is there is ours to take back.
constexpr const char* kBegunKey = "begun";

/// \error Conflict if it has a sidecar, InvalidInput if it is no backup that could be restored
Result<> requireAdoptable(const Backup& backup)
{
    if (!backup.problem.empty())
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 has a sidecar that cannot be read; move it away first. %2"), backup.name,
                backup.problem));
    if (backup.sidecar)
        return fail(ErrorKind::Conflict,
            text(
                QT_TRANSLATE_NOOP("core", "%1 has a sidecar already; verify holds the file against it."), backup.name));
    if (!backup.usable())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 cannot be adopted: %2"), backup.name, explain(backup.state)));
    return {};
}

/// The sidecar that the dump would have had, as far as its bytes tell. Its server, how long it took and how large the
/// database was, they do not.
Sidecar describe(const Backup& backup, const BackupDigest& digest, ArchiveFacts facts)
{
    Sidecar sidecar;
    sidecar.sha256 = digest.sha256;
    sidecar.sizeBytes = digest.sizeBytes;
    sidecar.serverVersion = facts.serverVersion;
    sidecar.toolVersion = facts.toolVersion;
    sidecar.database = facts.database;
    sidecar.startedAt = sidecar.snapshotAt = sidecar.finishedAt = backup.takenAt;
    sidecar.counted = true;
    sidecar.tables = std::move(facts.tables);
    sidecar.largeObjects = facts.largeObjects;
    sidecar.consoleVersion = kVersion;
    sidecar.format = backup.format;
    sidecar.encryption = backup.encryption;
    sidecar.archiveSizeBytes = facts.archiveSizeBytes;
    sidecar.adopted = true;
    sidecar.verifiedAt = systemClock().now(); // it has just been decoded to its end
    return sidecar;
}

class AdoptOperation final : public operation::Operation {
public:
    AdoptOperation(BackupEnvironment environment, std::string backup)
        : m_environment(std::move(environment))
        , m_backup(std::move(backup))
    {
    }

    std::string kind() const override { return kAdoptKind; }
    Values parameters() const override { return {{"target", m_environment.target}, {"backup", m_backup}}; }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(backup, find(context));
        QBM_CHECK(requireAdoptable(backup));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Adopt %1"), m_backup);
        plan.consequence = text(QT_TRANSLATE_NOOP("core",
            "From then on it is held against its SHA-256 and its rows like a backup of the console; the dump itself is "
            "not changed."));
        plan.target = m_environment.database;
        plan.lines.push_back({Text(m_backup),
            text(QT_TRANSLATE_NOOP("core", "is read from end to end (%1)"), formatBytes(backup.sizeBytes))});
        plan.lines.push_back({Text(sidecarPath(backup.file).filename().string()),
            text(QT_TRANSLATE_NOOP("core", "is written: SHA-256, versions, rows and content of each table"))});
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "No sidecar is written."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Delete the sidecar."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        QBM_TRY(backup, find(context));
        std::vector<Check> checks{checkMayChange(m_environment.folder)};
        if (backup.encryption != Encryption::None) {
            Text question = text(QT_TRANSLATE_NOOP("core", "It can be decrypted here"));
            const auto identity = checkIdentity(backup.encryption, m_environment.settings.identity, context);
            checks.push_back(identity ? Check{std::move(question), Verdict::Pass,
                                 text(QT_TRANSLATE_NOOP("core", "There is an identity to read it with."))}
                                      : failedCheck(std::move(question), identity.error()));
        }
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step read;
        read.id = "read";
        read.title = text(QT_TRANSLATE_NOOP("core", "Read %1 and write its sidecar"), m_backup);
        read.run = [this](StepContext& step) { return adopt(step); };
        read.verify = [this](StepContext& step) -> Result<> {
            QBM_TRY(backup, find(step.task()));
            if (backup.state != BackupState::Complete)
                return fail(
                    ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)));
            return {};
        };
        read.undo = [this](StepContext& step) -> Result<> {
            const auto sidecar = sidecarPath(m_environment.folder / m_backup);
            if (step.recall(kBegunKey) && ::unlink(sidecar.c_str()) != 0 && errno != ENOENT)
                return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), sidecar.string())));
            return {};
        };
        return {std::move(read)};
    }

private:
    Result<Backup> find(TaskContext& context) const { return Catalogue(m_environment.folder).find(m_backup, context); }

    Result<> adopt(StepContext& step) const
    {
        QBM_TRY(backup, find(step.task()));
        if (step.recall(kBegunKey) && backup.sidecar && backup.sidecar->adopted)
            return {}; // written by a process that was killed right after
        QBM_CHECK(requireAdoptable(backup));
        QBM_TRY(mark, BackupInUse::mark(backup));
        QBM_TRY(digest, digestBackup(backup.file, backup.sizeBytes, step.task()));
        QBM_TRY(facts, readArchiveFacts(backup, m_environment.settings.identity, step.task()));
        const Sidecar sidecar = describe(backup, digest, std::move(facts));
        QBM_CHECK(step.remember(kBegunKey, "yes"));
        QBM_CHECK(writeSidecar(backup.file, sidecar));
        step.say(text(QT_TRANSLATE_NOOP("core", "database %1, %2 tables, %3 rows"), sidecar.database,
            sidecar.tables.size(), formatCount(sidecar.totalRows())));
        return {};
    }

    BackupEnvironment m_environment;
    std::string m_backup;
};

} // namespace

Result<std::unique_ptr<operation::Operation>> makeAdoptOperation(
    BackupEnvironment environment, const std::string& backup, TaskContext& context)
{
    QBM_TRY(found, findBackup(environment, backup, context));
    QBM_CHECK(requireAdoptable(found));
    return std::make_unique<AdoptOperation>(std::move(environment), found.name);
}

Result<std::unique_ptr<operation::Operation>> remakeAdoptOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto backup = parameters.find("backup");
    if (backup == parameters.end())
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal does not name the backup.")));
    return std::make_unique<AdoptOperation>(std::move(environment), backup->second);
}

} // namespace qbm::backup
