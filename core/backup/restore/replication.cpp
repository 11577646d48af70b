// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/replication.h"

#include "core/backup/restore/session_options.h"
#include "core/base/json_text.h"
#include "core/base/unit.h"
#include "core/postgres/connection_string.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using postgres::quoteIdentifier;

const std::string kSlotsSql = R"(
SELECT slot_name, coalesce(plugin, ''), active FROM pg_replication_slots
WHERE slot_type = 'logical' AND NOT temporary AND )"
    + postgres::isNamed("database") + " ORDER BY slot_name";

const std::string kSubscriptionsSql = R"(
SELECT s.subname, s.subenabled, coalesce(s.subslotname, '')
FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE )"
    + postgres::isNamed("d.datname") + " ORDER BY s.subname";

/// The connection string may hold a password: nobody but superusers may read it, and it goes no further than this.
const std::string kPublishersSql = R"(
SELECT s.subname, s.subconninfo FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE )"
    + postgres::isNamed("d.datname");

const std::string kPreparedSql = R"(
SELECT gid, )" + postgres::sharedName("owner")
    + R"(, extract(epoch FROM clock_timestamp() - prepared)::bigint FROM pg_prepared_xacts
WHERE )"
    + postgres::isNamed("database") + " ORDER BY prepared";

Result<bool> isSuperuser(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", context));
    return !answer.rows.empty() && answer.rows[0][0] == "t";
}

Result<> cut(postgres::Client& client, const Subscription& subscription, TaskContext& context)
{
    const std::string statement = "ALTER SUBSCRIPTION " + quoteIdentifier(subscription.name);
    if (subscription.enabled)
        QBM_CHECK(client.exec(statement + " DISABLE", context));
    if (!subscription.slot.empty())
        QBM_CHECK(client.exec(statement + " SET (slot_name = NONE)", context));
    return {};
}

enum class Afterwards { Stays, IsDropped };

/// All of the client's database in one transaction. \return those that were cut, as they were before
Result<std::vector<Subscription>> cutAllBut(
    postgres::Client& client, const std::vector<std::string>& keep, Afterwards afterwards, TaskContext& context)
{
    QBM_TRY(present, fetchSubscriptions(client, client.settings().database, context));
    std::erase_if(present, [&](const Subscription& subscription) {
        return std::ranges::find(keep, subscription.name) != keep.end();
    });
    if (present.empty())
        return present;
    QBM_TRY(all, postgres::Transaction::begin(client, postgres::Transaction::Mode::ReadWrite, context));
    QBM_TRY(rest, restEventTriggers(client, context)); // they may forbid what is done here
    QBM_CHECK(runEach(client, rest.begin, context));
    for (const Subscription& subscription : present) {
        QBM_CHECK(cut(client, subscription, context));
        // Refused within a transaction where there still is a slot: it can never reach the publisher.
        if (afterwards == Afterwards::IsDropped)
            QBM_CHECK(client.exec("DROP SUBSCRIPTION " + quoteIdentifier(subscription.name), context));
    }
    QBM_CHECK(runEach(client, rest.end, context));
    QBM_CHECK(all.commit(context));
    return present;
}

Result<> alterAll(postgres::Client& client, const std::vector<std::string>& names, bool enable, TaskContext& context)
{
    QBM_TRY(present, fetchSubscriptions(client, client.settings().database, context));
    QBM_TRY(all, postgres::Transaction::begin(client, postgres::Transaction::Mode::ReadWrite, context));
    QBM_TRY(rest, restEventTriggers(client, context)); // they may forbid what is done here
    QBM_CHECK(runEach(client, rest.begin, context));
    for (const Subscription& subscription : present) {
        if (subscription.enabled == enable || std::ranges::find(names, subscription.name) == names.end())
            continue;
        QBM_CHECK(client.exec(
            "ALTER SUBSCRIPTION " + quoteIdentifier(subscription.name) + (enable ? " ENABLE" : " DISABLE"), context));
    }
    QBM_CHECK(runEach(client, rest.end, context));
    return all.commit(context);
}

} // namespace

Result<std::vector<LogicalSlot>> fetchLogicalSlots(
    postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(answer, client.query(kSlotsSql, {postgres::nameBytes(database)}, context));
    std::vector<LogicalSlot> slots;
    for (const postgres::Row& row : answer.rows)
        slots.push_back({*row[0], *row[1], row[2] == "t"});
    return slots;
}

