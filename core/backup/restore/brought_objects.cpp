// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/brought_objects.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

namespace qbm::backup {

namespace {

// Whatever can be dropped by itself. Numbers below 16384 are the server's own, but those of large objects anybody
// chooses.
constexpr const char* kObjectsSql = R"(
WITH object (class, oid, made) AS (
    SELECT tableoid, oid, xmin FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    UNION ALL SELECT tableoid, oid, xmin FROM pg_proc UNION ALL SELECT tableoid, oid, xmin FROM pg_type
    UNION ALL SELECT tableoid, oid, xmin FROM pg_operator UNION ALL SELECT tableoid, oid, xmin FROM pg_opclass
    UNION ALL SELECT tableoid, oid, xmin FROM pg_opfamily UNION ALL SELECT tableoid, oid, xmin FROM pg_collation
    UNION ALL SELECT tableoid, oid, xmin FROM pg_conversion UNION ALL SELECT tableoid, oid, xmin FROM pg_cast
    UNION ALL SELECT tableoid, oid, xmin FROM pg_ts_config UNION ALL SELECT tableoid, oid, xmin FROM pg_ts_dict
    UNION ALL SELECT tableoid, oid, xmin FROM pg_ts_parser UNION ALL SELECT tableoid, oid, xmin FROM pg_ts_template
    UNION ALL SELECT tableoid, oid, xmin FROM pg_foreign_server
    UNION ALL SELECT tableoid, oid, xmin FROM pg_foreign_data_wrapper
    UNION ALL SELECT tableoid, oid, xmin FROM pg_event_trigger
    UNION ALL SELECT tableoid, oid, xmin FROM pg_publication UNION ALL SELECT tableoid, oid, xmin FROM pg_language
    UNION ALL SELECT 'pg_largeobject'::regclass::oid, oid, xmin FROM pg_largeobject_metadata
    UNION ALL SELECT tableoid, oid, xmin FROM pg_extension UNION ALL SELECT tableoid, oid, xmin FROM pg_namespace
        WHERE nspname !~ '^pg_(toast_)?temp')
SELECT o.class::bigint || '/' || o.oid, coalesce(o.made::text::bigint = $1::bigint & 4294967295, false),
       EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.objsubid = 0
               AND d.deptype IN ('i', 'e')),
       i.type, i.identity, o.oid
FROM object o, pg_identify_object(o.class, o.oid, 0) i
WHERE o.oid >= 16384 OR o.class = 'pg_largeobject'::regclass
ORDER BY o.class = 'pg_namespace'::regclass, o.class = 'pg_extension'::regclass, o.oid)";

/// What a CASCADE can take out of a relation that itself stays. The triggers of a foreign key are its own affair.
constexpr const char* kPartsSql = R"(
SELECT 'pg_class'::regclass::oid::bigint || '/' || part.relation, part.name, part.relation::regclass FROM (
    SELECT attrelid AS relation, 'column ' || attname AS name FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT adrelid, 'default ' || adnum FROM pg_attrdef
    UNION ALL SELECT conrelid, 'constraint ' || conname FROM pg_constraint WHERE conrelid <> 0
    UNION ALL SELECT tgrelid, 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT polrelid, 'policy ' || polname FROM pg_policy
    UNION ALL SELECT ev_class, 'rule ' || rulename FROM pg_rewrite
    UNION ALL SELECT indrelid, 'index ' || indexrelid FROM pg_index) part
WHERE part.relation >= 16384)";

struct Object {
    std::string number; ///< "class/oid"
    bool ofTransaction = false;
    bool partOfOther = false; ///< goes with what it belongs to: a row type, a function of an extension
    std::string type, identity, oid;
};

Result<std::vector<Object>> fetchObjects(
    postgres::Client& client, const postgres::Cell& transaction, TaskContext& context)
{
    QBM_TRY(answer, client.query(kObjectsSql, {transaction}, context));
    std::vector<Object> objects;
    for (const postgres::Row& row : answer.rows)
        objects.push_back({row[0].value_or(""), row[1] == "t", row[2] == "t", row[3].value_or(""), row[4].value_or(""),
            row[5].value_or("")});
    return objects;
}

