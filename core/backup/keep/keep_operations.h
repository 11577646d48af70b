// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/backup/keep/retention.h"
#include "core/base/file.h"
#include "core/operation/operation.h"

#include <memory>
#include <set>
#include <string>

namespace qbm::backup {

inline constexpr const char* kPruneKind = "backup.prune";
inline constexpr const char* kPinKind = "backup.pin";
inline constexpr const char* kAdoptKind = "backup.adopt";

/// While it lives, retention leaves the backup alone, in this process and in others; freed by the kernel with the process.
class BackupInUse {
public:
    /// \error Conflict if it is being removed right now, NotFound
    static Result<BackupInUse> mark(const Backup& backup);

private:
    explicit BackupInUse(FileDescriptor fd)
        : m_fd(std::move(fd))
    {
    }
    FileDescriptor m_fd;
};

/// Names of backups that a living process reads or that an unfinished operation of this system's journal names.
Result<std::set<std::string>> findBackupsInUse(const BackupEnvironment& environment, TaskContext& context);

/// Removes what the policy does not keep, oldest first, each decided again right before it goes.
std::unique_ptr<operation::Operation> makePruneOperation(BackupEnvironment environment, RetentionPolicy policy);
Result<std::unique_ptr<operation::Operation>> remakePruneOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// Sets or clears the pin in the sidecar. \error NotFound; InvalidInput for one without a sidecar: adopt it first
Result<std::unique_ptr<operation::Operation>> makePinOperation(
    BackupEnvironment environment, const std::string& backup, bool pinned, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakePinOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// Reads a dump without a sidecar from end to end and writes the sidecar it would have had: SHA-256, versions, rows and
/// content of each table as the archive holds them. \error NotFound, Conflict (it has a sidecar)
Result<std::unique_ptr<operation::Operation>> makeAdoptOperation(
    BackupEnvironment environment, const std::string& backup, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeAdoptOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
