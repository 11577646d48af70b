// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/process.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// How a PostgreSQL of our own is made and started. PostgreSQL refuses to run as root, so under root all of this runs
/// as the package's user `postgres`, who must be able to enter every folder above the data folder.
namespace qbm::lab {

inline constexpr const char* kDatabase = "qbm_ai_system";
inline constexpr const char* kSuperuser = "postgres";

/// The user to run PostgreSQL's programs as: "postgres" under root, else empty (as we are).
std::string postgresUser();

/// The full path of initdb, postgres, psql, ... of the newest PostgreSQL installed. \error NotFound names the package
Result<std::filesystem::path> findPostgresTool(const std::string& name);

/// Makes a folder (0700) that belongs to postgresUser(). \error Denied, NotFound (no such user), InvalidInput: that
/// user cannot enter a folder above it
Result<> makePostgresFolder(const std::filesystem::path& folder);
/// Gives a folder or file, with all in it, to postgresUser().
Result<> giveToPostgres(const std::filesystem::path& path);

/// Makes a cluster: UTF-8, locale C.UTF-8, password login only. The password file must be readable by postgresUser().
process::Command initdbCommand(const std::filesystem::path& initdb, const std::filesystem::path& dataFolder,
    const std::filesystem::path& passwordFile);
/// Single-user mode: reads statements, one a line, from standard input; for databases before the server runs.
process::Command singleUserCommand(const std::filesystem::path& postgres, const std::filesystem::path& dataFolder);

/// The server on 127.0.0.1 without a Unix socket. fsync is off: what it keeps is thrown away with its folder.
/// \param settings "name=value"
process::Command postgresCommand(const std::filesystem::path& postgres, const std::filesystem::path& dataFolder,
    std::uint16_t port, const std::vector<std::string>& settings);

/// The running server takes connections, as it says itself in its postmaster.pid.
bool postgresReady(const std::filesystem::path& dataFolder);

/// pg_hba.conf that lets everybody in by password, or (`refuse`) nobody.
std::string hostBasedAccess(bool refuse);

} // namespace qbm::lab
