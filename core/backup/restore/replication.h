// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <chrono>
#include <string>
#include <vector>

/// What ties a database to others or keeps it from being replaced: logical slots, publications, subscriptions, prepared
/// transactions. Slots and subscriptions go with a database's number, whatever it is called.
namespace qbm::backup {

/// Keeps the changes of one database for a consumer. \source pg_replication_slots
struct LogicalSlot {
    std::string name;
    std::string plugin; ///< "pgoutput"
    bool active = false; ///< a consumer is connected
};
/// Applies another server's changes. \source pg_subscription
struct Subscription {
    std::string name;
    bool enabled = false;
    std::string slot; ///< on the publisher; empty: none
    std::string publisher; ///< "host:port/database"; empty: only superusers may know
};
/// \source pg_prepared_xacts
struct PreparedTransaction {
    std::string id;
    std::string owner;
    std::chrono::seconds age{0};
};

/// Logical ones of `database`, but temporary ones, which end with their sessions.
Result<std::vector<LogicalSlot>> fetchLogicalSlots(
    postgres::Client& client, const std::string& database, TaskContext& context);
Result<std::vector<Subscription>> fetchSubscriptions(
    postgres::Client& client, const std::string& database, TaskContext& context);
/// Names, of the database the client is connected to.
Result<std::vector<std::string>> fetchPublications(postgres::Client& client, TaskContext& context);
Result<std::vector<PreparedTransaction>> fetchPreparedTransactions(
    postgres::Client& client, const std::string& database, TaskContext& context);

/// "'px' of app, 3 h old"
Text describe(const PreparedTransaction& transaction);
std::vector<std::string> namesOf(const std::vector<Subscription>& subscriptions);
/// Names separated by commas.
std::string listed(const std::vector<std::string>& names);

/// As JSON, for journals; of "" it is none. \error BadData
std::string formatNames(const std::vector<std::string>& names);
Result<std::vector<std::string>> parseNames(const std::string& written);

/// Prepared transactions outlive every session and hold a database for ever.
/// \error Conflict names them
Result<> requireNoPreparedTransactions(postgres::Client& client, const std::string& database, TaskContext& context);

/// Stops subscriptions of the database the client is connected to, all or none. Their slots are left alone.
Result<> disableSubscriptions(
    postgres::Client& client, const std::vector<std::string>& names, TaskContext& context);
/// Those of them that are there are enabled again.
Result<> enableSubscriptions(postgres::Client& client, const std::vector<std::string>& names, TaskContext& context);
/// Disables subscriptions of a copy and takes their slots from them, so that nothing done to the copy, not even
/// dropping it, can reach the slots of the original on the publisher. \param keep those that are none of the copy's
/// \return the names of those that were cut
Result<std::vector<std::string>> cutSubscriptions(
    postgres::Client& client, const std::vector<std::string>& keep, TaskContext& context);
/// cutSubscriptions(), then drops them: a database that has one cannot be dropped.
/// \return the names of those that had a slot, which stays on its publisher
Result<std::vector<std::string>> dropSubscriptions(
    postgres::Client& client, const std::vector<std::string>& keep, TaskContext& context);

} // namespace qbm::backup
