// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/verbs.h"
#include "core/base/unit.h"
#include "core/service/backup_service.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using backup::Backup;
using backup::Sidecar;
using backup::VerifyReport;

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

nlohmann::json toJson(const Sidecar& sidecar)
{
    nlohmann::json tables = nlohmann::json::array();
    for (const backup::TableRows& table : sidecar.tables)
        tables.push_back({{"schema", table.schema}, {"name", table.name}, {"rows", table.rows}});
    nlohmann::json json{{"sha256", sidecar.sha256}, {"serverVersion", sidecar.serverVersion},
        {"toolVersion", sidecar.toolVersion}, {"host", sidecar.host}, {"database", sidecar.database},
        {"databaseSizeBytes", sidecar.databaseSizeBytes}, {"startedAt", formatRfc3339(sidecar.startedAt)},
        {"snapshotAt", formatRfc3339(sidecar.snapshotAt)}, {"finishedAt", formatRfc3339(sidecar.finishedAt)},
        {"durationSeconds", seconds(sidecar.finishedAt - sidecar.startedAt)}, {"label", sidecar.label},
        {"pinned", sidecar.pinned}, {"safety", sidecar.safety}, {"consoleVersion", sidecar.consoleVersion},
        {"verifiedAt", sidecar.verifiedAt ? nlohmann::json(formatRfc3339(*sidecar.verifiedAt)) : nlohmann::json()}};
    json["tables"] = sidecar.counted ? std::move(tables) : nlohmann::json();
    json["rows"] = sidecar.counted ? nlohmann::json(sidecar.totalRows()) : nlohmann::json();
    return json;
}

nlohmann::json toJson(const Backup& entry)
{
    nlohmann::json json{{"name", entry.name}, {"file", entry.file.string()}, {"state", backup::name(entry.state)},
        {"sizeBytes", entry.sizeBytes}, {"takenAt", formatRfc3339(entry.takenAt)}};
    json["sidecar"] = entry.sidecar ? toJson(*entry.sidecar) : nlohmann::json();
    if (!entry.problem.empty())
        json["problem"] = entry.problem;
    return json;
}

/// The listing leaves the tables out; `show` has them.
nlohmann::json toListJson(const Backup& entry)
{
    nlohmann::json json = toJson(entry);
    if (entry.sidecar)
        json["sidecar"].erase("tables");
    return json;
}

nlohmann::json toJson(const VerifyReport& report)
{
    return {{"name", report.name}, {"sound", true}, {"sizeBytes", report.sizeBytes}, {"sha256", report.sha256},
        {"checksumKnown", report.checksumKnown}, {"entries", report.contents.entries}, {"tables", report.tables},
        {"rows", report.rows ? nlohmann::json(*report.rows) : nlohmann::json()},
        {"archiveVersion", report.contents.archiveVersion}, {"durationSeconds", seconds(report.took)}};
}

std::string rowsText(const Backup& entry)
{
    return entry.sidecar && entry.sidecar->counted ? formatCount(entry.sidecar->totalRows()) : std::string(kUnknown);
}

std::string verifiedText(const Backup& entry)
{
    return entry.sidecar && entry.sidecar->verifiedAt ? formatRfc3339(*entry.sidecar->verifiedAt)
                                                      : std::string(kUnknown);
}

void printBackup(std::ostream& out, const Backup& entry)
{
    out << entry.name << "\n  state      " << backup::name(entry.state) << ": "
        << backup::explain(entry.state).english() << "\n  file       " << entry.file.string() << "\n  size       "
        << formatBytes(entry.sizeBytes) << "\n  data of    " << formatRfc3339(entry.takenAt) << "\n";
    if (!entry.problem.empty())
        out << "  problem    " << entry.problem << "\n";
    if (!entry.sidecar)
        return;
    const Sidecar& sidecar = *entry.sidecar;
    out << "  database   " << sidecar.database << " on " << sidecar.host << ", PostgreSQL " << sidecar.serverVersion
        << "\n  made by    pg_dump " << sidecar.toolVersion << " in "
        << formatQuantity(seconds(sidecar.finishedAt - sidecar.startedAt), Unit::Seconds).joined() << "\n  SHA-256    "
        << sidecar.sha256 << "\n  verified   " << verifiedText(entry) << "\n";
    if (!sidecar.label.empty())
        out << "  label      " << sidecar.label << "\n";
    if (sidecar.pinned)
        out << "  pinned     yes\n";
    std::vector<std::vector<std::string>> rows;
    for (const backup::TableRows& table : sidecar.tables)
        rows.push_back({table.schema + "." + table.name, formatCount(table.rows)});
    if (!rows.empty()) {
        out << "\n";
        printTable(out, {{"TABLE"}, {"ROWS", true}}, rows);
    }
}

