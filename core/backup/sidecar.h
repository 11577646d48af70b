// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/database_entry.h"
#include "core/backup/format.h"
#include "core/backup/origin.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// A table and how many rows it held in a backup's snapshot. Partitioned parents are left out, their partitions are in.
struct TableRows {
    std::string schema;
    std::string name;
    std::int64_t rows = 0;
    std::string checksum = {}; ///< RowDigest of its content; empty where it was not taken
    friend bool operator==(const TableRows&, const TableRows&) = default;
};

/// The large objects of a backup together.
struct LargeObjectFacts {
    std::int64_t count = 0;
    std::uint64_t sizeBytes = 0;
    std::string checksum = {}; ///< LargeObjectDigest of them all; empty where it was not taken, or there is none
    /// Equal as far as both know.
    bool agreesWith(const LargeObjectFacts& other) const;
    friend bool operator==(const LargeObjectFacts&, const LargeObjectFacts&) = default;
};

/// Where else a backup lies, and when it was last read back from there and found equal.
struct CopyRecord {
    std::string place; ///< a CopyPlace's name
    std::string location;
    TimePoint verifiedAt{};
    friend bool operator==(const CopyRecord&, const CopyRecord&) = default;
};

/// What is known about a backup beyond its bytes; kept beside it as NAME.json (NAME with its suffixes).
struct Sidecar {
    /// Of the file as it lies. Of a directory: of the lines "SHA256  FILE" of its files in the order of their names,
    /// each with a line end, as `cd NAME && LC_ALL=C sha256sum * | sha256sum` makes it.
    std::string sha256;
    std::uint64_t sizeBytes = 0; ///< of a directory: of its files together
    std::string serverVersion;
    std::string toolVersion;
    std::string host;
    std::uint16_t port = 0; ///< 0: not recorded
    std::string systemIdentifier; ///< see Origin
    std::string database;
    std::uint64_t databaseSizeBytes = 0; ///< on the server when the dump began
    TimePoint startedAt{};
    TimePoint snapshotAt{}; ///< the moment whose data the backup holds, by the server's clock
    TimePoint finishedAt{};
    bool counted = false; ///< `tables` holds the rows of exactly this snapshot; false where they could not be counted
    std::vector<TableRows> tables; ///< by schema and name
    std::string label;
    bool pinned = false; ///< retention never removes it
    bool safety = false; ///< made by a restore, of the data it replaced; LATEST never means it
    std::string consoleVersion;
    Format format = Format::Guide;
    Encryption encryption = Encryption::None;
    std::string encryptedTo; ///< the recipient's public key or fingerprint
    std::uint64_t archiveSizeBytes
        = 0; ///< of the plain archive: what unpacking writes; equal to sizeBytes for the guide's
    std::chrono::milliseconds checksumTook{0}; ///< processor time spent on rows and content checksums
    std::optional<LargeObjectFacts> largeObjects; ///< nullopt: not taken
    bool adopted = false; ///< made by another program; rows and content were read out of the file later
    std::vector<CopyRecord> copies;
    std::optional<DatabaseEntry> entry; ///< nullopt: not recorded (format 3 and older, adopted dumps)
    /// Settings of the server that changed how values were written ("lc_monetary"): restore and comparison use the same.
    std::map<std::string, std::string> outputSettings;
    /// What every new database has and this one had dropped. A dump does not tell; an older record neither: false then.
    bool withoutSchemaPublic = false, withoutPlpgsql = false;
    std::optional<TimePoint> verifiedAt; ///< when its bytes and table of contents were last found to be in order
    std::optional<TimePoint> damagedAt; ///< when its bytes were found to be others than these; a later verify may clear it

    std::int64_t totalRows() const;
    Origin origin() const { return {systemIdentifier, host, port, database}; }
    friend bool operator==(const Sidecar&, const Sidecar&) = default;
};

/// NAME.dump.json of NAME.dump, NAME.dump.zst.json of NAME.dump.zst
std::filesystem::path sidecarPath(const std::filesystem::path& dump);
/// In format 4: its last member is the SHA-256 of the document without that member. Names that are not UTF-8 (of databases
/// in SQL_ASCII) are written as {"hex": "..."}.
std::string formatSidecar(const Sidecar& sidecar);
/// Reads formats 1 to 4. \error BadData names the key, or says that the record was changed since it was written
Result<Sidecar> parseSidecar(const std::string& json);
/// \error NotFound, BadData, Denied
Result<Sidecar> readSidecar(const std::filesystem::path& dump);
Result<> writeSidecar(const std::filesystem::path& dump, const Sidecar& sidecar);

} // namespace qbm::backup
