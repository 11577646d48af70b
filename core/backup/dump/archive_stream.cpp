// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/archive_stream.h"

#include "core/backup/dump/inflate_stream.h"
#include "core/backup/dump/zstd_stream.h"

#include <algorithm>
#include <charconv>

namespace qbm::backup {

namespace {

constexpr std::string_view kMagic = "PGDMP";
constexpr int kOldestMinor = 12, kNewestMinor = 16;
constexpr int kCustomFormat = 1, kTarFormat = 3; ///< toc.dat of a directory says "tar"
constexpr std::int64_t kLz4 = 2;
constexpr int kDataBlock = 1, kLargeObjectsBlock = 3;
/// No definition is longer: what says so is no archive.
constexpr std::size_t kLongestEntryBytes = 256u << 20;

/// 'LATIN1' of "SET client_encoding = 'LATIN1';"
std::string_view quotedWord(std::string_view definition)
{
    const std::size_t begin = definition.find('\'');
    const std::size_t end = begin == std::string_view::npos ? begin : definition.find('\'', begin + 1);
    return end == std::string_view::npos ? std::string_view() : definition.substr(begin + 1, end - begin - 1);
}

constexpr std::string_view kEncodingKind = "ENCODING";

} // namespace

std::string encodingOf(const std::vector<ArchiveItem>& items)
{
    const auto entry = std::ranges::find(items, kEncodingKind, &ArchiveItem::kind);
    return entry == items.end() ? std::string() : std::string(quotedWord(entry->definition));
}

/// Reads numbers and texts off a piece; notes where the piece is too short instead of reading on.
class ArchiveStream::Cursor {
public:
    Cursor(std::string_view bytes, std::size_t integerBytes, std::size_t offsetBytes)
        : m_bytes(bytes)
        , m_integerBytes(integerBytes)
        , m_offsetBytes(offsetBytes)
    {
    }

    std::string_view rest() const { return m_bytes.substr(m_at); }
    std::size_t position() const { return m_at; }
    bool isShort() const { return m_short; }
    void setSizes(std::size_t integerBytes, std::size_t offsetBytes)
    {
        m_integerBytes = integerBytes;
        m_offsetBytes = offsetBytes;
    }

    std::string_view take(std::size_t count)
    {
        if (m_short || m_bytes.size() - m_at < count) {
            m_short = true;
            return {};
        }
        m_at += count;
        return m_bytes.substr(m_at - count, count);
    }
    int byte()
    {
        const std::string_view one = take(1);
        return one.empty() ? 0 : static_cast<unsigned char>(one[0]);
    }
    /// A byte for the sign, then the amount, lowest byte first.
    std::int64_t integer()
    {
        const std::string_view bytes = take(1 + m_integerBytes);
        std::uint64_t amount = 0;
        for (std::size_t i = bytes.size(); i > 1; --i)
            amount = amount << 8 | static_cast<unsigned char>(bytes[i - 1]);
        const auto value = static_cast<std::int64_t>(amount & INT64_MAX);
        return !bytes.empty() && bytes[0] != 0 ? -value : value;
    }
    /// nullopt for the absent text, whose length is -1.
    std::optional<std::string_view> text()
    {
        const std::int64_t length = integer();
        if (length < 0)
            return std::nullopt;
        return take(static_cast<std::size_t>(length));
    }
    std::string textOrEmpty() { return std::string(text().value_or(std::string_view())); }
    void skipOffset() { take(1 + m_offsetBytes); }

private:
    std::string_view m_bytes;
    std::size_t m_integerBytes, m_offsetBytes;
    std::size_t m_at = 0;
    bool m_short = false;
};

ArchiveStream::ArchiveStream(ArchiveListener& listener)
    : m_listener(listener)
{
}

ArchiveStream::~ArchiveStream() = default;

Error ArchiveStream::broken(std::string_view what) const
{
    return Error{ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "It is no sound archive of pg_dump: at byte %1 there is %2."), m_position, what),
        {}, {}};
}

Result<> ArchiveStream::add(std::string_view bytes)
{
    if (m_error)
        return fail(*m_error);
    Result<> consumed;
    if (m_carry.empty()) {
        consumed = consume(bytes);
        m_carry = bytes;
    } else {
        m_carry += bytes;
        std::string_view all = m_carry;
        consumed = consume(all);
        m_carry.erase(0, m_carry.size() - all.size());
    }
    if (consumed && m_carry.size() > kLongestEntryBytes)
        consumed = fail(broken("an entry without an end"));
    if (!consumed) {
        m_error = consumed.error();
        m_carry.clear();
    }
    return consumed;
}

Result<> ArchiveStream::finish()
{
    if (m_error)
        return fail(*m_error);
    if (m_stage != Stage::Block || !m_carry.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The archive is cut off after %1 bytes."), m_position + m_carry.size()));
    if (m_layout == Layout::Custom && !m_pending.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The archive is cut off: the data of %1 entries is missing."),
                m_pending.size()));
    return {};
}

