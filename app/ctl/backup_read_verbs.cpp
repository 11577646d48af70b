// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/base/printable.h"
#include "core/base/unit.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using backup::Backup;

/// The listing leaves the tables out; `show` has them.
nlohmann::json toListJson(const Backup& entry)
{
    nlohmann::json json = toJson(entry);
    if (entry.sidecar)
        json["sidecar"].erase("tables");
    return json;
}

/// Marked where it is not this profile's.
std::string databaseWord(const Backup& entry)
{
    if (entry.origin.database.empty())
        return std::string(kUnknown);
    return entry.origin.database + (entry.belonging == backup::Belonging::Foreign ? " (foreign)" : "");
}

std::string serverWord(const Backup& entry)
{
    const backup::Origin& origin = entry.origin;
    if (origin.host.empty())
        return std::string(kUnknown);
    return origin.host + (origin.port != 0 ? ":" + std::to_string(origin.port) : "");
}

std::vector<std::string> listRow(const Backup& entry)
{
    const std::string unknown(kUnknown);
    const auto& sidecar = entry.sidecar;
    return {entry.name, std::string(backup::stateWord(entry)), databaseWord(entry), serverWord(entry),
        formatRfc3339(entry.takenAt),
        formatBytes(entry.sizeBytes), sidecar && sidecar->counted ? formatCount(sidecar->totalRows()) : unknown,
        sidecar && sidecar->verifiedAt ? formatRfc3339(*sidecar->verifiedAt) : unknown,
        sidecar && sidecar->pinned ? "yes" : "", sidecar ? std::to_string(sidecar->copies.size()) : unknown,
        sidecar ? sidecar->label : std::string()};
}

Result<int> listBackups(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(backups, services->backups->list(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Backup& entry : backups) {
        list.push_back(toListJson(entry));
        rows.push_back(listRow(entry));
    }
    const std::string folder = services->backups->folder();
    const std::optional<Text> gone = services->backups->whyFolderIsGone();
    const auto print = [&](std::ostream& out) {
        if (gone)
            out << printableLine(gone->english()) << "\n";
        else if (rows.empty())
            out << "There is no backup in " << folder << " yet; \"backup create\" makes one.\n";
        else
            printTable(out,
                {{"NAME"}, {"STATE"}, {"DATABASE"}, {"SERVER"}, {"DATA OF"}, {"SIZE", true}, {"ROWS", true}, {"VERIFIED AT"}, {"PINNED"},
                    {"COPIES", true}, {"LABEL"}},
                rows);
    };
    invocation.print({{"folder", folder}, {"backups", std::move(list)},
                         {"folderGone", gone ? nlohmann::json(gone->english()) : nlohmann::json()}},
        print);
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
        out << report.name << " is sound: " << formatBytes(report.sizeBytes) << ", " << counted(report.tables, "table")
            << (report.rows ? ", " + counted(*report.rows, "row") : std::string())
            << (report.checksumKnown ? ", SHA-256 as written."
                                     : "; without a sidecar it was decoded to its end instead.")
            << (report.contentRead ? "" : " Its content was not read: no key here decrypts it.") << "\n";
    });
    return kOk;
}

Result<int> listContents(Invocation& invocation, const std::string& name)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(entries, services->backups->listContents(name, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::ArchiveEntry& entry : entries) {
        list.push_back({{"id", entry.id}, {"kind", entry.kind}, {"schema", entry.schema}, {"name", entry.name},
            {"owner", entry.owner}});
        rows.push_back({entry.kind, entry.schema, entry.name, entry.owner});
    }
    invocation.print({{"entries", std::move(list)}}, [&](std::ostream& out) {
        printTable(out, {{"KIND"}, {"SCHEMA"}, {"NAME"}, {"OWNER"}}, rows);
    });
    return kOk;
}

struct ExtractArguments {
    std::string name, table, file, schema;
    backup::CsvOptions csv;
};

/// The table's name alone where the schema is named beside it.
Result<backup::TableName> tableOf(
    const service::BackupService& backups, const ExtractArguments& arguments, TaskContext& context)
{
    if (!arguments.schema.empty())
        return backup::TableName(arguments.schema, arguments.table);
    QBM_TRY(chosen, chooseTables(backups, arguments.name, {arguments.table}, context));
    return chosen.front();
}

