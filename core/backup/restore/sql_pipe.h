// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/process/process.h"

#include <functional>
#include <string>
#include <string_view>

namespace qbm::backup {

/// A script that one program writes and psql executes, in one transaction of ours.
struct SqlPipe {
    /// Writes SQL to its standard output and COMMIT as its last word: pg_restore --file=- --single-transaction. Without
    /// the latter it commits after the large objects, and what follows would be in no transaction.
    process::Command producer;
    process::Command psql; ///< reads SQL from its standard input
    std::string prelude; ///< statements that run before the script, in the same transaction
    std::string epilogue; ///< statements that run after the script, before its COMMIT; empty: none
    std::function<void(std::string_view line)> onProducerLine; ///< each line the producer writes to standard error
    std::function<void()> onTaken; ///< psql has taken a piece of the script, or answered \thread the caller's or psql's
    std::function<void()> onTick; ///< now and then while psql runs, whatever the caller waits for \thread psql's
    /// Is told the transaction's number (txid_current()) before anything is changed in it; an error ends all.
    std::function<Result<>(const std::string& transaction)> onBegun;
};

/// How both programs ended.
struct SqlPipeExit {
    process::Exit producer;
    process::Exit psql;
    bool committed() const { return producer.code == 0 && psql.code == 0; }
};

/// Runs both. COMMIT is the script's last line: whoever of the three processes dies before, the transaction is
/// rolled back by the server. \error Cancelled, NotFound, what onBegun returned; exit codes are not
/// errors
Result<SqlPipeExit> runSqlPipe(const SqlPipe& pipe, TaskContext& context);

} // namespace qbm::backup
