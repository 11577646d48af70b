// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_name.h"

#include <algorithm>
#include <utility>

namespace qbm::backup {

namespace {

constexpr const char* kDefaultSchema = "public";

Error notAName(std::string_view written)
{
    return Error{ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "\"%1\" names no table: write it as schema.table, or quoted as in SQL: \"my.schema\".\"my.table\"."),
            std::string(written)),
        {}, {}};
}

/// A quoted name from the front, its quotation marks taken off. \return false: it does not end
bool takeQuoted(std::string_view& rest, std::string& name)
{
    for (std::size_t at = 1; at < rest.size(); ++at) {
        const bool quote = rest[at] == '"';
        const bool doubled = quote && at + 1 < rest.size() && rest[at + 1] == '"';
        if (quote && !doubled) {
            rest.remove_prefix(at + 1);
            return true;
        }
        name += rest[at];
        at += doubled ? 1 : 0;
    }
    return false;
}

/// Schema or table, quoted or as it stands up to the next dot. \return false: it is no name
bool takeName(std::string_view& rest, std::string& name)
{
    if (rest.starts_with('"'))
        return takeQuoted(rest, name) && !name.empty();
    const std::size_t end = std::min(rest.find('.'), rest.size());
    name = rest.substr(0, end);
    rest.remove_prefix(end);
    return !name.empty();
}

bool isQuoted(std::string_view written)
{
    return written.starts_with('"') || written.find(".\"") != std::string_view::npos;
}

/// One reading only: what stands between quotation marks is no separator.
Result<TableName> parseQuoted(std::string_view written)
{
    std::string_view rest = written;
    std::string first, second;
    if (!takeName(rest, first))
        return fail(notAName(written));
    if (rest.empty())
        return TableName(kDefaultSchema, first);
    if (!rest.starts_with('.'))
        return fail(notAName(written));
    rest.remove_prefix(1);
    if (!rest.starts_with('"')) // as without quotation marks, a further dot belongs to the table
        second = std::exchange(rest, {});
    else if (!takeName(rest, second))
        return fail(notAName(written));
    if (second.empty() || !rest.empty())
        return fail(notAName(written));
    return TableName(first, second);
}

bool isPlain(const std::string& name)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9') && std::ranges::all_of(name, fits);
}

std::string quotedName(const std::string& name)
{
    if (isPlain(name))
        return name;
    std::string out = "\"";
    for (const char c : name)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

} // namespace

std::string quotedTableName(const TableName& table)
{
    return quotedName(table.first) + "." + quotedName(table.second);
}

Result<std::vector<TableName>> parseTableName(std::string_view written)
{
    if (written.empty())
        return fail(notAName(written));
    if (isQuoted(written)) {
        QBM_TRY(name, parseQuoted(written));
        return std::vector{std::move(name)};
    }
    std::vector<TableName> readings;
    for (std::size_t dot = written.find('.'); dot != std::string_view::npos; dot = written.find('.', dot + 1)) {
        if (dot > 0 && dot + 1 < written.size())
            readings.emplace_back(written.substr(0, dot), written.substr(dot + 1));
    }
    readings.emplace_back(kDefaultSchema, written);
    return readings;
}

Result<TableName> chooseTable(std::string_view written, const std::vector<TableName>& known)
{
    QBM_TRY(readings, parseTableName(written));
    std::vector<TableName> meant;
    std::string names;
    for (const TableName& reading : readings) {
        if (std::ranges::find(known, reading) == known.end())
            continue;
        names += (names.empty() ? "" : ", ") + quotedTableName(reading);
        meant.push_back(reading);
    }
    if (meant.size() > 1)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 may mean several tables of the backup; write one of them: %2."),
                std::string(written), names));
    return meant.empty() ? readings.front() : meant.front();
}

} // namespace qbm::backup
