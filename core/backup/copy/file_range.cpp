// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/file_range.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

constexpr std::size_t kPieceBytes = 1u << 20;

} // namespace

Result<FileRange> FileRange::open(const std::filesystem::path& file)
{
    FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info { };
    if (!fd || ::fstat(fd.get(), &info) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), file.string())));
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    return FileRange(file, std::move(fd), static_cast<std::uint64_t>(info.st_size));
}

Result<std::size_t> FileRange::readAt(std::uint64_t offset, char* buffer, std::size_t most) const
{
    ssize_t got = 0;
    do
        got = ::pread(m_fd.get(), buffer, most, static_cast<off_t>(offset));
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), m_file.string())));
    if (got == 0 && most > 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 became shorter while it was read."), m_file.string()));
    return static_cast<std::size_t>(got);
}

Result<> FileRange::read(std::uint64_t offset, std::uint64_t size, const ByteSink& sink, TaskContext& context) const
{
    std::string buffer(static_cast<std::size_t>(std::min<std::uint64_t>(size, kPieceBytes)), '\0');
    for (const std::uint64_t end = offset + size; offset < end;) {
        QBM_CHECK(context.checkpoint());
        const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), end - offset));
        QBM_TRY(got, readAt(offset, buffer.data(), most));
        QBM_CHECK(sink(std::string_view(buffer).substr(0, got)));
        offset += got;
    }
    return {};
}

net::UploadBody FileRange::body(
    std::uint64_t offset, std::uint64_t size, std::function<void(std::size_t)> onSent, TaskContext& context) const
{
    return {size,
        [this, offset, onSent = std::move(onSent), &context](
            char* buffer, std::size_t most) mutable -> Result<std::size_t> {
            QBM_CHECK(context.checkpoint());
            QBM_TRY(got, readAt(offset, buffer, most));
            offset += got;
            onSent(got);
            return got;
        }};
}

} // namespace qbm::backup
