// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/postgres/client.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::postgres {

/// A table that nobody else may even read: somebody holds ACCESS EXCLUSIVE on it, its TOAST table or an index of it, or
/// waits for that, with everybody who comes later behind him.
struct TableLock {
    std::string schema, table;
    bool granted = true; ///< else he waits for it
    int pid = 0; ///< 0: a prepared transaction
    std::string applicationName, user;
    std::string state; ///< "idle in transaction"; empty: we may not know
    std::optional<TimePoint> since; ///< the beginning of his transaction
    std::string prepared; ///< the name of a prepared transaction
};

/// Those of other sessions in the current database, by table, held ones first. \param program only what keeps a session
/// with this application_name waiting; empty: all \error as Client::query()
Result<std::vector<TableLock>> fetchExclusiveLocks(
    Client& client, const std::string& program, TaskContext& context);

/// "session 4711 (psql, user app, idle in transaction) holds ACCESS EXCLUSIVE on public.orders, in a transaction since ..."
Text describe(const TableLock& lock);
/// What to do about it, one sentence.
Text advice(const TableLock& lock);

} // namespace qbm::postgres
