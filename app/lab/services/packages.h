// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace qbm::lab {

/// The full path of a program the lab needs. \error NotFound: a sentence naming the Debian package to install
Result<std::filesystem::path> findTool(std::string_view program);

/// Everything the lab needs is installed. \error NotFound names every missing package at once
Result<> checkPackages();

} // namespace qbm::lab
