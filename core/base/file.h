// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace qbm {

/// An owned file descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() { reset(); }

    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    int release();
    void reset();

private:
    int m_fd = -1;
};

/// The whole file. \error NotFound, Denied, Exhausted (larger than `limitBytes`)
Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t limitBytes = 64u << 20);

/// Replaces a file so that after a crash either the old or the new content is there, whole: writes `FILE.partial`,
/// fsyncs it, renames it, fsyncs the folder. `mode` as in chmod(2). \error Denied, Exhausted (disk full)
Result<> writeFileDurably(const std::filesystem::path& file, std::string_view content, unsigned mode = 0644);

/// Appends one piece and fsyncs before it returns; creates the file (0600). \error Denied, Exhausted
Result<> appendDurably(const std::filesystem::path& file, std::string_view content);

/// Writes everything or fails; EINTR is repeated. `what` names the file in the error. \error Exhausted on ENOSPC
Result<> writeAll(int fd, std::string_view content, const std::filesystem::path& what);

/// fsync of a folder, so that names made in it survive a crash.
Result<> syncFolder(const std::filesystem::path& folder);

/// create_directories with an error that says why. `mode` for the last folder.
Result<> makeFolder(const std::filesystem::path& folder, unsigned mode = 0755);

/// Free bytes for this user on the file system that holds `path` (or its nearest existing parent).
Result<std::uint64_t> freeSpaceBytes(const std::filesystem::path& path);

/// An error for a failed system call on a path, its kind chosen by errno.
Error fileError(int errorNumber, Text what);

/// An exclusive lock on a file while this lives; freed by the kernel when the process dies.
class FileLock {
public:
    /// \error Conflict if another process holds it (never waits)
    static Result<FileLock> tryAcquire(const std::filesystem::path& file);
    /// Waits for it.
    static Result<FileLock> acquire(const std::filesystem::path& file);

private:
    explicit FileLock(FileDescriptor fd) : m_fd(std::move(fd)) {}
    FileDescriptor m_fd;
};

} // namespace qbm
