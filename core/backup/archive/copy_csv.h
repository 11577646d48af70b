// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// The column names of pg_dump's `COPY "schema"."table" (a, "b c") FROM stdin;`.
/// \error BadData
Result<std::vector<std::string>> parseCopyColumns(std::string_view copyStatement);

/// Turns COPY text, given in pieces of any size, into CSV by RFC 4180: NULL is an empty field, an empty string is "".
class CopyToCsv {
public:
    explicit CopyToCsv(ByteSink sink)
        : m_sink(std::move(sink))
    {
    }

    Result<> writeHeader(const std::vector<std::string>& columns);
    /// What comes behind the mark of the end ("\.") is not looked at.
    Result<> add(std::string_view bytes);
    /// Hands on what is still held back. \error BadData if the mark of the end is missing
    Result<> finish();
    bool ended() const { return m_ended; }
    std::int64_t rows() const { return m_rows; }

private:
    Result<> addLine(std::string_view line);
    void addField(std::string_view field);
    Result<> flush();

    ByteSink m_sink;
    std::string m_carry; ///< the beginning of a line
    std::string m_csv; ///< not handed on yet
    std::int64_t m_rows = 0;
    bool m_hasColumns = true; ///< a table without any has rows all the same
    bool m_ended = false;
};

} // namespace qbm::backup
