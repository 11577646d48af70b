// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/dependents.h"
#include "core/backup/restore/holder_names.h"
#include "core/backup/restore/in_place_checks.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/replication_plan.h"
#include "core/backup/restore/restore_conditions.h"
#include "core/backup/restore/restore_plan.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/settings_check.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

Check checkBackup(const RestoreRequest& request, const Backup& backup, const Tools& tools,
    std::optional<VerifyReport>& verified, TaskContext& context)
{
    // In place, the application is down while it is restored: whatever can be wrong with it has to be known before.
    const auto depth = request.options.way == RestoreWay::Side ? VerifyDepth::Bytes : VerifyDepth::Content;
    return checkWhole(backup, request.environment, tools, depth, verified, context);
}

Check checkRights(postgres::Client& client, TaskContext& context)
{
    Text question = text(
        QT_TRANSLATE_NOOP("core", "%1 may replace what is in %2"), client.settings().user, client.settings().database);
    auto answer = client.query(
        "SELECT r.rolsuper OR pg_has_role(d.datdba, 'MEMBER') "
        "FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    if (answer->rows.at(0)[0] != "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "Only the database's owner or a superuser can; connect as one of them."))};
    return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "owner of the database, or superuser"))};
}

/// pg_restore drops and makes each table of the backup again; a foreign key from a table it does not know forbids that.
Check checkForeignKeys(postgres::Client& client, const ArchiveContents& contents, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Nothing outside the backup refers to its tables"));
    auto answer = client.query("SELECT n.nspname, c.relname, fn.nspname, f.relname FROM pg_constraint k "
                               "JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                               "JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace "
                               "WHERE k.contype = 'f' ORDER BY 1, 2",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    for (const postgres::Row& row : answer->rows) {
        if (!contents.definesTable(*row[0], *row[1]) && contents.definesTable(*row[2], *row[3]))
            return {std::move(question), Verdict::Fail,
                text(QT_TRANSLATE_NOOP(
                         "core", "%1.%2 is not in the backup and has a foreign key to %3.%4; drop that key first."),
                    *row[0], *row[1], *row[2], *row[3])};
    }
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "no foreign key from a table that is not in the backup"))};
}

Check checkSessions(const RestoreRequest& request, postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Who uses the database now"));
    auto sessions = postgres::fetchOtherSessions(client, context);
    if (!sessions)
        return failedCheck(std::move(question), sessions.error());
    HolderNames describe(request.environment.workload.get(), context);
    std::string holders;
    for (const postgres::Session& session : *sessions) {
        if (request.holdsDatabase(session))
            holders += (holders.empty() ? "" : "; ") + describe(session).english();
    }
    if (holders.empty())
        return {
            std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "nobody but programs that only look"))};
    return {std::move(question), Verdict::Warning,
        request.options.endSessions
            ? text(QT_TRANSLATE_NOOP("core",
                       "%1. Sessions of the application end with its pods; any other is ended before the data is "
                       "replaced."),
                holders)
            : text(QT_TRANSLATE_NOOP("core",
                       "%1. Sessions of the application end with its pods; any other must be ended before the data is "
                       "replaced."),
                holders)};
}

void checkWorkload(const RestoreRequest& request, std::vector<Check>& checks, TaskContext& context)
{
    if (!request.stopsApplication())
        return;
    if (!request.environment.workload) {
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The application can be stopped")), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core",
                "The profile names no cluster, so nobody can say that the application is quiet; add kubernetes to the "
                "profile."))});
        return;
    }
    for (const std::string& deployment : request.environment.deployments) {
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 may be scaled"), deployment);
        const auto allowed = request.environment.workload->checkMayScale(deployment, context);
        const auto replicas = request.environment.workload->fetchReplicas(deployment, context);
        if (!allowed || !replicas)
            checks.push_back(failedCheck(std::move(question), !allowed ? allowed.error() : replicas.error()));
        else if (*replicas == 0)
            checks.push_back({std::move(question), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                    "It has 0 replicas now and will have 0 afterwards; see whether an earlier restore was "
                    "interrupted."))});
        else
            checks.push_back(
                {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "%1 replicas now"), *replicas)});
    }
}

