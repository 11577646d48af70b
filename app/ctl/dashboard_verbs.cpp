// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/verbs.h"
#include "core/dashboard/library.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using dashboard::LibraryEntry;
using dashboard::Panel;
using dashboard::Problem;
using dashboard::Severity;

dashboard::Library library()
{
    return {dashboard::builtInDashboardFolder(), dashboard::userDashboardFolder()};
}

std::string_view name(Severity severity)
{
    switch (severity) {
    case Severity::Note: return "note";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return "warning";
}

Result<int> listDashboards(Invocation& invocation)
{
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const LibraryEntry& entry : library().list()) {
        nlohmann::json json{{"id", entry.id}, {"title", entry.title}, {"file", entry.file.string()}, {"builtIn", entry.builtIn}};
        if (entry.error)
            json["error"] = toJson(*entry.error);
        list.push_back(std::move(json));
        rows.push_back({entry.id, entry.error ? entry.error->message.english() : entry.title, entry.builtIn ? "built in" : "yours", entry.file.string()});
    }
    invocation.print({{"dashboards", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "There is no dashboard. Put Grafana's JSON files into " << dashboard::userDashboardFolder().string() << "\n";
        else
            printTable(out, {{"ID"}, {"TITLE"}, {"FROM"}, {"FILE"}}, rows);
    });
    return kOk;
}

nlohmann::json toJson(const Panel& panel)
{
    nlohmann::json queries = nlohmann::json::array();
    for (const dashboard::Target& target : panel.targets)
        queries.push_back({{"refId", target.refId}, {"expression", target.expression}, {"legend", target.legendFormat}});
    return {{"id", panel.id}, {"title", panel.title}, {"type", panel.type}, {"supported", panel.kind != dashboard::PanelKind::Unsupported},
        {"unit", panel.unit}, {"queries", std::move(queries)}};
}

void printCheck(std::ostream& out, const dashboard::ParsedDashboard& parsed)
{
    out << parsed.dashboard.title << ": " << parsed.dashboard.panels.size() << " panels, " << parsed.dashboard.variables.size() << " variables\n\n";
    std::vector<std::vector<std::string>> rows;
    for (const Panel& panel : parsed.dashboard.panels) {
        const bool supported = panel.kind != dashboard::PanelKind::Unsupported;
        rows.push_back({std::to_string(panel.id), panel.title, panel.type, supported ? "shown" : "not supported: " + panel.type,
            std::to_string(panel.targets.size())});
    }
    printTable(out, {{"PANEL", true}, {"TITLE"}, {"TYPE"}, {"HERE"}, {"QUERIES", true}}, rows);
    out << (parsed.problems.empty() ? "\nEverything in this file is shown.\n" : "\n");
    for (const Problem& problem : parsed.problems)
        out << name(problem.severity) << ": " << problem.where << ": " << problem.message.english() << "\n";
}

/// A path, or the id of a dashboard there is.
Result<dashboard::ParsedDashboard> loadEither(const std::string& fileOrId)
{
    std::error_code ignored;
    if (std::filesystem::exists(fileOrId, ignored))
        return dashboard::loadDashboardFile(fileOrId);
    const bool looksLikePath = fileOrId.find('/') != std::string::npos || fileOrId.ends_with(".json");
    return looksLikePath ? dashboard::loadDashboardFile(fileOrId) : library().load(fileOrId);
}

Result<int> checkDashboard(Invocation& invocation, const std::string& fileOrId)
{
    QBM_TRY(parsed, loadEither(fileOrId));
    nlohmann::json panels = nlohmann::json::array(), problems = nlohmann::json::array();
    for (const Panel& panel : parsed.dashboard.panels)
        panels.push_back(toJson(panel));
    for (const Problem& problem : parsed.problems)
        problems.push_back({{"severity", name(problem.severity)}, {"where", problem.where}, {"message", problem.message.english()}});
    invocation.print({{"title", parsed.dashboard.title}, {"panels", std::move(panels)}, {"problems", std::move(problems)}},
        [&](std::ostream& out) { printCheck(out, parsed); });
    const bool loss = std::ranges::any_of(parsed.problems, [](const Problem& problem) { return problem.severity != Severity::Note; });
    return loss ? kPartial : kOk;
}

} // namespace

void addDashboardVerbs(CLI::App& app, Registrar& registrar)
{
    CLI::App* group = app.add_subcommand("dashboard", "Grafana dashboards")->require_subcommand(1);
    registrar.verb(group->add_subcommand("list", "The dashboards the console shows"), listDashboards);
    const auto file = std::make_shared<std::string>();
    CLI::App* check = group->add_subcommand("check", "Read a dashboard and say what of it cannot be shown");
    check->add_option("FILE", *file, "Grafana's JSON, or the id of a dashboard in the list")->required();
    check->footer("Exit code: 0 all of it is shown; 3 parts of it are not; 1 it cannot be read.");
    registrar.verb(check, [file](Invocation& invocation) { return checkDashboard(invocation, *file); });
}

} // namespace qbm::ctl