/// pg_identify_object() writes a type in lower case and with a hyphen where DROP wants none.
std::string dropStatement(const Object& object)
{
    if (object.type == "large object")
        return "SELECT lo_unlink(" + object.oid + ")";
    std::string type = object.type;
    std::ranges::replace(type, '-', ' ');
    return "DROP " + type + " IF EXISTS " + object.identity + " CASCADE";
}

/// Parts of relations, as "table: part", by the relation's number.
Result<std::set<std::pair<std::string, std::string>>> fetchParts(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(kPartsSql, context));
    std::set<std::pair<std::string, std::string>> parts;
    for (const postgres::Row& row : answer.rows)
        parts.emplace(row[0].value_or(""), row[2].value_or("") + ": " + row[1].value_or(""));
    return parts;
}

Result<> conflict(const std::string& what)
{
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP(
                 "core", "%1 depends on what the restore brought, so nothing was dropped; drop or change it first."),
            what));
}

/// CASCADE takes what depends on them along: what came with them may go, what is others' may not.
Result<> requireAllThere(postgres::Client& client, const std::string& transaction, const std::vector<Object>& others,
    const std::set<std::pair<std::string, std::string>>& partsBefore, TaskContext& context)
{
    QBM_TRY(objects, fetchObjects(client, transaction, context));
    QBM_TRY(parts, fetchParts(client, context));
    std::set<std::string> stillThere, othersNumbers;
    std::ranges::transform(objects, std::inserter(stillThere, stillThere.end()), &Object::number);
    for (const Object& object : others) {
        if (!stillThere.contains(object.number) && !object.partOfOther)
            return conflict(object.type + " " + object.identity);
        othersNumbers.insert(object.number);
    }
    for (const auto& part : partsBefore) {
        if (othersNumbers.contains(part.first) && !parts.contains(part))
            return conflict(part.second);
    }
    return {};
}

std::set<std::string> split(const std::string& numbers)
{
    std::set<std::string> out;
    for (std::size_t at = 0; at < numbers.size();) {
        const std::size_t end = std::min(numbers.find(' ', at), numbers.size());
        out.insert(numbers.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

} // namespace

Result<std::string> fetchObjectNumbers(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(objects, fetchObjects(client, std::nullopt, context));
    std::string numbers;
    for (const Object& object : objects)
        numbers += (numbers.empty() ? "" : " ") + object.number;
    return numbers;
}

Result<TransactionFate> fetchTransactionFate(
    postgres::Client& client, const std::string& transaction, TaskContext& context)
{
    QBM_TRY(answer, client.query("SELECT txid_status($1::bigint)", {transaction}, context));
    const postgres::Cell& status = answer.rows.at(0)[0];
    if (status == "in progress")
        return TransactionFate::Running;
    return status == "committed" ? TransactionFate::Committed : TransactionFate::RolledBack;
}

Result<std::size_t> dropBroughtObjects(
    postgres::Client& client, const std::string& transaction, const std::string& before, TaskContext& context)
{
    QBM_TRY(all, postgres::Transaction::begin(client, postgres::Transaction::Mode::ReadWrite, context));
    QBM_TRY(now, fetchObjects(client, transaction, context));
    QBM_TRY(parts, fetchParts(client, context));
    const std::set<std::string> known = split(before);
    std::vector<Object> others;
    std::size_t dropped = 0;
    for (const Object& object : now) {
        if (!object.ofTransaction || known.contains(object.number)) {
            others.push_back(object);
            continue;
        }
        if (object.partOfOther)
            continue;
        QBM_TRY(gone, client.exec(dropStatement(object), context));
        ++dropped;
    }
    QBM_CHECK(requireAllThere(client, transaction, others, parts, context));
    QBM_CHECK(all.commit(context));
    return dropped;
}

} // namespace qbm::backup
