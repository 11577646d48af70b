// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/unfinished.h"

#include "core/backup/catalogue.h"

#include <cstdio>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace fs = std::filesystem;

Unfinished::Unfinished(const fs::path& target)
    : m_target(target)
    , m_partial(partialPath(target))
{
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_partial(std::move(other.m_partial))
    , m_fd(std::move(other.m_fd))
    , m_ours(std::exchange(other.m_ours, false))
{
}

Unfinished::~Unfinished()
{
    if (m_ours)
        remove();
}

void Unfinished::remove() const
{
    std::error_code ignored; // what stays is called partial, and the next backup of this name empties it
    fs::remove_all(m_partial, ignored);
}

Result<> Unfinished::open(int flags)
{
    m_fd = FileDescriptor(::open(m_partial.c_str(), flags | O_CLOEXEC, 0600));
    if (!m_fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), m_partial.string())));
    if (::flock(m_fd.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 is being written by another program."), m_target.filename().string()));
    m_ours = true;
    return {};
}

Result<Unfinished> Unfinished::createFile(const fs::path& target)
{
    Unfinished file(target);
    // No O_TRUNC: the file may belong to a living process until the lock says otherwise.
    QBM_CHECK(file.open(O_WRONLY | O_CREAT));
    if (::ftruncate(file.fd(), 0) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1"), file.m_partial.string())));
    return file;
}

Result<Unfinished> Unfinished::createDirectory(const fs::path& target)
{
    Unfinished directory(target);
    if (::mkdir(directory.m_partial.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(
            fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), directory.m_partial.string())));
    QBM_CHECK(directory.open(O_RDONLY | O_DIRECTORY));
    std::error_code error;
    for (fs::directory_iterator it(directory.m_partial, error), end; !error && it != end; it.increment(error))
        fs::remove_all(it->path(), error);
    if (error)
        return fail(
            fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot empty %1"), directory.m_partial.string())));
    return directory;
}

Result<> Unfinished::sync() const
{
    if (::fsync(m_fd.get()) != 0)
        return fail(
            fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1 to the disk"), m_partial.string())));
    return {};
}

Result<> Unfinished::publish()
{
    // renameat2 is not on every file system; then a check a moment before has to do, under names that hold the second.
    int renamed = ::renameat2(AT_FDCWD, m_partial.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE);
    if (renamed != 0 && errno == EINVAL && ::access(m_target.c_str(), F_OK) != 0)
        renamed = ::rename(m_partial.c_str(), m_target.c_str());
    if (renamed != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot name the backup %1"), m_target.string())));
    auto synced = syncFolder(m_target.parent_path());
    // A backup that a power cut could take away is none.
    m_ours = !synced && ::rename(m_target.c_str(), m_partial.c_str()) == 0;
    return synced;
}

} // namespace qbm::backup
