// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/backup_digest.h"

#include "core/base/file.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = 1u << 20;

} // namespace

void Manifest::add(const std::string& file, const std::string& sha256, std::uint64_t sizeBytes)
{
    m_files[file] = sha256;
    m_sizeBytes += sizeBytes;
}

BackupDigest Manifest::digest() const
{
    std::string lines;
    for (const auto& [file, sha256] : m_files)
        lines += sha256 + "  " + file + "\n";
    return {sha256Hex(lines), m_sizeBytes};
}

Result<> readInPieces(const fs::path& file, const ByteSink& sink, TaskContext& context)
{
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), file.string())));
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    std::string buffer(kPieceBytes, '\0');
    for (;;) {
        QBM_CHECK(context.checkpoint());
        const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), file.string())));
        if (got == 0)
            return {};
        QBM_CHECK(sink(std::string_view(buffer).substr(0, static_cast<std::size_t>(got))));
    }
}

Result<std::vector<fs::path>> filesOf(const fs::path& directory)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(directory, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        if (it->is_regular_file(error))
            files.push_back(it->path());
    }
    if (error)
        return fail(
            fileError(error.value(), text(QT_TRANSLATE_NOOP("core", "Cannot read the folder %1"), directory.string())));
    std::ranges::sort(files);
    return files;
}

Result<BackupDigest> digestBackup(const fs::path& backup, std::uint64_t expectedBytes, TaskContext& context)
{
    const Text step = text(QT_TRANSLATE_NOOP("core", "Reading %1"), backup.filename().string());
    std::uint64_t read = 0;
    const auto digestFile = [&](const fs::path& file) -> Result<BackupDigest> {
        Sha256 hash;
        const std::uint64_t before = read;
        QBM_CHECK(readInPieces(
            file,
            [&](std::string_view bytes) -> Result<> {
                hash.add(bytes);
                read += bytes.size();
                context.report({read, std::max(expectedBytes, read), step});
                return {};
            },
            context));
        return BackupDigest{hash.finish(), read - before};
    };
    std::error_code error;
    if (!fs::is_directory(backup, error))
        return digestFile(backup);
    QBM_TRY(files, filesOf(backup));
    Manifest manifest;
    for (const fs::path& file : files) {
        QBM_TRY(digest, digestFile(file));
        manifest.add(file.filename().string(), digest.sha256, digest.sizeBytes);
    }
    return manifest.digest();
}

} // namespace qbm::backup
