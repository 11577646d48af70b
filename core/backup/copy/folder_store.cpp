// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/folder_store.h"

#include "core/base/file.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

/// One backup on its way from a folder to another, file by file.
class TreeCopy {
public:
    TreeCopy(const fs::path& from, std::uint64_t expectedBytes, TaskContext& context)
        : m_from(from)
        , m_expectedBytes(expectedBytes)
        , m_context(context)
        , m_step(text(QT_TRANSLATE_NOOP("core", "Copying %1"), from.filename().string()))
    {
    }

    Result<BackupDigest> into(const Unfinished& target)
    {
        std::error_code error;
        if (!fs::is_directory(m_from, error))
            return copyFile(m_from, target.fd(), target.path());
        QBM_TRY(files, filesOf(m_from));
        Manifest manifest;
        for (const fs::path& file : files) {
            const fs::path copy = target.path() / file.filename();
            const FileDescriptor fd(::open(copy.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
            if (!fd)
                return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), copy.string())));
            QBM_TRY(digest, copyFile(file, fd.get(), copy));
            manifest.add(file.filename().string(), digest.sha256, digest.sizeBytes);
        }
        return manifest.digest();
    }

private:
    Result<BackupDigest> copyFile(const fs::path& file, int fd, const fs::path& name)
    {
        Sha256 hash;
        const std::uint64_t before = m_copied;
        const auto copyPiece = [&](std::string_view bytes) -> Result<> {
            hash.add(bytes);
            m_copied += bytes.size();
            m_context.report({m_copied, std::max(m_expectedBytes, m_copied), m_step});
            return writeAll(fd, bytes, name);
        };
        QBM_CHECK(readInPieces(file, copyPiece, m_context));
        return BackupDigest{hash.finish(), m_copied - before};
    }

    const fs::path& m_from;
    std::uint64_t m_expectedBytes;
    TaskContext& m_context;
    Text m_step;
    std::uint64_t m_copied = 0;
};

std::uint64_t sizeOf(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        const std::uintmax_t size = fs::file_size(path, error);
        return error ? 0 : size;
    }
    std::uint64_t total = 0;
    for (fs::directory_iterator it(path, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        if (it->is_regular_file(error))
            total += it->file_size(error);
    }
    return total;
}

/// What was just written lies in memory still; only what comes from the disk says anything about the disk.
void dropFromCache(const fs::path& path)
{
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd && ::fsync(fd.get()) == 0)
        ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
}

} // namespace

Result<> FolderStore::requireFolder() const
{
    struct stat info { };
    if (::stat(m_folder.c_str(), &info) != 0)
        return fail(fileError(errno,
            text(
                QT_TRANSLATE_NOOP("core", "Cannot use the folder %1 for copies (is it mounted?)"), m_folder.string())));
    if (!S_ISDIR(info.st_mode))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 is no folder, so it cannot hold copies."), m_folder.string()));
    return {};
}

Result<std::vector<CopyStore::File>> FolderStore::list(TaskContext& context)
{
    QBM_CHECK(requireFolder());
    std::vector<File> files;
    std::error_code error;
    for (fs::directory_iterator it(m_folder, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        QBM_CHECK(context.checkpoint());
        files.push_back({it->path().filename().string(), sizeOf(it->path())});
    }
    if (error)
        return fail(
            fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot read the folder %1"), m_folder.string())));
    return files;
}

Result<BackupDigest> FolderStore::write(const fs::path& backup, const std::string& expected, TaskContext& context)
{
    QBM_CHECK(requireFolder());
    const fs::path target = m_folder / backup.filename();
    QBM_TRY(unfinished, Unfinished::claimNamed(target));
    QBM_TRY(digest, TreeCopy(backup, sizeOf(backup), context).into(unfinished));
    if (!expected.empty() && digest.sha256 != expected)
        return fail(notAsItsSidecarSays(backup.filename().string()));
    QBM_CHECK(unfinished.sync());
    QBM_CHECK(unfinished.publish());
    return digest;
}

Result<BackupDigest> FolderStore::readBack(const std::string& name, std::uint64_t expectedBytes, TaskContext& context)
{
    const fs::path copy = m_folder / name;
    std::error_code error;
    if (fs::is_directory(copy, error)) {
        QBM_TRY(files, filesOf(copy));
        std::ranges::for_each(files, &dropFromCache);
    } else
        dropFromCache(copy);
    return digestBackup(copy, expectedBytes, context);
}

Result<BackupDigest> FolderStore::fetch(
    const std::string& name, std::uint64_t expectedBytes, const Unfinished& into, TaskContext& context)
{
    QBM_CHECK(requireFolder());
    return TreeCopy(m_folder / name, expectedBytes, context).into(into);
}

Result<std::string> FolderStore::readText(const std::string& name, TaskContext&)
{
    QBM_CHECK(requireFolder());
    return readFile(m_folder / name);
}

Result<> FolderStore::writeText(const std::string& name, const std::string& content, TaskContext&)
{
    return writeFileDurably(m_folder / name, content, 0600);
}

Result<> FolderStore::remove(const std::string& name, TaskContext&)
{
    const fs::path copy = m_folder / name;
    // A directory goes file by file: renamed first, it looks whole at no moment while it does. Not to NAME.partial, which
    // may be somebody's who writes that name.
    const fs::path going = copy.string() + ".removed";
    std::error_code error;
    fs::remove_all(going, error); // of a removal that was killed
    if (!error && !fs::is_directory(copy, error)) {
        if (::unlink(copy.c_str()) != 0 && errno != ENOENT)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), copy.string())));
        return {};
    }
    if (!error)
        fs::rename(copy, going, error);
    if (!error)
        fs::remove_all(going, error);
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), copy.string())));
    return {};
}

} // namespace qbm::backup
