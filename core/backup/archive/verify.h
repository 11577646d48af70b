// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/tools.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// An archive's table of contents, as `pg_restore --list` prints it.
struct ArchiveContents {
    int entries = 0;
    std::string archiveVersion; ///< of the server it was dumped from
    std::string toolVersion; ///< of the pg_dump that wrote it
    std::vector<std::string> tables; ///< "schema name owner" of each table definition, sorted
    std::vector<std::string> data; ///< the same of each table's rows, sorted
    std::vector<std::string> extensions; ///< in the archive's order

    /// The list separates names by blanks, so a table is recognised rather than read out of it.
    bool definesTable(std::string_view schema, std::string_view name) const;
    bool holdsRowsOf(std::string_view schema, std::string_view name) const;
};

/// \error BadData if pg_restore cannot read it
Result<ArchiveContents> readContents(const std::filesystem::path& dump, const Tools& tools, TaskContext& context);

/// The same of a backup in any format; reads no more of it than that takes.
/// \param identity age's identity file, for encrypted ones \error as readArchiveFacts
Result<ArchiveContents> readContents(
    const Backup& backup, const std::filesystem::path& identity, const Tools& tools, TaskContext& context);

/// What reading a backup from end to end found.
struct VerifyReport {
    std::string name;
    std::uint64_t sizeBytes = 0;
    std::string sha256; ///< as Sidecar::sha256
    bool checksumKnown = false; ///< there was a sidecar to hold it against
    bool contentRead = true; ///< false: encrypted, and nothing here can decrypt it; the bytes are the ones written
    int tables = 0; ///< whose rows are in the archive
    std::optional<std::int64_t> rows; ///< by the sidecar
    ArchiveContents contents;
    std::chrono::milliseconds took{0};
};

enum class VerifyDepth {
    Content, ///< decoded to its last row
    /// SHA-256 and table of contents: the file is the one that was written. What is restored from it beside, before
    /// anything is touched, and compared then, need not be decoded twice. Without a sidecar: as Content.
    Bytes
};

/// Reads the whole backup once, decrypted, decompressed and decoded to its last row: compares its SHA-256, table of
/// contents, rows and checksums of content with the sidecar, and notes a good result there. What cannot be decrypted
/// here is held against its SHA-256 only. \param identity age's identity file, for encrypted ones \error BadData with
/// one sentence for what is wrong (checksum, truncated, not an archive, tables missing), NotFound (file), Unsupported
/// (encrypted, with neither sidecar nor identity), Cancelled
Result<VerifyReport> verifyBackup(
    const Backup& backup, const std::filesystem::path& identity, const Tools& tools, TaskContext& context,
    VerifyDepth depth = VerifyDepth::Content);

/// That its bytes are those that its sidecar names; nothing where there is no sidecar. What is not is noted, see
/// noteIfDamaged(). \cost reads the whole backup once \error BadData, as digestBackup()
Result<> requireAsWritten(const Backup& backup, TaskContext& context);

/// For whoever failed while reading it: where its bytes are indeed others than its sidecar names, that is noted there, so that
/// nothing chooses it or counts on it any more. \cost reads the whole backup once, if there was a failure
void noteIfDamaged(const Backup& backup, const Error& why, TaskContext& context);

/// That everything the sidecar lists is in the archive. \error BadData
Result<> compareContents(const ArchiveContents& contents, const Sidecar& sidecar, const std::string& name);

} // namespace qbm::backup
