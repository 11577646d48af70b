// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/bring_back.h"

#include "core/backup/archive/table_of_contents.h"
#include "core/backup/restore/apply_rights.h"
#include "core/backup/restore/row_order.h"
#include "core/backup/restore/row_stream.h"
#include "core/postgres/errors.h"

namespace qbm::backup {

std::set<std::string> missingTablespaces(const std::vector<ArchiveItem>& items, const TargetServer& server)
{
    std::set<std::string> missing;
    for (const ArchiveItem& item : items) {
        if (!item.tablespace.empty() && item.tablespace != "pg_default" && !server.tablespaces.contains(item.tablespace))
            missing.insert(item.tablespace);
    }
    return missing;
}

namespace {

/// The rows go in as they pass by, and pg_restore reads what the table of contents says.
Result<> fillStreamed(const postgres::ConnectionSettings& settings, const Tools& tools, const Backup& backup,
    const UnpackOptions& unpack, FillOptions options, TaskContext& context)
{
    QBM_TRY(contents, openContents(backup, unpack.identity, context));
    QBM_TRY(all, readTableOfContents(backup, unpack.identity, context)); // some of them do not name the encoding
    const RowStream stream{settings, backup, unpack.identity, encodingOf(all), options.outputSettings, options.jobs,
        options.stallTimeout};
    options.bringRows
        = [&](const std::set<std::int64_t>& entries, TaskContext& task) { return streamRows(stream, entries, task); };
    return fillDatabase(settings, tools, contents.path(), options, context);
}

Result<> fill(const postgres::ConnectionSettings& settings, const Tools& tools, const Backup& backup,
    const UnpackOptions& unpack, const std::vector<ArchiveItem>& items, const FillOptions& options,
    TaskContext& context)
{
    const bool together = static_cast<bool>(options.onTransaction);
    if (!together && canStreamRows(backup, items))
        return fillStreamed(settings, tools, backup, unpack, options, context);
    QBM_TRY(archive, openArchive(backup, unpack, context));
    return fillDatabase(settings, tools, archive.path(), options, context);
}

/// What a new database has by itself, and the one that was backed up had dropped; the archive does not mention it.
/// Before anything is restored: nothing depends on it yet, and no event trigger forbids it. \return what has to stay
Result<std::vector<Text>> dropWhatWasNotThere(postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
{
    std::vector<Text> stays;
    const auto drop = [&](const char* sql, Text what) -> Result<> {
        const auto dropped = client.exec(sql, context);
        if (dropped)
            return {};
        if (postgres::sqlStateOf(dropped.error()).empty()) // no answer of the server's
            return fail(dropped.error());
        stays.push_back(std::move(what));
        return {};
    };
    if (sidecar.withoutSchemaPublic)
        QBM_CHECK(drop("DROP SCHEMA IF EXISTS public",
            text(QT_TRANSLATE_NOOP("core",
                     "The backed-up database had no schema public, but %1 may not drop the one that every new database "
                     "has."),
                client.settings().user)));
    if (sidecar.withoutPlpgsql)
        QBM_CHECK(drop("DROP EXTENSION IF EXISTS plpgsql",
            text(QT_TRANSLATE_NOOP("core",
                     "The backed-up database had no language plpgsql, but %1 may not drop the one that every new "
                     "database has."),
                client.settings().user)));
    return stays;
}

} // namespace

std::uint64_t unpackedBytesNeeded(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    const std::uint64_t unpacked = unpackedSizeBytes(backup);
    if (unpacked == 0)
        return 0;
    const auto items = readTableOfContents(backup, identity, context); // why it cannot be read is said elsewhere
    return items && canStreamRows(backup, *items) ? 0 : unpacked;
}

Result<std::vector<Text>> bringBack(const postgres::ConnectionSettings& settings, const Tools& tools,
    const Backup& backup, const UnpackOptions& unpack, const std::vector<ArchiveItem>& items, FillOptions options,
    TaskContext& context, bool withRights)
{
    QBM_TRY(client, postgres::Client::connect(settings, context));
    QBM_TRY(known, fetchTargetServer(client, context));
    const TargetServer server = seenIn(std::move(known), client.serverEncoding());
    const RightsPlan planned = planRights(items, server);
    const RightsPlan rights = withRights ? planned : withoutRights(planned);
    options.withOwners = rights.owners;
    options.withGrants = rights.grants;
    options.withTablespaces = missingTablespaces(items, server).empty();
    std::vector<Text> told;
    const bool everything = options.entries.empty() && !options.onTransaction;
    if (everything && backup.sidecar) {
        QBM_TRY(stays, dropWhatWasNotThere(client, *backup.sidecar, context));
        told = std::move(stays);
    }
    if (!rights.leftOut.empty())
        options.entries = entriesOf(items, rights);
    const RowOrder order = orderRows(items);
    options.lateRows = order.rounds;
    options.mayRefuseRows = order.judged;
    if (options.onTransaction) // one run, in the order of the list
        options.entries = inRowOrder(items, order, std::move(options.entries));
    QBM_CHECK(fill(settings, tools, backup, unpack, items, options, context));
    postgres::ConnectionSettings patient = settings;
    patient.statementTimeout = std::chrono::milliseconds(0); // a materialized view may take its time
    QBM_TRY(refused, applyRights(patient, rights, encodingOf(items), context));
    told.insert(told.end(), rights.losses.begin(), rights.losses.end());
    if (withRights && rights.complete() && refused.empty())
        told.push_back(text(QT_TRANSLATE_NOOP("core", "Owners and grants are restored as they were.")));
    told.insert(told.end(), refused.begin(), refused.end());
    return told;
}

} // namespace qbm::backup
