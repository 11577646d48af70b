// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/redis.h"

#include "app/lab/services/packages.h"

namespace qbm::lab {

std::string redisConfig(std::uint16_t port, const std::filesystem::path& folder, const Secret& password,
    const std::vector<std::string>& settings)
{
    std::string config = "bind 127.0.0.1\n"
                         "port "
        + std::to_string(port)
        + "\n"
          "dir \""
        + folder.string()
        + "\"\n"
          "save \"\"\n"
          "appendonly no\n"
          "daemonize no\n";
    if (!password.empty())
        config += "requirepass " + password.reveal() + "\n";
    for (const std::string& setting : settings)
        config += setting + "\n";
    return config;
}

Result<process::Command> redisCommand(const std::filesystem::path& configFile)
{
    process::Command command;
    QBM_TRY(program, findTool("redis-server"));
    command.program = program;
    command.arguments = {configFile.string()};
    return command;
}

} // namespace qbm::lab
