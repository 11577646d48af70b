// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/backup_in_use.h"

#include "core/backup/backup_environment.h"
#include "core/backup/keep/keep_operations.h"
#include "core/base/log.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Whoever looks for backups in use holds each lock for a moment; a removal holds it longer.
constexpr auto kPatience = 1s;
constexpr auto kPause = 5ms;

Result<FileDescriptor> openToLock(const fs::path& file, int flags)
{
    FileDescriptor fd(::open(file.c_str(), flags | O_NONBLOCK | O_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), file.string())));
    return fd;
}

/// A lock on a file that lost its name in between protects nothing.
bool hasThatName(int fd, const fs::path& file)
{
    struct stat opened {
    }, named{};
    return ::fstat(fd, &opened) == 0 && ::stat(file.c_str(), &named) == 0 && opened.st_dev == named.st_dev
        && opened.st_ino == named.st_ino;
}

bool tryLock(int fd, int operation)
{
    while (::flock(fd, operation | LOCK_NB) != 0) {
        if (errno != EINTR)
            return false;
    }
    return true;
}

Error lockError(int errorNumber, const Backup& backup)
{
    if (errorNumber == EWOULDBLOCK)
        return Error{ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 is being used by another operation; wait until that has ended."),
                backup.name),
            {}, {}};
    return fileError(errorNumber, text(QT_TRANSLATE_NOOP("core", "Cannot lock %1"), backup.file.string()));
}

Error goneError(const Backup& backup)
{
    return Error{
        ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "%1 has just been removed."), backup.name), {}, {}};
}

} // namespace

Result<BackupInUse> BackupInUse::mark(const Backup& backup)
{
    QBM_TRY(fd, openToLock(backup.file, O_RDONLY));
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!tryLock(fd.get(), LOCK_SH)) {
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() > deadline)
            return fail(lockError(errno, backup));
        std::this_thread::sleep_for(kPause);
    }
    if (!hasThatName(fd.get(), backup.file))
        return fail(goneError(backup));
    return BackupInUse(std::move(fd));
}

Result<FileDescriptor> lockForRemoval(const Backup& backup)
{
    // Some network file systems give an exclusive lock only to a writer; a folder cannot be opened by one.
    auto fd = openToLock(backup.file, O_RDWR);
    if (!fd)
        fd = openToLock(backup.file, O_RDONLY);
    if (!fd)
        return fail(std::move(fd).error());
    if (!tryLock(fd->get(), LOCK_EX))
        return fail(lockError(errno, backup));
    if (!hasThatName(fd->get(), backup.file))
        return fail(goneError(backup));
    return fd;
}

Result<std::set<std::string>> findBackupsInUse(
    const BackupEnvironment& environment, const std::vector<Backup>& backups, const std::string& lockedHere)
{
    std::set<std::string> names;
    if (environment.backupsOfUnfinishedOperations) {
        QBM_TRY(named, environment.backupsOfUnfinishedOperations());
        names.insert(named.begin(), named.end());
    }
    for (const Backup& backup : backups) {
        const bool untouchable = backup.state == BackupState::Foreign || backup.state == BackupState::Missing
            || backup.state == BackupState::Away; // a pipe or a device may not even be opened
        if (backup.name == lockedHere || untouchable || backup.belonging == Belonging::Foreign)
            continue;
        const auto lock = lockForRemoval(backup);
        if (lock || lock.error().kind == ErrorKind::NotFound)
            continue;
        // Where it cannot be found out whether somebody uses it, somebody may.
        if (lock.error().kind != ErrorKind::Conflict)
            log::write(log::Level::Warning, "backup", lock.error());
        names.insert(backup.name);
    }
    return names;
}

std::vector<std::string> namesInUnfinished(const std::vector<operation::Record>& records)
{
    std::vector<std::string> names;
    for (const operation::Record& record : records) {
        if ((record.state != operation::RecordState::Running && !isUnfinished(record.state))
            || record.kind == kPruneKind)
            continue;
        for (const operation::Values* values : {&record.parameters, &record.values}) {
            for (const auto& [key, value] : *values)
                names.push_back(value);
        }
    }
    return names;
}

} // namespace qbm::backup
