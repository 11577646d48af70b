// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/stored_tables.h"

namespace qbm::backup {

namespace {

// Generated columns are known since 12. A type that is neither the server's own nor an enum may be made of anything.
std::string tablesSql(int serverMajor)
{
    return std::string(R"(
SELECT n.nspname, c.relname, pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint,
       pg_catalog.pg_table_size(c.oid), a.attname,
       coalesce(a.atttypid IN (700, 701, 1021, 1022, 600, 601, 602, 603, 604, 628, 718, 1017, 1018, 1019, 1020, 1027,
                               629, 719)
                OR (a.atttypid >= 16384 AND t.typtype <> 'e' AND coalesce(e.typtype, 'b') <> 'e'), false)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)")
        + (serverMajor >= 12 ? " AND a.attgenerated = ''" : "") + R"(
     LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typelem <> 0
WHERE c.relkind = 'r'
ORDER BY c.oid, a.attnum)";
}

constexpr const char* kRootsSql = R"(
WITH RECURSIVE tree (leaf, root) AS (
    SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits i
           JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.relispartition AND c.relkind = 'r'
    UNION ALL
    SELECT t.leaf, i.inhparent FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhrelid = t.root
           JOIN pg_catalog.pg_class c ON c.oid = t.root WHERE c.relispartition)
SELECT ln.nspname, l.relname, rn.nspname, r.relname
FROM tree t JOIN pg_catalog.pg_class l ON l.oid = t.leaf JOIN pg_catalog.pg_namespace ln ON ln.oid = l.relnamespace
     JOIN pg_catalog.pg_class r ON r.oid = t.root JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
WHERE NOT r.relispartition)";

} // namespace

Result<StoredTables> fetchStoredTables(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(tablesSql(client.serverMajor()), context));
    StoredTables tables;
    for (const postgres::Row& row : answer.rows) {
        StoredTable& table = tables[{row[0].value_or(""), row[1].value_or("")}];
        QBM_TRY(pages, postgres::toInteger(row[2]));
        QBM_TRY(size, postgres::toInteger(row[3]));
        table.pages = static_cast<std::uint64_t>(pages);
        table.sizeBytes = static_cast<std::uint64_t>(size);
        if (row[4])
            table.columns.push_back(*row[4]);
        table.hasFloats |= row[5] == "t";
    }
    return tables;
}

Result<PartitionRoots> fetchPartitionRoots(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(kRootsSql, context));
    PartitionRoots roots;
    for (const postgres::Row& row : answer.rows)
        roots.emplace(TableKey(row[0].value_or(""), row[1].value_or("")),
            TableKey(row[2].value_or(""), row[3].value_or("")));
    return roots;
}

} // namespace qbm::backup
