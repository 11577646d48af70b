// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_columns.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace qbm::backup {

namespace {

/// Walks over the SQL that pg_dump writes, what is quoted in one step.
class Sql {
public:
    explicit Sql(std::string_view sql)
        : m_rest(sql)
    {
    }
    bool ended() const { return m_rest.empty(); }
    std::string_view rest() const { return m_rest; }
    /// A quoted name or text with its marks, or one character.
    std::string_view take()
    {
        std::size_t length = 1;
        if (m_rest.front() == '"' || m_rest.front() == '\'')
            length = std::min(m_rest.find(m_rest.front(), 1), m_rest.size() - 1) + 1;
        else if (m_rest.starts_with("E'")) // where a backslash escapes
            length = escapedText();
        const std::string_view taken = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return taken;
    }

private:
    std::size_t escapedText() const
    {
        std::size_t at = 2;
        while (at < m_rest.size() && m_rest[at] != '\'')
            at += m_rest[at] == '\\' ? 2 : 1;
        return std::min(at + 1, m_rest.size());
    }
    std::string_view m_rest;
};

/// Between the outermost parentheses, at the commas: a column or a constraint each.
std::vector<std::string_view> columnDefinitions(std::string_view definition)
{
    std::vector<std::string_view> parts;
    Sql sql(definition);
    int depth = 0;
    const char* begin = nullptr;
    while (!sql.ended()) {
        const std::string_view token = sql.take();
        if (token == "(" && ++depth == 1) {
            begin = sql.rest().data();
        } else if ((token == "," && depth == 1) || (token == ")" && --depth == 0)) {
            parts.emplace_back(begin, static_cast<std::size_t>(token.data() - begin));
            begin = sql.rest().data();
            if (depth == 0)
                break;
        }
    }
    return parts;
}

std::string_view withoutBlanks(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \n\t"), text.size()));
    return text;
}

/// The column's name, its quotation marks taken off.
std::string nameOf(std::string_view column)
{
    if (!column.starts_with('"'))
        return std::string(column.substr(0, column.find(' ')));
    std::string name;
    for (std::size_t at = 1; at < column.size(); ++at) {
        if (column[at] == '"' && (at + 1 >= column.size() || column[++at] != '"'))
            break;
        name += column[at];
    }
    return name;
}

bool isGenerated(std::string_view column)
{
    for (Sql sql(column); !sql.ended(); sql.take()) {
        if (sql.rest().starts_with(" GENERATED ALWAYS AS ("))
            return true;
    }
    return false;
}

class Columns {
public:
    explicit Columns(const std::vector<ArchiveItem>& items)
        : m_items(items)
    {
    }
    /// Of a child table the definition names only what its parents do not have.
    void add(const ArchiveItem& table)
    {
        if (!m_seen.insert(table.id).second)
            return;
        const std::size_t inherits = table.definition.rfind(")\nINHERITS (");
        for (const std::int64_t id : table.dependencies) { // another may be the type of a column only
            const auto parent = std::ranges::find(m_items, id, &ArchiveItem::id);
            if (inherits != std::string::npos && parent != m_items.end() && parent->kind == "TABLE"
                && table.definition.find(parent->name, inherits) != std::string::npos)
                add(*parent);
        }
        for (std::string_view part : columnDefinitions(table.definition)) {
            part = withoutBlanks(part);
            if (!isGenerated(part))
                continue;
            std::string name = nameOf(part);
            if (std::ranges::find(m_names, name) == m_names.end())
                m_names.push_back(std::move(name));
        }
    }
    std::vector<std::string> take() { return std::move(m_names); }

private:
    const std::vector<ArchiveItem>& m_items;
    std::set<std::int64_t> m_seen;
    std::vector<std::string> m_names;
};

} // namespace

std::vector<std::string> generatedColumns(
    const std::vector<ArchiveItem>& items, const std::string& schema, const std::string& table)
{
    Columns columns(items);
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE" && item.schema == schema && item.name == table)
            columns.add(item);
    }
    return columns.take();
}

} // namespace qbm::backup
