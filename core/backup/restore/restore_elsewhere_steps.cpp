// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_elsewhere_operation.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/operation_checks.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/brought_objects.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/way_back.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>

/// What a restore elsewhere does, step by step; its plan and its checks are in restore_elsewhere.cpp.
namespace qbm::backup {

namespace {

using operation::Step;
using operation::StepContext;

constexpr std::chrono::milliseconds kPollInterval{100};

// Journal values.
constexpr const char* kMade = "made"; ///< "yes": the database was not there before
constexpr const char* kOid = "oid"; ///< its number, so that one that others made since is never taken for it
constexpr const char* kBegun = "begun"; ///< the database that was made may hold a part of the backup
constexpr const char* kObjectsBefore = "objectsBefore"; ///< what an existing database held before
constexpr const char* kTransaction = "transaction"; ///< the number of the one that fills an existing database
constexpr const char* kSubscriptionsBefore = "subscriptionsBefore"; ///< names of those of an existing database
constexpr const char* kTakingBack = "takingBack"; ///< what that transaction brought is, or was, being dropped
constexpr const char* kYes = "yes";

} // namespace

/// The whole backup in a database of its own: then owners and grants come along.
bool RestoreElsewhere::isWhole(const operation::StepContext& step) const
{
    return m_options.tables.empty() && step.recall(kMade) == kYes;
}

std::vector<Step> RestoreElsewhere::steps()
{
    Step provide;
    provide.id = "provide";
    provide.title = text(QT_TRANSLATE_NOOP("core", "Provide the database %1"), m_options.database);
    provide.run = [this](StepContext& step) { return provideDatabase(step); };
    provide.undo
        = withPatience(m_environment.timeouts.takeBack, [this](StepContext& step) { return takeBack(step); });
    Step fill;
    fill.id = "fill";
    fill.title = text(QT_TRANSLATE_NOOP("core", "Restore into it"));
    fill.run = [this](StepContext& step) { return this->fill(step); };
    Step compare;
    compare.id = "compare";
    compare.title = text(QT_TRANSLATE_NOOP("core", "Hold its tables against the backup's own record"));
    compare.run = [this](StepContext& step) -> Result<> {
        QBM_CHECK(this->compare(step));
        return complete(step);
    };
    return {std::move(provide), std::move(fill), std::move(compare)};
}

Result<> RestoreElsewhere::provideDatabase(StepContext& step) const
{
    TaskContext& task = step.task();
    QBM_TRY(client, lockedMaintenance(task));
    if (step.recall(kMade) == kYes && step.recall(kOid).value_or("").empty())
        QBM_CHECK(dropMadeDatabase(step, client)); // made by a run that was killed before it was complete
    QBM_TRY(oid, databaseOid(client, m_options.database, task));
    if (oid)
        return {}; // of others, or made by a run that was killed right after
    QBM_CHECK(step.remember(kMade, kYes));
    return makeDatabase(step, client);
}

Result<> RestoreElsewhere::makeDatabase(StepContext& step, postgres::Client& server) const
{
    QBM_TRY(backup, findBackup(step.task()));
    if (m_options.makeRoles) {
        QBM_TRY(items, readTableOfContents(backup, m_environment.settings.identity, step.task()));
        QBM_TRY(wanted, planDatabase(server, backup, step.task()));
        QBM_TRY(target, fetchTargetServer(server, step.task()));
        QBM_CHECK(makeRoles(step, server, rolesToMake(items, wanted.wanted, target)));
    }
    QBM_TRY(planned, planDatabase(server, backup, step.task()));
    auto created = createDatabase(server, m_options.database, planned.entry, step.task());
    if (!created && created.error().kind == ErrorKind::Conflict)
        QBM_CHECK(step.remember(kMade, "")); // somebody was faster: it is theirs
    QBM_CHECK(created);
    for (const Text& sentence : *created)
        step.say(sentence);
    QBM_TRY(oid, databaseOid(server, m_options.database, step.task()));
    return step.remember(kOid, std::to_string(oid.value_or(0)));
}

Result<> RestoreElsewhere::dropMadeDatabase(StepContext& step, postgres::Client& server) const
{
    TaskContext& task = step.task();
    QBM_TRY(oid, databaseOid(server, m_options.database, task));
    if (!oid)
        return {};
    const std::string remembered = step.recall(kOid).value_or("");
    if (remembered.empty()) { // killed before its number was written down; ours is empty then
        QBM_TRY(client, connect(AccessMode::ReadOnly, task));
        QBM_TRY(tables, fetchTableNames(client, task));
        if (!tables.empty())
            return {};
    } else if (remembered != std::to_string(*oid)) {
        return {};
    }
    return dropDatabase(server, m_options.database, task);
}

Result<> RestoreElsewhere::fill(StepContext& step) const
{
    return step.recall(kMade) == kYes ? fillMade(step) : fillExisting(step);
}

Result<> RestoreElsewhere::fillMade(StepContext& step) const
{
    TaskContext& task = step.task();
    if (step.recall(kBegun) == kYes) { // what a killed run left in it is thrown away
        QBM_TRY(server, lockedMaintenance(task));
        QBM_CHECK(dropMadeDatabase(step, server));
        QBM_CHECK(step.remember(kOid, ""));
        QBM_CHECK(makeDatabase(step, server));
    }
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(selection, select(backup, task));
    QBM_TRY(client, connect(AccessMode::ReadWrite, task));
    QBM_CHECK(step.remember(kBegun, kYes));
    for (const std::string& schema : selection.schemas)
        QBM_CHECK(client.exec("CREATE SCHEMA IF NOT EXISTS " + postgres::quoteIdentifier(schema), task));
    return fillWith(step, client, selection, {});
}

Result<> RestoreElsewhere::fillExisting(StepContext& step) const
{
    TaskContext& task = step.task();
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(selection, select(backup, task));
    QBM_TRY(client, connect(AccessMode::ReadWrite, task));
    if (step.recall(kTakingBack) == kYes)
        QBM_CHECK(dropWhatItBrought(step));
    QBM_TRY(committed, wasCommitted(step, client));
    if (committed) { // all of it, by a run that was killed right after
        QBM_TRY(theirs, parseNames(step.recall(kSubscriptionsBefore).value_or("")));
        QBM_CHECK(cutSubscriptions(client, theirs, task));
        return {};
    }
    QBM_TRY(present, fetchPresent(client, selection, task));
    if (!present.empty())
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1.%2 has appeared in %3 meanwhile."), present.front().first,
                present.front().second, m_options.database));
    QBM_TRY(before, fetchObjectNumbers(client, task));
    QBM_CHECK(step.remember(kTransaction, ""));
    QBM_CHECK(step.remember(kObjectsBefore, before));
    QBM_TRY(subscriptions, fetchSubscriptions(client, m_options.database, task));
    QBM_CHECK(step.remember(kSubscriptionsBefore, formatNames(namesOf(subscriptions))));
    FillOptions options;
    options.onTransaction = [&](const std::string& transaction) { return step.remember(kTransaction, transaction); };
    QBM_TRY(encoding, setEncodingSql(client, task));
    options.prelude = encoding;
    for (const std::string& schema : selection.schemas)
        options.prelude += "CREATE SCHEMA IF NOT EXISTS " + postgres::quoteIdentifier(schema) + ";\n";
    return fillWith(step, client, selection, std::move(options));
}

