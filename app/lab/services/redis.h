// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/process/process.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qbm::lab {

/// redis.conf of a Redis on 127.0.0.1 without persistence. It may hold the password: write it with mode 0600.
/// \param password empty: none
/// \param settings further lines
std::string redisConfig(std::uint16_t port, const std::filesystem::path& folder, const Secret& password,
    const std::vector<std::string>& settings = {});

/// \error NotFound names the package
Result<process::Command> redisCommand(const std::filesystem::path& configFile);

} // namespace qbm::lab
