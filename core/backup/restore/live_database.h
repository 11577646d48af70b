// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <optional>
#include <vector>

namespace qbm::backup {

/// A session with the live database or, where the server has none of that name, with its maintenance database.
struct LiveSession {
    postgres::Client client;
    bool gone = false; ///< the live database is not there: what is restored is made anew
};

/// \error as postgres::Client::connect, but for a database that is not there
Result<LiveSession> connectLiveOrBeside(
    const BackupEnvironment& environment, AccessMode access, TaskContext& context);
/// Adds whether the server answers, and whether the database is gone. \return the session, if it does
/// \param whenGone what becomes of it then
std::optional<LiveSession> checkServer(const BackupEnvironment& environment, const Text& whenGone,
    std::vector<operation::Check>& checks, TaskContext& context);

} // namespace qbm::backup
