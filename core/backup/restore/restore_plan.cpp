// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_plan.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/replication_plan.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/table_changes.h"
#include "core/base/unit.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Plan;

constexpr std::size_t kTableLines = 40;

/// "2026-11-22 02:00:00 UTC"
std::string sentenceTime(TimePoint time)
{
    std::string text = formatRfc3339(time).substr(0, std::string_view("2026-11-22T02:00:00").size());
    std::ranges::replace(text, 'T', ' ');
    return text + " UTC";
}

/// As many rows now as then, as far as anybody has counted: nothing that has to be read table by table.
bool hasAsManyRows(const TableChange& change)
{
    return change.isThere && !change.locked && !change.estimated && change.rowsNow && change.rowsNow == change.rowsInBackup;
}

void addTableLines(std::vector<TableChange> changes, Plan& plan)
{
    const auto alike = std::erase_if(changes, hasAsManyRows);
    if (alike > 0)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "tables without a difference: %1"), alike),
            text(QT_TRANSLATE_NOOP("core", "have as many rows now as in the backup and are replaced with the others"))});
    for (const TableChange& change : changes) {
        if (plan.lines.size() >= kTableLines)
            break;
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "table %1.%2"), change.schema, change.name), describe(change)});
    }
    std::size_t named = 0;
    for (const operation::PlanLine& line : plan.lines)
        named += line.what.templ() == "table %1.%2" ? 1 : 0;
    if (named < changes.size())
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "%1 more tables"), changes.size() - named),
            text(QT_TRANSLATE_NOOP("core", "with smaller differences; the backup's details list all of them"))});
}

Result<> addApplicationLines(const RestoreRequest& request, Plan& plan, TaskContext& context)
{
    if (!request.stopsApplication() || !request.environment.workload)
        return {};
    for (const std::string& deployment : request.environment.deployments) {
        QBM_TRY(replicas, request.environment.workload->fetchReplicas(deployment, context));
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "deployment %1"), deployment),
            text(
                QT_TRANSLATE_NOOP("core", "%1 replicas, to 0 while the data is replaced, then back to %1"), replicas)});
    }
    QBM_TRY(interferers, request.environment.workload->fetchInterferers(request.environment.deployments, context));
    for (const Interferer& entry : interferers)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "%1 %2"), entry.kind, entry.name),
            text(QT_TRANSLATE_NOOP("core", "keeps still meanwhile, then is as it was (%1)"), entry.description)});
    return {};
}

void addSilenceLine(const RestoreRequest& request, Plan& plan)
{
    if (request.silencesAlerts())
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "alerts with %1"), request.environment.silencer->scope()),
            text(QT_TRANSLATE_NOOP("core", "are kept quiet until it is done; what would have fired is listed"))});
}

void addSessionLine(const RestoreRequest& request, Plan& plan)
{
    if (request.options.endSessions)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "sessions of %1"), request.environment.database),
            request.options.way == RestoreWay::Side
                ? text(QT_TRANSLATE_NOOP("core",
                    "that are still there when the application is gone are ended; nobody is let in until the databases "
                    "have changed places"))
                : text(QT_TRANSLATE_NOOP("core",
                    "that are still there when the application is gone are ended; only superusers are let in until the "
                    "data is replaced"))});
}

Text exampleName(const RestoreRequest& request, SideRole role)
{
    return sideDatabasePattern(request.environment.database, role);
}

/// Nothing is live: what is made takes the name.
void addGoneLines(const RestoreRequest& request, const Backup& backup, Plan& plan)
{
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), request.environment.database),
        text(QT_TRANSLATE_NOOP("core", "is not on the server: it is made from %1, as the backup's record describes it"),
            backup.name)});
}

void addSideLines(const RestoreRequest& request, const Backup& backup, std::uint64_t databaseSizeBytes, Plan& plan)
{
    const std::uint64_t copyBytes = backup.sidecar ? backup.sidecar->databaseSizeBytes : databaseSizeBytes;
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), exampleName(request, SideRole::Restore)),
        text(QT_TRANSLATE_NOOP("core",
                 "is made from %1 and held against it while the application still runs; about %2 on the server"),
            backup.name, formatBytes(copyBytes))});
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), request.environment.database),
        text(QT_TRANSLATE_NOOP("core", "becomes %1 and stays for an instant way back (%2); the new one takes its name"),
            exampleName(request, SideRole::Before), formatBytes(databaseSizeBytes))});
}

void addInPlaceLines(const RestoreRequest& request, const Backup& backup, const DumpEstimate& estimate, Plan& plan)
{
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), request.environment.folder.string()),
        request.environment.settings.encryptTo.empty()
            ? text(QT_TRANSLATE_NOOP("core", "gets a safety dump of the present data, about %1"),
                formatBytes(estimate.sizeBytes))
            : text(QT_TRANSLATE_NOOP("core",
                       "gets a safety dump of the present data, about %1, not encrypted: taking the restore back must "
                       "be able to read it"),
                formatBytes(estimate.sizeBytes))});
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), request.environment.target),
        text(QT_TRANSLATE_NOOP("core", "is replaced by the data of %1 (%2), in one transaction"),
            sentenceTime(backup.takenAt), formatBytes(backup.sizeBytes))});
}

/// What a partition goes with matters only where tables are dropped.
Result<ArchiveContents> contentsForPlan(
    const RestoreRequest& request, const Backup& backup, int serverMajor, TaskContext& context)
{
    if (request.options.way == RestoreWay::Side)
        return ArchiveContents{};
    QBM_TRY(tools, findTools(serverMajor, context));
    return readContents(backup, request.environment.settings.identity, tools, context);
}

