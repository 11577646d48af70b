// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/replaced_objects.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace qbm::backup {

namespace {

/// Kind, schema, name, and whether the schema's owner may drop it.
constexpr const char* kOthersSql = R"(
SELECT 'relation', n.nspname, c.relname, pg_has_role(n.nspowner, 'USAGE') FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT pg_has_role(c.relowner, 'USAGE')
UNION ALL SELECT 'function', n.nspname, p.proname, pg_has_role(n.nspowner, 'USAGE') FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE NOT pg_has_role(p.proowner, 'USAGE')
UNION ALL SELECT 'type', n.nspname, t.typname, pg_has_role(n.nspowner, 'USAGE') FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace WHERE NOT pg_has_role(t.typowner, 'USAGE')
UNION ALL SELECT 'schema', '', nspname, false FROM pg_namespace WHERE NOT pg_has_role(nspowner, 'USAGE')
UNION ALL SELECT 'server', '', srvname, false FROM pg_foreign_server WHERE NOT pg_has_role(srvowner, 'USAGE')
UNION ALL SELECT 'publication', '', pubname, false FROM pg_publication WHERE NOT pg_has_role(pubowner, 'USAGE')
UNION ALL SELECT 'large object', '', oid::text, false FROM pg_largeobject_metadata
    WHERE NOT pg_has_role(lomowner, 'USAGE'))";

using Key = std::tuple<std::string, std::string, std::string>;

std::string kindOf(const ArchiveItem& item)
{
    constexpr std::array<std::string_view, 5> kRelations{
        "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FOREIGN TABLE"};
    constexpr std::array<std::string_view, 3> kRoutines{"FUNCTION", "PROCEDURE", "AGGREGATE"};
    if (std::ranges::find(kRelations, item.kind) != kRelations.end())
        return "relation";
    if (std::ranges::find(kRoutines, item.kind) != kRoutines.end())
        return "function";
    if (item.kind == "TYPE" || item.kind == "DOMAIN")
        return "type";
    if (item.kind == "SCHEMA" && item.name != "public")
        return "schema";
    if (item.kind == "SERVER")
        return "server";
    if (item.kind == "PUBLICATION")
        return "publication";
    return item.kind == "BLOB" ? "large object" : "";
}

/// Parts of tables that are dropped by ALTER TABLE, which takes the table's owner.
bool isAltered(const ArchiveItem& item)
{
    constexpr std::array<std::string_view, 5> kParts{"CONSTRAINT", "FK CONSTRAINT", "CHECK CONSTRAINT", "DEFAULT",
        "TABLE ATTACH"};
    return std::ranges::find(kParts, item.kind) != kParts.end();
}

class Dropped {
public:
    explicit Dropped(const std::vector<ArchiveItem>& items)
        : m_items(items)
    {
        for (const ArchiveItem& item : items) {
            const std::string kind = kindOf(item);
            // Tags of functions hold the arguments.
            const std::string name = kind == "function" ? item.name.substr(0, item.name.find('(')) : item.name;
            if (!kind.empty())
                m_keys.emplace(kind, kind == "schema" || kind == "large object" ? std::string() : item.schema, name);
        }
    }

    bool contains(const Key& key) const { return m_keys.contains(key); }
    bool alters(const std::string& schema, const std::string& table) const
    {
        return std::ranges::any_of(m_items, [&](const ArchiveItem& item) {
            return isAltered(item) && item.schema == schema && (item.name == table || item.name.starts_with(table + " "));
        });
    }

private:
    const std::vector<ArchiveItem>& m_items;
    std::set<Key> m_keys;
};

} // namespace

Result<std::set<std::string>> fetchObjectsOfOthers(
    postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context)
{
    QBM_TRY(answer, client.query(kOthersSql, context));
    const Dropped dropped(items);
    std::set<std::string> others;
    for (const postgres::Row& row : answer.rows) {
        const std::string kind = row[0].value_or(""), schema = row[1].value_or(""), name = row[2].value_or("");
        if (!dropped.contains({kind, schema, name}))
            continue;
        const bool bySchema = row[3] == "t" && !(kind == "relation" && dropped.alters(schema, name));
        if (!bySchema)
            others.insert(kind + " " + (schema.empty() ? "" : schema + ".") + name);
    }
    return others;
}

} // namespace qbm::backup
