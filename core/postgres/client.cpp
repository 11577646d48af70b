// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client.h"

#include "core/base/environment.h"
#include "core/base/worker_pool.h"
#include "core/postgres/client_state.h"
#include "core/postgres/errors.h"
#include "core/postgres/host_resolver.h"
#include "core/postgres/pass_file.h"
#include "core/postgres/session_limits.h"

#include <charconv>
#include <map>
#include <mutex>
#include <poll.h>

namespace qbm::postgres {

namespace {

using std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr milliseconds kTick{50};
/// The server enforces statement_timeout itself; this much later we stop believing that it will.
constexpr milliseconds kServerGrace{5'000};
constexpr milliseconds kCancelPatience{2'000};

/// Sends a cancel request over a connection of its own, on a thread of its own: PQcancel blocks.
std::shared_ptr<std::atomic<bool>> requestCancel(PGconn* connection)
{
    static WorkerPool canceller(2);
    auto done = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<PGcancel> cancel(PQgetCancel(connection), [](PGcancel* handle) { PQfreeCancel(handle); });
    if (!cancel) {
        done->store(true);
        return done;
    }
    canceller.post([cancel = std::move(cancel), done] {
        char ignored[256];
        PQcancel(cancel.get(), ignored, sizeof ignored); // a failure shows in the statement going on
        done->store(true);
    });
    return done;
}

/// Waits for the socket or one tick.
void waitForSocket(PGconn* connection, bool read, bool write)
{
    pollfd entry{PQsocket(connection), static_cast<short>((read ? POLLIN : 0) | (write ? POLLOUT : 0)), 0};
    ::poll(&entry, 1, static_cast<int>(kTick.count()));
}

std::string joinedWithCommas(const std::vector<std::string>& parts)
{
    std::string out;
    for (const std::string& part : parts)
        out += (out.empty() ? "" : ",") + part;
    return out;
}

/// The versions of the servers that this program has met, by host and port: which limits a session can be begun without.
class KnownServers {
public:
    static constexpr int kUnmet = 140'000; ///< taken for the oldest that is still maintained

    static int version(const ConnectionSettings& settings)
    {
        const std::scoped_lock lock(mutex());
        const auto found = versions().find(key(settings));
        return found == versions().end() ? kUnmet : found->second;
    }
    static void remember(const ConnectionSettings& settings, int version)
    {
        const std::scoped_lock lock(mutex());
        versions()[key(settings)] = version;
    }

private:
    static std::string key(const ConnectionSettings& settings)
    {
        return settings.host + ":" + std::to_string(settings.port);
    }
    static std::mutex& mutex()
    {
        static std::mutex instance;
        return instance;
    }
    static std::map<std::string, int>& versions()
    {
        static std::map<std::string, int> instance;
        return instance;
    }
};

std::string sessionOptions(const ConnectionSettings& settings, int serverVersion)
{
    std::string options = "-c TimeZone=UTC -c DateStyle=ISO";
    for (const SessionLimit& limit : kSessionLimits) {
        const bool own = std::string_view(limit.name) == "statement_timeout";
        if (serverVersion / 10'000 >= limit.since)
            options += std::string(" -c ") + limit.name + "="
                + std::to_string(own ? settings.statementTimeout.count() : 0);
    }
    // Said either way: a database or a role may be read-only by default, and who writes has been told to.
    options += settings.access == AccessMode::ReadOnly ? " -c default_transaction_read_only=on"
                                                       : " -c default_transaction_read_only=off";
    return options;
}

ConnectionHandle startConnection(const ConnectionSettings& settings, const std::vector<std::string>& addresses)
{
    // libpq tries the addresses in turn; it wants the name (for TLS and the pass file) once for each.
    const std::string hosts
        = addresses.empty() ? settings.host : joinedWithCommas(std::vector(addresses.size(), settings.host));
    const std::string hostAddresses = joinedWithCommas(addresses);
    const std::string port = std::to_string(settings.port);
    const std::string options = sessionOptions(settings, KnownServers::version(settings));
    const std::string passFile = settings.passwordFromPassFile ? passFilePath().string() : std::string();
    // An empty value would not keep libpq from asking the environment; programs have cleared theirs at their start.
    withdrawVariables("PG");
    const std::vector<std::pair<const char*, const char*>> parameters{
        {"host", hosts.c_str()},
        {"hostaddr", hostAddresses.c_str()},
        {"port", port.c_str()},
        {"dbname", settings.database.c_str()},
        {"user", settings.user.c_str()},
        {"password", settings.password ? settings.password->reveal().c_str() : nullptr},
        {"passfile", passFile.c_str()},
        {"sslmode", settings.sslMode.c_str()},
        {"application_name", settings.applicationName.c_str()},
        {"client_encoding", "UTF8"},
        {"options", options.c_str()},
        // Ends a session whose peer has gone silent, and bounds how long a cancel request may block.
        {"tcp_user_timeout", "15000"},
        {"keepalives_idle", "30"},
        {"keepalives_interval", "10"},
        {"keepalives_count", "3"},
    };
    std::vector<const char*> keywords, values;
    for (const auto& [keyword, value] : parameters) {
        keywords.push_back(keyword);
        values.push_back(value);
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    // dbname is not expanded, so a database called "host=elsewhere" is just a name.
    return ConnectionHandle(PQconnectStartParams(keywords.data(), values.data(), 0));
}

/// Drives the connection to its end.
Result<> finishConnecting(
    PGconn* connection, const ConnectionSettings& settings, SteadyTime deadline, TaskContext& context)
{
    for (PostgresPollingStatusType status = PGRES_POLLING_WRITING; status != PGRES_POLLING_OK;) {
        if (status == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD)
            return fail(
                connectError(settings, PQerrorMessage(connection), PQconnectionNeedsPassword(connection) == 1));
        QBM_CHECK(context.checkpoint());
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "%1 did not answer within %2 s; check the network and the server."),
                    settings.target(), settings.connectTimeout.count() / 1000));
        pollfd entry{PQsocket(connection), static_cast<short>(status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN), 0};
        if (::poll(&entry, 1, static_cast<int>(kTick.count())) > 0)
            status = PQconnectPoll(connection);
    }
    return {};
}

/// What to run first. Limits once more: a pooler may have dropped the options. And a role that the *database* gives to
/// everybody (ALTER DATABASE .. SET role) is not taken: whoever connects has named the role to work as, and with the
/// other's rights half of the work would be refused. One that the connecting role has been given (ALTER ROLE .. SET role)
/// is kept: that is how a login is let work as the owner of things.
std::string firstStatement(const ConnectionSettings& settings, int serverVersion)
{
    // pg_settings does not tell where a role comes from: what the role itself was given weighs more than the database.
    const char* isRole = serverVersion >= 110'000 ? "pg_catalog.starts_with(c, 'role=')" : "c LIKE 'role=%'";
    std::string sql = std::string("SELECT (SELECT pg_catalog.set_config('role', 'none', false) WHERE "
                                  "pg_catalog.current_setting('role') <> 'none' AND NOT EXISTS (SELECT FROM "
                                  "pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c "
                                  "WHERE ") + isRole
        + " AND s.setrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user) AND s.setdatabase IN "
          "(0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))))";
    for (const SessionLimit& limit : kSessionLimits) {
        const bool own = std::string_view(limit.name) == "statement_timeout";
        if (serverVersion / 10'000 >= limit.since)
            sql += std::string(", pg_catalog.set_config('") + limit.name + "', '"
                + std::to_string(own ? settings.statementTimeout.count() : 0) + "', false)";
    }
    return sql;
}

Table toTable(const PGresult* result)
{
    Table table;
    const int columns = PQnfields(result);
    for (int column = 0; column < columns; ++column)
        table.columns.push_back({PQfname(result, column), PQftype(result, column)});
    const int rows = PQntuples(result);
    table.rows.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        Row& cells = table.rows.emplace_back();
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column))
                cells.emplace_back(std::nullopt);
            else
                cells.emplace_back(std::in_place, PQgetvalue(result, row, column),
                    static_cast<std::size_t>(PQgetlength(result, row, column)));
        }
    }
    const std::string_view affected = PQcmdTuples(const_cast<PGresult*>(result));
    std::from_chars(affected.data(), affected.data() + affected.size(), table.affectedRows);
    return table;
}

