// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/servers.h"

#include <string>
#include <vector>

namespace qbm::test {

/// What PostgreSQL's own tools tell of a database: each line of pg_dump --schema-only, the rows, sequences, large
/// objects and the database's entry (whole_database.sql), sorted. Nothing of it is ours, so that it can be held against
/// us.
using WholeDatabase = std::vector<std::string>;

/// \error BadData: the tool's message
Result<WholeDatabase> readWholeDatabase(const PostgresServer& server, const std::string& database);

/// Runs SQL as the superuser through psql in a database whatever its name; returns what it prints (unaligned, tuples
/// only). \error BadData: psql's message
Result<std::string> runSql(const PostgresServer& server, const std::string& database, const std::string& statements);

/// Lines that only one of them has, "- " for what is missing and "+ " for what is new, at most `most`; empty where they
/// are equal.
std::string differences(const WholeDatabase& wanted, const WholeDatabase& found, std::size_t most = 20);

} // namespace qbm::test
