// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/archive_tally.h"

#include <algorithm>
#include <set>

namespace qbm::backup {

namespace {

constexpr std::string_view kEndOfRows = "\\.";

} // namespace

void CopyRows::add(std::string_view bytes)
{
    while (!bytes.empty() && !m_ended) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            m_line += bytes;
            return;
        }
        if (m_line.empty()) {
            addLine(bytes.substr(0, end));
        } else {
            m_line += bytes.substr(0, end);
            addLine(m_line);
            m_line.clear();
        }
        bytes.remove_prefix(end + 1);
    }
}

void CopyRows::addLine(std::string_view line)
{
    if (line == kEndOfRows) // no row looks like that: COPY doubles a backslash
        m_ended = true;
    else if (m_withChecksum)
        m_digest.add(line);
    else
        ++m_rows;
}

void ArchiveTally::beginTable(const ArchiveItem& item)
{
    m_rows = CopyRows(m_contentChecksums);
    m_table = {item.schema, item.name};
}

void ArchiveTally::endTable()
{
    if (!m_rows.ended() && m_notCopyText.empty())
        m_notCopyText = m_table.schema + "." + m_table.name;
    m_table.rows = m_rows.rows();
    m_table.checksum = m_rows.checksum();
    m_tables.push_back(m_table);
}

void ArchiveTally::addTable(const ArchiveItem& item, const CopyRows& rows)
{
    m_table = {item.schema, item.name};
    m_rows = rows;
    endTable();
}

Result<std::vector<TableRows>> ArchiveTally::tables(const std::vector<ArchiveItem>& items) const
{
    if (!m_notCopyText.empty())
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "The rows of %1 are not in the form of COPY and cannot be counted."),
                m_notCopyText));
    std::set<std::pair<std::string_view, std::string_view>> defined;
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE")
            defined.emplace(item.schema, item.name);
    }
    std::vector<TableRows> tables;
    for (const TableRows& table : m_tables) {
        if (defined.contains({table.schema, table.name}))
            tables.push_back(table);
    }
    std::ranges::sort(tables, {}, [](const TableRows& table) { return std::tie(table.schema, table.name); });
    return tables;
}

} // namespace qbm::backup
