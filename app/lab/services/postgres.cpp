// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/postgres.h"

#include "core/base/file.h"

#include <algorithm>
#include <charconv>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::lab {

namespace {

constexpr const char* kInstallations = "/usr/lib/postgresql";

struct Account {
    uid_t user = 0;
    gid_t group = 0;
};

Result<Account> postgresAccount()
{
    const passwd* entry = ::getpwnam(kSuperuser);
    if (!entry)
        return fail(ErrorKind::NotFound,
            text("PostgreSQL does not run as root and the system has no user %1; install the package postgresql-15.",
                kSuperuser));
    return Account{entry->pw_uid, entry->pw_gid};
}

int versionOf(const std::filesystem::path& installation)
{
    const std::string name = installation.filename();
    int version = 0;
    std::from_chars(name.data(), name.data() + name.size(), version);
    return version;
}

/// Whether that account may pass through the folder.
bool canEnter(const struct stat& folder, const Account& account)
{
    if (folder.st_uid == account.user)
        return (folder.st_mode & S_IXUSR) != 0;
    if (folder.st_gid == account.group)
        return (folder.st_mode & S_IXGRP) != 0;
    return (folder.st_mode & S_IXOTH) != 0;
}

Result<> checkReachable(const std::filesystem::path& folder, const Account& account)
{
    for (std::filesystem::path above = std::filesystem::absolute(folder).parent_path();; above = above.parent_path()) {
        struct stat info { };
        if (::stat(above.c_str(), &info) == 0 && !canEnter(info, account))
            return fail(ErrorKind::InvalidInput,
                text("The user %1, as whom PostgreSQL runs here, cannot enter %2; choose a folder below /tmp or "
                     "/var/tmp, or open that one "
                     "with chmod o+x.",
                    kSuperuser, above.string()));
        if (!above.has_relative_path())
            return {};
    }
}

Result<> changeOwner(const std::filesystem::path& path, const Account& account)
{
    if (::lchown(path.c_str(), account.user, account.group) != 0)
        return fail(fileError(errno, text("Cannot give %1 to %2", path.string(), kSuperuser)));
    return {};
}

} // namespace

std::string postgresUser()
{
    return ::geteuid() == 0 ? kSuperuser : "";
}

Result<std::filesystem::path> findPostgresTool(const std::string& name)
{
    std::vector<std::filesystem::path> installations;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(kInstallations, ignored))
        installations.push_back(entry.path());
    std::sort(installations.begin(), installations.end(),
        [](const auto& left, const auto& right) { return versionOf(left) > versionOf(right); });
    for (const auto& installation : installations) {
        if (auto tool = installation / "bin" / name; ::access(tool.c_str(), X_OK) == 0)
            return tool;
    }
    return fail(ErrorKind::NotFound,
        text("%1 was not found below %2; install the package postgresql-15.", name, kInstallations));
}

Result<> makePostgresFolder(const std::filesystem::path& folder)
{
    QBM_CHECK(makeFolder(folder, 0700));
    if (postgresUser().empty())
        return {};
    QBM_TRY(account, postgresAccount());
    QBM_CHECK(checkReachable(folder, account));
    return changeOwner(folder, account);
}

Result<> giveToPostgres(const std::filesystem::path& path)
{
    if (postgresUser().empty())
        return {};
    QBM_TRY(account, postgresAccount());
    QBM_CHECK(changeOwner(path, account));
    std::error_code error;
    if (!std::filesystem::is_directory(std::filesystem::symlink_status(path)))
        return {};
    for (auto at = std::filesystem::recursive_directory_iterator(path, error); at != std::filesystem::end(at);
         at.increment(error))
        QBM_CHECK(changeOwner(at->path(), account));
    if (error)
        return fail(fileError(error.value(), text("Cannot list %1", path.string())));
    return {};
}

process::Command initdbCommand(const std::filesystem::path& initdb, const std::filesystem::path& dataFolder,
    const std::filesystem::path& passwordFile)
{
    process::Command command;
    command.program = initdb;
    command.arguments = {"--pgdata", dataFolder.string(), "--username", kSuperuser, "--pwfile", passwordFile.string(),
        "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"};
    command.workingFolder = "/";
    command.runAsUser = postgresUser();
    return command;
}

process::Command singleUserCommand(const std::filesystem::path& postgres, const std::filesystem::path& dataFolder)
{
    process::Command command;
    command.program = postgres;
    command.arguments = {"--single", "-D", dataFolder.string(), "-c", "fsync=off", "postgres"};
    command.workingFolder = "/";
    command.runAsUser = postgresUser();
    return command;
}

process::Command postgresCommand(const std::filesystem::path& postgres, const std::filesystem::path& dataFolder,
    std::uint16_t port, const std::vector<std::string>& settings)
{
    process::Command command;
    command.program = postgres;
    command.arguments = {"-D", dataFolder.string(), "-p", std::to_string(port), "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=", "-c", "fsync=off"};
    for (const std::string& setting : settings) {
        command.arguments.push_back("-c");
        command.arguments.push_back(setting);
    }
    command.workingFolder = "/";
    command.runAsUser = postgresUser();
    return command;
}

bool postgresReady(const std::filesystem::path& dataFolder)
{
    // The eighth line is the postmaster's own word on its state (miscadmin.h: LOCK_FILE_LINE_PM_STATUS).
    const auto content = readFile(dataFolder / "postmaster.pid");
    if (!content || std::count(content->begin(), content->end(), '\n') < 8)
        return false;
    std::size_t at = 0;
    for (int line = 1; line < 8; ++line)
        at = content->find('\n', at) + 1;
    return content->compare(at, 5, "ready") == 0;
}

std::string hostBasedAccess(bool refuse)
{
    return std::string("host all all 127.0.0.1/32 ") + (refuse ? "reject\n" : "scram-sha-256\n");
}

} // namespace qbm::lab
