// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "tests/fakes/scripted_operation.h"

#include <functional>

namespace qbm::fakes {

/// A catalogue from memory: a verified backup of three hours ago, one without a sidecar, and one that was cut off.
class FakeBackups final : public service::BackupService {
public:
    FakeBackups();
    std::vector<backup::Backup> rows; ///< newest first
    std::optional<Error> error; ///< of list()
    std::function<Result<backup::VerifyReport>(const std::string&, TaskContext&)> verifyAnswer;
    std::optional<std::chrono::milliseconds> lastRestoreTook;
    std::shared_ptr<Script> script = std::make_shared<Script>(); ///< of the backups and restores made here

    std::string folder() const override { return "/var/backups/qbm"; }
    Result<std::vector<backup::Backup>> list(TaskContext& context) const override;
    Result<backup::Backup> show(const std::string& name, TaskContext& context) const override;
    Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const override;
    Result<service::BackupFacts> facts(TaskContext& context) const override;
    std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const override;
    Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const override;
    void registerOperations(operation::Registry& registry) const override;
};

} // namespace qbm::fakes
