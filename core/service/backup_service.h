// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/backup_operation.h"
#include "core/backup/catalogue.h"
#include "core/backup/restore_operation.h"
#include "core/backup/verify.h"
#include "core/operation/operation.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// What the overview says about backups; everything measured, nothing assumed.
struct BackupFacts {
    std::optional<backup::Backup>
        newestGood; ///< the newest complete backup, safety dumps apart; nullopt: there is none
    std::optional<std::chrono::seconds> age; ///< of its data: what a restore now would lose (RPO)
    std::size_t count = 0; ///< usable backups
    std::uint64_t totalBytes = 0; ///< of all files in the folder that are backups
    std::size_t broken = 0; ///< truncated, foreign or missing files
    std::optional<std::chrono::milliseconds> lastBackupTook;
    std::optional<std::chrono::milliseconds> lastRestoreTook; ///< from its begin to the last pod ready (RTO)
    TimePoint at{};
};

/// Backups of one system, as the screens and qbmctl use them.
/// \thread any; each call is on its own
class BackupService {
public:
    virtual ~BackupService() = default;

    /// The folder the backups are in.
    virtual std::string folder() const = 0;
    /// Newest first. \error Denied, Cancelled
    virtual Result<std::vector<backup::Backup>> list(TaskContext& context) const = 0;
    /// \param name of a backup, or LATEST \error NotFound
    virtual Result<backup::Backup> show(const std::string& name, TaskContext& context) const = 0;
    /// Reads it from end to end. \error BadData says what is wrong with it
    virtual Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const = 0;
    virtual Result<BackupFacts> facts(TaskContext& context) const = 0;

    virtual std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const = 0;
    virtual Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const = 0;
    /// Lets journals of this service's operations be continued or undone.
    virtual void registerOperations(operation::Registry& registry) const = 0;
};

/// The service over a folder and a PostgreSQL server.
std::unique_ptr<BackupService> makeBackupService(backup::BackupEnvironment environment);

} // namespace qbm::service
