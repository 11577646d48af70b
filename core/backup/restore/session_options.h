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

/// Statements around what a transaction does, so that event triggers of the database let it be: they may forbid what a
/// restore does, and write rows at each of its statements. Empty: nothing need or can be said.
struct EventTriggerRest {
    std::string begin; ///< the first of the transaction
    std::string end; ///< the last before COMMIT; empty: COMMIT itself ends the rest
};

/// Where there are any and the role may say so.
Result<EventTriggerRest> restEventTriggers(postgres::Client& client, TaskContext& context);

/// Runs the statements of one of its two parts.
Result<> runEach(postgres::Client& client, const std::string& statements, TaskContext& context);

/// Whether some fire whatever the session says (ENABLE ALWAYS, ENABLE REPLICA), so that they rest in one transaction only.
inline bool needsTransaction(const EventTriggerRest& rest)
{
    return !rest.end.empty();
}

} // namespace qbm::backup