std::string field(const PGresult* result, int code)
{
    const char* value = PQresultErrorField(result, code);
    return value == nullptr ? std::string() : std::string(value);
}

std::string errorDetail(const PGresult* result)
{
    std::string out;
    const std::pair<const char*, int> parts[] = {{"SQLSTATE ", PG_DIAG_SQLSTATE}, {"detail: ", PG_DIAG_MESSAGE_DETAIL},
        {"hint: ", PG_DIAG_MESSAGE_HINT}, {"at character ", PG_DIAG_STATEMENT_POSITION}, {"where: ", PG_DIAG_CONTEXT}};
    for (const auto& [label, code] : parts) {
        if (const std::string value = field(result, code); !value.empty())
            out += (out.empty() ? "" : "\n") + std::string(label) + value;
    }
    return out;
}

bool isError(const PGresult* result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

} // namespace

std::string ConnectionSettings::target() const
{
    return user + "@" + host + ":" + std::to_string(port) + "/" + database;
}

/// A read-only session must still be one: the server reports this setting whenever it changes.
Result<> Client::State::mayRun(Effect effect)
{
    if (!connection)
        return fail(ErrorKind::Unreachable,
            text(QT_TRANSLATE_NOOP("core", "The session with %1 was closed; open a new one."), settings.target()));
    if (settings.access == AccessMode::ReadWrite)
        return {};
    if (effect == Effect::Writes)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 is open read-only; nothing was changed."), settings.target()));
    const char* readOnly
        = PQparameterStatus(connection.get(), "default_transaction_read_only"); // not reported before version 14
    const bool switchedOff = readOnly != nullptr && std::string_view(readOnly) != "on";
    const bool foreignTransaction = PQtransactionStatus(connection.get()) != PQTRANS_IDLE && !ownTransaction;
    if (switchedOff || foreignTransaction) {
        close();
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is open read-only, and the last statement tried to leave that mode; the session was closed."),
                settings.target()));
    }
    return {};
}

