// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/in_place_checks.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/acl_statements.h"
#include "core/base/ascii.h"

#include <algorithm>
#include <utility>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;
using Name = std::pair<std::string, std::string>; ///< of a schema and of what is in it

constexpr std::string_view kCheck = "CHECK (";

bool isWord(char c)
{
    return isAsciiAlphanumeric(c) || c == '_' || c == '$' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Where the string or the name in quotes that begins at `at` ends: behind its last quote.
std::size_t behindQuotes(std::string_view sql, std::size_t at)
{
    const std::size_t end = sql.find(sql[at], at + 1); // a doubled quote begins the next one
    return end == std::string_view::npos ? sql.size() : end + 1;
}

/// The condition whose bracket opens at `at`, up to its closing one.
std::string_view inBrackets(std::string_view sql, std::size_t at)
{
    int depth = 0;
    for (std::size_t i = at; i < sql.size();) {
        if (sql[i] == '\'' || sql[i] == '"') {
            i = behindQuotes(sql, i);
            continue;
        }
        depth += sql[i] == '(' ? 1 : sql[i] == ')' ? -1 : 0;
        ++i;
        if (depth == 0)
            return sql.substr(at, i - at);
    }
    return sql.substr(at);
}

/// What stands before `end`, with or without quotes; `end` becomes its begin. Empty: no name does.
std::string nameBefore(std::string_view sql, std::size_t& end)
{
    std::size_t begin = end;
    if (end > 0 && sql[end - 1] == '"') {
        begin = end < 2 ? std::string_view::npos : sql.rfind('"', end - 2);
        if (begin == std::string_view::npos)
            return {};
        const std::string name(sql.substr(begin + 1, end - begin - 2));
        end = begin;
        return name;
    }
    while (begin > 0 && isWord(sql[begin - 1]))
        --begin;
    const std::string name(sql.substr(begin, end - begin));
    end = begin;
    return name;
}

/// Functions that a condition calls by their qualified names, as pg_dump writes them.
std::set<Name> calledIn(std::string_view condition)
{
    std::set<Name> called;
    for (std::size_t i = 0; i < condition.size(); ++i) {
        if (condition[i] == '\'') {
            i = behindQuotes(condition, i) - 1;
            continue;
        }
        if (condition[i] != '(')
            continue;
        std::size_t at = i;
        std::string name = nameBefore(condition, at);
        if (name.empty() || at == 0 || condition[at - 1] != '.')
            continue;
        --at;
        std::string schema = nameBefore(condition, at);
        called.insert({std::move(schema), std::move(name)});
    }
    return called;
}

bool saysWord(std::string_view text, std::string_view word)
{
    const auto same = [](char a, char b) { return toAsciiLower(a) == b; };
    for (auto it = text.begin(); (it = std::search(it, text.end(), word.begin(), word.end(), same)) != text.end(); ++it) {
        const auto end = it + static_cast<std::ptrdiff_t>(word.size());
        if ((it == text.begin() || !isWord(*(it - 1))) && (end == text.end() || !isWord(*end)))
            return true;
    }
    return false;
}

/// What it reads is not to be seen in its text, so that RowOrder cannot put the rows in an order that fits.
bool readsUnseen(std::string_view definition)
{
    const bool written = saysOutsideQuotes(definition, "language plpgsql") || saysOutsideQuotes(definition, "language sql");
    return !written || saysWord(definition, "execute");
}

/// Functions of the archive of which nobody can say that they answer the same whatever tables hold, nor which tables.
std::set<Name> doubtfulFunctions(const std::vector<ArchiveItem>& items)
{
    std::set<Name> functions;
    for (const ArchiveItem& item : items) {
        if (item.kind == "FUNCTION" && readsUnseen(item.definition)
            && (!saysOutsideQuotes(item.definition, "immutable") || saysWord(item.definition, "from")))
            functions.insert({item.schema, item.name.substr(0, item.name.find('('))});
    }
    return functions;
}

std::string listFirst(const std::set<std::string>& names)
{
    constexpr std::size_t kNamed = 5;
    std::string out;
    std::size_t count = 0;
    for (const std::string& name : names) {
        if (++count <= kNamed)
            out += (out.empty() ? "" : ", ") + name;
    }
    return count > kNamed ? out + ", ..." : out;
}

/// As doubtfulConditions(), of what is there now. Conditions that are not validated come after the rows.
constexpr const char* kConditionsSql = R"(
SELECT DISTINCT coalesce(cn.nspname || '.' || c.relname, tn.nspname || '.' || t.typname), pn.nspname || '.' || p.proname
FROM pg_constraint k
     JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid AND d.refclassid = 'pg_proc'::regclass
     JOIN pg_proc p ON p.oid = d.refobjid JOIN pg_namespace pn ON pn.oid = p.pronamespace
     LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_namespace cn ON cn.oid = c.relnamespace
     LEFT JOIN pg_type t ON t.oid = k.contypid LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE k.contype = 'c' AND k.convalidated AND p.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e')
      AND (p.provolatile <> 'i' OR p.prosrc ~* '\mfrom\M')
      AND (p.prosrc ~* '\mexecute\M'
           OR NOT EXISTS (SELECT FROM pg_language l WHERE l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql'))))";

} // namespace

std::set<std::string> doubtfulConditions(const std::vector<ArchiveItem>& items)
{
    std::set<std::string> found;
    const std::set<Name> functions = doubtfulFunctions(items);
    if (functions.empty())
        return found;
    for (const ArchiveItem& item : items) {
        if (item.kind != "TABLE" && item.kind != "DOMAIN")
            continue;
        const std::string_view sql = item.definition;
        for (std::size_t at = sql.find(kCheck); at != std::string_view::npos; at = sql.find(kCheck, at + 1)) {
            for (const Name& called : calledIn(inBrackets(sql, at + kCheck.size() - 1))) {
                if (functions.contains(called))
                    found.insert(item.schema + "." + item.name + " (" + called.first + "." + called.second + ")");
            }
        }
    }
    return found;
}

Check checkRowConditions(postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "No condition of a table needs the rows of another one"));
    auto answer = client.query(kConditionsSql, context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    std::set<std::string> found = doubtfulConditions(items);
    for (const postgres::Row& row : answer->rows)
        found.insert(row[0].value_or("?") + " (" + row[1].value_or("?") + ")");
    if (found.empty())
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none calls a function that may"))};
    return {std::move(question), Verdict::Warning,
        text(QT_TRANSLATE_NOOP("core",
                 "Tables are filled one after the other, and a condition that reads another table may refuse its rows "
                 "when the application is down already: %1. Then everything is taken back; restore beside instead."),
            listFirst(found))};
}

Check checkEventTriggers(postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Event triggers let the restore be"));
    auto answer = client.query("SELECT string_agg(evtname, ', ' ORDER BY evtname), bool_or(r.rolsuper) FROM pg_event_trigger, "
                               "pg_roles r WHERE evtenabled <> 'D' AND r.rolname = current_user",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    const postgres::Row& row = answer->rows.at(0);
    if (!row[0])
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "there is none"))};
    if (row[1] == "t")
        return {std::move(question), Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core", "they rest while the data is replaced: %1"), *row[0])};
    return {std::move(question), Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core",
                 "Only a superuser can let them rest and bring them back: %1. Connect as a superuser, or restore beside."),
            *row[0])};
}

} // namespace qbm::backup
