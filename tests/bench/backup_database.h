// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"
#include "tests/support/servers.h"

#include <cstdint>
#include <memory>

/// The database that the backup benchmarks dump and restore.
namespace qbm::bench {

/// A server of its own with about `gigabytes` of table and TOAST data (indexes on top): half of it rows of numbers,
/// times, JSON and repeated words as applications write them, half random bytes that no compressor makes smaller than
/// their entropy. Durable (fsync on), since restores are timed. Ended and removed with the object.
std::unique_ptr<test::PostgresServer> startFilledServer(double gigabytes);

postgres::ConnectionSettings settingsOf(const test::PostgresServer& server, AccessMode access);

/// pg_database_size of its database.
std::uint64_t databaseSizeBytes(const test::PostgresServer& server);

/// Ends the program with the message if `outcome` is an error: a benchmark has nothing to say then.
void require(const Result<>& outcome, const char* what);
template <class T> T valueOf(Result<T> result, const char* what)
{
    if (!result)
        require(fail(std::move(result).error()), what);
    return std::move(*result);
}

} // namespace qbm::bench