/// Takes as much as can be understood; what is left needs more bytes.
Result<> ArchiveStream::consume(std::string_view& bytes)
{
    while (!bytes.empty()) {
        Cursor cursor(bytes, m_integerBytes, m_offsetBytes);
        QBM_TRY(enough, step(cursor));
        if (!enough)
            return {};
        m_position += cursor.position();
        bytes.remove_prefix(cursor.position());
        if (m_stage == Stage::Block && !m_contentsSizeBytes)
            m_contentsSizeBytes = m_position;
    }
    return {};
}

Result<bool> ArchiveStream::step(Cursor& cursor)
{
    switch (m_stage) {
    case Stage::Header:
        return readHeader(cursor);
    case Stage::Count:
        return readCount(cursor);
    case Stage::Item:
        return readItem(cursor);
    case Stage::Block:
        return beginBlock(cursor);
    case Stage::LargeObject:
        return beginLargeObject(cursor);
    case Stage::Chunk:
        return beginChunk(cursor);
    case Stage::Bytes:
        return takeBytes(cursor);
    }
    return false;
}

Result<bool> ArchiveStream::readHeader(Cursor& cursor)
{
    const std::string_view magic = cursor.take(kMagic.size());
    const int major = cursor.byte(), minor = cursor.byte();
    cursor.byte(); // the revision
    const int integerBytes = cursor.byte(), offsetBytes = cursor.byte(), format = cursor.byte();
    if (cursor.isShort())
        return false;
    if (magic != kMagic)
        return fail(broken("no mark of an archive"));
    if (major != 1 || minor < kOldestMinor || minor > kNewestMinor)
        return fail(ErrorKind::Unsupported,
            minor > kNewestMinor
                ? text(QT_TRANSLATE_NOOP("core",
                           "Version %1.%2 of the archive format is newer than what is known here: pg_restore of the "
                           "PostgreSQL that wrote it (18 or newer) reads it, from its package postgresql-client."),
                    major, minor)
                : text(QT_TRANSLATE_NOOP("core",
                           "Version %1.%2 of the archive format is older than what is known here: pg_restore of the "
                           "package postgresql-client reads it."),
                    major, minor));
    if (integerBytes < 1 || integerBytes > 8 || offsetBytes < 1 || offsetBytes > 16)
        return fail(broken("a size of numbers that no machine has"));
    if (format != kCustomFormat && format != kTarFormat)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "Archives of the format number %1 are not known here; pg_restore of the package postgresql-client "
                     "may read it."),
                format));
    cursor.setSizes(static_cast<std::size_t>(integerBytes), static_cast<std::size_t>(offsetBytes));
    // Up to 1.14 a level of zlib stands here, since 1.15 the algorithm: none, gzip, lz4, zstd.
    const std::int64_t written = minor < 15 ? (cursor.integer() == 0 ? 0 : 1) : cursor.byte();
    for (int part = 0; part < 7; ++part)
        cursor.integer(); // the date, in pg_dump's local time
    ArchiveHeader header{minor, cursor.textOrEmpty(), cursor.textOrEmpty(), cursor.textOrEmpty()};
    if (cursor.isShort())
        return false;
    m_header = std::move(header);
    m_layout = format == kCustomFormat ? Layout::Custom : Layout::Directory;
    m_integerBytes = static_cast<std::size_t>(integerBytes);
    m_offsetBytes = static_cast<std::size_t>(offsetBytes);
    if (m_layout == Layout::Custom)
        QBM_CHECK(setCompression(written));
    m_stage = Stage::Count;
    return true;
}

Result<> ArchiveStream::setCompression(std::int64_t written)
{
    const auto sink = [this](std::string_view bytes) -> Result<> {
        hand(bytes);
        return {};
    };
    if (written == 1)
        m_decoder = makeInflater(sink);
    else if (written == 3)
        m_decoder = makeZstdDecompressor(sink);
    else if (written != 0)
        return fail(ErrorKind::Unsupported,
            written == kLz4
                ? text(QT_TRANSLATE_NOOP("core",
                      "Its data is compressed by LZ4, which is not known here: pg_restore 16 or newer of the package "
                      "postgresql-client-16 reads it."))
                : text(QT_TRANSLATE_NOOP("core",
                           "Compression number %1 of the archive format is not known here; pg_restore of the PostgreSQL "
                           "that wrote it reads it."),
                    written));
    return {};
}

Result<bool> ArchiveStream::readCount(Cursor& cursor)
{
    const std::int64_t count = cursor.integer();
    if (cursor.isShort())
        return false;
    if (count < 0)
        return fail(broken("a negative number of entries"));
    m_left = static_cast<std::uint64_t>(count);
    m_stage = m_left > 0 ? Stage::Item : Stage::Block;
    return true;
}

