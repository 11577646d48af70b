// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/table_changes.h"

#include "core/base/unit.h"
#include "core/postgres/errors.h"
#include "core/postgres/server_facts.h"
#include "core/postgres/table_locks.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <utility>

namespace qbm::backup {

namespace {

/// Above this a table's rows are estimated for the plan; counting them would keep the reader waiting.
constexpr std::uint64_t kCountLimitBytes = 256u << 20;

bool isLockTimeout(const Error& error)
{
    return postgres::sqlStateOf(error) == "55P03";
}

/// By whom a table is locked so that nobody may read it.
Result<Text> fetchLocker(postgres::Client& client, const postgres::TableFacts& table, TaskContext& context)
{
    QBM_TRY(locks, postgres::fetchExclusiveLocks(client, {}, context));
    const auto found = std::ranges::find_if(locks,
        [&](const postgres::TableLock& lock) { return lock.schema == table.schema && lock.table == table.name; });
    return found == locks.end() ? text(QT_TRANSLATE_NOOP("core", "another session had it locked just now"))
                                : postgres::describe(*found);
}

/// A lock may be held for hours. Somebody may lock a table between the look at the locks and the question for its size.
Result<std::vector<postgres::TableFacts>> fetchTablesAtOnce(postgres::Client& client, TaskContext& context)
{
    QBM_CHECK(client.query("SELECT pg_catalog.set_config('lock_timeout', '2s', false)", context));
    auto tables = postgres::fetchTables(client, context);
    return !tables && isLockTimeout(tables.error()) ? postgres::fetchTables(client, context) : std::move(tables);
}

Result<> addRowsNow(
    postgres::Client& client, const postgres::TableFacts& table, TableChange& change, TaskContext& context)
{
    change.isThere = true;
    change.estimated = table.locked || (table.totalBytes > kCountLimitBytes && table.estimatedRows);
    change.rowsNow = table.estimatedRows;
    bool locked = table.locked;
    if (!change.estimated) {
        auto rows = postgres::countRows(client, table.schema, table.name, context);
        if (!rows && !isLockTimeout(rows.error()))
            return fail(std::move(rows).error());
        locked = change.estimated = !rows;
        if (rows)
            change.rowsNow = *rows;
    }
    if (!locked)
        return {};
    QBM_TRY(locker, fetchLocker(client, table, context));
    change.locked = std::move(locker);
    return {};
}

std::int64_t importance(const TableChange& change)
{
    return change.locked ? std::numeric_limits<std::int64_t>::max()
                         : std::abs(change.rowsNow.value_or(0) - change.rowsInBackup.value_or(0));
}

/// As far as the rows go.
Text describeRows(const TableChange& change)
{
    const std::string now = change.rowsNow ? formatCount(*change.rowsNow) : "–";
    if (!change.rowsInBackup && change.goesWithParent)
        return text(QT_TRANSLATE_NOOP(
                        "core", "is not in the backup and is dropped with the table it is a partition of (%1 rows)"),
            now);
    if (!change.rowsInBackup && change.replacesAll)
        return text(QT_TRANSLATE_NOOP("core", "is not in the backup and is gone from the live database (%1 rows)"), now);
    if (!change.rowsInBackup)
        return text(QT_TRANSLATE_NOOP("core", "is not in the backup and stays as it is (%1 rows)"), now);
    const std::string then = formatCount(*change.rowsInBackup);
    if (!change.isThere)
        return text(QT_TRANSLATE_NOOP("core", "is made again with %1 rows"), then);
    return change.estimated && change.rowsNow
        ? text(QT_TRANSLATE_NOOP("core", "about %1 rows now, %2 in the backup"), now, then)
        : text(QT_TRANSLATE_NOOP("core", "%1 rows now, %2 in the backup"), now, then);
}

} // namespace

Result<std::vector<TableChange>> compareTables(postgres::Client& client, const Sidecar& sidecar,
    const ArchiveContents& contents, bool replacesAll, TaskContext& context)
{
    std::map<std::pair<std::string, std::string>, TableChange> changes;
    const auto changeOf = [&](const std::string& schema, const std::string& name) -> TableChange& {
        TableChange& change = changes[{schema, name}];
        change.schema = schema;
        change.name = name;
        return change;
    };
    for (const TableRows& table : sidecar.tables)
        changeOf(table.schema, table.name).rowsInBackup = table.rows;
    QBM_TRY(present, fetchTablesAtOnce(client, context));
    for (const postgres::TableFacts& table : present) {
        if (table.partitioned)
            continue;
        TableChange& change = changeOf(table.schema, table.name);
        change.replacesAll = replacesAll;
        change.goesWithParent = table.partition && contents.definesTable(table.parentSchema, table.parentName);
        QBM_CHECK(addRowsNow(client, table, change, context));
    }
    std::vector<TableChange> sorted;
    for (auto& [key, change] : changes)
        sorted.push_back(std::move(change));
    std::ranges::stable_sort(
        sorted, [](const TableChange& a, const TableChange& b) { return importance(a) > importance(b); });
    return sorted;
}

Text describe(const TableChange& change)
{
    Text rows = describeRows(change);
    return change.locked ? text(QT_TRANSLATE_NOOP("core", "%1; its rows cannot be counted now: %2"), std::move(rows),
                               *change.locked)
                         : rows;
}

} // namespace qbm::backup
