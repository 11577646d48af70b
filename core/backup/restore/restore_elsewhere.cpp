// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_elsewhere.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/table_selection.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/brought_objects.h"
#include "core/backup/restore/create_database.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/restore_conditions.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/way_back.h"
#include "core/backup/settings_check.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <array>
#include <set>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

constexpr std::size_t kNameLimitBytes = 63;
constexpr std::array kServersOwn{"postgres", "template0", "template1"};

constexpr std::chrono::milliseconds kPollInterval{100};

constexpr const char* kBackupKey = "backup";
constexpr const char* kDatabaseKey = "database";
constexpr const char* kProfileKey = "profile";
constexpr const char* kTablesKey = "tables";
constexpr const char* kForeignKey = "foreign";
constexpr const char* kMakeRolesKey = "makeRoles";
// Journal values.
constexpr const char* kMade = "made"; ///< "yes": the database was not there before
constexpr const char* kOid = "oid"; ///< its number, so that one that others made since is never taken for it
constexpr const char* kBegun = "begun"; ///< the database that was made may hold a part of the backup
constexpr const char* kObjectsBefore = "objectsBefore"; ///< what an existing database held before
constexpr const char* kTransaction = "transaction"; ///< the number of the one that fills an existing database
constexpr const char* kSubscriptionsBefore = "subscriptionsBefore"; ///< names of those of an existing database
constexpr const char* kTakingBack = "takingBack"; ///< what that transaction brought is, or was, being dropped
constexpr const char* kYes = "yes";

class RestoreElsewhere final : public operation::Operation {
public:
    RestoreElsewhere(BackupEnvironment environment, std::string backupName, RestoreElsewhereOptions options)
        : m_environment(std::move(environment))
        , m_backupName(std::move(backupName))
        , m_options(std::move(options))
    {
    }

    std::string kind() const override { return kRestoreElsewhereKind; }
    Values parameters() const override
    {
        return {{"target", m_environment.target}, {kBackupKey, m_backupName}, {kDatabaseKey, m_options.database},
            {kProfileKey, m_options.profile}, {kTablesKey, formatTableNames(m_options.tables)},
            {kForeignKey, m_options.foreign}, {kMakeRolesKey, m_options.makeRoles ? "true" : "false"}};
    }
    Result<Plan> plan(TaskContext& context) override;
    Result<std::vector<Check>> check(TaskContext& context) override;
    std::vector<Step> steps() override;

    /// \error InvalidInput for the live database, NotFound for tables that the backup does not hold
    Result<> validate(TaskContext& context) const;

private:
    Result<Backup> findBackup(TaskContext& context) const
    {
        return Catalogue(m_environment.folder).find(m_backupName, context);
    }
    /// \param database empty: the one that the server's profile names
    Result<postgres::ConnectionSettings> settings(
        const std::string& database, AccessMode access, TaskContext& context) const;
    Result<postgres::Client> connect(AccessMode access, TaskContext& context) const;
    Result<postgres::Client> maintenance(AccessMode access, TaskContext& context) const;
    /// Also waits for the server to end what a killed run of ours asked of it.
    Result<postgres::Client> lockedMaintenance(TaskContext& context) const;
    Result<TableSelection> select(const Backup& backup, TaskContext& context) const;
    /// Tables of the selection that the database holds already.
    static Result<std::vector<TableName>> fetchPresent(
        postgres::Client& client, const TableSelection& selection, TaskContext& context);

    Result<> requireNotLive(TaskContext& context) const;
    Result<PlannedEntry> planDatabase(postgres::Client& server, const Backup& backup, TaskContext& context) const;
    bool isWhole(const StepContext& step) const;
    Result<std::vector<ArchiveItem>> wantedItems(
        const Backup& backup, const TableSelection& selection, TaskContext& context) const;
    Result<> askConditions(postgres::Client& client, const Backup& backup, bool makesDatabase,
        std::vector<Check>& checks, TaskContext& context) const;

