// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/base/file.h"
#include "core/operation/journal.h"

#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

struct BackupEnvironment;

/// While it lives, retention leaves the backup alone, in this process and in others; freed by the kernel with the
/// process.
class BackupInUse {
public:
    /// \error Conflict if it is being written or removed right now, NotFound
    static Result<BackupInUse> mark(const Backup& backup);

private:
    explicit BackupInUse(FileDescriptor fd)
        : m_fd(std::move(fd))
    {
    }
    FileDescriptor m_fd;
};

/// Names among `backups` that a living process reads or writes, and those an unfinished operation of this system's
/// journal names. \param lockedHere the one that lockForRemoval() holds already; only a journal makes it one in use
Result<std::set<std::string>> findBackupsInUse(
    const BackupEnvironment& environment, const std::vector<Backup>& backups, const std::string& lockedHere = {});

/// For BackupEnvironment::backupsOfUnfinishedOperations: every name that operations which have not ended were begun
/// with or wrote down. Of removals only the list of what goes is there, and that is no use of it.
std::vector<std::string> namesInUnfinished(const std::vector<operation::Record>& records);

/// The opposite of BackupInUse: while the descriptor lives nobody reads or writes the backup.
/// \error Conflict if somebody does (never waits), NotFound, Denied
Result<FileDescriptor> lockForRemoval(const Backup& backup);

} // namespace qbm::backup