Text consequenceOf(const RestoreRequest& request, bool gone, const std::string& takenAt)
{
    if (gone)
        return text(QT_TRANSLATE_NOOP("core", "The database is there again with the data of %1."), takenAt);
    if (!request.stopsApplication())
        return text(QT_TRANSLATE_NOOP("core", "Everything written since %1 is lost."), takenAt);
    return request.options.way == RestoreWay::Side
        ? text(QT_TRANSLATE_NOOP("core",
                   "The application is down for the moment in which the databases change places, and everything "
                   "written since %1 is gone from the live one."),
            takenAt)
        : text(QT_TRANSLATE_NOOP("core",
                   "The application is down while the data is replaced, and everything written since %1 is lost."),
            takenAt);
}

Text swapConsequence(const RestoreRequest& request, bool gone, const std::string& takenAt)
{
    if (gone)
        return text(QT_TRANSLATE_NOOP("core", "There is a database %1 again, with the data of %2."),
            request.environment.database, takenAt);
    if (!request.stopsApplication())
        return text(QT_TRANSLATE_NOOP("core", "The live data is that of %1 afterwards."), takenAt);
    return text(QT_TRANSLATE_NOOP("core",
                    "The application is down for the moment in which the databases change places; then it works with "
                    "the data of %1."),
        takenAt);
}

Text undoOf(bool gone, bool side)
{
    if (gone)
        return text(QT_TRANSLATE_NOOP("core", "Drop the database."));
    return side ? text(QT_TRANSLATE_NOOP("core", "Swap back to the database that was set aside."))
                : text(QT_TRANSLATE_NOOP("core", "Restore the safety dump."));
}

Result<> addDataLines(
    const RestoreRequest& request, const Backup& backup, LiveSession& live, Plan& plan, TaskContext& context)
{
    const BackupEnvironment& environment = request.environment;
    if (live.gone) {
        addGoneLines(request, backup, plan);
        return {};
    }
    QBM_TRY(estimate, fetchDumpEstimate(live.client, environment.folder, environment.settings.format, context));
    if (request.options.way == RestoreWay::Side)
        addSideLines(request, backup, estimate.databaseSizeBytes, plan);
    else
        addInPlaceLines(request, backup, estimate, plan);
    return {};
}

Result<> addChanges(
    const RestoreRequest& request, const Backup& backup, LiveSession& live, Plan& plan, TaskContext& context)
{
    if (live.gone || !backup.sidecar || !backup.sidecar->counted)
        return {};
    const bool side = request.options.way == RestoreWay::Side;
    QBM_TRY(contents, contentsForPlan(request, backup, live.client.serverMajor(), context));
    QBM_TRY(changes, compareTables(live.client, *backup.sidecar, contents, side, context));
    addTableLines(changes, plan);
    return {};
}

} // namespace

Result<Plan> planRestore(const RestoreRequest& request, TaskContext& context)
{
    const BackupEnvironment& environment = request.environment;
    QBM_TRY(backup, Catalogue(environment.folder).find(request.backupName, context));
    QBM_TRY(live, connectLiveOrBeside(environment, AccessMode::ReadOnly, context));
    Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Restore %1 from %2"), environment.database, backup.name);
    plan.consequence = consequenceOf(request, live.gone, sentenceTime(backup.takenAt));
    plan.target = environment.database;
    QBM_CHECK(addDataLines(request, backup, live, plan, context));
    QBM_CHECK(addApplicationLines(request, plan, context));
    addSessionLine(request, plan);
    addSilenceLine(request, plan);
    if (!live.gone)
        QBM_CHECK(addReplicationLines(request, live.client, &backup, plan, context));
    QBM_CHECK(addChanges(request, backup, live, plan, context));
    plan.stopLeaves
        = text(QT_TRANSLATE_NOOP("core", "Everything is taken back: the data and the deployments are as they were."));
    plan.destructive = !live.gone;
    plan.undo = undoOf(live.gone, request.options.way == RestoreWay::Side);
    return plan;
}

Result<Plan> planSwapBack(const RestoreRequest& request, TaskContext& context)
{
    const BackupEnvironment& environment = request.environment;
    QBM_TRY(client, connectBeside(request, AccessMode::ReadOnly, context));
    QBM_TRY(sides, fetchSideDatabases(client, environment.database, context));
    const auto kept
        = std::ranges::find_if(sides, [&](const SideDatabase& side) { return side.name == request.keptDatabase; });
    if (kept == sides.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no database %1 beside %2."), request.keptDatabase,
                environment.database));
    Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Swap %1 back to %2"), environment.database, kept->name);
    plan.target = environment.database;
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), kept->name),
        text(QT_TRANSLATE_NOOP("core", "becomes %1 (%2)"), environment.database, formatBytes(kept->sizeBytes))});
    QBM_TRY(live, connectLiveOrBeside(environment, AccessMode::ReadOnly, context));
    plan.consequence = swapConsequence(request, live.gone, sentenceTime(kept->stamp));
    if (!live.gone)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), environment.database),
            text(QT_TRANSLATE_NOOP("core", "becomes %1 and stays"), exampleName(request, SideRole::Before))});
    QBM_CHECK(addApplicationLines(request, plan, context));
    addSessionLine(request, plan);
    addSilenceLine(request, plan);
    if (!live.gone)
        QBM_CHECK(addReplicationLines(request, live.client, nullptr, plan, context));
    plan.stopLeaves
        = text(QT_TRANSLATE_NOOP("core", "Everything is taken back: the data and the deployments are as they were."));
    plan.undo = live.gone
        ? text(QT_TRANSLATE_NOOP("core", "Nothing is set aside, as there is no live database; rename it to %1 to undo this."),
              kept->name)
        : text(QT_TRANSLATE_NOOP("core", "Swap back to the database that was set aside."));
    plan.destructive = !live.gone;
    return plan;
}

} // namespace qbm::backup
