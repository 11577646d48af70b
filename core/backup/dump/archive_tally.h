// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/backup/dump/large_object_digest.h"
#include "core/backup/dump/row_digest.h"
#include "core/backup/sidecar.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

/// Counts the rows of COPY text given in pieces of any size, and digests them where asked to.
class CopyRows {
public:
    explicit CopyRows(bool withChecksum)
        : m_withChecksum(withChecksum)
    {
    }

    void add(std::string_view bytes);
    /// Whether the mark behind the last row (a line "\.") was seen: what has none is no COPY text, or cut off.
    bool ended() const { return m_ended; }
    std::int64_t rows() const { return m_withChecksum ? m_digest.rows() : m_rows; }
    /// Empty where it was not asked for.
    std::string checksum() const { return m_withChecksum ? m_digest.text() : std::string(); }

private:
    void addLine(std::string_view line);

    RowDigest m_digest;
    std::string m_line; ///< the beginning of a line whose end is still to come
    std::int64_t m_rows = 0;
    bool m_withChecksum;
    bool m_ended = false;
};

/// The rows of every table, and the large objects, of an archive that passes by.
class ArchiveTally final : public ArchiveListener {
public:
    explicit ArchiveTally(bool contentChecksums)
        : m_contentChecksums(contentChecksums)
        , m_rows(contentChecksums)
    {
    }

    void beginTable(const ArchiveItem& item) override;
    void addTableBytes(std::string_view bytes) override { m_rows.add(bytes); }
    void endTable() override;
    void beginLargeObject(std::uint32_t number) override { m_largeObject.emplace(number, m_contentChecksums); }
    void addLargeObjectBytes(std::string_view bytes) override { m_largeObject->add(bytes); }
    void endLargeObject() override { addLargeObject(*m_largeObject); }

    /// One table more, read elsewhere.
    void addTable(const ArchiveItem& item, const CopyRows& rows);
    void addLargeObject(const LargeObjectReading& object) { m_largeObjects.add(object); }
    LargeObjectFacts largeObjects() const { return m_largeObjects.facts(); }
    /// By schema and name. A table whose rows are there while its definition is not belongs to an extension, which
    /// makes it itself: it is left out, as everywhere here. Checksums are of the
    /// rows in the archive's own encoding. \error Unsupported where rows are not COPY text
    Result<std::vector<TableRows>> tables(const std::vector<ArchiveItem>& items) const;

private:
    bool m_contentChecksums;
    CopyRows m_rows;
    TableRows m_table;
    std::vector<TableRows> m_tables;
    std::string m_notCopyText; ///< the first table whose rows could not be read
    std::optional<LargeObjectReading> m_largeObject; ///< the one that passes
    LargeObjectDigest m_largeObjects;
};

} // namespace qbm::backup