Result<std::vector<Subscription>> fetchSubscriptions(
    postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(answer, client.query(kSubscriptionsSql, {postgres::nameBytes(database)}, context));
    std::vector<Subscription> subscriptions;
    for (const postgres::Row& row : answer.rows)
        subscriptions.push_back({*row[0], row[1] == "t", *row[2], {}});
    if (subscriptions.empty())
        return subscriptions;
    QBM_TRY(superuser, isSuperuser(client, context));
    if (!superuser)
        return subscriptions;
    QBM_TRY(publishers, client.query(kPublishersSql, {postgres::nameBytes(database)}, context));
    for (const postgres::Row& row : publishers.rows) {
        const auto found = std::ranges::find(subscriptions, row[0].value_or(""), &Subscription::name);
        if (found != subscriptions.end())
            found->publisher = postgres::targetOf(row[1].value_or(""));
    }
    return subscriptions;
}

Result<std::vector<std::string>> fetchPublications(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query("SELECT pubname FROM pg_publication ORDER BY pubname", context));
    std::vector<std::string> names;
    for (const postgres::Row& row : answer.rows)
        names.push_back(*row[0]);
    return names;
}

Result<std::vector<PreparedTransaction>> fetchPreparedTransactions(
    postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(answer, client.query(kPreparedSql, {postgres::nameBytes(database)}, context));
    std::vector<PreparedTransaction> transactions;
    for (const postgres::Row& row : answer.rows) {
        QBM_TRY(age, postgres::toInteger(row[2]));
        transactions.push_back({*row[0], postgres::sharedNameOf(row[1]), std::chrono::seconds(age)});
    }
    return transactions;
}

Text describe(const PreparedTransaction& transaction)
{
    return text(QT_TRANSLATE_NOOP("core", "'%1' of %2, %3 old"), transaction.id, transaction.owner,
        durationText(transaction.age));
}

std::vector<std::string> namesOf(const std::vector<Subscription>& subscriptions)
{
    std::vector<std::string> names;
    for (const Subscription& subscription : subscriptions)
        names.push_back(subscription.name);
    return names;
}

std::string listed(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string formatNames(const std::vector<std::string>& names)
{
    return writeJson(nlohmann::json(names));
}

Result<std::vector<std::string>> parseNames(const std::string& written)
{
    if (written.empty())
        return std::vector<std::string>();
    try {
        return nlohmann::json::parse(written).get<std::vector<std::string>>();
    } catch (const nlohmann::json::exception& exception) {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal's list of subscriptions cannot be read.")), exception.what());
    }
}

Result<> requireNoPreparedTransactions(postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(transactions, fetchPreparedTransactions(client, database, context));
    if (transactions.empty())
        return {};
    std::vector<std::string> names;
    for (const PreparedTransaction& transaction : transactions)
        names.push_back(describe(transaction).english());
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP("core",
                 "%1 prepared transactions hold the database %2: %3. Commit or roll back each of them first (COMMIT "
                 "PREPARED, ROLLBACK PREPARED)."),
            transactions.size(), database, listed(names)));
}

Result<> disableSubscriptions(postgres::Client& client, const std::vector<std::string>& names, TaskContext& context)
{
    return names.empty() ? Result<>() : alterAll(client, names, false, context);
}

Result<> enableSubscriptions(postgres::Client& client, const std::vector<std::string>& names, TaskContext& context)
{
    return names.empty() ? Result<>() : alterAll(client, names, true, context);
}

Result<std::vector<std::string>> cutSubscriptions(
    postgres::Client& client, const std::vector<std::string>& keep, TaskContext& context)
{
    QBM_TRY(subscriptions, cutAllBut(client, keep, Afterwards::Stays, context));
    return namesOf(subscriptions);
}

Result<std::vector<std::string>> dropSubscriptions(
    postgres::Client& client, const std::vector<std::string>& keep, TaskContext& context)
{
    QBM_TRY(dropped, cutAllBut(client, keep, Afterwards::IsDropped, context));
    std::erase_if(dropped, [](const Subscription& subscription) { return subscription.slot.empty(); });
    return namesOf(dropped);
}

} // namespace qbm::backup
