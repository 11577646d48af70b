// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/base/unit.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using backup::Backup;
using backup::Sidecar;

nlohmann::json timeOrNull(const std::optional<TimePoint>& time)
{
    return time ? nlohmann::json(formatRfc3339(*time)) : nlohmann::json();
}

nlohmann::json tablesJson(const Sidecar& sidecar)
{
    nlohmann::json tables = nlohmann::json::array();
    for (const backup::TableRows& table : sidecar.tables) {
        nlohmann::json entry{{"schema", table.schema}, {"name", table.name}, {"rows", table.rows}};
        entry["checksum"] = table.checksum.empty() ? nlohmann::json() : nlohmann::json(table.checksum);
        tables.push_back(std::move(entry));
    }
    return tables;
}

nlohmann::json toJson(const Sidecar& sidecar)
{
    nlohmann::json copies = nlohmann::json::array();
    for (const backup::CopyRecord& copy : sidecar.copies)
        copies.push_back(
            {{"place", copy.place}, {"location", copy.location}, {"verifiedAt", formatRfc3339(copy.verifiedAt)}});
    nlohmann::json json{{"sha256", sidecar.sha256}, {"format", backup::name(sidecar.format)},
        {"encryption", backup::name(sidecar.encryption)}, {"encryptedTo", sidecar.encryptedTo},
        {"archiveSizeBytes", sidecar.archiveSizeBytes}, {"serverVersion", sidecar.serverVersion},
        {"toolVersion", sidecar.toolVersion}, {"host", sidecar.host}, {"port", sidecar.port},
        {"systemIdentifier", sidecar.systemIdentifier}, {"database", sidecar.database},
        {"databaseSizeBytes", sidecar.databaseSizeBytes}, {"startedAt", formatRfc3339(sidecar.startedAt)},
        {"snapshotAt", formatRfc3339(sidecar.snapshotAt)}, {"finishedAt", formatRfc3339(sidecar.finishedAt)},
        {"durationSeconds", inSeconds(sidecar.finishedAt - sidecar.startedAt)},
        {"checksumSeconds", inSeconds(sidecar.checksumTook)}, {"label", sidecar.label}, {"pinned", sidecar.pinned},
        {"safety", sidecar.safety}, {"adopted", sidecar.adopted}, {"consoleVersion", sidecar.consoleVersion},
        {"verifiedAt", timeOrNull(sidecar.verifiedAt)}, {"copies", std::move(copies)}};
    json["tables"] = sidecar.counted ? tablesJson(sidecar) : nlohmann::json();
    json["rows"] = sidecar.counted ? nlohmann::json(sidecar.totalRows()) : nlohmann::json();
    json["largeObjects"] = sidecar.largeObjects
        ? nlohmann::json{{"count", sidecar.largeObjects->count}, {"sizeBytes", sidecar.largeObjects->sizeBytes},
            {"checksum",
                sidecar.largeObjects->checksum.empty() ? nlohmann::json()
                                                       : nlohmann::json(sidecar.largeObjects->checksum)}}
        : nlohmann::json();
    return json;
}

void printSidecar(std::ostream& out, const Sidecar& sidecar)
{
    const auto line = [&out](const char* label, const std::string& value) {
        if (!value.empty())
            out << "  " << label << value << "\n";
    };
    const auto duration = [](Duration took) { return formatQuantity(inSeconds(took), Unit::Seconds).joined(); };
    line("database   ", backup::inWords(sidecar.origin()) + ", PostgreSQL " + sidecar.serverVersion);
    line("format     ",
        std::string(backup::name(sidecar.format))
            + (sidecar.encryption == backup::Encryption::None ? std::string()
                                                              : ", encrypted with "
                        + std::string(backup::name(sidecar.encryption)) + " for " + sidecar.encryptedTo));
    line("made by    ",
        sidecar.adopted ? "another program, pg_dump " + sidecar.toolVersion
                        : "pg_dump " + sidecar.toolVersion + " in " + duration(sidecar.finishedAt - sidecar.startedAt));
    line("SHA-256    ", sidecar.sha256);
    line("verified   ", sidecar.verifiedAt ? formatRfc3339(*sidecar.verifiedAt) : std::string(kUnknown));
    line("label      ", sidecar.label);
    line("pinned     ", sidecar.pinned ? "yes" : "");
    for (const backup::CopyRecord& copy : sidecar.copies)
        line("copy       ", copy.place + ", " + copy.location + ", verified " + formatRfc3339(copy.verifiedAt));
    if (sidecar.largeObjects && sidecar.largeObjects->count > 0)
        line("objects    ",
            counted(sidecar.largeObjects->count, "large object") + ", " + formatBytes(sidecar.largeObjects->sizeBytes)
                + ", content "
                + (sidecar.largeObjects->checksum.empty() ? std::string(kUnknown) : sidecar.largeObjects->checksum));
}