Result<> RestoreElsewhere::fillWith(
    StepContext& step, postgres::Client& client, const TableSelection& selection, FillOptions options) const
{
    TaskContext& task = step.task();
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(inUse, BackupInUse::mark(backup));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    options.jobs = m_environment.settings.jobs;
    options.expectedTables = selection.tables.size();
    options.stallTimeout = m_environment.timeouts.stalled;
    options.entries = selection.entries;
    options.archiveName = backup.name;
    if (backup.sidecar)
        options.outputSettings = backup.sidecar->outputSettings;
    QBM_TRY(items, wantedItems(backup, selection, task));
    QBM_TRY(told, bringBack(client.settings(), tools, backup, {m_environment.folder, m_environment.settings.identity}, items, options, task, isWhole(step)));
    for (const Text& sentence : told)
        step.say(sentence);
    return {};
}

Result<bool> RestoreElsewhere::wasCommitted(StepContext& step, postgres::Client& client) const
{
    const std::string transaction = step.recall(kTransaction).value_or("");
    if (transaction.empty())
        return false;
    const auto deadline = std::chrono::steady_clock::now() + m_environment.timeouts.sessionsGone;
    for (;;) {
        QBM_TRY(fate, fetchTransactionFate(client, transaction, step.task()));
        if (fate != TransactionFate::Running)
            return fate == TransactionFate::Committed;
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP(
                         "core", "An earlier restore into %1 is still ending on the server; try again once it has."),
                    m_options.database));
        QBM_CHECK(step.task().sleepFor(kPollInterval));
    }
}

