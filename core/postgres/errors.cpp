// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/errors.h"

#include "core/postgres/pass_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace qbm::postgres {

namespace {

struct SqlStateKind {
    std::string_view prefix;
    ErrorKind kind;
};

/// Single states before the classes they belong to.
constexpr std::array kKinds{
    SqlStateKind{"3D000", ErrorKind::NotFound}, // invalid_catalog_name
    SqlStateKind{"3F000", ErrorKind::NotFound}, // invalid_schema_name
    SqlStateKind{"42P01", ErrorKind::NotFound}, // undefined_table
    SqlStateKind{"42703", ErrorKind::NotFound}, // undefined_column
    SqlStateKind{"42883", ErrorKind::NotFound}, // undefined_function
    SqlStateKind{"42704", ErrorKind::NotFound}, // undefined_object
    SqlStateKind{"42501", ErrorKind::Denied}, // insufficient_privilege
    SqlStateKind{"25006", ErrorKind::Denied}, // read_only_sql_transaction
    SqlStateKind{"42P04", ErrorKind::Conflict}, // duplicate_database
    SqlStateKind{"42P07", ErrorKind::Conflict}, // duplicate_table
    SqlStateKind{"42710", ErrorKind::Conflict}, // duplicate_object
    SqlStateKind{"55P03", ErrorKind::Timeout}, // lock_not_available: whoever holds it did not let go in time
    SqlStateKind{"55006", ErrorKind::Conflict}, // object_in_use
    SqlStateKind{"57014", ErrorKind::Timeout}, // query_canceled, and it was not us
    SqlStateKind{"57P04", ErrorKind::NotFound}, // database_dropped
    SqlStateKind{"57P05", ErrorKind::Timeout}, // idle_session_timeout
    SqlStateKind{"57P", ErrorKind::Unreachable}, // shutdown, crash, starting up
    SqlStateKind{"XX001", ErrorKind::BadData}, // data_corrupted
    SqlStateKind{"XX002", ErrorKind::BadData}, // index_corrupted
    SqlStateKind{"08", ErrorKind::Unreachable}, // connection exception
    SqlStateKind{"0A", ErrorKind::Unsupported}, // feature not supported
    SqlStateKind{"21", ErrorKind::InvalidInput}, // cardinality violation
    SqlStateKind{"22", ErrorKind::InvalidInput}, // data exception
    SqlStateKind{"23", ErrorKind::Conflict}, // integrity constraint violation
    SqlStateKind{"26", ErrorKind::NotFound}, // invalid SQL statement name
    SqlStateKind{"28", ErrorKind::Denied}, // invalid authorization specification
    SqlStateKind{"40", ErrorKind::Conflict}, // serialization failure, deadlock
    SqlStateKind{"42", ErrorKind::InvalidInput}, // syntax error or access rule violation
    SqlStateKind{"53", ErrorKind::Exhausted}, // insufficient resources: disk full, too many connections
    SqlStateKind{"54", ErrorKind::Exhausted}, // program limit exceeded
    SqlStateKind{"55", ErrorKind::Conflict}, // object not in prerequisite state
};

/// Where the SQLSTATE stands in "... FATAL:  28P01: password ..."; npos without one. A digit tells it from "FATAL".
std::size_t sqlStateAt(std::string_view message)
{
    constexpr std::size_t kLength = 5;
    for (std::size_t at = message.find(": "); at != std::string_view::npos; at = message.find(": ", at + 1)) {
        const std::size_t begin = std::min(message.find_first_not_of(' ', at + 1), message.size());
        const std::string_view state = message.substr(begin, kLength);
        const bool fits = state.size() == kLength && message.substr(begin + kLength).starts_with(": ")
            && std::ranges::all_of(state, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); })
            && std::ranges::any_of(state, [](char c) { return c >= '0' && c <= '9'; });
        if (fits)
            return begin;
    }
    return std::string_view::npos;
}

