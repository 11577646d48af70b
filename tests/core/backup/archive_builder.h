// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace qbm::test {

/// Writes an archive of pg_dump's custom format, of a version and compression we may have no pg_dump for.
class ArchiveBuilder {
public:
    enum class Compression { None = 0, Zlib = 1, Lz4 = 2, Zstd = 3 };

    explicit ArchiveBuilder(int minorVersion, Compression compression = Compression::None)
        : m_minor(minorVersion)
        , m_compression(compression)
    {
    }

    /// A table with its rows as COPY text, without the mark of their end.
    ArchiveBuilder& table(const std::string& schema, const std::string& name, const std::string& rows)
    {
        entry("TABLE", schema, name, "CREATE TABLE x (a int);\n", false);
        tableData(schema, name, rows + "\\.\n\n\n");
        return *this;
    }
    /// Rows of a table that is not defined here, as of an extension's.
    ArchiveBuilder& tableData(const std::string& schema, const std::string& name, const std::string& text)
    {
        const std::int64_t id = entry("TABLE DATA", schema, name, "", true);
        m_data += '\1';
        m_data += integer(id) + pieces(text);
        return *this;
    }
    ArchiveBuilder& definition(const std::string& kind, const std::string& text)
    {
        entry(kind, "", kind, text, false);
        return *this;
    }
    ArchiveBuilder& largeObjects(const std::vector<std::string>& contents)
    {
        const std::int64_t id = entry("BLOBS", "", "BLOBS", "", true);
        m_data += '\3';
        m_data += integer(id);
        std::int64_t number = 5000;
        for (const std::string& content : contents)
            m_data += integer(++number) + pieces(content);
        m_data += integer(0);
        return *this;
    }

    std::string build() const
    {
        std::string head = "PGDMP\1";
        head += static_cast<char>(m_minor);
        head += '\0'; // revision
        head += "\4\10\1"; // sizes of numbers and offsets; custom
        if (m_minor < 15)
            head += integer(m_compression == Compression::None ? 0 : 9);
        else
            head += static_cast<char>(m_compression);
        for (int part = 0; part < 7; ++part)
            head += integer(part);
        return head + text("qbm") + text("15.4") + text("16.1") + integer(m_count) + m_entries + m_data;
    }

private:
    static std::string integer(std::int64_t value)
    {
        std::string out(1, value < 0 ? '\1' : '\0');
        std::uint64_t rest = static_cast<std::uint64_t>(value < 0 ? -value : value);
        for (int i = 0; i < 4; ++i, rest >>= 8)
            out += static_cast<char>(rest & 0xFF);
        return out;
    }
    static std::string text(const std::optional<std::string>& value)
    {
        return value ? integer(static_cast<std::int64_t>(value->size())) + *value : integer(-1);
    }

    std::int64_t entry(const std::string& kind, const std::string& schema, const std::string& name,
        const std::string& definition, bool hasData)
    {
        const std::int64_t id = 100 + ++m_count;
        m_entries += integer(id) + integer(hasData ? 1 : 0) + text("1259") + text("16384") + text(name) + text(kind)
            + integer(3) + text(definition) + text("DROP x") + text(hasData ? "COPY x FROM stdin;\n" : "")
            + text(schema.empty() ? std::nullopt : std::optional(schema)) + text("");
        if (m_minor >= 14)
            m_entries += text("heap");
        if (m_minor >= 16)
            m_entries += integer('r');
        m_entries += text("postgres") + text("false") + text("7") + text(std::nullopt) + '\1' + std::string(8, '\0');
        return id;
    }

    /// In pieces of three sizes, each with its length before it, and a zero behind the last.
    std::string pieces(const std::string& content) const
    {
        const std::string bytes = compressed(content);
        std::string out;
        std::size_t at = 0;
        for (std::size_t size = 1; at < bytes.size(); size = size * 7 % 4099) {
            const std::string piece = bytes.substr(at, size);
            out += integer(static_cast<std::int64_t>(piece.size())) + piece;
            at += piece.size();
        }
        return out + integer(0);
    }

    std::string compressed(const std::string& content) const
    {
        if (m_compression == Compression::Zlib) {
            uLongf size = ::compressBound(content.size());
            std::string out(size, '\0');
            ::compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
                content.size(), 9);
            out.resize(size);
            return out;
        }
        if (m_compression == Compression::Zstd) {
            std::string out(ZSTD_compressBound(content.size()), '\0');
            out.resize(ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 3));
            return out;
        }
        return content;
    }

    int m_minor;
    Compression m_compression;
    std::int64_t m_count = 0;
    std::string m_entries, m_data;
};

} // namespace qbm::test
