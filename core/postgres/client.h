// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/base/tier.h"
#include "core/postgres/table.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::postgres {

/// Everything that is needed to open a session.
struct ConnectionSettings {
    std::string host = "localhost"; ///< a name, an address, or the folder of a unix socket
    std::uint16_t port = 5432;
    std::string database;
    std::string user;
    std::optional<Secret> password; ///< unset: libpq looks into the pass file itself, and nowhere else
    bool passwordFromPassFile = false; ///< the profile names pgpass, so PGPASSFILE counts too: passFilePath()
    std::string sslMode = "prefer"; ///< libpq's sslmode
    AccessMode access = AccessMode::ReadOnly; ///< ReadOnly: the server refuses every write of the session
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds statementTimeout{30'000}; ///< zero: a statement may take as long as it needs
    std::string applicationName = "qbm-console"; ///< what pg_stat_activity shows for us

    /// "user@host:port/database", for sentences about this connection.
    std::string target() const;
};

/// Bound to $1, $2, ... by the server; never pasted into the SQL.
using Parameters = std::vector<Cell>;

class CopyIn;

/// Takes the lines of a COPY one by one, without their ends. \error ends the copy
using LineSink = std::function<Result<>(std::string_view line)>;

/// One session with a PostgreSQL server (libpq underneath; all waits are polled, so a stop is honoured at once).
///
/// A stop cancels the running statement from a second connection on the canceller's own thread; the call returns
/// Cancelled and, if the server does not answer within two seconds, the session is closed.
/// \thread one call at a time
class Client {
public:
    /// \error Unreachable (refused, host unknown, starting up), Timeout, Denied (password, pg_hba.conf), NotFound (no
    /// such
    ///        database), Exhausted (too many sessions), Cancelled. Messages name user@host:port/database, never the
    ///        password.
    static Result<Client> connect(ConnectionSettings settings, TaskContext& context);

    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// One statement that reads. \error Unreachable when the connection broke; Denied, Cancelled, Timeout, Conflict,
    /// Exhausted, NotFound (table, column), InvalidInput (SQL) by the SQLSTATE, which stands in `detail`
    /// \cost the whole answer is held in memory
    Result<Table> query(const std::string& sql, const Parameters& parameters, TaskContext& context);
    Result<Table> query(const std::string& sql, TaskContext& context) { return query(sql, {}, context); }

    /// One statement that writes. As query(), but a connection that breaks after it was sent is InDoubt, unless an open
    /// transaction guarantees that nothing was kept.
    Result<Table> exec(const std::string& sql, const Parameters& parameters, TaskContext& context);
    Result<Table> exec(const std::string& sql, TaskContext& context) { return exec(sql, {}, context); }

    /// `COPY ... TO STDOUT`, streamed line by line in the order the server sends them.
    /// \param stallTimeout no line for this long ends it; the session's statement timeout bounds the whole
    /// \return the number of lines \error as query(); what the sink returned; Timeout (stalled), InvalidInput (no such
    /// COPY) \cost memory for one line and one socket buffer
    Result<std::int64_t> copyOut(
        const std::string& sql, const LineSink& sink, std::chrono::milliseconds stallTimeout, TaskContext& context);

    /// From now on, for this session. Zero: none.
    Result<> setStatementTimeout(std::chrono::milliseconds timeout, TaskContext& context);

    /// Whether the session can still be used (no I/O: what the last call left behind).
    bool isOpen() const;
    /// 150020 for 15.20.
    int serverVersion() const;
    /// 15.
    int serverMajor() const;
    /// "15.20 (Debian 15.20-0+deb12u1)".
    std::string serverVersionText() const;
    /// Of the database that the session is in: "UTF8", "EUC_JP".
    std::string serverEncoding() const;
    /// From now on text is not converted: as the database has it, so it comes and goes. For sessions that name what the
    /// whole server shares, whose names are bytes.
    Result<> speakBytes(TaskContext& context);
    /// The server process that serves us, as in pg_stat_activity.pid.
    int backendPid() const;
    const ConnectionSettings& settings() const;

private:
    friend class Transaction;
    friend class CopyIn;
    struct State;
    explicit Client(std::unique_ptr<State> state);
    static Result<Client> open(ConnectionSettings settings, const std::vector<std::string>& addresses,
        std::chrono::steady_clock::time_point deadline, TaskContext& context);
    std::unique_ptr<State> m_state;
};

/// BEGIN .. COMMIT as an object: what is not committed is rolled back (or dropped with the session) on destruction.
/// \thread as Client; must not outlive it
class Transaction {
public:
    enum class Mode { ReadWrite, Snapshot /**< REPEATABLE READ, READ ONLY: one unchanging view */ };

    static Result<Transaction> begin(Client& client, Mode mode, TaskContext& context);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// \error InDoubt when the connection broke while the server was committing; Conflict on a serialization failure
    Result<> commit(TaskContext& context);

private:
    explicit Transaction(Client& client)
        : m_client(&client)
    {
    }
    Client* m_client;
};

/// `name` as an SQL identifier: "na""me". Never fails; NUL bytes, which no identifier can hold, are dropped.
std::string quoteIdentifier(std::string_view name);
/// "schema"."name"
std::string quoteQualified(std::string_view schema, std::string_view name);
/// `value` as an SQL literal, for the few utility statements that take no parameters.
std::string quoteLiteral(std::string_view value);

} // namespace qbm::postgres
