// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/drill_report.h"

#include "core/backup/catalogue.h"
#include "core/base/file.h"
#include "core/base/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string_view>

namespace qbm::backup {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::filesystem::path reportFile(const std::filesystem::path& folder)
{
    return folder / "drills.jsonl";
}

std::optional<DrillReport> parseReport(std::string_view line)
{
    try {
        const json entry = json::parse(line);
        const auto startedAt = parseRfc3339(entry.at("startedAt").get<std::string>());
        const auto finishedAt = parseRfc3339(entry.at("finishedAt").get<std::string>());
        if (!startedAt || !finishedAt)
            return std::nullopt;
        DrillReport report;
        report.backup = entry.at("backup").get<std::string>();
        report.startedAt = *startedAt;
        report.finishedAt = *finishedAt;
        if (const auto dataOf = parseRfc3339(entry.value("dataOf", "")))
            report.dataOf = *dataOf;
        report.restoreTook = std::chrono::milliseconds(entry.at("restoreMs").get<std::int64_t>());
        report.compareTook = std::chrono::milliseconds(entry.at("compareMs").get<std::int64_t>());
        report.passed = entry.at("passed").get<bool>();
        report.tables = entry.at("tables").get<std::size_t>();
        report.rows = entry.at("rows").get<std::int64_t>();
        report.checksums = entry.at("checksums").get<bool>();
        report.problem = entry.at("problem").get<std::string>();
        report.begun = entry.value("begun", true);
        report.origin = {entry.value("systemIdentifier", ""), entry.value("host", ""),
            entry.value("port", std::uint16_t{0}), entry.value("database", "")};
        return report;
    } catch (const json::exception&) {
        return std::nullopt; // torn by a crash
    }
}

} // namespace

std::optional<std::chrono::milliseconds> DrillReport::dataAge() const
{
    if (!dataOf || isDatedInFuture(startedAt - *dataOf))
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(startedAt - *dataOf);
}

Result<fs::path> appendDrill(const BackupEnvironment& environment, const DrillReport& report)
{
    json line{{"backup", report.backup}, {"startedAt", formatRfc3339(report.startedAt)},
        {"finishedAt", formatRfc3339(report.finishedAt)}, {"restoreMs", report.restoreTook.count()},
        {"compareMs", report.compareTook.count()}, {"passed", report.passed}, {"tables", report.tables},
        {"rows", report.rows}, {"checksums", report.checksums}, {"problem", report.problem},
        {"database", report.origin.database}, {"host", report.origin.host}, {"port", report.origin.port},
        {"systemIdentifier", report.origin.systemIdentifier}};
    if (!report.begun)
        line["begun"] = false;
    if (report.dataOf)
        line["dataOf"] = formatRfc3339(*report.dataOf);
    // On a line of its own even behind one that a crash tore.
    const std::string piece = "\n" + writeJson(line) + "\n";
    auto written = appendDurably(reportFile(environment.folder), piece);
    const bool readOnly = !written && written.error().kind == ErrorKind::Denied && !environment.state.empty();
    if (!readOnly) {
        QBM_CHECK(written);
        return environment.folder;
    }
    QBM_CHECK(makeFolder(environment.state, 0700));
    QBM_CHECK(appendDurably(reportFile(environment.state), piece));
    return environment.state;
}

namespace {

Result<> readReports(const fs::path& folder, const Origin& profile, std::vector<DrillReport>& reports)
{
    const auto content = readFile(reportFile(folder));
    if (!content && content.error().kind == ErrorKind::NotFound)
        return {};
    QBM_CHECK(content);
    for (const auto& part : std::views::split(*content, '\n')) {
        auto report = parseReport(std::string_view(part.begin(), part.end()));
        if (report && (report->origin.database.empty() || belongs(report->origin, profile) != Belonging::Foreign))
            reports.push_back(std::move(*report));
    }
    return {};
}

} // namespace

Result<std::vector<DrillReport>> readDrills(const BackupEnvironment& environment, const Origin& profile)
{
    std::vector<DrillReport> reports;
    QBM_CHECK(readReports(environment.folder, profile, reports));
    if (!environment.state.empty()) {
        QBM_CHECK(readReports(environment.state, profile, reports));
        std::ranges::stable_sort(reports, {}, &DrillReport::startedAt);
    }
    return reports;
}

} // namespace qbm::backup
