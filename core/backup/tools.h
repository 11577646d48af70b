// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/task_context.h"
#include "core/postgres/client.h"
#include "core/process/process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace qbm::backup {

/// The programs of one PostgreSQL version.
struct Tools {
    std::filesystem::path pgDump;
    std::filesystem::path pgRestore;
    std::filesystem::path psql;
    int major = 0; ///< 15
    std::string version; ///< "15.20 (Debian 15.20-0+deb12u1)"
};

/// The pair that fits a server: its own major version if installed, else the next newer one; never an older one.
/// Looks into /usr/lib/postgresql/N/bin and then on PATH. \error NotFound names the package to install
Result<Tools> findTools(int serverMajor, TaskContext& context);
/// The newest pair installed: it reads archives of every age. \error NotFound
Result<Tools> findNewestTools(TaskContext& context);

/// One of PostgreSQL's programs in an environment made by us: what the shell has set (PGCLIENTENCODING, PGOPTIONS,
/// PGDATABASE, languages, ...) is none of its business.
process::Command toolCommand(const std::filesystem::path& program, std::vector<std::string> arguments = {});

/// How a PostgreSQL program reaches a server: host, port and user as arguments; the password in a pass file of mode
/// 0600 that exists in memory only, is reachable as /proc/OURPID/fd/N while this object lives, and cannot be left
/// behind even by a kill. Never in argv, the environment or a log.
class ToolAccess {
public:
    /// \error Exhausted if the pass file cannot be made
    static Result<ToolAccess> create(postgres::ConnectionSettings settings);

    /// The program with connection arguments and environment; the caller adds its own arguments.
    process::Command command(const std::filesystem::path& program) const;

private:
    explicit ToolAccess(postgres::ConnectionSettings settings)
        : m_settings(std::move(settings))
    {
    }
    postgres::ConnectionSettings m_settings;
    FileDescriptor m_passFile;
};

/// One line of a pass file: fields separated by ':', with ':' and '\' escaped.
std::string passFileLine(const postgres::ConnectionSettings& settings);

/// The lines of a tool's standard error that say what went wrong; the last ones if none does.
std::string errorLines(const std::string& errorTail);

} // namespace qbm::backup
