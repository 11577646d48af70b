// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/copy_statement.h"

#include <algorithm>

namespace qbm::backup {

namespace {

/// One name, quoted or bare, taken from the front. \error BadData
Result<std::string> takeName(std::string_view& rest)
{
    std::string name;
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find_first_of(".,() "), rest.size());
        name = rest.substr(0, end);
        rest.remove_prefix(end);
        return name;
    }
    for (std::size_t at = 1; at < rest.size(); ++at) {
        const bool quote = rest[at] == '"';
        const bool doubled = quote && at + 1 < rest.size() && rest[at + 1] == '"';
        if (quote && !doubled) {
            rest.remove_prefix(at + 1);
            return name;
        }
        name += rest[at];
        at += doubled ? 1 : 0;
    }
    return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The archive holds a name without an end.")));
}

bool take(std::string_view& rest, std::string_view expected)
{
    if (!rest.starts_with(expected))
        return false;
    rest.remove_prefix(expected.size());
    return true;
}

Error unknown(std::string_view copyStatement)
{
    return {ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The archive's statement cannot be read: %1"), std::string(copyStatement)), {},
        {}};
}

} // namespace

Result<std::vector<std::string>> parseCopyColumns(std::string_view copyStatement)
{
    std::string_view rest = copyStatement;
    if (!take(rest, "COPY "))
        return fail(unknown(copyStatement));
    QBM_TRY(schema, takeName(rest));
    if (take(rest, "."))
        QBM_CHECK(takeName(rest));
    std::vector<std::string> columns;
    if (!take(rest, " (")) {
        if (rest.starts_with("  FROM stdin") || rest.starts_with(" FROM stdin"))
            return columns;
        return fail(unknown(copyStatement));
    }
    do {
        QBM_TRY(column, takeName(rest));
        columns.push_back(std::move(column));
    } while (take(rest, ", "));
    if (!rest.starts_with(") FROM stdin"))
        return fail(unknown(copyStatement));
    return columns;
}

Result<TableName> tableOfCopy(std::string_view copyStatement)
{
    std::string_view rest = copyStatement;
    if (!take(rest, "COPY "))
        return fail(unknown(copyStatement));
    QBM_TRY(schema, takeName(rest));
    if (!take(rest, "."))
        return fail(unknown(copyStatement));
    QBM_TRY(table, takeName(rest));
    if (schema.empty() || table.empty() || !rest.starts_with(' '))
        return fail(unknown(copyStatement));
    return TableName(std::move(schema), std::move(table));
}

} // namespace qbm::backup
