// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/pass_file.h"

#include "core/base/environment.h"

#include <cerrno>
#include <cstring>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace qbm::postgres {

namespace {

/// As libpq finds it.
std::filesystem::path homeFolder()
{
    if (const auto home = environmentVariable("HOME"); home && !home->empty())
        return *home;
    std::vector<char> buffer(16'384);
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    return found != nullptr ? found->pw_dir : "/";
}

} // namespace

std::filesystem::path passFilePath()
{
    if (const auto named = environmentVariable("PGPASSFILE"); named && !named->empty())
        return *named;
    return homeFolder() / ".pgpass";
}

Text explainPassFile(const ConnectionSettings& settings)
{
    const std::string file = passFilePath().string();
    struct stat info{};
    if (::stat(file.c_str(), &info) != 0)
        return text(QT_TRANSLATE_NOOP("core",
                        "%1 asks for a password and the profile names the pass file (pgpass), but %2 cannot be read: %3."),
            settings.target(), file, std::strerror(errno));
    if (!S_ISREG(info.st_mode))
        return text(QT_TRANSLATE_NOOP("core",
                        "%1 asks for a password and the profile names the pass file (pgpass), but %2 is not a file."),
            settings.target(), file);
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return text(QT_TRANSLATE_NOOP("core",
                        "%1 asks for a password and the profile names the pass file (pgpass), but others have rights on "
                        "%2, so it is not used; take them away with: chmod 600 %2"),
            settings.target(), file);
    if (::access(file.c_str(), R_OK) != 0)
        return text(QT_TRANSLATE_NOOP("core",
                        "%1 asks for a password and the profile names the pass file (pgpass), but %2 cannot be read: %3."),
            settings.target(), file, std::strerror(errno));
    return text(QT_TRANSLATE_NOOP("core",
                    "%1 asks for a password and the pass file %2 has no line for it; add one: %3:%4:%5:%6:PASSWORD"),
        settings.target(), file, settings.host, settings.port, settings.database, settings.user);
}

} // namespace qbm::postgres
