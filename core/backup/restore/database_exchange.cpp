// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/database_exchange.h"

#include "core/backup/restore/replication.h"
#include "core/backup/restore/side_database.h"
#include "core/base/clock.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <iterator>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;
using postgres::quoteIdentifier;

constexpr auto kPollInterval = 50ms;
constexpr std::chrono::milliseconds kEndingTime{500}; ///< a session that was told to end usually has by then
constexpr const char* kLockSql = "SELECT pg_advisory_lock(8170212660146168933)"; // the number says "qbm side" in ASCII

Result<std::string> requireName(postgres::Client& client, std::int64_t oid, TaskContext& context)
{
    QBM_TRY(name, databaseName(client, oid, context));
    if (!name)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The database with the number %1 was dropped by somebody."), oid));
    return *name;
}

Result<> setAllowConnections(postgres::Client& client, const std::string& database, bool allow, TaskContext& context)
{
    QBM_TRY(changed,
        client.exec("ALTER DATABASE " + quoteIdentifier(database) + " ALLOW_CONNECTIONS " + (allow ? "true" : "false"),
            context));
    return {};
}

std::string listHolders(const std::vector<postgres::Session>& sessions, const SessionFilter& holds,
    const SessionNamer& describe, std::size_t& count)
{
    std::string holders;
    count = 0;
    for (const postgres::Session& session : sessions) {
        if (!holds(session))
            continue;
        ++count;
        holders += (holders.empty() ? "" : "; ") + describe(session).english();
    }
    return holders;
}

/// Nobody new can come in by now.
Result<> sendLookersAway(postgres::Client& client, const std::string& database, const SessionFilter& holds,
    std::chrono::milliseconds timeout, TaskContext& context)
{
    QBM_TRY(sessions, postgres::fetchSessionsOf(client, database, context));
    std::size_t count = 0;
    if (const std::string holders = listHolders(sessions, holds, describeSession, count); count > 0)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 sessions came back to the database %2: %3. End them and try again."),
                count, database, holders));
    const auto everybody = [](const postgres::Session& session) { return !givesWay(session); };
    QBM_TRY(ended, clearSessions(client, database, everybody, timeout, context));
    return {};
}

Result<> renameBoth(
    postgres::Client& client, const Exchange& exchange, const std::string& incomingName, TaskContext& context)
{
    QBM_TRY(transaction, postgres::Transaction::begin(client, postgres::Transaction::Mode::ReadWrite, context));
    QBM_TRY(out,
        client.exec(
            "ALTER DATABASE " + quoteIdentifier(exchange.name) + " RENAME TO " + quoteIdentifier(exchange.outgoingName),
            context));
    QBM_TRY(in,
        client.exec("ALTER DATABASE " + quoteIdentifier(incomingName) + " RENAME TO " + quoteIdentifier(exchange.name),
            context));
    QBM_CHECK(setAllowConnections(client, exchange.name, true, context));
    QBM_CHECK(setAllowConnections(client, exchange.outgoingName, true, context));
    return transaction.commit(context);
}

} // namespace

Text describeActivity(const postgres::Session& session)
{
    if (!session.slot.empty())
        return text(QT_TRANSLATE_NOOP("core", "%1 of the slot %2"), session.backendType, session.slot);
    if (!session.backendType.empty() && session.backendType != "client backend")
        return session.backendType;
    return session.state.empty() ? "?" : session.state;
}

Text describeSession(const postgres::Session& session)
{
    if (!session.ofClient() && session.user.empty())
        return text(QT_TRANSLATE_NOOP("core", "%1 of the server (process %2)"), session.backendType, session.pid);
    const std::string program = session.applicationName.empty() ? "?" : session.applicationName;
    return text(QT_TRANSLATE_NOOP("core", "%1 from %2 as %3 (%4, process %5)"), program, session.clientAddress,
        session.user, describeActivity(session), session.pid);
}

bool givesWay(const postgres::Session& session)
{
    return session.backendType == "autovacuum worker";
}

