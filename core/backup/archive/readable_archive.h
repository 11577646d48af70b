// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/encryption.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/base/file.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <filesystem>

namespace qbm::backup {

/// How an archive that pg_restore cannot read as it lies is made readable.
struct UnpackOptions {
    /// Where an unpacked file goes, or the system's folder for temporary files if it may only be read there; removed with
    /// the object, unlinked even by a kill.
    std::filesystem::path folder;
    std::filesystem::path identity; ///< age identity for encrypted ones
};

/// A backup as a file (or folder) that pg_restore opens and seeks in: the file itself for the guide's format and
/// directories, an unpacked one for .zst and encrypted backups. pg_restore refuses parallel work from a pipe.
class ReadableArchive {
public:
    ReadableArchive(std::filesystem::path path, FileDescriptor unpacked, BackupInUse inUse);
    /// Valid while this lives, for children of this process too.
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
    BackupInUse m_inUse;
    FileDescriptor m_unpacked; ///< without a name on the disk: the kernel frees it with the process
};

/// Where openArchive() unpacks to. \param folder as UnpackOptions has it
std::filesystem::path unpackFolder(const std::filesystem::path& folder);
/// Unpacks if needed. \error BadData (damaged: which part), Exhausted (needed and free), NotFound (identity), Denied
Result<ReadableArchive> openArchive(const Backup& backup, const UnpackOptions& options, TaskContext& context);
/// The table of contents alone, in memory: all that pg_restore needs to make everything but rows. Not of a directory.
/// \error as readTableOfContents()
Result<ReadableArchive> openContents(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context);
/// Bytes that openArchive() would write; 0 where the file is readable as it is.
std::uint64_t unpackedSizeBytes(const Backup& backup);

/// The plain archive's bytes (decrypted, decompressed), from begin to end; not for directories.
Result<> streamArchive(
    const Backup& backup, const std::filesystem::path& identity, const ByteSink& sink, TaskContext& context);

} // namespace qbm::backup