void checkPausing(const RestoreRequest& request, std::vector<Check>& checks, TaskContext& context)
{
    if (!request.stopsApplication() || !request.environment.workload)
        return;
    const auto interferers = request.environment.workload->fetchInterferers(request.environment.deployments, context);
    if (!interferers) {
        checks.push_back(failedCheck(
            text(QT_TRANSLATE_NOOP("core", "Autoscalers and CronJobs can be kept still")), interferers.error()));
        return;
    }
    for (const Interferer& entry : *interferers) {
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 %2 can be kept still"), entry.kind, entry.name);
        if (const auto allowed = request.environment.workload->checkMayPause(entry, context); !allowed)
            checks.push_back(failedCheck(std::move(question), allowed.error()));
        else
            checks.push_back({std::move(question), Verdict::Pass, entry.description});
    }
}

Check checkMayMakeDatabases(postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 may make and rename databases"), client.settings().user);
    auto answer
        = client.query("SELECT rolsuper, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user", context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    if (answer->rows.at(0)[1] != "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP(
                "core", "The role has no CREATEDB right; give it that, connect as another one, or restore in place."))};
    return {std::move(question), Verdict::Pass,
        answer->rows[0][0] == "t" ? text(QT_TRANSLATE_NOOP("core", "superuser"))
                                  : text(QT_TRANSLATE_NOOP("core", "CREATEDB"))};
}

/// A second restore would take the first one's databases and replicas for how things should be.
void checkOthers(const RestoreRequest& request, std::vector<Check>& checks)
{
    if (!request.environment.unfinishedRestores)
        return;
    Text question = text(
        QT_TRANSLATE_NOOP("core", "No other restore of %1 is unfinished"), request.environment.database);
    const auto open = request.environment.unfinishedRestores();
    if (!open) {
        checks.push_back(failedCheck(std::move(question), open.error()));
        return;
    }
    checks.push_back(open->empty()
            ? Check{std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none is"))}
            : Check{std::move(question), Verdict::Fail,
                  text(QT_TRANSLATE_NOOP("core",
                           "%1 was interrupted, or runs in another program: let it end, or continue or undo it first."),
                      open->front())});
}

Check checkMaintenance(const RestoreRequest& request, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Databases can be exchanged from outside"));
    const auto beside = connectBeside(request, AccessMode::ReadOnly, context);
    if (!beside)
        return failedCheck(std::move(question), beside.error());
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "through the database %1"), beside->settings().database)};
}

