// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/server_disk.h"

#include "core/base/file.h"
#include "core/postgres/shared_names.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace qbm::backup {

namespace {

// Superusers may know where the data is.
const std::string kPlaceSql = "SELECT " + postgres::sharedName("current_setting('data_directory')")
    + ", extract(epoch FROM pg_postmaster_start_time())::bigint, "
    + postgres::sharedName("pg_tablespace_location(dattablespace)") + R"(
FROM pg_database WHERE datname = current_database())";

/// The third line of postmaster.pid: the second in which the server started. \source miscadmin.h,
/// LOCK_FILE_LINE_START_TIME
std::optional<std::int64_t> startTimeIn(const std::filesystem::path& dataFolder)
{
    std::istringstream lines(readFile(dataFolder / "postmaster.pid").value_or(""));
    std::string line;
    for (int i = 0; i < 3; ++i) {
        if (!std::getline(lines, line))
            return std::nullopt;
    }
    return std::strtoll(line.c_str(), nullptr, 10);
}

} // namespace

std::optional<std::uint64_t> freeServerDiskBytes(postgres::Client& client, TaskContext& context)
{
    const auto answer = client.query(kPlaceSql, context);
    if (!answer || answer->rows.empty())
        return std::nullopt;
    const postgres::Row& row = answer->rows[0];
    const std::filesystem::path dataFolder = postgres::sharedNameOf(row[0]);
    const auto startedHere = startTimeIn(dataFolder);
    const auto startedThere = postgres::toInteger(row[1]);
    if (!startedHere || !startedThere || std::abs(*startedHere - *startedThere) > 2)
        return std::nullopt;
    const std::string tablespace = postgres::sharedNameOf(row[2]);
    const auto free = freeSpaceBytes(tablespace.empty() ? dataFolder : std::filesystem::path(tablespace));
    return free ? std::optional(*free) : std::nullopt;
}

} // namespace qbm::backup
