// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_elsewhere_operation.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/restore_conditions.h"
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
using operation::Values;
using operation::Verdict;

constexpr std::size_t kNameLimitBytes = 63;
constexpr std::array kServersOwn{"postgres", "template0", "template1"};

constexpr const char* kBackupKey = "backup";
constexpr const char* kDatabaseKey = "database";
constexpr const char* kProfileKey = "profile";
constexpr const char* kTablesKey = "tables";
constexpr const char* kForeignKey = "foreign";
constexpr const char* kMakeRolesKey = "makeRoles";

} // namespace

Values RestoreElsewhere::parameters() const
{
    return {{"target", m_environment.target}, {kBackupKey, m_backupName}, {kDatabaseKey, m_options.database},
        {kProfileKey, m_options.profile}, {kTablesKey, formatTableNames(m_options.tables)},
        {kForeignKey, m_options.foreign}, {kMakeRolesKey, m_options.makeRoles ? "true" : "false"}};
}

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

std::uint64_t RestoreElsewhere::unpackedBytes(const Backup& backup, bool makesDatabase, TaskContext& context) const
{
    // One transaction with what is there already: pg_restore has to write the rows, too.
    return makesDatabase ? unpackedBytesNeeded(backup, m_environment.settings.identity, context)
                         : unpackedSizeBytes(backup);
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
            QT_TRANSLATE_NOOP("core", "gets tables beside what it holds, all or none: %1"), selection.tables.size())
            : text(QT_TRANSLATE_NOOP("core", "is made and gets tables: %1"), selection.tables.size())});
    if (!m_options.tables.empty()) {
        for (const auto& [schema, table] : selection.tables)
            plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "table %1.%2"), schema, table),
                text(QT_TRANSLATE_NOOP("core", "comes with its indexes, constraints and sequences"))});
    }
    if (const std::uint64_t unpacked = unpackedBytes(backup, !oid, context); unpacked > 0)
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
    auto server = maintenance(AccessMode::ReadOnly, context);
    if (!server) {
        checks.push_back(failedCheck(text(QT_TRANSLATE_NOOP("core", "The server answers")), server.error()));
        return checks;
    }
    const auto tools = checkTools(server->serverMajor(), checks, context);
    if (tools) // before anything is made
        checks.push_back(checkWhole(backup, m_environment, *tools, VerifyDepth::Bytes, m_verified, context));
    QBM_CHECK(context.checkpoint());
    if (tools && checks.back().verdict == Verdict::Fail)
        return checks; // what follows reads it too
    checkOutputSettings(*server, backup, checks, context);
    QBM_TRY(oid, databaseOid(*server, m_options.database, context));
    checks.push_back(checkReadable(backup, unpackedBytes(backup, !oid, context), m_environment, context));
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
