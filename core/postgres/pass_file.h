// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <filesystem>

namespace qbm::postgres {

/// Where passwords stand that a profile refers to by `pgpass`: the file PGPASSFILE named when the program began, else
/// ~/.pgpass. \source PostgreSQL documentation, "The Password File"
std::filesystem::path passFilePath();

/// Why the pass file gave no password for that connection: not there, readable by others, or without a line for it.
Text explainPassFile(const ConnectionSettings& settings);

} // namespace qbm::postgres