void printTables(std::ostream& out, const Sidecar& sidecar)
{
    std::vector<std::vector<std::string>> rows;
    for (const backup::TableRows& table : sidecar.tables)
        rows.push_back({table.schema + "." + table.name, formatCount(table.rows),
            table.checksum.empty() ? std::string(kUnknown) : table.checksum});
    if (rows.empty())
        return;
    out << "\n";
    printTable(out, {{"TABLE"}, {"ROWS", true}, {"CONTENT"}}, rows);
}

} // namespace

std::string_view belongingName(backup::Belonging belonging)
{
    switch (belonging) {
    case backup::Belonging::Ours:
        return "ours";
    case backup::Belonging::OursByName:
        return "by-name";
    case backup::Belonging::Foreign:
        return "foreign";
    case backup::Belonging::Unknown:
        break;
    }
    return "unknown";
}

double inSeconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

nlohmann::json toJson(const Backup& entry)
{
    nlohmann::json json{{"name", entry.name}, {"file", entry.file.string()}, {"state", backup::name(entry.state)},
        {"verified", entry.verified()}, {"sizeBytes", entry.sizeBytes}, {"takenAt", formatRfc3339(entry.takenAt)}};
    json["database"] = entry.origin.database.empty() ? nlohmann::json() : nlohmann::json(entry.origin.database);
    json["belongs"] = belongingName(entry.belonging);
    json["sidecar"] = entry.sidecar ? toJson(*entry.sidecar) : nlohmann::json();
    if (!entry.kindOfFile.empty())
        json["kindOfFile"] = entry.kindOfFile;
    if (!entry.problem.empty())
        json["problem"] = entry.problem;
    return json;
}

nlohmann::json toJson(const backup::VerifyReport& report)
{
    return {{"name", report.name}, {"sound", true}, {"sizeBytes", report.sizeBytes}, {"sha256", report.sha256},
        {"checksumKnown", report.checksumKnown}, {"contentRead", report.contentRead}, {"entries", report.contents.entries}, {"tables", report.tables},
        {"rows", report.rows ? nlohmann::json(*report.rows) : nlohmann::json()},
        {"archiveVersion", report.contents.archiveVersion}, {"durationSeconds", inSeconds(report.took)}};
}

nlohmann::json toJson(const backup::DrillReport& report)
{
    return {{"backup", report.backup}, {"startedAt", formatRfc3339(report.startedAt)},
        {"finishedAt", formatRfc3339(report.finishedAt)}, {"restoreSeconds", inSeconds(report.restoreTook)},
        {"compareSeconds", inSeconds(report.compareTook)}, {"recoverySeconds", inSeconds(report.recoveryTook())},
        {"dataAgeSeconds", report.dataAge() ? nlohmann::json(inSeconds(*report.dataAge())) : nlohmann::json()},
        {"begun", report.begun}, {"passed", report.passed}, {"tables", report.tables}, {"rows", report.rows}, {"checksums", report.checksums},
        {"problem", report.problem.empty() ? nlohmann::json() : nlohmann::json(report.problem)}};
}

void printBackup(std::ostream& out, const Backup& entry)
{
    out << entry.name << "\n  state      " << backup::stateWord(entry) << ": "
        << backup::explain(entry).english() << "\n  file       " << entry.file.string() << "\n  size       "
        << formatBytes(entry.sizeBytes) << "\n  data of    " << formatRfc3339(entry.takenAt) << "\n";
    if (!entry.kindOfFile.empty())
        out << "  it is      " << entry.kindOfFile << "\n";
    if (entry.belonging == backup::Belonging::Foreign)
        out << "  foreign    of " << backup::inWords(entry.origin) << ", not of this profile\n";
    if (!entry.problem.empty())
        out << "  problem    " << entry.problem << "\n";
    if (!entry.sidecar)
        return;
    printSidecar(out, *entry.sidecar);
    printTables(out, *entry.sidecar);
}

} // namespace qbm::ctl
