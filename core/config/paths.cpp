// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/paths.h"

#include <cstdlib>

namespace qbm::config {

namespace {

/// The variable, if it holds an absolute path (the rules say to ignore others), else HOME with the default.
std::filesystem::path baseFolder(const char* variable, const char* fallback)
{
    if (const char* value = std::getenv(variable); value != nullptr && value[0] == '/')
        return value;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / fallback;
}

} // namespace

std::filesystem::path configFolder()
{
    return baseFolder("XDG_CONFIG_HOME", ".config") / "qbm-console";
}

std::filesystem::path stateFolder()
{
    return baseFolder("XDG_STATE_HOME", ".local/state") / "qbm-console";
}

std::filesystem::path logFile(std::string_view program)
{
    return stateFolder() / "log" / (std::string(program) + ".log");
}

} // namespace qbm::config
