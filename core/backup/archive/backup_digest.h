// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qbm::backup {

/// A backup's bytes in short, as Sidecar::sha256 and sizeBytes hold them.
struct BackupDigest {
    std::string sha256;
    std::uint64_t sizeBytes = 0;
};

/// The digest of a directory out of those of its files.
class Manifest {
public:
    void add(const std::string& file, const std::string& sha256, std::uint64_t sizeBytes);
    BackupDigest digest() const;

private:
    std::map<std::string, std::string> m_files; ///< SHA-256 by name
    std::uint64_t m_sizeBytes = 0;
};

/// Reads a file or a directory backup to its end. Progress: bytes against `expectedBytes`. \error NotFound, Denied,
/// Cancelled
Result<BackupDigest> digestBackup(
    const std::filesystem::path& backup, std::uint64_t expectedBytes, TaskContext& context);

/// A file from begin to end in pieces of a megabyte. \error NotFound, Denied, Cancelled, what the sink returned
Result<> readInPieces(const std::filesystem::path& file, const ByteSink& sink, TaskContext& context);
/// The files of a directory backup, by name. \error NotFound, Denied
Result<std::vector<std::filesystem::path>> filesOf(const std::filesystem::path& directory);

} // namespace qbm::backup
