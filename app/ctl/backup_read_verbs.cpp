// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
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
    return {entry.name, std::string(backup::name(entry.state)), databaseWord(entry), serverWord(entry),
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
    invocation.print({{"folder", folder}, {"backups", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "There is no backup in " << folder << " yet; \"backup create\" makes one.\n";
        else
            printTable(out,
                {{"NAME"}, {"STATE"}, {"DATABASE"}, {"SERVER"}, {"DATA OF"}, {"SIZE", true}, {"ROWS", true}, {"VERIFIED"}, {"PINNED"},
                    {"COPIES", true}, {"LABEL"}},
                rows);
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
    std::string name, table, file;
    std::string schema = "public";
};

Result<int> extractTable(Invocation& invocation, const ExtractArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(report,
        services->backups->extractTable(
            arguments.name, arguments.schema, arguments.table, arguments.file, invocation.task()));
    invocation.print(
        {{"file", arguments.file}, {"rows", report.rows}, {"sizeBytes", report.sizeBytes}}, [&](std::ostream& out) {
            out << arguments.file << ": " << formatCount(report.rows) << " rows of " << arguments.schema << "."
                << arguments.table << ", " << formatBytes(report.sizeBytes) << "\n";
        });
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
    command->add_option("NAME", extract->name, "A backup's name, or LATEST")->required();
    command->add_option("TABLE", extract->table, "The table's name")->required();
    command->add_option("FILE", extract->file, "The file to make; it must not exist")->required();
    command->add_option("--schema", extract->schema, "The table's schema; without: public");
    registrar.verb(command, [extract](Invocation& invocation) { return extractTable(invocation, *extract); });
}

} // namespace qbm::ctl