Result<int> listBackups(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(backups, services->backups->list(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Backup& entry : backups) {
        list.push_back(toListJson(entry));
        rows.push_back({entry.name, std::string(backup::name(entry.state)), formatRfc3339(entry.takenAt),
            formatBytes(entry.sizeBytes), rowsText(entry), verifiedText(entry),
            entry.sidecar ? entry.sidecar->label : std::string()});
    }
    const std::string folder = services->backups->folder();
    invocation.print({{"folder", folder}, {"backups", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "There is no backup in " << folder << " yet; \"backup create\" makes one.\n";
        else
            printTable(
                out, {{"NAME"}, {"STATE"}, {"DATA OF"}, {"SIZE", true}, {"ROWS", true}, {"VERIFIED"}, {"LABEL"}}, rows);
    });
    return kOk;
}

Result<int> showBackup(Invocation& invocation, const std::string& name)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(entry, services->backups->show(name, invocation.task()));
    invocation.print(toJson(entry), [&](std::ostream& out) { printBackup(out, entry); });
    return kOk;
}

Result<int> verifyBackup(Invocation& invocation, const std::string& name)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(report, services->backups->verify(name, invocation.task()));
    invocation.print(toJson(report), [&](std::ostream& out) {
        out << report.name << " is sound: " << formatBytes(report.sizeBytes) << ", " << report.tables << " tables"
            << (report.rows ? ", " + formatCount(*report.rows) + " rows" : std::string())
            << (report.checksumKnown ? ", SHA-256 as written."
                                     : "; without a sidecar it was decoded to its end instead.")
            << "\n";
    });
    return kOk;
}

Result<int> createBackup(Invocation& invocation, const backup::BackupOptions& options)
{
    QBM_TRY(services, invocation.services());
    const auto operation = services->backups->makeBackupOperation(options);
    return runOperation(invocation, *operation);
}

Result<int> restoreBackup(Invocation& invocation, const std::string& name, const backup::RestoreOptions& options)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(operation, services->backups->makeRestoreOperation(name, options, invocation.task()));
    return runOperation(invocation, *operation);
}

} // namespace

void addBackupVerbs(CLI::App& app, Registrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto backupOptions = std::make_shared<backup::BackupOptions>();
    const auto keepApplication = std::make_shared<bool>(false);
    CLI::App* group = app.add_subcommand("backup", "Backups of the database")->require_subcommand(1);
    const auto withName = [&](const char* verb, const char* help) {
        CLI::App* command = group->add_subcommand(verb, help);
        command->add_option("NAME", *name, "A backup's name, or LATEST")->required();
        return command;
    };

    CLI::App* create = group->add_subcommand("create", "Dump the database into the backup folder");
    create->add_option("--label", backupOptions->label, "Shown in the list");
    create->add_flag("--pin", backupOptions->pinned, "Mark it as one to keep");
    registrar.verb(
        create, [backupOptions](Invocation& invocation) { return createBackup(invocation, *backupOptions); });
    registrar.verb(group->add_subcommand("list", "What is in the backup folder, newest first"), listBackups);
    registrar.verb(withName("show", "Everything known about one backup"),
        [name](Invocation& invocation) { return showBackup(invocation, *name); });
    registrar.verb(withName("verify", "Read a backup from end to end and hold it against its sidecar"),
        [name](Invocation& invocation) { return verifyBackup(invocation, *name); });
    CLI::App* restore = withName("restore", "Stop the application, replace the data by a backup's, start it again");
    restore->add_flag("--keep-application", *keepApplication,
        "Do not scale the deployments: nothing but the console uses the database");
    registrar.verb(restore, [name, keepApplication](Invocation& invocation) {
        return restoreBackup(invocation, *name, {.stopApplication = !*keepApplication});
    });
}

} // namespace qbm::ctl
