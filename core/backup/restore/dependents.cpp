// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/dependents.h"

#include "core/backup/operation_checks.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

// What depends on each relation, or on the type of its rows: schema and name of both, and what it is.
constexpr const char* kDependentsSql = R"(
SELECT DISTINCT rn.nspname, rc.relname, d.kind, d.nspname, d.name
FROM pg_class rc JOIN pg_namespace rn ON rn.oid = rc.relnamespace CROSS JOIN LATERAL (
    SELECT 'view' AS kind, n.nspname, c.relname AS name
    FROM pg_depend p JOIN pg_rewrite r ON r.oid = p.objid JOIN pg_class c ON c.oid = r.ev_class
         JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE p.classid = 'pg_rewrite'::regclass AND p.refclassid = 'pg_class'::regclass AND p.refobjid = rc.oid AND c.oid <> rc.oid
    UNION ALL
    SELECT 'table', n.nspname, c.relname
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.inhparent = rc.oid AND NOT c.relispartition AND c.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 'table', n.nspname, c.relname
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT a.attisdropped AND c.oid <> rc.oid AND c.relkind IN ('r', 'p', 'm', 'f')
      AND a.atttypid IN (rc.reltype, (SELECT typarray FROM pg_type t WHERE t.oid = rc.reltype)) AND a.atttypid <> 0
    UNION ALL
    SELECT 'function', n.nspname, f.proname
    FROM pg_depend p JOIN pg_proc f ON f.oid = p.objid JOIN pg_namespace n ON n.oid = f.pronamespace
    WHERE p.classid = 'pg_proc'::regclass
      AND (p.refclassid = 'pg_class'::regclass AND p.refobjid = rc.oid
           OR p.refclassid = 'pg_type'::regclass
              AND p.refobjid IN (rc.reltype, (SELECT typarray FROM pg_type t WHERE t.oid = rc.reltype)))) d
WHERE rc.relkind IN ('r', 'p', 'v', 'm', 'f') AND rn.nspname NOT IN ('pg_catalog', 'information_schema')
  AND rn.nspname !~ '^pg_(toast|temp)' AND d.nspname !~ '^pg_(toast_)?temp'
ORDER BY 1, 2, 3, 4, 5)";

constexpr std::array<std::string_view, 4> kRelations{"TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"};
constexpr std::array<std::string_view, 3> kRoutines{"FUNCTION", "PROCEDURE", "AGGREGATE"};

/// Schema and name of what an archive makes; a routine without its arguments, so that one of several is enough.
struct Made {
    std::set<std::pair<std::string, std::string>> relations, routines;
};

Made madeBy(const std::vector<ArchiveItem>& items)
{
    Made made;
    for (const ArchiveItem& item : items) {
        if (std::ranges::find(kRelations, item.kind) != kRelations.end())
            made.relations.emplace(item.schema, item.name);
        if (std::ranges::find(kRoutines, item.kind) == kRoutines.end())
            continue;
        std::string name = item.name.substr(0, item.name.find('('));
        std::erase(name, '"');
        made.routines.emplace(item.schema, std::move(name));
    }
    return made;
}

} // namespace

Check checkDependents(postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Nothing outside the backup depends on what is replaced"));
    const auto answer = client.query(kDependentsSql, context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    const Made made = madeBy(items);
    for (const postgres::Row& row : answer->rows) {
        const std::pair dependent(row[3].value_or(""), row[4].value_or(""));
        const auto& known = row[2] == "function" ? made.routines : made.relations;
        if (!made.relations.contains({row[0].value_or(""), row[1].value_or("")}) || known.contains(dependent))
            continue;
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core",
                     "The %1 %2.%3 is not in the backup and depends on %4.%5, which is dropped and made again; drop it "
                     "first, or restore beside the live database."),
                *row[2], dependent.first, dependent.second, *row[0], *row[1])};
    }
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "no view, function or table that is not in the backup"))};
}

} // namespace qbm::backup
