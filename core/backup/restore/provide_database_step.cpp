// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/provide_database_step.h"

#include "core/backup/archive/table_of_contents.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/side_database.h"

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

/// Drops the database that this restore made; one that others made since is theirs.
Result<> dropMade(Self self, StepContext& step, postgres::Client& client)
{
    TaskContext& task = step.task();
    QBM_TRY(oid, databaseOid(client, self.environment.database, task));
    if (!oid)
        return {};
    const auto recorded = recallNumber(step, kLiveMadeOid);
    if (!recorded) { // killed before its number was written down: ours is empty then
        QBM_TRY(live, connectLive(self, AccessMode::ReadOnly, task));
        QBM_TRY(tables, fetchTableNames(live, task));
        if (!tables.empty())
            return {};
    } else if (*recorded != *oid)
        return {};
    return dropDatabase(client, self.environment.database, task);
}

Result<> provide(Self self, StepContext& step)
{
    if (isSet(step, kRestored))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(client, connectBeside(self, AccessMode::ReadWrite, task));
    QBM_CHECK(lockSideDatabases(client, task));
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_CHECK(makeRolesOf(self, step, client, backup));
    if (isSet(step, kLiveMade) && !recallNumber(step, kLiveMadeOid))
        QBM_CHECK(dropMade(self, step, client)); // by a run that was killed before it was complete
    QBM_TRY(there, databaseOid(client, self.environment.database, task));
    if (there)
        return {};
    QBM_CHECK(step.remember(kLiveMadeOid, ""));
    QBM_CHECK(step.remember(kLiveMade, kYes));
    QBM_TRY(planned, planDatabase(self, client, backup, task));
    QBM_TRY(refused, createDatabase(client, self.environment.database, planned.entry, task));
    for (const Text& sentence : refused)
        step.say(sentence);
    QBM_TRY(oid, databaseOid(client, self.environment.database, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 is made"), self.environment.database));
    return step.remember(kLiveMadeOid, std::to_string(oid.value_or(kNoDatabase)));
}

Result<> takeBack(Self self, StepContext& step)
{
    TaskContext& task = step.task();
    QBM_TRY(client, connectBeside(self, AccessMode::ReadWrite, task));
    QBM_CHECK(lockSideDatabases(client, task));
    if (isSet(step, kLiveMade)) {
        QBM_CHECK(dropMade(self, step, client));
        QBM_CHECK(step.remember(kLiveMade, kNo));
    }
    return dropMadeRoles(step, client);
}

Result<> complete(Self self, StepContext& step)
{
    if (!isSet(step, kLiveMade))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(client, connectBeside(self, AccessMode::ReadWrite, task));
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    // By the record: what is live now is what is completed.
    QBM_TRY(planned, fetchPlannedEntry(client, {}, backup, self.environment.settings.identity, task));
    QBM_TRY(differences, completeDatabase(client, self.environment.database, planned.entry, task));
    for (const Text& difference : differences)
        step.say(difference);
    return {};
}

} // namespace

Result<PlannedEntry> planDatabase(
    const RestoreRequest& request, postgres::Client& client, const Backup& backup, TaskContext& context)
{
    return fetchPlannedEntry(
        client, request.environment.database, backup, request.environment.settings.identity, context);
}

Result<> makeRolesOf(Self self, StepContext& step, postgres::Client& client, const Backup& backup)
{
    if (!self.options.makeRoles)
        return {};
    TaskContext& task = step.task();
    const auto& identity = self.environment.settings.identity;
    QBM_TRY(items, readTableOfContents(backup, identity, task));
    QBM_TRY(wanted, fetchWantedEntry(client, self.environment.database, backup, identity, task));
    QBM_TRY(server, fetchTargetServer(client, task));
    return makeRoles(step, client, rolesToMake(items, wanted.entry, server));
}

Result<> renameDatabase(postgres::Client& client, std::int64_t oid, const std::string& name, TaskContext& context)
{
    QBM_TRY(now, databaseName(client, oid, context));
    if (!now)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The database with the number %1 was dropped by somebody."), oid));
    if (*now == name)
        return {};
    const auto everybody = [](const postgres::Session&) { return true; };
    QBM_TRY(ended, endSessions(client, *now, everybody, context));
    QBM_TRY(renamed,
        client.exec("ALTER DATABASE " + postgres::quoteIdentifier(*now) + " RENAME TO "
                + postgres::quoteIdentifier(name),
            context));
    return {};
}

Step provideDatabaseStep(Self self)
{
    return {"provide", text(QT_TRANSLATE_NOOP("core", "Make the database if it is gone")),
        [&self](StepContext& step) { return provide(self, step); }, {},
        [&self](StepContext& step) { return takeBack(self, step); }, true};
}

Step completeDatabaseStep(Self self)
{
    return {"complete", text(QT_TRANSLATE_NOOP("core", "Give the database what belongs to it")),
        [&self](StepContext& step) { return complete(self, step); }, {}, {}, true};
}

} // namespace qbm::backup
