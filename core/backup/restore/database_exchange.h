// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"
#include "core/postgres/server_facts.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Two databases change places, and who is connected to them. \param client on the maintenance database
namespace qbm::backup {

using SessionFilter = std::function<bool(const postgres::Session&)>;

/// "psql from 10.0.0.7 as app (idle, process 4711)", "pg_recvlogical from 10.0.0.8 as feed (walsender of the slot deb,
/// process 4712)", "logical replication worker of the server (process 4713)"
Text describeSession(const postgres::Session& session);

/// What it does, for the brackets: its state, or what it is where that says more.
Text describeActivity(const postgres::Session& session);
/// Autovacuum's workers give way to whoever renames or drops a database.
bool givesWay(const postgres::Session& session);

using SessionNamer = std::function<Text(const postgres::Session&)>;

/// Waits until no session of `database` satisfies `holds`. \error Timeout lists who is left, as `describe` names them
Result<> waitForSessions(postgres::Client& client, const std::string& database, const SessionFilter& holds,
    std::chrono::milliseconds timeout, TaskContext& context, const SessionNamer& describe = describeSession);

/// Asks the server to end every session of `database` that satisfies `which`, and returns whom. Each only if it is
/// still the one that was listed. \error Denied
Result<std::vector<Text>> endSessions(
    postgres::Client& client, const std::string& database, const SessionFilter& which, TaskContext& context);

/// Ends sessions until none is left: one that was about to connect when the door was closed may still come in after the
/// first look. \return whom it ended \error Denied, Timeout lists who is left
Result<std::vector<Text>> clearSessions(postgres::Client& client, const std::string& database,
    const SessionFilter& which, std::chrono::milliseconds timeout, TaskContext& context,
    const SessionNamer& describe = describeSession);

/// One database takes the name of another, which gets a name of its own. Known by their numbers, which no rename
/// changes, so that whoever finds the exchange half done can tell which is which.
struct Exchange {
    std::string name; ///< the one at stake
    std::int64_t outgoing = 0; ///< the database that has it
    std::int64_t incoming = 0; ///< the database that gets it
    std::string outgoingName; ///< what the outgoing one is called afterwards
};

/// Both renames in one transaction. Until then nobody is let into either database, and who is in it is sent away, but
/// for those that `holds` names: they must not be there. Nothing to do if it is done already.
/// \error Conflict (neither has the name, somebody or a prepared transaction holds one of them), NotFound (one was dropped), Timeout, Denied,
/// InDoubt; afterwards letThemIn() must be called
Result<> exchangeDatabases(postgres::Client& client, const Exchange& exchange, const SessionFilter& holds,
    std::chrono::milliseconds timeout, TaskContext& context);

/// From here to the end of the session nobody else makes, exchanges or drops databases beside the live one; waits for a
/// server process whose program was killed and that is still at it.
Result<> lockSideDatabases(postgres::Client& client, TaskContext& context);

/// Nobody but the server itself comes in from now on, superusers neither; who is in stays.
Result<> letNobodyIn(postgres::Client& client, const std::string& database, TaskContext& context);
/// Ends what an exchange that did not come to its end may have left: databases that let nobody in.
Result<> letThemIn(postgres::Client& client, const std::vector<std::int64_t>& oids, TaskContext& context);

} // namespace qbm::backup
