// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/table_locks.h"

#include "core/postgres/shared_names.h"

namespace qbm::postgres {

namespace {

// No function that locks a table itself, nor one that others could be kept from by rights. A prepared transaction has no
// process; it is known by the lock on its own number.
const std::string kLocksSql = R"(
SELECT DISTINCT ON (n.nspname COLLATE "C", t.relname COLLATE "C", l.granted, l.pid, l.virtualtransaction)
       n.nspname, t.relname, l.granted, coalesce(l.pid, 0), coalesce(a.application_name, ''),
       )" + sharedName("coalesce(a.usename, x.owner)")
    + R"(, coalesce(a.state, ''),
       date_trunc('second', coalesce(a.xact_start, x.prepared)), coalesce(x.gid, '')
FROM pg_locks l
     LEFT JOIN pg_index i ON i.indexrelid = l.relation
     LEFT JOIN pg_class o ON o.reltoastrelid = l.relation
     JOIN pg_class t ON t.oid = coalesce(i.indrelid, o.oid, l.relation)
     JOIN pg_namespace n ON n.oid = t.relnamespace
     LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     LEFT JOIN pg_locks own ON l.pid IS NULL AND own.pid IS NULL AND own.locktype = 'transactionid'
               AND own.virtualtransaction = l.virtualtransaction
     LEFT JOIN pg_prepared_xacts x ON x.transaction = own.transactionid
WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND t.relkind IN ('r', 'p') AND t.relpersistence <> 't'
  AND ($1 = '' OR EXISTS (SELECT FROM pg_locks w JOIN pg_stat_activity s ON s.pid = w.pid
       WHERE NOT w.granted AND w.locktype = 'relation' AND w.database = l.database AND w.relation = l.relation
         AND s.application_name = $1))
ORDER BY n.nspname COLLATE "C", t.relname COLLATE "C", l.granted DESC, l.pid, l.virtualtransaction)";

Text whose(const TableLock& lock)
{
    if (lock.pid == 0)
        return text(QT_TRANSLATE_NOOP("core", "the prepared transaction %1 of user %2"), quoteLiteral(lock.prepared), lock.user);
    const std::string program = lock.applicationName.empty() ? "?" : lock.applicationName;
    return lock.state.empty()
        ? text(QT_TRANSLATE_NOOP("core", "session %1 (%2, user %3)"), lock.pid, program, lock.user)
        : text(QT_TRANSLATE_NOOP("core", "session %1 (%2, user %3, %4)"), lock.pid, program, lock.user, lock.state);
}

} // namespace

Result<std::vector<TableLock>> fetchExclusiveLocks(
    Client& client, const std::string& program, TaskContext& context)
{
    QBM_TRY(table, client.query(kLocksSql, {program}, context));
    std::vector<TableLock> locks;
    for (const Row& row : table.rows) {
        QBM_TRY(granted, toBoolean(row[2]));
        QBM_TRY(pid, toInteger(row[3]));
        const auto since = toTime(row[7]);
        locks.push_back({*row[0], *row[1], granted, static_cast<int>(pid), *row[4], sharedNameOf(row[5]), *row[6],
            since ? std::optional(*since) : std::nullopt, *row[8]});
    }
    return locks;
}

Text describe(const TableLock& lock)
{
    const std::string since = lock.since ? formatRfc3339(*lock.since) : "?";
    return lock.granted
        ? text(QT_TRANSLATE_NOOP("core", "%1 holds ACCESS EXCLUSIVE on %2.%3, in a transaction since %4"), whose(lock),
              lock.schema, lock.table, since)
        : text(QT_TRANSLATE_NOOP("core",
                   "%1 waits for ACCESS EXCLUSIVE on %2.%3, with everybody else behind it, in a transaction since %4"),
              whose(lock), lock.schema, lock.table, since);
}

Text advice(const TableLock& lock)
{
    if (lock.pid == 0)
        return text(QT_TRANSLATE_NOOP("core", "End it with COMMIT PREPARED %1 or ROLLBACK PREPARED %1."),
            quoteLiteral(lock.prepared));
    return text(QT_TRANSLATE_NOOP("core",
                    "Let it end, or end it with SELECT pg_terminate_backend(%1); pg_stat_activity, pg_locks and "
                    "pg_blocking_pids() tell more."),
        lock.pid);
}

} // namespace qbm::postgres
