// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace qbm::postgres {

/// Where a libpq connection string leads, for sentences: "host:port/database", never its password or anything else of
/// it; "?" where it cannot be read.
std::string targetOf(const std::string& connectionString);

} // namespace qbm::postgres
