// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

/// Where the programs keep their things, by the XDG base directory rules.
namespace qbm::config {

/// $XDG_CONFIG_HOME/qbm-console
std::filesystem::path configFolder();
/// $XDG_STATE_HOME/qbm-console
std::filesystem::path stateFolder();
/// STATE/log/PROGRAM.log
std::filesystem::path logFile(std::string_view program);

} // namespace qbm::config
