// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <atomic>
#include <chrono>
#include <libpq-fe.h>
#include <memory>

/// The inside of a Client, shared by the files that implement it; nobody else includes this.
namespace qbm::postgres {

struct ConnectionDeleter {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ResultDeleter {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionHandle = std::unique_ptr<PGconn, ConnectionDeleter>;
using ResultHandle = std::unique_ptr<PGresult, ResultDeleter>;

struct Client::State {
    using SteadyTime = std::chrono::steady_clock::time_point;

    enum class Effect { Reads, Writes };
    /// A statement under way.
    struct Statement {
        Effect effect = Effect::Reads;
        bool inTransaction = false; ///< a broken connection undoes it
        SteadyTime deadline = SteadyTime::max();
        SteadyTime abandonAt = SteadyTime::max();
        std::shared_ptr<std::atomic<bool>> cancelSent;
    };

    ConnectionSettings settings;
    ConnectionHandle connection;
    bool ownTransaction = false; ///< opened by a Transaction, so we know its mode

    Result<Table> run(const std::string& sql, const Parameters& parameters, Effect effect, TaskContext& context);
    /// Sends a statement that may run now.
    Result<Statement> begin(const std::string& sql, const Parameters& parameters, Effect effect, TaskContext& context);
    /// Waits for the statement's next result; null: the server is done with it.
    Result<ResultHandle> nextResult(Statement& statement, TaskContext& context);
    /// The statement's last result, or the first error among them; null if the server said nothing.
    Result<ResultHandle> collectResult(Statement& statement, TaskContext& context);
    /// Hands on the lines of a copy under way until the server ends it. \return how many
    Result<std::int64_t> streamCopy(
        Statement& statement, const LineSink& sink, std::chrono::milliseconds stallTimeout, TaskContext& context);
    /// One round of waiting: supervises, then takes what the socket has. \param write something is still to be sent
    Result<> waitForInput(Statement& statement, bool write, TaskContext& context);
    Result<> checkOutcome(const PGresult* result, const Statement& statement, TaskContext& context);

    Result<> acceptBytes(TaskContext& context);
    Result<> mayRun(Effect effect);
    Result<> superviseStatement(Statement& statement, TaskContext& context);
    void cancel(Statement& statement);
    void settleCancel(const Statement& statement);
    Error brokenError(const Statement& statement, std::string why);
    Error statementError(const PGresult* result, const Statement& statement, bool stopped);
    void close() { connection.reset(); }
};

} // namespace qbm::postgres