Result<> waitForSessions(postgres::Client& client, const std::string& database, const SessionFilter& holds,
    std::chrono::milliseconds timeout, TaskContext& context, const SessionNamer& describe)
{
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        QBM_TRY(sessions, postgres::fetchSessionsOf(client, database, context));
        std::size_t count = 0;
        const std::string holders = listHolders(sessions, holds, describe, count);
        if (count == 0)
            return {};
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "%1 sessions still use the database %2: %3. End them and try again."),
                    count, database, holders));
        context.report({0, 0, text(QT_TRANSLATE_NOOP("core", "Waiting for %1 sessions to end: %2"), count, holders)});
        QBM_CHECK(context.sleepFor(kPollInterval));
    }
}

Result<std::vector<Text>> endSessions(
    postgres::Client& client, const std::string& database, const SessionFilter& which, TaskContext& context)
{
    QBM_TRY(sessions, postgres::fetchSessionsOf(client, database, context));
    std::vector<Text> ended;
    for (const postgres::Session& session : sessions) {
        if (!which(session) || givesWay(session) || session.backendType == "parallel worker") // ends with its leader
            continue;
        // The number may belong to another session by now, but not the number and its begin.
        const postgres::Cell startedAt
            = session.startedAt ? postgres::Cell(formatRfc3339(*session.startedAt)) : postgres::Cell();
        QBM_TRY(done,
            client.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1::int AND "
                    + postgres::isNamed("datname", 2)
                    + " AND date_trunc('milliseconds', backend_start) IS NOT DISTINCT FROM $3::timestamptz",
                {std::to_string(session.pid), postgres::nameBytes(database), startedAt}, context));
        if (!done.rows.empty())
            ended.push_back(describeSession(session));
    }
    return ended;
}

Result<std::vector<Text>> clearSessions(postgres::Client& client, const std::string& database,
    const SessionFilter& which, std::chrono::milliseconds timeout, TaskContext& context, const SessionNamer& describe)
{
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::vector<Text> all;
    for (;;) {
        QBM_TRY(ended, endSessions(client, database, which, context));
        std::ranges::move(ended, std::back_inserter(all));
        const auto left = deadline - std::chrono::steady_clock::now();
        const bool lastLook = left < kEndingTime;
        auto gone = waitForSessions(client, database, which, lastLook ? 0ms : kEndingTime, context, describe);
        if (gone)
            return all;
        if (gone.error().kind != ErrorKind::Timeout || lastLook)
            return fail(std::move(gone).error());
    }
}

Result<> exchangeDatabases(postgres::Client& client, const Exchange& exchange, const SessionFilter& holds,
    std::chrono::milliseconds timeout, TaskContext& context)
{
    QBM_TRY(outgoingNow, requireName(client, exchange.outgoing, context));
    QBM_TRY(incomingNow, requireName(client, exchange.incoming, context));
    if (incomingNow == exchange.name)
        return letThemIn(client, {exchange.incoming, exchange.outgoing}, context);
    if (outgoingNow != exchange.name)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core",
                     "The database that was %1 is called %2 now: somebody renamed it. Give it its name back and try "
                     "again."),
                exchange.name, outgoingNow));
    for (const std::string& database : {outgoingNow, incomingNow})
        QBM_CHECK(requireNoPreparedTransactions(client, database, context));
    for (const std::string& database : {outgoingNow, incomingNow}) {
        QBM_CHECK(setAllowConnections(client, database, false, context));
        QBM_CHECK(sendLookersAway(client, database, holds, timeout, context));
    }
    return renameBoth(client, exchange, incomingNow, context);
}

Result<> lockSideDatabases(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(locked, client.query(kLockSql, context));
    return {};
}

Result<> letNobodyIn(postgres::Client& client, const std::string& database, TaskContext& context)
{
    return setAllowConnections(client, database, false, context);
}

Result<> letThemIn(postgres::Client& client, const std::vector<std::int64_t>& oids, TaskContext& context)
{
    for (const std::int64_t oid : oids) {
        QBM_TRY(found,
            client.query(
                "SELECT " + postgres::sharedName("datname") + ", datallowconn FROM pg_database WHERE oid = $1::oid",
                {std::to_string(oid)}, context));
        if (!found.rows.empty() && found.rows[0][1] != "t")
            QBM_CHECK(setAllowConnections(client, postgres::sharedNameOf(found.rows[0][0]), true, context));
    }
    return {};
}

} // namespace qbm::backup
