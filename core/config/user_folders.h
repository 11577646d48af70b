// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where this user's files lie (XDG Base Directory Specification).

#include <filesystem>
#include <string>

namespace qbm::config {

/// HOME, or the folder in the user database where HOME is unset.
std::filesystem::path homeFolder();
/// "~" and "~/x" with the home folder in place of the tilde; anything else as it is.
std::filesystem::path expandHome(const std::string& path);
/// $variable if it holds an absolute path, else HOME/`fallback`.
std::filesystem::path xdgFolder(const char* variable, const char* fallback);

} // namespace qbm::config
