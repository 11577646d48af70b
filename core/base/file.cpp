// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace qbm {

namespace {

Result<FileDescriptor> openFile(const std::filesystem::path& file, int flags, unsigned mode = 0)
{
    FileDescriptor fd(::open(file.c_str(), flags | O_CLOEXEC, mode));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), file.string())));
    return fd;
}

Result<> syncDescriptor(int fd, const std::filesystem::path& what)
{
    if (::fsync(fd) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1 to the disk"), what.string())));
    return {};
}

Result<FileDescriptor> lockFile(const std::filesystem::path& file, int operation)
{
    QBM_TRY(fd, openFile(file, O_RDWR | O_CREAT, 0600));
    while (::flock(fd.get(), operation) != 0) {
        if (errno == EINTR)
            continue;
        if (errno == EWOULDBLOCK)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is held by another running program."), file.string()));
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot lock %1"), file.string())));
    }
    return fd;
}

} // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
    if (this != &other) {
        reset();
        m_fd = other.release();
    }
    return *this;
}

int FileDescriptor::release()
{
    return std::exchange(m_fd, -1);
}

void FileDescriptor::reset()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

Error fileError(int errorNumber, Text what)
{
    ErrorKind kind = ErrorKind::Internal;
    switch (errorNumber) {
    case ENOENT:
    case ENOTDIR: kind = ErrorKind::NotFound; break;
    case EACCES:
    case EPERM:
    case EROFS: kind = ErrorKind::Denied; break;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENOMEM: kind = ErrorKind::Exhausted; break;
    case EEXIST: kind = ErrorKind::Conflict; break;
    default: break;
    }
    return Error{kind, text(QT_TRANSLATE_NOOP("core", "%1: %2."), what, std::strerror(errorNumber)),
        "errno " + std::to_string(errorNumber), {}};
}

Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t limitBytes)
{
    QBM_TRY(fd, openFile(file, O_RDONLY));
    std::string content;
    std::string buffer(1u << 16, '\0');
    for (;;) {
        const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), file.string())));
        if (got == 0)
            return content;
        content.append(buffer.data(), static_cast<std::size_t>(got));
        if (content.size() > limitBytes)
            return fail(ErrorKind::Exhausted,
                text(QT_TRANSLATE_NOOP("core", "%1 is larger than the %2 bytes that are read of such a file."), file.string(), limitBytes));
    }
}

Result<> writeAll(int fd, std::string_view content, const std::filesystem::path& what)
{
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1"), what.string())));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<> syncFolder(const std::filesystem::path& folder)
{
    QBM_TRY(fd, openFile(folder.empty() ? std::filesystem::path(".") : folder, O_RDONLY | O_DIRECTORY));
    return syncDescriptor(fd.get(), folder);
}

Result<> writeFileDurably(const std::filesystem::path& file, std::string_view content, unsigned mode)
{
    std::filesystem::path partial = file;
    partial += ".partial";
    const auto write = [&]() -> Result<> {
        QBM_TRY(fd, openFile(partial, O_WRONLY | O_CREAT | O_TRUNC, mode));
        if (::fchmod(fd.get(), mode) != 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot set the mode of %1"), partial.string())));
        QBM_CHECK(writeAll(fd.get(), content, partial));
        return syncDescriptor(fd.get(), partial);
    };
    if (auto written = write(); !written) {
        ::unlink(partial.c_str());
        return written;
    }
    if (::rename(partial.c_str(), file.c_str()) != 0) {
        const int why = errno;
        ::unlink(partial.c_str());
        return fail(fileError(why, text(QT_TRANSLATE_NOOP("core", "Cannot rename %1"), partial.string())));
    }
    return syncFolder(file.parent_path());
}

Result<> appendDurably(const std::filesystem::path& file, std::string_view content)
{
    const bool isNew = ::access(file.c_str(), F_OK) != 0;
    QBM_TRY(fd, openFile(file, O_WRONLY | O_CREAT | O_APPEND, 0600));
    QBM_CHECK(writeAll(fd.get(), content, file));
    QBM_CHECK(syncDescriptor(fd.get(), file));
    return isNew ? syncFolder(file.parent_path()) : Result<>{};
}

Result<> makeFolder(const std::filesystem::path& folder, unsigned mode)
{
    std::error_code error;
    if (std::filesystem::is_directory(folder, error))
        return {};
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot create the folder %1"), folder.string())));
    std::filesystem::permissions(folder, static_cast<std::filesystem::perms>(mode), error);
    if (error)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot set the mode of %1"), folder.string())));
    return {};
}

Result<std::uint64_t> freeSpaceBytes(const std::filesystem::path& path)
{
    std::filesystem::path at = std::filesystem::absolute(path);
    std::error_code error;
    while (!std::filesystem::exists(at, error) && at.has_relative_path())
        at = at.parent_path();
    struct statvfs info{};
    if (::statvfs(at.c_str(), &info) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read the free space of %1"), at.string())));
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

Result<FileLock> FileLock::tryAcquire(const std::filesystem::path& file)
{
    QBM_TRY(fd, lockFile(file, LOCK_EX | LOCK_NB));
    return FileLock(std::move(fd));
}

Result<FileLock> FileLock::acquire(const std::filesystem::path& file)
{
    QBM_TRY(fd, lockFile(file, LOCK_EX));
    return FileLock(std::move(fd));
}

} // namespace qbm
