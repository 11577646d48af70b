// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"
#include "core/backup/text_encoding.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qbm::backup {

/// What stands at the beginning of an archive.
struct ArchiveHeader {
    int minorVersion = 0; ///< of the format: 14 for 1.14
    std::string database;
    std::string serverVersion; ///< "15.20 (Debian ...)"
    std::string toolVersion; ///< of the pg_dump that wrote it
};

/// One entry of an archive's table of contents. Names and definitions are in UTF-8 where the archive's encoding is known,
/// see ToUtf8.
struct ArchiveItem {
    std::int64_t id = 0;
    bool hasData = false;
    std::string kind; ///< "TABLE", "TABLE DATA", "BLOBS", ...
    std::string schema;
    std::string name;
    std::string definition; ///< the SQL that makes it
    std::string dropStatement; ///< "DROP FUNCTION public.f(integer);\n"; empty where it goes with something else
    std::string tablespace; ///< empty: the database's
    /// Of TABLE DATA, byte for byte as in the archive; empty where the rows are INSERT statements.
    std::string copyStatement;
    std::string owner;
    std::vector<std::int64_t> dependencies; ///< numbers of what it needs; some may not be in the archive
    std::string file; ///< in an archive that is a directory: where its data is
};

/// PostgreSQL's name of the encoding in which an archive's text is; empty where it does not say.
std::string encodingOf(const std::vector<ArchiveItem>& items);

/// Is told what passes, decompressed. \thread the one that feeds the stream
class ArchiveListener {
public:
    virtual ~ArchiveListener() = default;
    virtual void beginTable(const ArchiveItem& item) = 0;
    /// COPY text in pieces of any size.
    virtual void addTableBytes(std::string_view bytes) = 0;
    virtual void endTable() = 0;
    virtual void beginLargeObject(std::uint32_t number) = 0;
    virtual void addLargeObjectBytes(std::string_view bytes) = 0;
    virtual void endLargeObject() = 0;
};

/// Reads PostgreSQL's archive format (custom, versions 1.12 to 1.16, not compressed or by zlib or zstd) as it passes
/// by, in pieces of any size. Also reads the table of contents of an archive that is a directory (toc.dat). \source
/// src/bin/pg_dump/pg_backup_archiver.c, pg_backup_custom.c of PostgreSQL 10 to 18
class ArchiveStream {
public:
    explicit ArchiveStream(ArchiveListener& listener);
    ArchiveStream(const ArchiveStream&) = delete;
    ArchiveStream& operator=(const ArchiveStream&) = delete;
    ~ArchiveStream();

    /// \error BadData, Unsupported (another version or compression); the stream takes nothing more then
    Result<> add(std::string_view bytes);
    /// That it ends where an archive may end and every entry's data was there. \error BadData
    Result<> finish();

    const ArchiveHeader& header() const { return m_header; }
    const std::vector<ArchiveItem>& items() const { return m_items; }
    /// Bytes of header and table of contents together, once they have passed.
    std::optional<std::uint64_t> contentsSizeBytes() const { return m_contentsSizeBytes; }

private:
    class Cursor;
    enum class Stage { Header, Count, Item, Block, LargeObject, Chunk, Bytes };
    enum class Layout { Custom, Directory };

    /// \return whether there was enough to read for a step
    Result<bool> step(Cursor& cursor);
    Result<bool> readHeader(Cursor& cursor);
    Result<bool> readCount(Cursor& cursor);
    Result<bool> readItem(Cursor& cursor);
    void convertNames(ArchiveItem& item);
    Result<bool> beginBlock(Cursor& cursor);
    Result<bool> beginLargeObject(Cursor& cursor);
    Result<bool> beginChunk(Cursor& cursor);
    Result<bool> takeBytes(Cursor& cursor);
    Result<> consume(std::string_view& bytes);
    Result<> setCompression(std::int64_t written);
    Result<> endData();
    void hand(std::string_view bytes);
    Error broken(std::string_view what) const;

    ArchiveListener& m_listener;
    ArchiveHeader m_header;
    std::vector<ArchiveItem> m_items;
    std::unordered_map<std::int64_t, std::size_t> m_pending; ///< entries whose data is still to come, by id
    std::optional<std::uint64_t> m_contentsSizeBytes;
    std::unique_ptr<ToUtf8> m_toUtf8; ///< null before the archive has named its encoding, which is the first entry
    std::unique_ptr<ByteFilter> m_decoder; ///< null: not compressed
    std::optional<Error> m_error;
    std::string m_carry; ///< the beginning of something whose end is still to come
    std::uint64_t m_position = 0; ///< bytes consumed
    std::uint64_t m_left = 0; ///< of the present chunk; of the table of contents: entries
    std::size_t m_integerBytes = 0, m_offsetBytes = 0;
    Stage m_stage = Stage::Header;
    Layout m_layout = Layout::Custom;
    bool m_inLargeObjects = false;
    bool m_inTable = false;
};

} // namespace qbm::backup