Error Client::State::brokenError(const Statement& statement, std::string why)
{
    close();
    ownTransaction = false;
    if (settings.password)
        why = redact(why, *settings.password);
    if (statement.effect == Effect::Writes && !statement.inTransaction)
        return Error{ErrorKind::InDoubt,
            text(QT_TRANSLATE_NOOP("core",
                     "The connection to %1 broke while it was writing: the change may or may not have been made; look "
                     "before trying again."),
                settings.target()),
            std::move(why), {}};
    return Error{ErrorKind::Unreachable,
        text(QT_TRANSLATE_NOOP("core", "The connection to %1 broke; nothing was kept."), settings.target()),
        std::move(why), {}};
}

Error Client::State::statementError(const PGresult* result, const Statement& statement, bool stopped)
{
    const std::string sqlState = field(result, PG_DIAG_SQLSTATE);
    if (sqlState.empty() || PQstatus(connection.get()) == CONNECTION_BAD)
        return brokenError(statement, PQresultErrorMessage(result));
    if (stopped && sqlState == "57014")
        return cancelledError();
    return Error{kindOfSqlState(sqlState),
        text(QT_TRANSLATE_NOOP("core", "%1 refused the statement: %2."), settings.target(),
            field(result, PG_DIAG_MESSAGE_PRIMARY)),
        errorDetail(result), {}};
}

void Client::State::cancel(Statement& statement)
{
    if (statement.cancelSent)
        return;
    statement.cancelSent = requestCancel(connection.get());
    statement.abandonAt = std::chrono::steady_clock::now() + kCancelPatience;
}

/// One round of looking after a statement under way: asks the server to cancel it when that is due, and gives up on a
/// server that does not react.
Result<> Client::State::superviseStatement(Statement& statement, TaskContext& context)
{
    const auto now = std::chrono::steady_clock::now();
    if (context.stopRequested() || now >= statement.deadline)
        cancel(statement);
    if (now < statement.abandonAt)
        return {};
    Error broken = brokenError(statement, "the server did not answer a cancel request");
    if (broken.kind == ErrorKind::InDoubt)
        return fail(std::move(broken));
    if (context.stopRequested())
        return fail(cancelledError());
    return fail(ErrorKind::Timeout,
        text(QT_TRANSLATE_NOOP("core", "%1 stopped answering; the session was closed."), settings.target()));
}

Result<> Client::State::waitForInput(Statement& statement, bool write, TaskContext& context)
{
    QBM_CHECK(superviseStatement(statement, context));
    waitForSocket(connection.get(), true, write);
    if (!PQconsumeInput(connection.get()))
        return fail(brokenError(statement, PQerrorMessage(connection.get())));
    return {};
}

Result<ResultHandle> Client::State::nextResult(Statement& statement, TaskContext& context)
{
    PGconn* const handle = connection.get();
    for (;;) {
        const int unsent = PQflush(handle);
        if (unsent < 0)
            return fail(brokenError(statement, PQerrorMessage(handle)));
        if (unsent == 0 && !PQisBusy(handle))
            return ResultHandle(PQgetResult(handle));
        QBM_CHECK(waitForInput(statement, unsent > 0, context));
    }
}

