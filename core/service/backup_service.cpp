// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/backup_service.h"

#include "core/backup/restore_steps.h"
#include "core/backup/tools.h"

namespace qbm::service {

namespace {

class FolderBackupService final : public BackupService {
public:
    explicit FolderBackupService(backup::BackupEnvironment environment)
        : m_environment(std::move(environment))
        , m_catalogue(m_environment.folder)
    {
    }

    std::string folder() const override { return m_environment.folder.string(); }
    Result<std::vector<backup::Backup>> list(TaskContext& context) const override { return m_catalogue.list(context); }
    Result<backup::Backup> show(const std::string& name, TaskContext& context) const override
    {
        return m_catalogue.find(name, context);
    }

    Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const override
    {
        QBM_TRY(found, m_catalogue.find(name, context));
        QBM_TRY(tools, backup::findNewestTools(context));
        return backup::verifyBackup(found, tools, context);
    }

    Result<BackupFacts> facts(TaskContext& context) const override
    {
        QBM_TRY(backups, m_catalogue.list(context));
        QBM_TRY(lastRestore, backup::lastRestore(m_environment.folder));
        BackupFacts facts;
        facts.at = systemClock().now();
        for (const backup::Backup& entry : backups) { // newest first
            facts.totalBytes += entry.sizeBytes;
            if (entry.usable())
                ++facts.count;
            else if (entry.state != backup::BackupState::Partial)
                ++facts.broken;
            if (entry.state == backup::BackupState::Complete && !entry.isSafetyDump() && !facts.newestGood)
                facts.newestGood = entry;
        }
        if (facts.newestGood) {
            const backup::Sidecar& sidecar = *facts.newestGood->sidecar;
            facts.age = std::chrono::duration_cast<std::chrono::seconds>(facts.at - sidecar.snapshotAt);
            facts.lastBackupTook
                = std::chrono::duration_cast<std::chrono::milliseconds>(sidecar.finishedAt - sidecar.startedAt);
        }
        if (lastRestore)
            facts.lastRestoreTook = std::chrono::duration_cast<std::chrono::milliseconds>(
                lastRestore->finishedAt - lastRestore->startedAt);
        return facts;
    }

    std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const override
    {
        return backup::makeBackupOperation(m_environment, options);
    }

    Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const override
    {
        return backup::makeRestoreOperation(m_environment, name, options, context);
    }

    void registerOperations(operation::Registry& registry) const override
    {
        registry.add(backup::kBackupCreateKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeBackupOperation(environment, parameters);
        });
        registry.add(backup::kRestoreKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeRestoreOperation(environment, parameters);
        });
    }

private:
    backup::BackupEnvironment m_environment;
    backup::Catalogue m_catalogue;
};

} // namespace

std::unique_ptr<BackupService> makeBackupService(backup::BackupEnvironment environment)
{
    return std::make_unique<FolderBackupService>(std::move(environment));
}

} // namespace qbm::service
