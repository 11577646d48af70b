// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/unfinished.h"

#include "core/backup/catalogue.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

bool isThere(const fs::path& path)
{
    struct stat info { };
    return ::lstat(path.c_str(), &info) == 0; // a link to nowhere is there too
}

/// Whether a backup of this second is there or being made under another suffix: two could not be told apart by the
/// beginning of their names.
bool isSecondTaken(const fs::path& folder, TimePoint time)
{
    for (const Format format : {Format::Guide, Format::Fast, Format::Directory}) {
        for (const Encryption encryption : {Encryption::None, Encryption::Age, Encryption::Gpg}) {
            const fs::path path = folder / backupName(time, format, encryption);
            if (isThere(path) || isThere(partialPath(path)) || isThere(sidecarPath(path)))
                return true;
        }
    }
    return false;
}

std::string markOf(int fd)
{
    struct statx info { };
    if (::statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &info) != 0)
        return {};
    std::string mark = std::to_string(info.stx_dev_major) + ":" + std::to_string(info.stx_dev_minor) + ":"
        + std::to_string(info.stx_ino);
    // A number is given again soon after a file is gone, even within the tick by which births are dated; its generation
    // is another one then. Not every file system has either.
    if ((info.stx_mask & STATX_BTIME) != 0)
        mark += ":" + std::to_string(info.stx_btime.tv_sec) + "." + std::to_string(info.stx_btime.tv_nsec);
    long generation = 0;
    if (::ioctl(fd, FS_IOC_GETVERSION, &generation) == 0)
        mark += ":" + std::to_string(static_cast<std::uint32_t>(generation));
    return mark;
}

Error takenError(const fs::path& target)
{
    return {ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core", "%1 is being written by another program."), target.filename().string()), {}, {}};
}

} // namespace

std::string fileMark(const fs::path& path)
{
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    return fd ? markOf(fd.get()) : std::string(); // what cannot be opened is not ours
}

Unfinished::Unfinished(const fs::path& target)
    : m_target(target)
    , m_partial(partialPath(target))
{
    const auto parts = parseName(target.filename().string());
    m_directory = parts && parts->format == Format::Directory;
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_partial(std::move(other.m_partial))
    , m_fd(std::move(other.m_fd))
    , m_mark(std::move(other.m_mark))
    , m_directory(other.m_directory)
    , m_ours(std::exchange(other.m_ours, false))
    , m_replaces(other.m_replaces)
{
}

Unfinished::~Unfinished()
{
    if (m_ours)
        remove();
}

bool Unfinished::hasItsName() const
{
    return !m_mark.empty() && fileMark(m_partial) == m_mark;
}

void Unfinished::remove() const
{
    if (!hasItsName())
        return;
    std::error_code ignored; // what stays is called partial, and retention removes it after a day
    fs::remove_all(m_partial, ignored);
}

Result<> Unfinished::open(int flags)
{
    m_fd = FileDescriptor(::open(m_partial.c_str(), flags | (m_directory ? O_DIRECTORY : 0) | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (m_fd)
        return {};
    Error error = fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), m_partial.string()));
    if (errno == EEXIST)
        error.kind = ErrorKind::Conflict;
    return fail(std::move(error));
}

Result<> Unfinished::lock()
{
    if (::flock(m_fd.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(takenError(m_target));
    m_mark = markOf(m_fd.get());
    // Between the two calls somebody may have taken it for one that a dead program left.
    if (!hasItsName())
        return fail(takenError(m_target));
    m_ours = true;
    return {};
}

/// Makes it, never takes one that is there. Two that try at the same time: one of them does, the other hears Conflict.
Result<Unfinished> Unfinished::make(const fs::path& target, bool replaces)
{
    Unfinished made(target);
    made.m_replaces = replaces;
    if (made.m_directory && ::mkdir(made.m_partial.c_str(), 0700) != 0) {
        Error error = fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), made.m_partial.string()));
        if (errno == EEXIST)
            error.kind = ErrorKind::Conflict;
        return fail(std::move(error));
    }
    QBM_CHECK(made.open(made.m_directory ? O_RDONLY : O_WRONLY | O_CREAT | O_EXCL));
    QBM_CHECK(made.lock());
    // Looked at only now: from here on nobody else can give that name to anything.
    if (!replaces && (isThere(target) || isThere(sidecarPath(target))))
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "There is a backup %1 already."), target.filename().string()));
    return made;
}

Result<Unfinished> Unfinished::claim(
    const fs::path& folder, Format format, Encryption encryption, TaskContext& context)
{
    for (;;) {
        const TimePoint now = systemClock().now();
        if (!isSecondTaken(folder, now)) {
            auto made = make(folder / backupName(now, format, encryption));
            if (made || made.error().kind != ErrorKind::Conflict)
                return made;
        }
        QBM_CHECK(context.sleepFor(std::chrono::milliseconds(200))); // the names hold seconds
    }
}