void checkUnpacking(
    const RestoreRequest& request, const Backup& backup, std::vector<Check>& checks, TaskContext& context)
{
    const std::uint64_t needed = request.options.way == RestoreWay::Side
        ? unpackedBytesNeeded(backup, request.environment.settings.identity, context)
        : unpackedSizeBytes(backup);
    if (needed == 0)
        return;
    Text question
        = text(QT_TRANSLATE_NOOP("core", "%1 has room to unpack the backup"), request.environment.folder.string());
    const auto free = freeSpaceBytes(request.environment.folder);
    if (!free) {
        checks.push_back(failedCheck(std::move(question), free.error()));
        return;
    }
    checks.push_back({std::move(question), *free >= needed ? Verdict::Pass : Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 free, about %2 needed"), formatBytes(*free), formatBytes(needed))});
}

/// Everything about bringing the archive back into this server; see checkConditions().
Result<> checkArchive(const RestoreRequest& request, LiveSession& live, const Backup& backup,
    std::vector<Check>& checks, TaskContext& context)
{
    const BackupEnvironment& environment = request.environment;
    const bool side = request.options.way == RestoreWay::Side;
    auto items = readTableOfContents(backup, environment.settings.identity, context);
    if (!items) {
        checks.push_back(
            failedCheck(text(QT_TRANSLATE_NOOP("core", "What %1 holds is known"), backup.name), items.error()));
        return {};
    }
    ConditionQuestion question{backup, *items, environment.database};
    question.makesDatabase = side || live.gone;
    question.replaces = !question.makesDatabase;
    question.makesRoles = request.options.makeRoles;
    question.jobs = side ? environment.settings.jobs : 1;
    if (question.makesDatabase) {
        QBM_TRY(wanted,
            fetchWantedEntry(
                live.client, environment.database, backup, environment.settings.identity, context));
        QBM_TRY(server, fetchTargetServer(live.client, context));
        if (question.makesRoles)
            server = withRolesMade(std::move(server), *items, wanted.entry);
        question.entry = planEntry(wanted, server);
        question.neededBytes = backup.sidecar ? backup.sidecar->databaseSizeBytes : 0;
        if (question.neededBytes == 0 && !live.gone) {
            QBM_TRY(estimate,
                fetchDumpEstimate(live.client, environment.folder, environment.settings.format, context));
            question.neededBytes = estimate.databaseSizeBytes;
        }
    }
    return checkConditions(live.client, question, checks, context);
}

/// Only where there is something to replace.
Result<> checkLive(const RestoreRequest& request, postgres::Client& client, const Backup& backup,
    const std::optional<VerifyReport>& verified, std::vector<Check>& checks, TaskContext& context)
{
    const bool side = request.options.way == RestoreWay::Side;
    if (!side && verified) {
        checks.push_back(checkForeignKeys(client, verified->contents, context));
        QBM_TRY(items, readTableOfContents(backup, request.environment.settings.identity, context));
        checks.push_back(checkDependents(client, items, context));
        checks.push_back(checkRowConditions(client, items, context));
    }
    if (!side)
        checks.push_back(checkEventTriggers(client, context));
    checks.push_back(checkRights(client, context));
    checks.push_back(checkSessions(request, client, context));
    if (side)
        return {};
    checks.push_back(checkTableLocks(client, context)); // of the safety dump
    QBM_TRY(
        estimate, fetchDumpEstimate(client, request.environment.folder, request.environment.settings.format, context));
    checkDisk(request.environment.folder, estimate, checks);
    return {};
}

} // namespace

Result<std::vector<Check>> checkRestore(
    const RestoreRequest& request, std::optional<VerifyReport>& verified, TaskContext& context)
{
    std::vector<Check> checks;
    QBM_TRY(backup, Catalogue(request.environment.folder).find(request.backupName, context));
    QBM_TRY(belonging, checkBelonging(request.environment, backup, request.options.foreign, context));
    checks.push_back(std::move(belonging));
    checkOthers(request, checks);
    checkWorkload(request, checks, context);
    checkPausing(request, checks, context);
    auto live = checkServer(request.environment,
        text(QT_TRANSLATE_NOOP("core", "The server has no database of this name; it is made anew.")), checks, context);
    if (!live)
        return checks;
    const auto tools = checkTools(live->client.serverMajor(), checks, context);
    if (tools)
        checks.push_back(checkBackup(request, backup, *tools, verified, context));
    QBM_CHECK(checkArchive(request, *live, backup, checks, context));
    checkOutputSettings(live->client, backup, checks, context);
    if (!live->gone) {
        QBM_CHECK(checkLive(request, live->client, backup, verified, checks, context));
        checkHolders(request, live->client, checks, context);
    }
    checkUnpacking(request, backup, checks, context);
    if (request.options.way == RestoreWay::Side)
        checks.push_back(checkMaintenance(request, context));
    QBM_CHECK(context.checkpoint()); // a stop in the middle must not read as a failed check
    return checks;
}

Result<std::vector<Check>> checkSwapBack(const RestoreRequest& request, TaskContext& context)
{
    std::vector<Check> checks;
    checkOthers(request, checks);
    checkWorkload(request, checks, context);
    checkPausing(request, checks, context);
    auto live = checkServer(request.environment,
        text(QT_TRANSLATE_NOOP("core", "The server has no database of this name; the kept one takes it.")), checks, context);
    if (!live)
        return checks;
    checks.push_back(checkMaintenance(request, context));
    checks.push_back(checkMayMakeDatabases(live->client, context));
    if (!live->gone) {
        checks.push_back(checkRights(live->client, context));
        checks.push_back(checkSessions(request, live->client, context));
        checkHolders(request, live->client, checks, context);
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

} // namespace qbm::backup
