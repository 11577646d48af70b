// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/whole_database.h"

#include "app/lab/services/postgres.h"
#include "tests/support/folders.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <sstream>

namespace qbm::test {

namespace {

Result<process::Command> postgresTool(
    const std::string& name, const PostgresServer& server, const std::string& database)
{
    process::Command command;
    QBM_TRY(program, lab::findPostgresTool(name));
    command.program = program;
    // The name is no argument: one with an equals sign would be taken for a connection string.
    command.environment = {{"PGPASSWORD", server.password().reveal()}, {"PGHOST", server.host()},
        {"PGPORT", std::to_string(server.port())}, {"PGUSER", server.user()}, {"PGDATABASE", database}};
    return command;
}

bool isFact(const std::string& line)
{
    // \restrict and its counterpart carry a new random word in each dump.
    return !line.empty() && !line.starts_with("--") && !line.starts_with("\\restrict")
        && !line.starts_with("\\unrestrict");
}

void addLines(const std::string& text, WholeDatabase& facts)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with(',')) // the order of columns may differ, and with it who is the last
            line.pop_back();
        if (isFact(line))
            facts.push_back(line);
    }
}

void addSome(std::string& out, const char* mark, const WholeDatabase& lines, std::size_t most)
{
    for (std::size_t i = 0; i < lines.size() && i < most; ++i)
        out += mark + lines[i] + "\n";
    if (lines.size() > most)
        out += fmt::format("{}... and {} more\n", mark, lines.size() - most);
}

} // namespace

Result<WholeDatabase> readWholeDatabase(const PostgresServer& server, const std::string& database)
{
    QBM_TRY(dump, postgresTool("pg_dump", server, database));
    dump.arguments = {"--schema-only"};
    dump.environment["PGOPTIONS"] = "-c quote_all_identifiers=off"; // whatever the database says
    QBM_TRY(psql, postgresTool("psql", server, database));
    psql.arguments = {"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--file",
        QBM_SOURCE_DIR "/tests/support/whole_database.sql"};
    WholeDatabase facts;
    QBM_TRY(schema, runTool(dump));
    addLines(schema, facts);
    QBM_TRY(content, runTool(psql));
    addLines(content, facts);
    std::ranges::sort(facts);
    return facts;
}

Result<std::string> runSql(const PostgresServer& server, const std::string& database, const std::string& statements)
{
    QBM_TRY(psql, postgresTool("psql", server, database));
    psql.arguments = {"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"};
    return runTool(psql, statements);
}

std::string differences(const WholeDatabase& wanted, const WholeDatabase& found, std::size_t most)
{
    WholeDatabase missing, added;
    std::ranges::set_difference(wanted, found, std::back_inserter(missing));
    std::ranges::set_difference(found, wanted, std::back_inserter(added));
    std::string out;
    addSome(out, "- ", missing, most);
    addSome(out, "+ ", added, most);
    return out;
}

} // namespace qbm::test
