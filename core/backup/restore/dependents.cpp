// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/dependents.h"

#include "core/backup/operation_checks.h"
#include "core/backup/text_encoding.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

// All that one object of a user says of another. 'n': it forbids that the other is dropped; else it goes with it: a
// rule with its view, a default with its table, a type of rows with the table, a member with its extension. Foreign
// keys are asked for by themselves; an operator that another one only names (COMMUTATOR) is in no dump. \source the server's documentation, pg_depend
constexpr const char* kEdgesSql = R"(
SELECT DISTINCT d.classid::bigint, d.objid::bigint, d.refclassid::bigint, d.refobjid::bigint, d.deptype = 'n'
FROM pg_depend d LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
  AND NOT EXISTS (SELECT FROM pg_operator o WHERE d.classid = 'pg_operator'::regclass AND o.oid = d.objid AND o.oprcode = 0)
  AND NOT (d.deptype = 'n' AND k.contype IS NOT DISTINCT FROM 'f'))";

// What has a name of its own, with the archive's kind of it: first those whose names are not simply a column.
constexpr const char* kOddNamesSql = R"(
SELECT 'pg_class'::regclass::bigint, c.oid::bigint, CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
       WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'table' END, n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT 'pg_type'::regclass::bigint, t.oid::bigint, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, n.nspname, t.typname
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.oid >= 16384 AND (t.typrelid = 0 OR c.relkind = 'c')
UNION ALL
SELECT 'pg_cast'::regclass::bigint, oid::bigint, 'cast', '', 'CAST' FROM pg_cast WHERE oid >= 16384)";

/// The role of a mapping is the whole server's.
const std::string kMappingsSql = "SELECT 'pg_user_mapping'::regclass::bigint, umid::bigint, "
    + postgres::sharedName("usename") + ", srvname FROM pg_user_mappings";

/// Catalogues whose columns are called alike: proname and pronamespace of pg_proc.
struct NamingCatalogue {
    std::string_view name, prefix, kind;
    bool inSchema = true;
};
constexpr std::array kNamingCatalogues{NamingCatalogue{"pg_proc", "pro", "function"},
    NamingCatalogue{"pg_collation", "coll", "collation"}, NamingCatalogue{"pg_operator", "opr", "operator"},
    NamingCatalogue{"pg_opclass", "opc", "operator class"}, NamingCatalogue{"pg_opfamily", "opf", "operator family"},
    NamingCatalogue{"pg_conversion", "con", "conversion"},
    NamingCatalogue{"pg_ts_config", "cfg", "text search configuration"},
    NamingCatalogue{"pg_ts_dict", "dict", "text search dictionary"},
    NamingCatalogue{"pg_ts_parser", "prs", "text search parser"},
    NamingCatalogue{"pg_ts_template", "tmpl", "text search template"},
    NamingCatalogue{"pg_namespace", "nsp", "schema", false}, NamingCatalogue{"pg_extension", "ext", "extension", false},
    NamingCatalogue{"pg_foreign_data_wrapper", "fdw", "foreign data wrapper", false},
    NamingCatalogue{"pg_foreign_server", "srv", "server", false},
    NamingCatalogue{"pg_event_trigger", "evt", "event trigger", false}};

std::string namesSql()
{
    std::string sql = kOddNamesSql;
    for (const NamingCatalogue& each : kNamingCatalogues) {
        const std::string name(each.name), prefix(each.prefix), kind(each.kind);
        const std::string schema
            = each.inSchema ? "(SELECT nspname FROM pg_namespace n WHERE n.oid = c." + prefix + "namespace)" : "''";
        sql += "\nUNION ALL\nSELECT '" + name + "'::regclass::bigint, c.oid::bigint, '" + kind + "', " + schema + ", c."
            + prefix + "name FROM " + name + " c WHERE c.oid >= 16384";
    }
    return sql;
}

/// The archive's kinds and ours, which are fewer: what a routine or a type is exactly does not matter.
const std::map<std::string_view, std::string_view> kKinds{{"TABLE", "table"}, {"VIEW", "view"},
    {"MATERIALIZED VIEW", "materialized view"}, {"SEQUENCE", "sequence"}, {"FOREIGN TABLE", "foreign table"},
    {"TYPE", "type"}, {"SHELL TYPE", "type"}, {"DOMAIN", "domain"}, {"FUNCTION", "function"}, {"PROCEDURE", "function"},
    {"AGGREGATE", "function"}, {"SCHEMA", "schema"}, {"EXTENSION", "extension"}, {"EVENT TRIGGER", "event trigger"},
    {"COLLATION", "collation"}, {"OPERATOR", "operator"}, {"OPERATOR CLASS", "operator class"},
    {"OPERATOR FAMILY", "operator family"}, {"CONVERSION", "conversion"},
    {"TEXT SEARCH CONFIGURATION", "text search configuration"}, {"TEXT SEARCH DICTIONARY", "text search dictionary"},
    {"TEXT SEARCH PARSER", "text search parser"}, {"TEXT SEARCH TEMPLATE", "text search template"},
    {"FOREIGN DATA WRAPPER", "foreign data wrapper"}, {"SERVER", "server"}, {"USER MAPPING", "user mapping"},
    {"CAST", "cast"}};

/// Those that are in no schema.
constexpr std::array<std::string_view, 7> kGlobal{
    "schema", "extension", "event trigger", "foreign data wrapper", "server", "user mapping", "cast"};

