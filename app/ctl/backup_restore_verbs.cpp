// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/backup/restore/database_exchange.h"
#include "core/base/unit.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

/// What the command line says about a restore; one that names another database or server leaves the live one alone.
struct RestoreArguments {
    std::string name, way = "side";
    bool keepApplication = false, endSessions = false, noSilence = false, makeRoles = false;
    std::string into, server, foreign;
    std::vector<std::string> tables;
};

backup::RestoreOptions restoreOptions(const RestoreArguments& arguments)
{
    backup::RestoreOptions options;
    options.way = arguments.way == "in-place" ? backup::RestoreWay::InPlace : backup::RestoreWay::Side;
    options.stopApplication = !arguments.keepApplication;
    options.endSessions = arguments.endSessions;
    options.silenceAlerts = !arguments.noSilence;
    options.foreign = arguments.foreign;
    options.makeRoles = arguments.makeRoles;
    return options;
}

Result<int> restoreElsewhere(
    Invocation& invocation, const service::BackupService& backups, const RestoreArguments& arguments)
{
    if (arguments.into.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                "Chosen tables and other servers are restored into a database of their own: name it with --into.")));
    backup::RestoreElsewhereOptions options;
    options.database = arguments.into;
    options.profile = arguments.server;
    options.foreign = arguments.foreign;
    QBM_TRY(tables, chooseTables(backups, arguments.name, arguments.tables, invocation.task()));
    options.tables = std::move(tables);
    options.makeRoles = arguments.makeRoles;
    return runBackupOperation(
        invocation, backups.makeRestoreElsewhereOperation(arguments.name, options, invocation.task()));
}

Result<int> restoreBackup(Invocation& invocation, const RestoreArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    const service::BackupService& backups = *services->backups;
    if (!arguments.into.empty() || !arguments.server.empty() || !arguments.tables.empty())
        return restoreElsewhere(invocation, backups, arguments);
    return runBackupOperation(
        invocation, backups.makeRestoreOperation(arguments.name, restoreOptions(arguments), invocation.task()));
}

std::string describe(const backup::DrillReport& report)
{
    if (!report.begun)
        return report.backup + ": could not begin: " + report.problem;
    if (!report.passed)
        return report.backup + ": not restored as it was: " + report.problem;
    return report.backup + ": restored in " + formatDuration(report.restoreTook) + ", compared in "
        + formatDuration(report.compareTook) + ", " + counted(static_cast<std::int64_t>(report.tables), "table") + ", "
        + counted(report.rows, "row")
        + (report.checksums ? ", content equal" : ", as many as in the backup; no checksums to compare");
}

Result<int> drill(Invocation& invocation, const std::string& name, const std::string& foreign)
{
    QBM_TRY(services, invocation.services());
    const auto lastDrill = [&] {
        auto facts = services->backups->facts(invocation.task());
        return facts ? facts->lastDrill : std::optional<backup::DrillReport>();
    };
    const auto before = lastDrill();
    std::optional<backup::DrillReport> report;
    const auto newestReport = [&] {
        report = lastDrill();
        if (before && report && report->startedAt == before->startedAt)
            report.reset(); // this one did not come so far as to find anything
    };
    OutcomeExtra extra;
    extra.json = [&](nlohmann::json& document, const operation::Outcome&) {
        newestReport();
        document["drill"] = report ? toJson(*report) : nlohmann::json();
    };
    extra.text = [&](std::ostream& out, const operation::Outcome&) {
        newestReport();
        if (report)
            out << describe(*report) << "\n";
    };
    return runBackupOperation(invocation, services->backups->makeDrillOperation(name, {foreign}, invocation.task()), extra);
}