Result<> RestoreElsewhere::compare(StepContext& step) const
{
    TaskContext& task = step.task();
    QBM_TRY(backup, findBackup(task));
    if (!backup.sidecar || !backup.sidecar->counted) {
        step.say(text(QT_TRANSLATE_NOOP("core", "There are no row counts to hold it against.")));
        return {};
    }
    QBM_TRY(selection, select(backup, task));
    QBM_TRY(items, wantedItems(backup, selection, task));
    Sidecar expected = *backup.sidecar;
    // Parents and types that a chosen table is made of come without their rows.
    std::erase_if(expected.tables, [&](const TableRows& table) {
        return std::ranges::none_of(items, [&](const ArchiveItem& item) {
            return item.kind == "TABLE DATA" && item.schema == table.schema && item.name == table.name;
        });
    });
    if (!m_options.tables.empty() || step.recall(kMade) != kYes)
        expected.largeObjects.reset(); // not restored, or beside those that were there
    QBM_TRY(client, connect(AccessMode::ReadOnly, task));
    QBM_TRY(recipe, fetchContentRecipe(backup, m_environment.settings.identity, task));
    QBM_TRY(report, compareContent(client, expected, recipe, m_environment.settings.jobs, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 rows of %2 tables compared in %3"), formatCount(report.rows),
        report.tables.size(), durationText(report.took)));
    QBM_CHECK(requireEqualContent(report));
    for (Text& remark : remarks(report))
        step.say(std::move(remark));
    return {};
}

/// What would have been in the way until now; and whether it is the database that it should be.
Result<> RestoreElsewhere::complete(StepContext& step) const
{
    if (!isWhole(step))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(server, lockedMaintenance(task));
    const bool itsOwnName = m_options.profile.empty() && m_options.database == m_environment.database;
    QBM_TRY(planned,
        itsOwnName ? fetchPlannedEntry(server, {}, backup, m_environment.settings.identity, task)
                   : planDatabase(server, backup, task));
    QBM_TRY(differences, completeDatabase(server, m_options.database, planned.entry, task));
    for (const Text& difference : differences)
        step.say(difference);
    return {};
}

Result<> RestoreElsewhere::takeBack(StepContext& step) const
{
    if (step.recall(kMade) != kYes)
        return dropWhatItBrought(step);
    QBM_TRY(server, lockedMaintenance(step.task()));
    QBM_CHECK(dropMadeDatabase(step, server));
    return dropMadeRoles(step, server);
}

Result<> RestoreElsewhere::dropWhatItBrought(StepContext& step) const
{
    TaskContext& task = step.task();
    const std::string transaction = step.recall(kTransaction).value_or("");
    if (transaction.empty())
        return {};
    QBM_TRY(client, connect(AccessMode::ReadWrite, task));
    QBM_TRY(committed, wasCommitted(step, client));
    if (!committed)
        return {};
    QBM_CHECK(step.remember(kTakingBack, kYes)); // a resumed run must not take them for restored
    QBM_TRY(theirs, parseNames(step.recall(kSubscriptionsBefore).value_or("")));
    if (step.recall(kSubscriptionsBefore)) // absent in journals of earlier versions
        QBM_CHECK(dropSubscriptions(client, theirs, task));
    QBM_TRY(dropped, dropBroughtObjects(client, transaction, step.recall(kObjectsBefore).value_or(""), task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 things that the restore brought were dropped"), dropped));
    QBM_CHECK(step.remember(kTransaction, ""));
    return step.remember(kTakingBack, "");
}

} // namespace qbm::backup