void printExtract(std::ostream& out, const std::string& file, const std::string& table, const backup::ExtractReport& report)
{
    out << file << ": " << counted(report.rows, "row") << " of " << table << ", " << formatBytes(report.sizeBytes)
        << "\n";
    std::string columns;
    for (const std::string& column : report.generatedColumns)
        columns += (columns.empty() ? "" : ", ") + column;
    if (!columns.empty())
        out << "Without what the database computes itself, which no dump holds: " << columns << ".\n";
    if (report.unknownEncoding)
        out << "The database is in SQL_ASCII, so nobody knows the encoding of its text: it was written byte for byte.\n";
    if (report.formulaCells == 0)
        return;
    out << "Cells that begin as a formula does (=, +, -, @): " << formatCount(report.formulaCells)
        << (report.guarded ? "; each got an apostrophe in front.\n"
                           : "; a spreadsheet would run them, and --spreadsheet puts an apostrophe in front.\n");
}

Result<int> extractTable(Invocation& invocation, const ExtractArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    const service::BackupService& backups = *services->backups;
    QBM_TRY(table, tableOf(backups, arguments, invocation.task()));
    QBM_TRY(report,
        backups.extractTable(
            arguments.name, table.first, table.second, arguments.file, arguments.csv, invocation.task()));
    invocation.print({{"file", arguments.file}, {"schema", table.first}, {"table", table.second}, {"rows", report.rows},
                         {"sizeBytes", report.sizeBytes}, {"generatedColumns", report.generatedColumns},
                         {"formulaCells", report.formulaCells}, {"guarded", report.guarded},
                         {"unknownEncoding", report.unknownEncoding}},
        [&](std::ostream& out) { printExtract(out, arguments.file, backup::quotedTableName(table), report); });
    return kOk;
}

Result<int> showCosts(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(costs, services->backups->fetchCosts(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    const std::string unknown(kUnknown);
    for (const service::FormatCost& cost : costs) {
        const auto seconds
            = [](const auto& duration) { return duration ? nlohmann::json(inSeconds(*duration)) : nlohmann::json(); };
        list.push_back({{"format", backup::name(cost.format)},
            {"sizeBytes", cost.sizeBytes ? nlohmann::json(*cost.sizeBytes) : nlohmann::json()},
            {"durationSeconds", seconds(cost.duration)}, {"checksumSeconds", seconds(cost.checksumTook)},
            {"measuredBy", cost.measuredBy.empty() ? nlohmann::json() : nlohmann::json(cost.measuredBy)}});
        rows.push_back({std::string(backup::name(cost.format)), cost.sizeBytes ? formatBytes(*cost.sizeBytes) : unknown,
            cost.duration ? formatDuration(*cost.duration) : unknown,
            cost.checksumTook ? formatDuration(*cost.checksumTook) : unknown,
            cost.measuredBy.empty() ? "not measured here yet" : cost.measuredBy});
    }
    invocation.print({{"costs", std::move(list)}}, [&](std::ostream& out) {
        printTable(out, {{"FORMAT"}, {"SIZE", true}, {"TIME", true}, {"CHECKSUMS", true}, {"MEASURED BY"}}, rows);
    });
    return kOk;
}

} // namespace

void addBackupReadVerbs(CLI::App& group, Registrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    registrar.verb(group.add_subcommand("list", "What is in the backup folder, newest first"), listBackups);
    registrar.verb(addNamed(group, "show", "Everything known about one backup", name),
        [name](Invocation& invocation) { return showBackup(invocation, *name); });
    registrar.verb(addNamed(group, "verify", "Read a backup from end to end and hold it against its sidecar", name),
        [name](Invocation& invocation) { return verifyBackup(invocation, *name); });
    registrar.verb(addNamed(group, "contents", "What is in a backup, without restoring it", name),
        [name](Invocation& invocation) { return listContents(invocation, *name); });
    registrar.verb(group.add_subcommand("costs", "What each format takes here, by earlier backups"), showCosts);

    const auto extract = std::make_shared<ExtractArguments>();
    CLI::App* command = group.add_subcommand("extract", "Write one table of a backup as CSV, without restoring it");
    command->add_option("NAME", extract->name, "A backup's name or its beginning, or LATEST")->required();
    command
        ->add_option("TABLE", extract->table, "The table, as schema.table or quoted as in SQL: '\"my.schema\".\"table\"'")
        ->required();
    command->add_option("FILE", extract->file, "The file to make; it must not exist")->required();
    command->add_option("--schema", extract->schema, "The table's schema; TABLE is its name alone then");
    command->add_flag("--spreadsheet", extract->csv.forSpreadsheet,
        "Put an apostrophe before cells that a spreadsheet would take for a formula; numbers stay as they are");
    registrar.verb(command, [extract](Invocation& invocation) { return extractTable(invocation, *extract); });
}

} // namespace qbm::ctl