std::string sqlStateIn(const std::string& message)
{
    const std::size_t at = sqlStateAt(message);
    return at == std::string::npos ? std::string() : message.substr(at, 5);
}

/// The first line, without the SQLSTATE and what stands before it, which say nothing to a reader.
std::string sentenceIn(const std::string& message)
{
    const std::string line = message.substr(0, message.find('\n'));
    const std::size_t at = sqlStateAt(line);
    if (at == std::string::npos)
        return line;
    return line.substr(std::min(line.find_first_not_of(' ', at + 6), line.size()));
}

/// Nobody could give the password the server asks for.
Text noPassword(const ConnectionSettings& settings)
{
    if (settings.passwordFromPassFile)
        return explainPassFile(settings);
    return text(QT_TRANSLATE_NOOP("core",
                    "%1 asks for a password and the profile gives none (PGPASSWORD is not read by itself); add a "
                    "password reference to the profile, such as \"password: env:PGPASSWORD\", \"password: "
                    "file:PATH\" or \"password: pgpass\"."),
        settings.target());
}

Text sentenceFor(
    const std::string& sqlState, const ConnectionSettings& settings, const std::string& message, bool needsPassword)
{
    const std::string target = settings.target();
    if (needsPassword)
        return noPassword(settings);
    if (sqlState == "28P01" && settings.passwordFromPassFile)
        return text(QT_TRANSLATE_NOOP("core", "The password for %1 in the pass file %2 is wrong; correct its line there."),
            target, passFilePath().string());
    if (sqlState == "28P01")
        return text(
            QT_TRANSLATE_NOOP("core", "The password for %1 is wrong; check the profile's password reference."), target);
    if (sqlState == "28000")
        return text(QT_TRANSLATE_NOOP("core", "The server does not let %1 in: %2."), target, sentenceIn(message));
    if (sqlState == "3D000")
        return text(QT_TRANSLATE_NOOP("core", "There is no database \"%1\" on %2:%3; check its name in the profile."),
            settings.database, settings.host, settings.port);
    if (sqlState == "53300")
        return text(QT_TRANSLATE_NOOP(
                        "core", "%1 accepts no more sessions (max_connections is reached); close some and try again."),
            target);
    if (sqlState == "57P03")
        return text(QT_TRANSLATE_NOOP("core", "%1 is starting up or shutting down; try again in a moment."), target);
    if (message.find("Connection refused") != std::string::npos
        || message.find(std::strerror(ECONNREFUSED)) != std::string::npos)
        return text(QT_TRANSLATE_NOOP("core",
                        "No PostgreSQL server listens on %1:%2 (connection refused), wanted for %3; start it or check "
                        "host and port."),
            settings.host, settings.port, target);
    return text(QT_TRANSLATE_NOOP("core", "Cannot connect to %1: %2."), target, sentenceIn(message));
}

} // namespace

ErrorKind kindOfSqlState(std::string_view sqlState)
{
    for (const SqlStateKind& entry : kKinds) {
        if (sqlState.starts_with(entry.prefix))
            return entry.kind;
    }
    return ErrorKind::Internal;
}

std::string_view sqlStateOf(const Error& error)
{
    constexpr std::string_view kLabel = "SQLSTATE "; // Client's first line of evidence
    constexpr std::size_t kLength = 5;
    const std::string_view detail = error.detail;
    return detail.starts_with(kLabel) ? detail.substr(kLabel.size(), kLength) : std::string_view();
}

Error connectError(const ConnectionSettings& settings, const std::string& message, bool needsPassword)
{
    const std::string safe = settings.password ? redact(message, *settings.password) : message;
    const std::string sqlState = sqlStateIn(safe);
    ErrorKind kind = sqlState.empty() ? ErrorKind::Unreachable : kindOfSqlState(sqlState);
    if (needsPassword)
        kind = ErrorKind::Denied;
    return Error{kind, sentenceFor(sqlState, settings, safe, needsPassword), safe, {}};
}

} // namespace qbm::postgres