Result<int> listDrills(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(drills, services->backups->drills(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::DrillReport& report : drills) {
        list.push_back(toJson(report));
        rows.push_back({formatRfc3339(report.startedAt), report.passed ? "passed" : report.begun ? "failed" : "not begun", report.backup,
            report.dataAge()     ? formatDuration(*report.dataAge())
                : report.dataOf ? std::string("dated in the future")
                                : std::string(kUnknown),
            formatDuration(report.restoreTook), formatDuration(report.recoveryTook()), report.problem});
    }
    invocation.print({{"drills", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No drill was run yet; \"backup drill LATEST\" runs one.\n";
        else
            printTable(out,
                {{"STARTED"}, {"RESULT"}, {"BACKUP"}, {"DATA LOST", true}, {"RESTORE", true}, {"RECOVERY", true},
                    {"PROBLEM"}},
                rows);
    });
    return kOk;
}

std::string_view roleName(backup::SideRole role)
{
    switch (role) {
    case backup::SideRole::Restore:
        return "restore";
    case backup::SideRole::Before:
        return "before";
    case backup::SideRole::Drill:
        return "drill";
    }
    return "before";
}

Result<int> listSideDatabases(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(databases, services->backups->sideDatabases(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::SideDatabase& database : databases) {
        list.push_back({{"name", database.name}, {"role", roleName(database.role)},
            {"at", formatRfc3339(database.stamp)}, {"sizeBytes", database.sizeBytes}, {"sessions", database.sessions}});
        rows.push_back({database.name, std::string(roleName(database.role)), formatRfc3339(database.stamp),
            formatBytes(database.sizeBytes), std::to_string(database.sessions)});
    }
    invocation.print({{"databases", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No database is kept from an earlier restore.\n";
        else
            printTable(out, {{"DATABASE"}, {"ROLE"}, {"AT"}, {"SIZE", true}, {"SESSIONS", true}}, rows);
    });
    return kOk;
}

Result<int> listHolders(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(holders, services->backups->holders(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::DatabaseHolder& holder : holders) {
        const postgres::Session& session = holder.session;
        list.push_back({{"pid", session.pid}, {"program", session.applicationName}, {"user", session.user},
            {"address", session.clientAddress}, {"pod", holder.pod}, {"state", session.state},
            {"kind", session.backendType}, {"slot", session.slot},
            {"since", session.startedAt ? nlohmann::json(formatRfc3339(*session.startedAt)) : nlohmann::json()},
            {"holds", holder.holds}});
        rows.push_back({std::to_string(session.pid), session.applicationName, session.user,
            holder.pod.empty() ? session.clientAddress : holder.pod, session.state,
            session.ofClient() && session.slot.empty() ? std::string("client") : backup::describeActivity(session).english(),
            session.startedAt ? formatRfc3339(*session.startedAt) : std::string(kUnknown),
            holder.holds ? "yes" : "only looks"});
    }
    invocation.print({{"holders", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "Nobody else is connected to the database.\n";
        else
            printTable(
                out, {{"PID", true}, {"PROGRAM"}, {"USER"}, {"FROM"}, {"STATE"}, {"KIND"}, {"SINCE"}, {"IN THE WAY"}}, rows);
    });
    return kOk;
}

Result<int> endSessions(Invocation& invocation, const std::vector<int>& pids)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(holders, services->backups->holders(invocation.task()));
    std::vector<postgres::Session> chosen;
    for (const backup::DatabaseHolder& holder : holders) {
        const bool named = std::ranges::find(pids, holder.session.pid) != pids.end();
        if (pids.empty() ? holder.holds : named)
            chosen.push_back(holder.session);
    }
    if (chosen.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                "core", "No such session is connected to the database now; see \"backup holders\".")));
    return runBackupOperation(invocation, services->backups->makeEndSessionsOperation(chosen));
}

Result<int> swapBack(Invocation& invocation, const RestoreArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    return runBackupOperation(invocation,
        services->backups->makeSwapBackOperation(arguments.name, restoreOptions(arguments), invocation.task()));
}

void addForeign(CLI::App& command, std::string& foreign)
{
    command.add_option("--foreign", foreign,
        "Accept a backup of another database or server, by the name that the failing check gives");
}

void addGateOptions(CLI::App& command, const std::shared_ptr<RestoreArguments>& arguments)
{
    command.add_flag("--keep-application", arguments->keepApplication,
        "Do not scale the deployments: nothing but the console uses the database");
    command.add_flag(
        "--end-sessions", arguments->endSessions, "Let nobody in any more and end sessions that still hold the database once the pods are gone");
    command.add_flag("--no-silence", arguments->noSilence, "Let alerts through while the application is down");
}

} // namespace

void addBackupRestoreVerbs(CLI::App& group, Registrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto arguments = std::make_shared<RestoreArguments>();
    CLI::App* restore = group.add_subcommand("restore", "Replace the data by a backup's, or restore it elsewhere");
    restore->add_option("NAME", arguments->name, "A backup's name or its beginning, or LATEST")->required();
    restore
        ->add_option("--way", arguments->way,
            "side: beside the live database, then exchanged; in-place: the guide's sequence, down from begin to end")
        ->check(CLI::IsMember({"side", "in-place"}));
    addGateOptions(*restore, arguments);
    addForeign(*restore, arguments->foreign);
    restore->add_option("--into", arguments->into, "Another database, which is made; the live one is left alone");
    restore->add_option("--server", arguments->server, "With --into: the server that another profile names");
    restore->add_option("--table", arguments->tables, "With --into: only this table, as schema.table, or quoted as in SQL; may be repeated");
    restore->add_flag("--make-roles", arguments->makeRoles,
        "Make roles that the backup names and the server lacks, without login and password");
    registrar.verb(restore, [arguments](Invocation& invocation) { return restoreBackup(invocation, *arguments); });

    const auto foreign = std::make_shared<std::string>();
    CLI::App* drillCommand
        = addNamed(group, "drill", "Restore into a throw-away database, compare, time it, drop it", name);
    addForeign(*drillCommand, *foreign);
    registrar.verb(
        drillCommand, [name, foreign](Invocation& invocation) { return drill(invocation, *name, *foreign); });
    registrar.verb(group.add_subcommand("drills", "Past drills, newest first: result, data lost, time to recover"), listDrills);
    registrar.verb(group.add_subcommand("kept", "Databases that restores set aside or left behind"), listSideDatabases);
    registrar.verb(group.add_subcommand("holders", "Who is connected to the database now"), listHolders);

    const auto swap = std::make_shared<RestoreArguments>();
    CLI::App* swapCommand = group.add_subcommand("swap-back", "Exchange the live database with a kept one");
    swapCommand->add_option("DATABASE", swap->name, "A name from \"backup kept\"")->required();
    addGateOptions(*swapCommand, swap);
    registrar.verb(swapCommand, [swap](Invocation& invocation) { return swapBack(invocation, *swap); });

    CLI::App* drop = group.add_subcommand("drop-kept", "Drop a kept database; nothing brings it back");
    const auto dropSlots = std::make_shared<bool>(false);
    drop->add_option("DATABASE", *name, "A name from \"backup kept\"")->required();
    drop->add_flag("--drop-slots", *dropSlots, "Logical replication slots of the database may go with it");
    registrar.verb(drop, [name, dropSlots](Invocation& invocation) -> Result<int> {
        QBM_TRY(services, invocation.services());
        return runBackupOperation(
            invocation, services->backups->makeDropSideOperation(*name, invocation.task(), {*dropSlots}));
    });

    const auto pids = std::make_shared<std::vector<int>>();
    CLI::App* end = group.add_subcommand("end-sessions", "End sessions that hold the database");
    end->add_option("PID", *pids, "Server processes from \"backup holders\"; without: all that are in the way");
    registrar.verb(end, [pids](Invocation& invocation) { return endSessions(invocation, *pids); });
}

} // namespace qbm::ctl
