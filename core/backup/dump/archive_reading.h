// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/backup/dump/archive_tally.h"
#include "core/backup/sidecar.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace qbm::backup {

/// What reading an archive from begin to end tells.
struct ArchiveReading {
    ArchiveHeader header;
    std::vector<ArchiveItem> items;
    std::vector<TableRows> tables; ///< by schema and name, without those of extensions
    LargeObjectFacts largeObjects;
    std::uint64_t archiveSizeBytes = 0; ///< of a directory: of its files together
    std::chrono::milliseconds took{0}; ///< processor time
};

/// Reads a custom archive that is given to it in pieces.
class ArchiveReader {
public:
    explicit ArchiveReader(bool contentChecksums)
        : m_tally(contentChecksums)
        , m_stream(m_tally)
    {
    }

    /// \error as ArchiveStream::add
    Result<> add(std::string_view bytes);
    /// \error as ArchiveStream::finish and ArchiveTally::tables
    Result<ArchiveReading> finish();
    /// The first bytes up to the end of the table of contents, which pg_restore --list can do with.
    const std::string& contents() const { return m_contents; }
    /// See encodingOf(); empty as long as it is not known.
    std::string encoding() const { return encodingOf(m_stream.items()); }
    bool contentsWhole() const { return m_stream.contentsSizeBytes().has_value(); }

private:
    ArchiveTally m_tally;
    ArchiveStream m_stream;
    std::string m_contents;
    std::uint64_t m_sizeBytes = 0;
};

/// The processor time this thread has used so far.
std::chrono::nanoseconds threadProcessorTime();

} // namespace qbm::backup
