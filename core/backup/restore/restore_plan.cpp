// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_plan.h"

#include "core/backup/restore/database_restore.h"
#include "core/backup/operation_checks.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <map>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Verdict;

/// Above this a table's rows are estimated for the plan; counting them would keep the reader waiting.
constexpr std::uint64_t kCountLimitBytes = 256u << 20;
constexpr std::size_t kTableLines = 40;

struct TableChange {
    std::string schema, name;
    std::optional<std::int64_t> rowsNow; ///< nullopt: the table is not there
    bool estimated = false;
    std::optional<std::int64_t> rowsInBackup; ///< nullopt: not in the backup
    bool goesWithParent = false; ///< a partition the backup does not know, of a table that is dropped and made again

    std::int64_t difference() const { return std::abs(rowsNow.value_or(0) - rowsInBackup.value_or(0)); }
};

Result<std::vector<TableChange>> compareTables(
    postgres::Client& client, const Sidecar& sidecar, const ArchiveContents& contents, TaskContext& context)
{
    std::map<std::pair<std::string, std::string>, TableChange> changes;
    for (const TableRows& table : sidecar.tables)
        changes[{table.schema, table.name}] = {table.schema, table.name, std::nullopt, false, table.rows};
    QBM_TRY(present, postgres::fetchTables(client, context));
    for (const postgres::TableFacts& table : present) {
        if (table.partitioned)
            continue;
        TableChange& change = changes[{table.schema, table.name}];
        change.schema = table.schema;
        change.name = table.name;
        change.goesWithParent = table.partition && contents.definesTable(table.parentSchema, table.parentName);
        change.estimated = table.totalBytes > kCountLimitBytes && table.estimatedRows;
        if (change.estimated) {
            change.rowsNow = table.estimatedRows;
            continue;
        }
        QBM_TRY(rows, postgres::countRows(client, table.schema, table.name, context));
        change.rowsNow = rows;
    }
    std::vector<TableChange> sorted;
    for (auto& [key, change] : changes)
        sorted.push_back(std::move(change));
    std::ranges::stable_sort(
        sorted, [](const TableChange& a, const TableChange& b) { return a.difference() > b.difference(); });
    return sorted;
}

Text describeChange(const TableChange& change)
{
    if (!change.rowsInBackup && change.goesWithParent)
        return text(QT_TRANSLATE_NOOP(
                        "core", "is not in the backup and is dropped with the table it is a partition of (%1 rows)"),
            formatCount(change.rowsNow.value_or(0)));
    if (!change.rowsInBackup)
        return text(QT_TRANSLATE_NOOP("core", "is not in the backup and stays as it is (%1 rows)"),
            formatCount(change.rowsNow.value_or(0)));
    if (!change.rowsNow)
        return text(QT_TRANSLATE_NOOP("core", "is made again with %1 rows"), formatCount(*change.rowsInBackup));
    return change.estimated ? text(QT_TRANSLATE_NOOP("core", "about %1 rows now, %2 in the backup"),
               formatCount(*change.rowsNow), formatCount(*change.rowsInBackup))
                            : text(QT_TRANSLATE_NOOP("core", "%1 rows now, %2 in the backup"),
                                formatCount(*change.rowsNow), formatCount(*change.rowsInBackup));
}

void addTableLines(const std::vector<TableChange>& changes, Plan& plan)
{
    for (const TableChange& change : changes) {
        if (plan.lines.size() >= kTableLines)
            break;
        plan.lines.push_back(
            {text(QT_TRANSLATE_NOOP("core", "table %1.%2"), change.schema, change.name), describeChange(change)});
    }
    std::size_t named = 0;
    for (const operation::PlanLine& line : plan.lines)
        named += line.what.templ() == "table %1.%2" ? 1 : 0;
    if (named < changes.size())
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "%1 more tables"), changes.size() - named),
            text(QT_TRANSLATE_NOOP("core", "with smaller differences; the backup's details list all of them"))});
}

Result<> addDeploymentLines(const RestoreRequest& request, Plan& plan, TaskContext& context)
{
    if (!request.stopsApplication() || !request.environment.workload)
        return {};
    for (const std::string& deployment : request.environment.deployments) {
        QBM_TRY(replicas, request.environment.workload->fetchReplicas(deployment, context));
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "deployment %1"), deployment),
            text(
                QT_TRANSLATE_NOOP("core", "%1 replicas, to 0 while the data is replaced, then back to %1"), replicas)});
    }
    return {};
}

Check checkBackup(const RestoreRequest& request, const Backup& backup, const Tools& tools,
    std::optional<VerifyReport>& verified, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be read to its end"), request.backupName);
    if (!verified) {
        auto report = verifyBackup(backup, request.environment.settings.identity, tools, context);
        if (!report)
            return failedCheck(std::move(question), report.error());
        verified = std::move(*report);
    }
    if (!verified->checksumKnown)
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core",
                "It was decoded to its end, but it has no sidecar: row counts cannot be compared after the restore."))};
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "SHA-256 and table of contents match its sidecar (%1)"),
            formatBytes(verified->sizeBytes))};
}

