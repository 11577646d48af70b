// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/tools.h"

#include "core/postgres/pass_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

/// Where distributions keep PostgreSQL's programs by major version.
const std::vector<std::pair<fs::path, std::string>> kVersionedFolders{{"/usr/lib/postgresql", ""}, {"/usr", "pgsql-"}};

std::optional<int> leadingNumber(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

bool hasTools(const fs::path& folder)
{
    return std::ranges::all_of(std::array{"pg_dump", "pg_restore", "psql"},
        [&](const char* tool) { return ::access((folder / tool).c_str(), X_OK) == 0; });
}

/// Folders with the tools, by major version.
std::vector<std::pair<int, fs::path>> installedFolders()
{
    std::vector<std::pair<int, fs::path>> found;
    for (const auto& [root, prefix] : kVersionedFolders) {
        std::error_code error;
        for (fs::directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
            const std::string name = it->path().filename().string();
            const fs::path folder = it->path() / "bin";
            const auto major
                = name.starts_with(prefix) ? leadingNumber(std::string_view(name).substr(prefix.size())) : std::nullopt;
            if (major && hasTools(folder))
                found.emplace_back(*major, folder);
        }
    }
    std::ranges::sort(found);
    return found;
}

/// "pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" to "15.20 (Debian 15.20-0+deb12u1)".
Result<std::string> versionOf(const fs::path& program, TaskContext& context)
{
    QBM_TRY(exit, process::run(toolCommand(program, {"--version"}), {.stallTimeout = std::chrono::seconds(10)}, context));
    const std::string_view marker = "(PostgreSQL) ";
    const std::size_t at = exit.output.find(marker);
    if (exit.code != 0 || at == std::string::npos)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 does not say its version."), program.string()), exit.errorTail);
    std::string version = exit.output.substr(at + marker.size());
    version.erase(version.find_last_not_of(" \n") + 1);
    return version;
}

Result<Tools> toolsIn(const fs::path& folder, TaskContext& context)
{
    Tools tools{folder / "pg_dump", folder / "pg_restore", folder / "psql", 0, {}};
    QBM_TRY(version, versionOf(tools.pgDump, context));
    tools.version = std::move(version);
    tools.major = leadingNumber(tools.version).value_or(0);
    return tools;
}

/// A connection string for --dbname, which would take a database called "a=b" for a connection string itself.
std::string databaseArgument(const std::string& database)
{
    std::string out = "--dbname=dbname='";
    for (const char c : database) {
        if (c == '\'' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "'";
}

std::string escaped(std::string_view field)
{
    std::string out;
    for (const char c : field) {
        if (c == ':' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

} // namespace

Result<Tools> findTools(int serverMajor, TaskContext& context)
{
    for (const auto& [major, folder] : installedFolders()) {
        if (major >= serverMajor)
            return toolsIn(folder, context);
    }
    // A self-built or otherwise placed installation.
    if (const auto onPath = process::findProgram("pg_dump")) {
        auto tools = toolsIn(onPath->parent_path(), context);
        if (tools && tools->major >= serverMajor && hasTools(onPath->parent_path()))
            return tools;
    }
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core",
                 "No matching pg_dump: the server is PostgreSQL %1 and needs pg_dump and pg_restore %1 or newer; "
                 "install the package postgresql-client-%1."),
            serverMajor));
}

Result<Tools> findNewestTools(TaskContext& context)
{
    const auto installed = installedFolders();
    if (!installed.empty())
        return toolsIn(installed.back().second, context);
    if (const auto onPath = process::findProgram("pg_restore"))
        return toolsIn(onPath->parent_path(), context);
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "pg_restore is not installed; install the package postgresql-client.")));
}

process::Command toolCommand(const fs::path& program, std::vector<std::string> arguments)
{
    process::Command command{program, std::move(arguments), {}, {}, {}};
    command.bareEnvironment = true;
    return command;
}

std::string passFileLine(const postgres::ConnectionSettings& settings)
{
    const std::string password = settings.password ? settings.password->reveal() : std::string();
    return escaped(settings.host) + ":" + std::to_string(settings.port) + ":" + escaped(settings.database) + ":"
        + escaped(settings.user) + ":" + escaped(password) + "\n";
}

Result<ToolAccess> ToolAccess::create(postgres::ConnectionSettings settings)
{
    ToolAccess access(std::move(settings));
    if (!access.m_settings.password)
        return access;
    access.m_passFile = FileDescriptor(::memfd_create("pgpass", MFD_CLOEXEC));
    if (!access.m_passFile || ::fchmod(access.m_passFile.get(), 0600) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a pass file in memory"))));
    const Secret line(passFileLine(access.m_settings)); // wiped when written
    QBM_CHECK(writeAll(access.m_passFile.get(), line.reveal(), "pgpass"));
    return access;
}

process::Command ToolAccess::command(const fs::path& program) const
{
    process::Command command = toolCommand(program,
        {"--host=" + m_settings.host, "--port=" + std::to_string(m_settings.port),
        "--username=" + m_settings.user, "--no-password", databaseArgument(m_settings.database)});
    const long seconds = std::max<long>(2, m_settings.connectTimeout.count() / 1000);
    command.environment = {{"PGSSLMODE", m_settings.sslMode}, {"PGCONNECT_TIMEOUT", std::to_string(seconds)}};
    if (m_passFile)
        command.environment["PGPASSFILE"]
            = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(m_passFile.get());
    else if (m_settings.passwordFromPassFile)
        command.environment["PGPASSFILE"] = postgres::passFilePath().string();
    return command;
}

std::string errorLines(const std::string& errorTail)
{
    std::string errors;
    std::size_t begin = 0;
    while (begin < errorTail.size()) {
        const std::size_t end = std::min(errorTail.find('\n', begin), errorTail.size());
        std::string_view line = std::string_view(errorTail).substr(begin, end - begin);
        if (constexpr std::string_view kStdin = "psql:<stdin>:";
            line.starts_with(kStdin)) // and a line number nobody can look up
            line.remove_prefix(std::min(line.find(": ", kStdin.size()) + 2, line.size()));
        // Continuation lines of a server's message begin with "DETAIL:" and the like.
        if (line.find("error:") != std::string_view::npos || line.find(": detail: ") != std::string_view::npos
            || line.starts_with("ERROR:") || line.starts_with("FATAL:") || line.starts_with("DETAIL:")
            || line.starts_with("HINT:") || line.starts_with("Command was:"))
            errors += (errors.empty() ? "" : "\n") + std::string(line);
        begin = end + 1;
    }
    return errors.empty() ? errorTail : errors;
}

} // namespace qbm::backup