    Result<> makeDatabase(StepContext& step, postgres::Client& server) const;
    Result<> dropMadeDatabase(StepContext& step, postgres::Client& server) const;
    Result<> provideDatabase(StepContext& step) const;
    Result<> fill(StepContext& step) const;
    Result<> fillMade(StepContext& step) const;
    Result<> fillExisting(StepContext& step) const;
    Result<> fillWith(
        StepContext& step, postgres::Client& client, const TableSelection& selection, FillOptions options) const;
    /// Whether a killed run's transaction was committed; waits for one that is still ending.
    Result<bool> wasCommitted(StepContext& step, postgres::Client& client) const;
    Result<> dropWhatItBrought(StepContext& step) const;
    Result<> compare(StepContext& step) const;
    Result<> complete(StepContext& step) const;
    Result<> takeBack(StepContext& step) const;

    BackupEnvironment m_environment;
    std::string m_backupName;
    RestoreElsewhereOptions m_options;
};

Result<postgres::ConnectionSettings> RestoreElsewhere::settings(
    const std::string& database, AccessMode access, TaskContext& context) const
{
    if (!m_options.profile.empty()) {
        if (!m_environment.otherServer)
            return fail(
                ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "Other servers cannot be reached from here.")));
        return m_environment.otherServer(m_options.profile, database, access, context);
    }
    QBM_TRY(own, m_environment.connection(access, context));
    if (!database.empty())
        own.database = database;
    return own;
}

Result<postgres::Client> RestoreElsewhere::connect(AccessMode access, TaskContext& context) const
{
    QBM_TRY(to, settings(m_options.database, access, context));
    return postgres::Client::connect(std::move(to), context);
}

Result<postgres::Client> RestoreElsewhere::maintenance(AccessMode access, TaskContext& context) const
{
    QBM_TRY(to, settings({}, access, context));
    return connectToMaintenance(std::move(to), context);
}

Result<postgres::Client> RestoreElsewhere::lockedMaintenance(TaskContext& context) const
{
    QBM_TRY(server, maintenance(AccessMode::ReadWrite, context));
    QBM_CHECK(lockSideDatabases(server, context));
    return server;
}

Result<TableSelection> RestoreElsewhere::select(const Backup& backup, TaskContext& context) const
{
    QBM_TRY(items, readTableOfContents(backup, m_environment.settings.identity, context));
    if (!m_options.tables.empty())
        return selectTables(items, m_options.tables);
    TableSelection all; // no list of entries: everything
    for (const ArchiveItem& item : items) {
        if (item.kind == "TABLE")
            all.tables.emplace_back(item.schema, item.name);
    }
    return all;
}

Result<std::vector<TableName>> RestoreElsewhere::fetchPresent(
    postgres::Client& client, const TableSelection& selection, TaskContext& context)
{
    QBM_TRY(names, fetchTableNames(client, context));
    std::erase_if(names,
        [&](const TableName& name) { return std::ranges::find(selection.tables, name) == selection.tables.end(); });
    return names;
}

Result<> RestoreElsewhere::validate(TaskContext& context) const
{
    const std::string& name = m_options.database;
    if (name.empty() || name.size() > kNameLimitBytes || std::ranges::find(kServersOwn, name) != kServersOwn.end())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" cannot be the database to restore into; name another one."), name));
    QBM_CHECK(requireNotLive(context));
    QBM_TRY(backup, findBackup(context));
    if (!m_options.tables.empty())
        QBM_CHECK(select(backup, context));
    return {};
}

/// Where the live database is gone, its name may be taken.
Result<> RestoreElsewhere::requireNotLive(TaskContext& context) const
{
    QBM_TRY(live, m_environment.connection(AccessMode::ReadOnly, context));
    QBM_TRY(to, settings(m_options.database, AccessMode::ReadOnly, context));
    if (to.host != live.host || to.port != live.port || to.database != live.database)
        return {};
    QBM_TRY(server, maintenance(AccessMode::ReadOnly, context));
    QBM_TRY(oid, databaseOid(server, m_options.database, context));
    if (oid)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 is the live database; restoring it is an operation of its own."),
                m_options.database));
    return {};
}

