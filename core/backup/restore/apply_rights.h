// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/archive_owners.h"
#include "core/postgres/client.h"

#include <string>
#include <vector>

namespace qbm::backup {

/// Runs the statements of a plan in a database that has everything else. \param encoding the archive's, see
/// encodingOf() \return what was refused and put up with, one sentence each
/// \error as postgres::Client for a statement that may not fail
Result<std::vector<Text>> applyRights(
    const postgres::ConnectionSettings& settings, const RightsPlan& plan, const std::string& encoding, TaskContext& context);

} // namespace qbm::backup