Check checkVersion(const VerifyReport& report, int serverMajor)
{
    const int from = majorOf(report.contents.archiveVersion);
    Text question = text(QT_TRANSLATE_NOOP("core", "The backup's PostgreSQL version fits the server's"));
    Text reason = text(
        QT_TRANSLATE_NOOP("core", "dumped from %1, restored into %2"), report.contents.archiveVersion, serverMajor);
    return {std::move(question), from > serverMajor ? Verdict::Warning : Verdict::Pass, std::move(reason)};
}

Check checkRights(postgres::Client& client, TaskContext& context)
{
    Text question = text(
        QT_TRANSLATE_NOOP("core", "%1 may replace what is in %2"), client.settings().user, client.settings().database);
    auto answer = client.query(
        "SELECT pg_is_in_recovery(), r.rolsuper OR pg_has_role(d.datdba, 'MEMBER') "
        "FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    const postgres::Row& row = answer->rows.at(0);
    if (row[0] == "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "The server is a standby and takes no writes; restore on its primary."))};
    if (row[1] != "t")
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
    std::string holders;
    for (const postgres::Session& session : *sessions) {
        if (request.holdsDatabase(session))
            holders += (holders.empty() ? "" : "; ") + describeSession(session).english();
    }
    if (holders.empty())
        return {
            std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "nobody but programs that only look"))};
    return {std::move(question), Verdict::Warning,
        text(QT_TRANSLATE_NOOP("core",
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

} // namespace

bool RestoreRequest::holdsDatabase(const postgres::Session& session) const
{
    const bool onlyLooks = session.monitoring
        || std::ranges::find(environment.tolerated, session.applicationName) != environment.tolerated.end();
    return !onlyLooks || session.state.starts_with("idle in transaction");
}

Result<Plan> planRestore(const RestoreRequest& request, TaskContext& context)
{
    const BackupEnvironment& environment = request.environment;
    QBM_TRY(backup, Catalogue(environment.folder).find(request.backupName, context));
    QBM_TRY(settings, environment.connection(AccessMode::ReadOnly, context));
    QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
    QBM_TRY(estimate, fetchDumpEstimate(client, environment.folder, Format::Guide, context));
    const std::string takenAt = formatRfc3339(backup.takenAt);
    Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Restore %1 from %2"), environment.database, backup.name);
    plan.consequence = request.stopsApplication()
        ? text(QT_TRANSLATE_NOOP("core",
                   "The application is down while the data is replaced, and everything written since %1 is lost."),
            takenAt)
        : text(QT_TRANSLATE_NOOP("core", "Everything written since %1 is lost."), takenAt);
    plan.target = environment.database;
    QBM_CHECK(addDeploymentLines(request, plan, context));
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), environment.folder.string()),
        text(QT_TRANSLATE_NOOP("core", "gets a safety dump of the present data, about %1"),
            formatBytes(estimate.sizeBytes))});
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "database %1"), environment.target),
        text(QT_TRANSLATE_NOOP("core", "is replaced by the data of %1 (%2), in one transaction"), takenAt,
            formatBytes(backup.sizeBytes))});
    if (backup.sidecar && backup.sidecar->counted) {
        QBM_TRY(tools, findTools(client.serverMajor(), context));
        QBM_TRY(contents, readContents(backup, environment.settings.identity, tools, context));
        QBM_TRY(changes, compareTables(client, *backup.sidecar, contents, context));
        addTableLines(changes, plan);
    }
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "Everything is taken back: the data and the deployments are as they were."));
    plan.destructive = true;
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Restore the safety dump."));
    return plan;
}

Result<std::vector<Check>> checkRestore(
    const RestoreRequest& request, std::optional<VerifyReport>& verified, TaskContext& context)
{
    std::vector<Check> checks;
    QBM_TRY(backup, Catalogue(request.environment.folder).find(request.backupName, context));
    checkWorkload(request, checks, context);
    auto client = checkConnection(request.environment, AccessMode::ReadOnly, checks, context);
    if (!client)
        return checks;
    const auto tools = checkTools(client->serverMajor(), checks, context);
    if (tools) {
        checks.push_back(checkBackup(request, backup, *tools, verified, context));
        if (verified) {
            checks.push_back(checkVersion(*verified, client->serverMajor()));
            checks.push_back(checkForeignKeys(*client, verified->contents, context));
        }
    }
    checks.push_back(checkRights(*client, context));
    checks.push_back(checkSessions(request, *client, context));
    QBM_TRY(estimate, fetchDumpEstimate(*client, request.environment.folder, Format::Guide, context));
    checkDisk(request.environment.folder, estimate, checks);
    QBM_CHECK(context.checkpoint()); // a stop in the middle must not read as a failed check
    return checks;
}

} // namespace qbm::backup
