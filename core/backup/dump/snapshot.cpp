// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/snapshot.h"

#include "core/backup/fetch_database_entry.h"
#include "core/backup/server_identity.h"
#include "core/base/log.h"

namespace qbm::backup {

namespace {

constexpr const char* kFactsSql = R"(
SELECT clock_timestamp(), pg_is_in_recovery(), pg_database_size(current_database()),
       NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public'),
       NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'plpgsql'))";

/// A dump without it is worth no less than those of before: whoever restores it is told what is not known.
std::optional<DatabaseEntry> entryOf(postgres::Client& client, const std::string& database, TaskContext& context)
{
    auto entry = fetchDatabaseEntry(client, database, context);
    if (entry)
        return std::move(*entry);
    log::write(log::Level::Warning, "backup", entry.error());
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<Snapshot>> takeSnapshot(postgres::ConnectionSettings settings, TaskContext& context)
{
    settings.access = AccessMode::ReadOnly;
    QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
    QBM_TRY(identifier, fetchSystemIdentifier(client, context)); // outside the transaction: a refusal would end it
    auto entry = entryOf(client, client.settings().database, context);
    QBM_CHECK(context.checkpoint());
    auto snapshot = std::make_unique<Snapshot>(Snapshot{std::move(client), {}, {}, {}, 0, false, false, {}, std::move(entry)});
    QBM_TRY(
        transaction, postgres::Transaction::begin(snapshot->client, postgres::Transaction::Mode::Snapshot, context));
    snapshot->transaction.emplace(std::move(transaction));
    // The session then only waits: the last of pg_dump's workers may ask for the snapshot late.
    QBM_TRY(patient,
        snapshot->client.query("SELECT set_config('idle_in_transaction_session_timeout', '0', true)", context));
    QBM_TRY(facts, snapshot->client.query(kFactsSql, context));
    QBM_TRY(takenAt, postgres::toTime(facts.rows.at(0)[0]));
    QBM_TRY(standby, postgres::toBoolean(facts.rows[0][1]));
    QBM_TRY(size, postgres::toInteger(facts.rows[0][2]));
    snapshot->withoutSchemaPublic = facts.rows[0][3] == "t";
    snapshot->withoutPlpgsql = facts.rows[0][4] == "t";
    snapshot->takenAt = takenAt;
    snapshot->systemIdentifier = std::move(identifier);
    snapshot->databaseSizeBytes = static_cast<std::uint64_t>(size);
    if (!standby) {
        QBM_TRY(exported, snapshot->client.query("SELECT pg_export_snapshot()", context));
        snapshot->id = exported.rows.at(0)[0].value_or("");
    }
    return snapshot;
}

} // namespace qbm::backup
