// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/copy_csv.h"

#include <algorithm>

namespace qbm::backup {

namespace {

constexpr std::size_t kBufferBytes = 256u << 10;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kNull = "\\N";

char unescaped(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return letter;
    }
}

std::string unescape(std::string_view field)
{
    std::string value;
    value.reserve(field.size());
    for (std::size_t at = 0; at < field.size(); ++at) {
        const bool escape = field[at] == '\\' && at + 1 < field.size();
        value += escape ? unescaped(field[++at]) : field[at];
    }
    return value;
}

void appendCsv(std::string& csv, std::string_view value)
{
    if (!value.empty() && value.find_first_of("\",\r\n") == std::string_view::npos) {
        csv += value;
        return;
    }
    csv += '"';
    for (const char c : value)
        csv.append(c == '"' ? 2 : 1, c);
    csv += '"';
}

std::string_view withoutDigits(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of("0123456789"), text.size()));
}

/// "-12", "+.5", "-1.5e+10"
bool isSignedNumber(std::string_view text)
{
    text.remove_prefix(1);
    std::string_view rest = withoutDigits(text);
    std::size_t digits = text.size() - rest.size();
    if (rest.starts_with('.')) {
        const std::string_view fraction = rest.substr(1);
        rest = withoutDigits(fraction);
        digits += fraction.size() - rest.size();
    }
    if (digits == 0)
        return false;
    if (rest.starts_with('e') || rest.starts_with('E')) {
        rest.remove_prefix(1);
        rest.remove_prefix(rest.starts_with('+') || rest.starts_with('-') ? 1 : 0);
        if (rest.empty())
            return false;
        rest = withoutDigits(rest);
    }
    return rest.empty();
}

} // namespace

bool looksLikeFormula(std::string_view value)
{
    if (value.empty() || std::string_view("=+-@\t\r\n").find(value.front()) == std::string_view::npos)
        return false;
    return (value.front() != '+' && value.front() != '-') || !isSignedNumber(value);
}

Result<> CopyToCsv::writeHeader(const std::vector<std::string>& columns)
{
    m_hasColumns = !columns.empty();
    for (const std::string& column : columns) {
        m_csv += &column == &columns.front() ? "" : ",";
        addValue(column);
    }
    m_csv += kLineEnd;
    return flush();
}

Result<> CopyToCsv::add(std::string_view bytes)
{
    while (!bytes.empty() && !m_ended) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            m_carry += bytes;
            return {};
        }
        if (m_carry.empty()) {
            QBM_CHECK(addLine(bytes.substr(0, end)));
        } else {
            m_carry += bytes.substr(0, end);
            QBM_CHECK(addLine(m_carry));
            m_carry.clear();
        }
        bytes.remove_prefix(end + 1);
    }
    return {};
}

Result<> CopyToCsv::addLine(std::string_view line)
{
    if (line == "\\.") {
        m_ended = true;
        return {};
    }
    ++m_rows;
    while (m_hasColumns) {
        const std::size_t end = line.find('\t'); // one within a value is escaped
        addField(line.substr(0, end));
        if (end == std::string_view::npos)
            break;
        m_csv += ',';
        line.remove_prefix(end + 1);
    }
    m_csv += kLineEnd;
    return m_csv.size() >= kBufferBytes ? flush() : Result<>();
}

void CopyToCsv::addField(std::string_view field)
{
    if (field == kNull)
        return;
    if (field.find('\\') == std::string_view::npos)
        addValue(field);
    else
        addValue(unescape(field));
}

void CopyToCsv::addValue(std::string_view value)
{
    const bool formula = looksLikeFormula(value);
    m_formulaCells += formula ? 1 : 0;
    if (formula && m_options.forSpreadsheet)
        appendCsv(m_csv, "'" + std::string(value));
    else
        appendCsv(m_csv, value);
}

Result<> CopyToCsv::flush()
{
    QBM_CHECK(m_sink(m_csv));
    m_csv.clear();
    return {};
}

Result<> CopyToCsv::beginAnother()
{
    QBM_CHECK(finish());
    m_carry.clear();
    m_ended = false;
    return {};
}

Result<> CopyToCsv::finish()
{
    QBM_CHECK(flush());
    if (!m_ended)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The table's rows end in the middle; verify the backup.")));
    return {};
}

} // namespace qbm::backup