Result<ResultHandle> Client::State::collectResult(Statement& statement, TaskContext& context)
{
    ResultHandle last;
    for (;;) {
        QBM_TRY(received, nextResult(statement, context));
        if (!received)
            return last;
        const ExecStatusType status = PQresultStatus(received.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            close(); // a copy has no place here, and this is the shortest way out of it
            return fail(ErrorKind::Unsupported,
                text(QT_TRANSLATE_NOOP("core", "COPY to or from the client is not supported here.")));
        }
        if (!last || !isError(last.get())) // the first error explains the later ones
            last = std::move(received);
    }
}

/// A cancel request still under way could hit the session's next statement.
void Client::State::settleCancel(const Statement& statement)
{
    while (statement.cancelSent && !statement.cancelSent->load()) {
        if (std::chrono::steady_clock::now() >= statement.abandonAt) {
            close();
            return;
        }
        ::poll(nullptr, 0, 5);
    }
}

Result<Client::State::Statement> Client::State::begin(
    const std::string& sql, const Parameters& parameters, Effect effect, TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    QBM_CHECK(mayRun(effect));
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const Cell& parameter : parameters)
        values.push_back(parameter ? parameter->c_str() : nullptr);
    Statement statement;
    statement.effect = effect;
    // A COMMIT without an answer leaves in doubt what the transaction wrote.
    statement.inTransaction = PQtransactionStatus(connection.get()) == PQTRANS_INTRANS && sql != "COMMIT";
    if (settings.statementTimeout.count() > 0)
        statement.deadline = std::chrono::steady_clock::now() + settings.statementTimeout + kServerGrace;
    if (PQsendQueryParams(
            connection.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0)
        == 0)
        return fail(brokenError({}, PQerrorMessage(connection.get()))); // nothing was sent
    return statement;
}