Result<PlannedEntry> RestoreElsewhere::planDatabase(
    postgres::Client& server, const Backup& backup, TaskContext& context) const
{
    const std::string live = m_options.profile.empty() ? m_environment.database : std::string();
    return fetchPlannedEntry(server, live, backup, m_environment.settings.identity, context);
}

/// The whole backup in a database of its own: then owners and grants come along.
bool RestoreElsewhere::isWhole(const operation::StepContext& step) const
{
    return m_options.tables.empty() && step.recall(kMade) == kYes;
}

Result<Plan> RestoreElsewhere::plan(TaskContext& context)
{
    QBM_TRY(backup, findBackup(context));
    QBM_TRY(selection, select(backup, context));
    QBM_TRY(to, settings(m_options.database, AccessMode::ReadOnly, context));
    QBM_TRY(client, maintenance(AccessMode::ReadOnly, context));
    QBM_TRY(oid, databaseOid(client, m_options.database, context));
    Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Restore %1 into %2"), backup.name, m_options.database);
    plan.consequence = text(QT_TRANSLATE_NOOP("core", "The live database is not touched."));
    plan.target = m_options.database;
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), to.target()),
        oid ? text(
            QT_TRANSLATE_NOOP("core", "gets %1 tables beside what it holds, all or none"), selection.tables.size())
            : text(QT_TRANSLATE_NOOP("core", "is made and gets %1 tables"), selection.tables.size())});
    if (!m_options.tables.empty()) {
        for (const auto& [schema, table] : selection.tables)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "table %1.%2"), schema, table),
                text(QT_TRANSLATE_NOOP("core", "comes with its indexes, constraints and sequences"))});
    }
    if (const std::uint64_t unpacked = unpackedSizeBytes(backup); unpacked > 0)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()),
            text(QT_TRANSLATE_NOOP("core", "holds an unpacked copy of %1 while the backup is restored"),
                formatBytes(unpacked))});
    plan.stopLeaves = oid ? text(QT_TRANSLATE_NOOP("core", "The database is as it was."))
                          : text(QT_TRANSLATE_NOOP("core", "Nothing: the database that was made is dropped."));
    plan.undo = oid ? text(QT_TRANSLATE_NOOP("core", "Drop the tables and what came with them."))
                    : text(QT_TRANSLATE_NOOP("core", "Drop the database."));
    return plan;
}

Result<std::vector<Check>> RestoreElsewhere::check(TaskContext& context)
{
    std::vector<Check> checks;
    QBM_TRY(backup, findBackup(context));
    QBM_TRY(belonging, checkBelonging(m_environment, backup, m_options.foreign, context));
    checks.push_back(std::move(belonging));
    checks.push_back(checkReadable(backup, m_environment, context));
    auto server = maintenance(AccessMode::ReadOnly, context);
    if (!server) {
        checks.push_back(failedCheck(text(QT_TRANSLATE_NOOP("core", "The server answers")), server.error()));
        return checks;
    }
    checkTools(server->serverMajor(), checks, context);
    checkOutputSettings(*server, backup, checks, context);
    QBM_TRY(oid, databaseOid(*server, m_options.database, context));
    if (!oid) {
        QBM_CHECK(askConditions(*server, backup, true, checks, context));
        return checks;
    }
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 holds no table of the backup"), m_options.database);
    QBM_TRY(selection, select(backup, context));
    QBM_TRY(client, connect(AccessMode::ReadOnly, context));
    QBM_CHECK(askConditions(client, backup, false, checks, context));
    QBM_TRY(present, fetchPresent(client, selection, context));
    if (present.empty())
        checks.push_back(
            {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none of them is there"))});
    else
        checks.push_back({std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "%1.%2 is there already; name another database."), present.front().first,
                present.front().second)});
    return checks;
}

