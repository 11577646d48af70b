// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/readable_archive.h"

#include "core/backup/archive/background_writer.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/unpacking.h"
#include "core/base/unit.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

/// A file that has no name: gone with its last descriptor.
Result<FileDescriptor> makeNamelessFile(const fs::path& folder)
{
    QBM_CHECK(makeFolder(folder, 0700));
    FileDescriptor fd(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (fd)
        return fd;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a file in %1"), folder.string())));
    // A file system that cannot (NFS, for one): the name is there for a moment.
    std::string name = (folder / ".unpacked-XXXXXX").string();
    fd = FileDescriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a file in %1"), folder.string())));
    ::unlink(name.c_str());
    return fd;
}

/// For children of this process too.
fs::path pathOf(const FileDescriptor& fd)
{
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd.get());
}

Error noRoom(const Backup& backup, const fs::path& folder, std::uint64_t needed, std::uint64_t free)
{
    return Error{ErrorKind::Exhausted,
        text(QT_TRANSLATE_NOOP("core",
                 "%1 has to be unpacked before it can be read: about %2 are needed in %3, %4 are free. Make room or "
                 "choose "
                 "another folder."),
            backup.name, formatBytes(needed), folder.string(), formatBytes(free)),
        {}, {}};
}

/// \error Exhausted where there is less than the archive will need
Result<> checkRoom(const Backup& backup, const fs::path& folder)
{
    const std::uint64_t needed = unpackedSizeBytes(backup);
    QBM_TRY(free, freeSpaceBytes(folder));
    return free < needed ? Result<>(fail(noRoom(backup, folder, needed, free))) : Result<>();
}

} // namespace

ReadableArchive::ReadableArchive(fs::path path, FileDescriptor unpacked, BackupInUse inUse)
    : m_path(std::move(path))
    , m_inUse(std::move(inUse))
    , m_unpacked(std::move(unpacked))
{
}

fs::path unpackFolder(const fs::path& folder)
{
    std::error_code error;
    // A folder that is not there yet is made; one that may only be read is left as it is.
    const bool readOnly = fs::exists(folder, error) && ::access(folder.c_str(), W_OK) != 0;
    const fs::path temporary = readOnly ? fs::temp_directory_path(error) : fs::path();
    return temporary.empty() ? folder : temporary;
}

std::uint64_t unpackedSizeBytes(const Backup& backup)
{
    if (!needsUnpacking(backup))
        return 0;
    const std::uint64_t known = backup.sidecar ? backup.sidecar->archiveSizeBytes : 0;
    return std::max(known, backup.sizeBytes); // never smaller than it lies
}

Result<> streamArchive(const Backup& backup, const fs::path& identity, const ByteSink& sink, TaskContext& context)
{
    return readBackup(backup, identity, {}, sink, context);
}

Result<ReadableArchive> openContents(const Backup& backup, const fs::path& identity, TaskContext& context)
{
    QBM_TRY(inUse, BackupInUse::mark(backup));
    QBM_TRY(contents, readContentsBytes(backup, identity, context));
    FileDescriptor fd(::memfd_create("contents", MFD_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a file in memory"))));
    QBM_CHECK(writeAll(fd.get(), contents, backup.file));
    fs::path path = pathOf(fd);
    return ReadableArchive(std::move(path), std::move(fd), std::move(inUse));
}

Result<ReadableArchive> openArchive(const Backup& backup, const UnpackOptions& options, TaskContext& context)
{
    QBM_TRY(inUse, BackupInUse::mark(backup));
    if (!needsUnpacking(backup))
        return ReadableArchive(backup.file, {}, std::move(inUse));
    const fs::path folder = unpackFolder(options.folder.empty() ? backup.file.parent_path() : options.folder);
    QBM_CHECK(checkRoom(backup, folder));
    QBM_TRY(file, makeNamelessFile(folder));
    std::uint64_t written = 0;
    BackgroundWriter writer(file.get(), backup.file);
    const auto write = [&](std::string_view bytes) -> Result<> {
        written += bytes.size();
        return writer.add(bytes);
    };
    auto unpacked = streamArchive(backup, options.identity, write, context);
    if (unpacked)
        unpacked = writer.finish();
    if (!unpacked) {
        Error error = std::move(unpacked).error();
        if (error.kind != ErrorKind::Exhausted)
            return fail(std::move(error));
        return fail(
            noRoom(backup, folder, std::max(unpackedSizeBytes(backup), written), freeSpaceBytes(folder).value_or(0)));
    }
    fs::path path = pathOf(file);
    return ReadableArchive(std::move(path), std::move(file), std::move(inUse));
}

} // namespace qbm::backup
