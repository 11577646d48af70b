// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"
#include "core/base/file.h"
#include "core/net/http_client.h"

#include <filesystem>

namespace qbm::backup {

/// A file that is sent piece by piece: each piece is read once for its hash, which is signed, and once to be sent.
class FileRange {
public:
    /// \error NotFound, Denied
    static Result<FileRange> open(const std::filesystem::path& file);

    std::uint64_t sizeBytes() const { return m_sizeBytes; }
    /// Hands `size` bytes from `offset` on. \error BadData if the file has become shorter
    Result<> read(std::uint64_t offset, std::uint64_t size, const ByteSink& sink, TaskContext& context) const;
    /// The same bytes as the body of a request; this object has to outlive it.
    /// \param onSent how many have been read to be sent, each time
    net::UploadBody body(std::uint64_t offset, std::uint64_t size, std::function<void(std::size_t bytes)> onSent,
        TaskContext& context) const;

private:
    FileRange(std::filesystem::path file, FileDescriptor fd, std::uint64_t sizeBytes)
        : m_file(std::move(file))
        , m_fd(std::move(fd))
        , m_sizeBytes(sizeBytes)
    {
    }
    Result<std::size_t> readAt(std::uint64_t offset, char* buffer, std::size_t most) const;

    std::filesystem::path m_file;
    FileDescriptor m_fd;
    std::uint64_t m_sizeBytes;
};

} // namespace qbm::backup