Result<std::vector<ArchiveItem>> RestoreElsewhere::wantedItems(
    const Backup& backup, const TableSelection& selection, TaskContext& context) const
{
    QBM_TRY(items, readTableOfContents(backup, m_environment.settings.identity, context));
    if (selection.entries.empty())
        return items;
    const std::set<std::int64_t> chosen(selection.entries.begin(), selection.entries.end());
    std::erase_if(items, [&](const ArchiveItem& item) { return !chosen.contains(item.id); });
    return items;
}

Result<> RestoreElsewhere::askConditions(postgres::Client& client, const Backup& backup, bool makesDatabase,
    std::vector<Check>& checks, TaskContext& context) const
{
    QBM_TRY(selection, select(backup, context));
    QBM_TRY(items, wantedItems(backup, selection, context));
    ConditionQuestion question{backup, items, m_options.database};
    question.makesDatabase = makesDatabase;
    question.rights = makesDatabase && m_options.tables.empty();
    question.makesRoles = makesDatabase && m_options.makeRoles;
    question.jobs = makesDatabase ? m_environment.settings.jobs : 1;
    if (makesDatabase) {
        QBM_TRY(planned, planDatabase(client, backup, context));
        if (m_options.makeRoles) {
            QBM_TRY(server, fetchTargetServer(client, context));
            planned = planEntry(
                {planned.wanted, planned.source}, withRolesMade(std::move(server), items, planned.wanted));
        }
        question.entry = std::move(planned);
        if (m_options.tables.empty() && backup.sidecar)
            question.neededBytes = backup.sidecar->databaseSizeBytes;
    }
    return checkConditions(client, question, checks, context);
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
    QBM_TRY(archive, openArchive(backup, {m_environment.folder, m_environment.settings.identity}, task));
    options.jobs = m_environment.settings.jobs;
    options.expectedTables = selection.tables.size();
    options.stallTimeout = m_environment.timeouts.stalled;
    options.entries = selection.entries;
    options.archiveName = backup.name;
    if (backup.sidecar)
        options.outputSettings = backup.sidecar->outputSettings;
    QBM_TRY(items, wantedItems(backup, selection, task));
    QBM_TRY(told, bringBack(client.settings(), tools, archive.path(), items, options, task, isWhole(step)));
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
    Sidecar expected = *backup.sidecar;
    std::erase_if(expected.tables, [&](const TableRows& table) {
        return std::ranges::find(selection.tables, TableName(table.schema, table.name)) == selection.tables.end();
    });
    if (!m_options.tables.empty() || step.recall(kMade) != kYes)
        expected.largeObjects.reset(); // not restored, or beside those that were there
    QBM_TRY(client, connect(AccessMode::ReadOnly, task));
    QBM_TRY(recipe, fetchContentRecipe(backup, m_environment.settings.identity, task));
    QBM_TRY(report, compareContent(client, expected, recipe, m_environment.settings.jobs, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 rows of %2 tables compared in %3"), formatCount(report.rows),
        report.tables.size(), formatDuration(report.took)));
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

} // namespace

Result<std::unique_ptr<operation::Operation>> makeRestoreElsewhereOperation(
    BackupEnvironment environment, const std::string& backup, RestoreElsewhereOptions options, TaskContext& context)
{
    QBM_TRY(found, findBackup(environment, backup, context));
    auto made = std::make_unique<RestoreElsewhere>(std::move(environment), found.name, std::move(options));
    QBM_CHECK(made->validate(context));
    return made;
}

Result<std::unique_ptr<operation::Operation>> remakeRestoreElsewhereOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto value = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    RestoreElsewhereOptions options;
    options.database = value(kDatabaseKey);
    options.profile = value(kProfileKey);
    options.foreign = value(kForeignKey);
    QBM_TRY(tables, parseTableNames(value(kTablesKey)));
    options.tables = std::move(tables);
    options.makeRoles = value(kMakeRolesKey) == "true";
    return std::make_unique<RestoreElsewhere>(std::move(environment), value(kBackupKey), std::move(options));
}

} // namespace qbm::backup