Result<bool> ArchiveStream::readItem(Cursor& cursor)
{
    ArchiveItem item;
    item.id = cursor.integer();
    item.hasData = cursor.integer() != 0;
    cursor.text(); // of the catalogue: table,
    cursor.text(); // and object
    item.name = cursor.textOrEmpty();
    item.kind = cursor.textOrEmpty();
    cursor.integer(); // section
    item.definition = cursor.textOrEmpty();
    item.dropStatement = cursor.textOrEmpty();
    item.copyStatement = cursor.textOrEmpty();
    item.schema = cursor.textOrEmpty();
    item.tablespace = cursor.textOrEmpty();
    if (m_header.minorVersion >= 14)
        cursor.text(); // access method
    if (m_header.minorVersion >= 16)
        cursor.integer(); // kind of relation
    item.owner = cursor.textOrEmpty();
    cursor.text(); // with OIDs
    while (!cursor.isShort()) {
        const auto dependency = cursor.text();
        if (!dependency)
            break;
        std::int64_t id = 0;
        std::from_chars(dependency->data(), dependency->data() + dependency->size(), id);
        item.dependencies.push_back(id);
    }
    if (m_layout == Layout::Custom)
        cursor.skipOffset();
    else
        item.file = cursor.textOrEmpty();
    if (cursor.isShort())
        return false;
    if (item.hasData && !m_pending.emplace(item.id, m_items.size()).second)
        return fail(broken("a second entry of the same number"));
    convertNames(item);
    m_items.push_back(std::move(item));
    if (--m_left == 0)
        m_stage = Stage::Block;
    return true;
}

void ArchiveStream::convertNames(ArchiveItem& item)
{
    if (item.kind == kEncodingKind)
        m_toUtf8 = std::make_unique<ToUtf8>(quotedWord(item.definition));
    if (!m_toUtf8 || !m_toUtf8->converts())
        return;
    for (std::string* text : {&item.schema, &item.name, &item.definition, &item.dropStatement, &item.tablespace, &item.owner})
        *text = m_toUtf8->words(*text);
}

Result<bool> ArchiveStream::beginBlock(Cursor& cursor)
{
    if (m_layout == Layout::Directory)
        return fail(broken("something behind the table of contents"));
    const int type = cursor.byte();
    const std::int64_t id = cursor.integer();
    if (cursor.isShort())
        return false;
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return fail(broken("data of no entry"));
    const ArchiveItem& item = m_items[found->second];
    m_pending.erase(found);
    if (type == kLargeObjectsBlock) {
        m_inLargeObjects = true;
        m_stage = Stage::LargeObject;
        return true;
    }
    if (type != kDataBlock)
        return fail(broken("a block of unknown kind"));
    m_inTable = item.kind == "TABLE DATA";
    if (m_inTable)
        m_listener.beginTable(item);
    m_stage = Stage::Chunk;
    return true;
}

Result<bool> ArchiveStream::beginLargeObject(Cursor& cursor)
{
    const std::int64_t number = cursor.integer();
    if (cursor.isShort())
        return false;
    if (number == 0) {
        m_inLargeObjects = false;
        m_stage = Stage::Block;
        return true;
    }
    m_listener.beginLargeObject(static_cast<std::uint32_t>(number));
    m_stage = Stage::Chunk;
    return true;
}

Result<bool> ArchiveStream::beginChunk(Cursor& cursor)
{
    const std::int64_t length = cursor.integer();
    if (cursor.isShort())
        return false;
    if (length < 0)
        return fail(broken("a piece of negative length"));
    if (length == 0) {
        QBM_CHECK(endData());
        return true;
    }
    m_left = static_cast<std::uint64_t>(length);
    m_stage = Stage::Bytes;
    return true;
}

Result<bool> ArchiveStream::takeBytes(Cursor& cursor)
{
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, cursor.rest().size()));
    const std::string_view bytes = cursor.take(count);
    if (m_decoder)
        QBM_CHECK(m_decoder->write(bytes));
    else
        hand(bytes);
    m_left -= count;
    if (m_left == 0)
        m_stage = Stage::Chunk;
    return true;
}

Result<> ArchiveStream::endData()
{
    if (m_decoder)
        QBM_CHECK(m_decoder->finish());
    if (m_inTable)
        m_listener.endTable();
    if (m_inLargeObjects)
        m_listener.endLargeObject();
    m_inTable = false;
    m_stage = m_inLargeObjects ? Stage::LargeObject : Stage::Block;
    return {};
}

void ArchiveStream::hand(std::string_view bytes)
{
    if (m_inLargeObjects)
        m_listener.addLargeObjectBytes(bytes);
    else if (m_inTable)
        m_listener.addTableBytes(bytes);
}

} // namespace qbm::backup