Result<Unfinished> Unfinished::claimNamed(const fs::path& target)
{
    auto made = make(target);
    if (made || made.error().kind != ErrorKind::Conflict || isThere(target) || isThere(sidecarPath(target)))
        return made;
    {
        Unfinished left(target);
        QBM_CHECK(left.open(left.m_directory ? O_RDONLY : O_WRONLY));
        QBM_CHECK(left.lock()); // who made it is dead; removed as `left` goes
    }
    return make(target);
}

Result<Unfinished> Unfinished::claimToReplace(const fs::path& target)
{
    auto made = make(target, true);
    if (made || made.error().kind != ErrorKind::Conflict)
        return made;
    {
        Unfinished left(target);
        QBM_CHECK(left.open(left.m_directory ? O_RDONLY : O_WRONLY));
        QBM_CHECK(left.lock()); // who made it is dead; removed as `left` goes
    }
    return make(target, true);
}

Result<Unfinished> Unfinished::takeUp(const fs::path& target, const std::string& mark)
{
    Unfinished left(target);
    if (mark.empty() || fileMark(left.m_partial) != mark)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The unfinished backup %1 is gone."), left.m_partial.filename().string()));
    QBM_CHECK(left.open(left.m_directory ? O_RDONLY : O_WRONLY));
    QBM_CHECK(left.lock());
    QBM_CHECK(left.empty());
    return left;
}

Result<> Unfinished::empty()
{
    if (!m_directory) {
        if (::ftruncate(m_fd.get(), 0) != 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1"), m_partial.string())));
        return {};
    }
    std::error_code error;
    for (fs::directory_iterator it(m_partial, error), end; !error && it != end; it.increment(error))
        fs::remove_all(it->path(), error);
    if (error)
        return fail(
            fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot empty %1"), m_partial.string())));
    return {};
}

Result<> Unfinished::sync() const
{
    if (::fsync(m_fd.get()) != 0)
        return fail(
            fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1 to the disk"), m_partial.string())));
    return {};
}

/// renameat2 is not on every file system; then a check a moment before has to do: nobody else may make that name.
int Unfinished::takeName() const
{
    const bool exchanges = m_replaces && isThere(m_target);
    const unsigned how = exchanges ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    int renamed = ::renameat2(AT_FDCWD, m_partial.c_str(), AT_FDCWD, m_target.c_str(), how);
    if (renamed != 0 && errno == EINVAL && (exchanges ? !m_directory : !isThere(m_target)))
        renamed = ::rename(m_partial.c_str(), m_target.c_str());
    return renamed == 0 ? 0 : errno;
}

Result<> Unfinished::publish()
{
    if (!hasItsName())
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 was removed or replaced by another program while it was written."),
                m_partial.string()));
    if (const int failed = takeName(); failed != 0)
        return fail(fileError(failed, text(QT_TRANSLATE_NOOP("core", "Cannot name the backup %1"), m_target.string())));
    auto synced = syncFolder(m_target.parent_path());
    if (m_replaces) {
        m_ours = false;
        std::error_code ignored; // what was of no use; where it stays, it is called partial
        fs::remove_all(m_partial, ignored);
        return synced;
    }
    // A backup that a power cut could take away is none.
    m_ours = !synced && ::rename(m_target.c_str(), m_partial.c_str()) == 0;
    return synced;
}

Result<> removeMade(const fs::path& target, const std::string& mark)
{
    const fs::path partial = partialPath(target);
    if (mark.empty())
        return {};
    // Its name first: half a backup never looks whole, and while NAME.partial is there nobody else makes a NAME.json.
    if (fileMark(target) == mark
        && ::renameat2(AT_FDCWD, target.c_str(), AT_FDCWD, partial.c_str(), RENAME_NOREPLACE) != 0
        && ::rename(target.c_str(), partial.c_str()) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), target.string())));
    if (fileMark(partial) != mark)
        return {};
    if (::unlink(sidecarPath(target).c_str()) != 0 && errno != ENOENT)
        return fail(
            fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), sidecarPath(target).string())));
    std::error_code error;
    fs::remove_all(partial, error);
    if (error)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), partial.string())));
    return syncFolder(target.parent_path());
}

Result<> removeUnfinished(const fs::path& folder, const std::string& mark)
{
    if (mark.empty())
        return {};
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        fs::path target = it->path();
        if (partialPath(fs::path(target).replace_extension()) != target || fileMark(target) != mark)
            continue;
        target.replace_extension();
        return removeMade(target, mark);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), folder.string())));
    return {};
}

} // namespace qbm::backup
