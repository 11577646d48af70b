// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <map>
#include <string>

namespace qbm::backup {

/// PGOPTIONS for a tool that restores: whatever the database, the role or the server sets that would make a restore
/// fail or store something else than the backup holds is set to what a restore needs. What pg_restore itself sets at
/// the begin of each session (statement_timeout, search_path, row_security, ...) is only named where it has a part to
/// play before that.
/// \param client with the database that is filled \param output settings that the archive's texts were written with
Result<std::string> restoreSessionOptions(
    postgres::Client& client, const std::map<std::string, std::string>& output, TaskContext& context);

/// The same for a session of ours: one statement that sets it until the session ends.
Result<std::string> restoreSettingsSql(
    postgres::Client& client, const std::map<std::string, std::string>& output, TaskContext& context);

/// A statement after which event triggers of the database let the transaction be, where they are any and the role may say
/// so; they may forbid what a restore does. Empty: nothing need or can be said.
Result<std::string> withoutEventTriggers(postgres::Client& client, TaskContext& context);

/// The same for all that the session does from now on.
Result<> stillEventTriggers(postgres::Client& client, TaskContext& context);

} // namespace qbm::backup
