// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

struct CsvOptions {
    /// Cells that a spreadsheet would take for formulas get an apostrophe in front; numbers stay numbers.
    bool forSpreadsheet = false;
};

/// Whether a spreadsheet would take a cell for a formula: it begins with =, +, -, @, a tab or a line end, and is no
/// number. \source owasp.org/www-community/attacks/CSV_Injection
bool looksLikeFormula(std::string_view value);

/// Turns COPY text, given in pieces of any size, into CSV by RFC 4180: NULL is an empty field, an empty string is "".
class CopyToCsv {
public:
    explicit CopyToCsv(ByteSink sink, CsvOptions options = {})
        : m_sink(std::move(sink))
        , m_options(options)
    {
    }

    Result<> writeHeader(const std::vector<std::string>& columns);
    /// What comes behind the mark of the end ("\.") is not looked at.
    Result<> add(std::string_view bytes);
    /// The rows of another table, of the same columns, follow those that have ended. \error as finish()
    Result<> beginAnother();
    /// Hands on what is still held back. \error BadData if the mark of the end is missing
    Result<> finish();
    bool ended() const { return m_ended; }
    std::int64_t rows() const { return m_rows; }
    /// The header's among them.
    std::int64_t formulaCells() const { return m_formulaCells; }

private:
    Result<> addLine(std::string_view line);
    void addField(std::string_view field);
    void addValue(std::string_view value);
    Result<> flush();

    ByteSink m_sink;
    CsvOptions m_options;
    std::string m_carry; ///< the beginning of a line
    std::string m_csv; ///< not handed on yet
    std::int64_t m_rows = 0;
    std::int64_t m_formulaCells = 0;
    bool m_hasColumns = true; ///< a table without any has rows all the same
    bool m_ended = false;
};

} // namespace qbm::backup
