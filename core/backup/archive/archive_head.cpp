// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/archive_head.h"

#include "core/backup/archive/no_listener.h"
#include "core/backup/dump/zstd_stream.h"
#include "core/base/file.h"

#include <fcntl.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

constexpr std::size_t kPieceBytes = 4096;
/// A compressed block is no longer (RFC 8878, 3.1.1.2.4), and the header is in the first one.
constexpr std::size_t kMostBytes = 256u << 10;

} // namespace

std::string databaseInHead(const Backup& backup)
{
    if (backup.encryption != Encryption::None)
        return {};
    const auto file = backup.format == Format::Directory ? backup.file / "toc.dat" : backup.file;
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!fd)
        return {};
    NoListener listener;
    ArchiveStream stream(listener);
    const ByteSink take = [&](std::string_view bytes) { return stream.add(bytes); };
    const auto decompressor = backup.format == Format::Fast ? makeZstdDecompressor(take) : nullptr;
    std::string piece(kPieceBytes, '\0');
    for (std::size_t read = 0; read < kMostBytes && stream.header().serverVersion.empty();) {
        const ssize_t got = ::read(fd.get(), piece.data(), piece.size());
        if (got <= 0)
            break;
        read += static_cast<std::size_t>(got);
        const auto bytes = std::string_view(piece).substr(0, static_cast<std::size_t>(got));
        if (const auto taken = decompressor ? decompressor->write(bytes) : take(bytes); !taken)
            break;
    }
    return stream.header().database;
}

} // namespace qbm::backup