struct Named {
    std::string kind, schema, name;
    auto operator<=>(const Named&) const = default;
};

std::string inWords(const Named& object)
{
    return object.schema.empty() ? object.name : object.schema + "." + object.name;
}

struct Replaced {
    std::set<Named> made;
    std::set<Named> dropped; ///< first, to be made again
};

/// The schema public is made where it is not, but never dropped: the archive says so with a comment.
bool isDropped(const ArchiveItem& item)
{
    return !item.dropStatement.empty() && !item.dropStatement.starts_with("--");
}

Replaced replacedBy(const std::vector<ArchiveItem>& items)
{
    Replaced replaced;
    for (const ArchiveItem& item : items) {
        const auto kind = kKinds.find(item.kind);
        if (kind == kKinds.end())
            continue;
        const bool global = std::ranges::find(kGlobal, kind->second) != kGlobal.end();
        const bool nameless = kind->second == "cast"; // its types are written in too many ways
        const Named object{
            std::string(kind->second), global ? std::string() : item.schema, nameless ? "CAST" : item.name};
        replaced.made.insert(object);
        if (isDropped(item))
            replaced.dropped.insert(object);
    }
    return replaced;
}

/// A routine stands in the archive with its arguments, and without quotes: "odd (name(integer)". One of several of that
/// name is enough.
bool contains(const std::set<Named>& objects, const Named& object)
{
    if (object.kind != "function")
        return objects.contains(object);
    const Named begin{object.kind, object.schema, object.name + "("};
    const auto found = objects.lower_bound(begin);
    return found != objects.end() && found->kind == begin.kind && found->schema == begin.schema
        && found->name.starts_with(begin.name);
}

class Dependencies {
public:
    static Result<Dependencies> fetch(postgres::Client& client, TaskContext& context)
    {
        Dependencies out;
        QBM_TRY(names, client.query(namesSql(), context));
        for (const postgres::Row& row : names.rows)
            out.m_names[{row[0].value_or(""), row[1].value_or("")}]
                = {row[2].value_or(""), row[3].value_or(""), row[4].value_or("")};
        QBM_TRY(mappings, client.query(kMappingsSql, context));
        for (const postgres::Row& row : mappings.rows) {
            const std::string role = postgres::sharedNameOf(row[2]);
            out.m_names[{row[0].value_or(""), row[1].value_or("")}] = {"user mapping", "",
                "USER MAPPING " + sharedNameIn(client.serverEncoding(), role).value_or(role) + " SERVER " + row[3].value_or("")};
        }
        QBM_TRY(edges, client.query(kEdgesSql, context));
        for (const postgres::Row& row : edges.rows) {
            const Object from(row[0].value_or(""), row[1].value_or("")), to(row[2].value_or(""), row[3].value_or(""));
            if (row[4] == "t")
                out.m_needs.emplace_back(from, to);
            else
                out.m_goesWith[from].push_back(to);
        }
        return out;
    }

    /// What stays and needs what goes, both by name, the first of them.
    std::optional<std::pair<Named, Named>> firstInTheWay(const Replaced& replaced) const
    {
        std::optional<std::pair<Named, Named>> first;
        for (const auto& [dependent, needed] : m_needs) {
            const std::vector<Named> lost = namesOf(needed), stays = namesOf(dependent);
            const auto lostAs
                = std::ranges::find_if(lost, [&](const Named& object) { return contains(replaced.dropped, object); });
            const auto isMade = [&](const Named& object) { return contains(replaced.made, object); };
            if (lostAs == lost.end() || stays.empty() || std::ranges::any_of(stays, isMade)
                || std::ranges::any_of(stays, isTemporary))
                continue;
            const std::pair found(stays.back(), *lostAs);
            if (!first || found < *first)
                first = found;
        }
        return first;
    }

private:
    using Object = std::pair<std::string, std::string>; ///< catalogue and number

    static bool isTemporary(const Named& object) { return object.schema.starts_with("pg_temp"); }

    /// Of the object and of all it goes with, itself first.
    std::vector<Named> namesOf(const Object& object) const
    {
        std::vector<Named> names;
        std::vector<Object> open{object};
        std::set<Object> seen{object};
        for (std::size_t i = 0; i < open.size(); ++i) {
            const Object current = open[i];
            if (const auto named = m_names.find(current); named != m_names.end())
                names.push_back(named->second);
            const auto next = m_goesWith.find(current);
            if (next == m_goesWith.end())
                continue;
            for (const Object& other : next->second) {
                if (seen.insert(other).second)
                    open.push_back(other);
            }
        }
        return names;
    }

    std::map<Object, Named> m_names;
    std::map<Object, std::vector<Object>> m_goesWith;
    std::vector<std::pair<Object, Object>> m_needs;
};

} // namespace

Check checkDependents(postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Nothing outside the backup depends on what is replaced"));
    const auto dependencies = Dependencies::fetch(client, context);
    if (!dependencies)
        return failedCheck(std::move(question), dependencies.error());
    const auto inTheWay = dependencies->firstInTheWay(replacedBy(items));
    if (!inTheWay)
        return {std::move(question), Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core", "no view, function or table that is not in the backup"))};
    const auto& [dependent, lost] = *inTheWay;
    return {std::move(question), Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core",
                 "The %1 %2 is not in the backup and depends on the %3 %4, which is dropped and made again; drop it "
                 "first, or restore beside the live database."),
            dependent.kind, inWords(dependent), lost.kind, inWords(lost))};
}

} // namespace qbm::backup