/// What stands in a database in SQL_ASCII is of no known encoding: the server would refuse to send it as UTF-8 where it is
/// none, names of tables included. It is taken as it is.
Result<> Client::State::acceptBytes(TaskContext& context)
{
    const char* encoding = PQparameterStatus(connection.get(), "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "SQL_ASCII")
        return {};
    auto set = run("SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)", {}, Effect::Reads, context);
    return set ? Result<>() : Result<>(fail(std::move(set).error()));
}

Result<> Client::State::checkOutcome(const PGresult* result, const Statement& statement, TaskContext& context)
{
    if (result == nullptr)
        return fail(brokenError(statement, "no answer"));
    if (isError(result))
        return fail(statementError(result, statement, context.stopRequested()));
    return {};
}

Result<Table> Client::State::run(
    const std::string& sql, const Parameters& parameters, Effect effect, TaskContext& context)
{
    QBM_TRY(statement, begin(sql, parameters, effect, context));
    QBM_TRY(result, collectResult(statement, context));
    settleCancel(statement);
    QBM_CHECK(checkOutcome(result.get(), statement, context));
    return toTable(result.get());
}

Client::Client(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::connect(ConnectionSettings settings, TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    const SteadyTime deadline = std::chrono::steady_clock::now() + settings.connectTimeout;
    std::vector<std::string> addresses;
    if (!settings.host.empty() && settings.host.front() != '/') { // not the folder of a unix socket
        auto resolved = resolveHost(settings.host, settings.connectTimeout, context);
        if (!resolved)
            return fail(
                std::move(resolved).error(), text(QT_TRANSLATE_NOOP("core", "Connecting to %1"), settings.target()));
        addresses = std::move(*resolved);
    }
    // A server that was not met before may be older than was thought, and refuse a limit by its name; or newer, and end
    // the session by one that could not be named yet.
    for (bool again = true;; again = false) {
        const int thought = KnownServers::version(settings);
        auto opened = open(settings, addresses, deadline, context);
        if (opened)
            return opened;
        const std::string said = opened.error().english() + opened.error().detail;
        if (thought == KnownServers::kUnmet && said.find("idle_session_timeout") != std::string::npos)
            KnownServers::remember(settings, 130'000);
        if (!again || opened.error().kind == ErrorKind::Cancelled || KnownServers::version(settings) == thought)
            return opened;
    }
}

Result<Client> Client::open(ConnectionSettings settings, const std::vector<std::string>& addresses,
    std::chrono::steady_clock::time_point deadline, TaskContext& context)
{
    ConnectionHandle connection = startConnection(settings, addresses);
    if (!connection)
        return fail(ErrorKind::Exhausted,
            text(QT_TRANSLATE_NOOP("core", "Not enough memory to connect to %1."), settings.target()));
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr); // libpq would print them
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE); // the only way to the SQLSTATE of a failed connect
    QBM_CHECK(finishConnecting(connection.get(), settings, deadline, context));
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    PQsetnonblocking(connection.get(), 1);
    const int version = PQserverVersion(connection.get());
    if (KnownServers::version(settings) == KnownServers::kUnmet)
        KnownServers::remember(settings, version);
    const std::string first = firstStatement(settings, version);
    Client client(std::make_unique<State>(State{std::move(settings), std::move(connection)}));
    QBM_CHECK(client.m_state->acceptBytes(context));
    QBM_CHECK(client.query(first, context));
    return client;
}

Result<Table> Client::query(const std::string& sql, const Parameters& parameters, TaskContext& context)
{
    return m_state->run(sql, parameters, State::Effect::Reads, context);
}

Result<Table> Client::exec(const std::string& sql, const Parameters& parameters, TaskContext& context)
{
    return m_state->run(sql, parameters, State::Effect::Writes, context);
}

Result<> Client::setStatementTimeout(milliseconds timeout, TaskContext& context)
{
    QBM_TRY(
        answer, query("SELECT set_config('statement_timeout', $1, false)", {std::to_string(timeout.count())}, context));
    m_state->settings.statementTimeout = timeout;
    return {};
}

bool Client::isOpen() const
{
    return m_state->connection && PQstatus(m_state->connection.get()) == CONNECTION_OK;
}

int Client::serverVersion() const
{
    return m_state->connection ? PQserverVersion(m_state->connection.get()) : 0;
}

int Client::serverMajor() const
{
    return serverVersion() / 10'000;
}

std::string Client::serverVersionText() const
{
    const char* version
        = m_state->connection ? PQparameterStatus(m_state->connection.get(), "server_version") : nullptr;
    return version == nullptr ? std::string() : std::string(version);
}

std::string Client::serverEncoding() const
{
    const char* encoding
        = m_state->connection ? PQparameterStatus(m_state->connection.get(), "server_encoding") : nullptr;
    return encoding == nullptr ? std::string() : std::string(encoding);
}

Result<> Client::speakBytes(TaskContext& context)
{
    auto set = query(
        "SELECT pg_catalog.set_config('client_encoding', pg_catalog.current_setting('server_encoding'), false)", context);
    return set ? Result<>() : Result<>(fail(std::move(set).error()));
}

int Client::backendPid() const
{
    return m_state->connection ? PQbackendPID(m_state->connection.get()) : 0;
}

const ConnectionSettings& Client::settings() const
{
    return m_state->settings;
}

Result<Transaction> Transaction::begin(Client& client, Mode mode, TaskContext& context)
{
    const char* sql = mode == Mode::Snapshot ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN READ WRITE";
    QBM_TRY(answer, mode == Mode::Snapshot ? client.query(sql, context) : client.exec(sql, context));
    client.m_state->ownTransaction = true;
    return Transaction(client);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_client(std::exchange(other.m_client, nullptr))
{
}

Transaction::~Transaction()
{
    if (m_client == nullptr || !m_client->isOpen())
        return;
    constexpr milliseconds kRollbackPatience{5'000};
    auto& state = *m_client->m_state;
    const milliseconds usual
        = std::exchange(state.settings.statementTimeout, kRollbackPatience); // the wait, not the server's setting
    TaskContext untilDone; // a stop must not keep us from rolling back
    if (!m_client->query("ROLLBACK", untilDone))
        state.close(); // the server rolls back what a lost session leaves
    state.settings.statementTimeout = usual;
    state.ownTransaction = false;
}

Result<> Transaction::commit(TaskContext& context)
{
    Client* client = std::exchange(m_client, nullptr);
    const bool readOnly = client->settings().access == AccessMode::ReadOnly;
    auto answer = readOnly ? client->query("COMMIT", context) : client->exec("COMMIT", context);
    client->m_state->ownTransaction = false;
    if (!answer) {
        m_client = client->isOpen() ? client : nullptr; // rolled back on destruction
        return fail(std::move(answer).error());
    }
    return {};
}

} // namespace qbm::postgres
