// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/user_folders.h"

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace qbm::config {

std::filesystem::path homeFolder()
{
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    std::vector<char> buffer(16'384);
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found);
    return found ? std::filesystem::path(entry.pw_dir) : std::filesystem::path("/");
}

std::filesystem::path expandHome(const std::string& path)
{
    if (path == "~")
        return homeFolder();
    if (path.starts_with("~/"))
        return homeFolder() / path.substr(2);
    return path;
}

std::filesystem::path xdgFolder(const char* variable, const char* fallback)
{
    if (const char* value = std::getenv(variable); value && *value == '/')
        return value;
    return homeFolder() / fallback;
}

} // namespace qbm::config
