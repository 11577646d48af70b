// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/reading_output.h"
#include "app/ctl/verbs.h"
#include "core/base/printable.h"
#include "core/health/judge.h"
#include "core/service/health_service.h"
#include "core/service/operation_service.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using health::Fact;
using health::Finding;
using health::Node;
using health::Overview;
using health::State;
using health::Tile;

nlohmann::json toJson(const Node& node, TimePoint now)
{
    nlohmann::json facts = nlohmann::json::object();
    for (const Fact& fact : node.facts) {
        facts[fact.id] = readingToJson(fact.reading, now);
        facts[fact.id]["label"] = fact.label.english();
        if (!fact.words.empty())
            facts[fact.id]["words"] = fact.words.english();
    }
    nlohmann::json json{{"id", node.id}, {"kind", health::name(node.kind)}, {"title", node.title}, {"state", health::name(node.state)},
        {"sentence", node.sentence.english()}, {"facts", std::move(facts)}};
    if (node.checkedAt != TimePoint{})
        json["checkedAt"] = formatRfc3339(node.checkedAt);
    if (node.error)
        json["error"] = ctl::toJson(*node.error);
    return json;
}

nlohmann::json toJson(const Tile& tile, TimePoint now)
{
    return {{"id", tile.id}, {"label", tile.label.english()}, {"state", health::name(tile.state)}, {"words", tile.words.english()},
        {"note", tile.note.english()}, {"reading", readingToJson(tile.reading, now)}};
}

nlohmann::json toJson(const health::Address& address)
{
    return {{"page", address.page}, {"object", address.object}};
}

nlohmann::json toJson(const Finding& finding)
{
    nlohmann::json json{{"severity", health::name(finding.severity)}, {"subject", finding.subject}, {"what", finding.what.english()},
        {"why", finding.why.english()}, {"leadsTo", toJson(finding.leadsTo)}, {"source", finding.source}, {"detail", finding.detail}};
    if (finding.since)
        json["since"] = formatRfc3339(*finding.since);
    if (finding.at != TimePoint{})
        json["checkedAt"] = formatRfc3339(finding.at);
    return json;
}

nlohmann::json toJson(const std::vector<Text>& texts)
{
    nlohmann::json json = nlohmann::json::array();
    for (const Text& each : texts)
        json.push_back(each.english());
    return json;
}

nlohmann::json toJson(const Overview& overview)
{
    nlohmann::json findings = nlohmann::json::array();
    for (const Finding& finding : overview.findings)
        findings.push_back(toJson(finding));
    nlohmann::json nodes = nlohmann::json::array(), tiles = nlohmann::json::array(), links = nlohmann::json::array();
    for (const Node& node : overview.nodes)
        nodes.push_back(toJson(node, overview.finishedAt));
    for (const Tile& tile : overview.tiles)
        tiles.push_back(toJson(tile, overview.finishedAt));
    for (const health::Link& link : overview.links)
        links.push_back({{"from", link.from}, {"to", link.to}, {"state", health::name(link.state)}, {"label", link.label}});
    return {{"state", health::name(overview.headline.state)}, {"sentence", overview.headline.sentence(overview.finishedAt).english()},
        {"findings", std::move(findings)}, {"judged", toJson(overview.judged)}, {"notJudged", toJson(overview.notJudged)},
        {"at", formatRfc3339(overview.finishedAt)},
        {"tookSeconds", std::chrono::duration<double>(overview.finishedAt - overview.startedAt).count()}, {"nodes", std::move(nodes)},
        {"tiles", std::move(tiles)}, {"links", std::move(links)}};
}

std::string shown(const Reading& reading, const Text& words)
{
    return reading.hasValue() && !words.empty() ? words.english() : readingText(reading);
}

std::string joined(const std::vector<Text>& texts)
{
    return health::joinTexts(texts).english();
}

void printFindings(std::ostream& out, const Overview& overview)
{
    std::vector<std::vector<std::string>> rows;
    for (const Finding& finding : overview.findings)
        rows.push_back({std::string(health::name(finding.severity)), finding.sentence().english(),
            finding.since ? ageText(*finding.since, overview.finishedAt) : std::string(kUnknown), finding.source});
    if (!rows.empty())
        printTable(out, {{"SEVERITY"}, {"WHAT IS WRONG"}, {"SINCE", true}, {"SOURCE"}}, rows);
    if (overview.headline.state != State::Ok && !overview.judged.empty()) // else the first sentence has said it
        out << "\nJudged: " << joined(overview.judged) << ".\nNot judged: " << joined(overview.notJudged) << ".\n";
    if (!overview.findings.empty())
        out << "\n";
}

void printOverview(std::ostream& out, const Overview& overview)
{
    out << overview.headline.sentence(overview.finishedAt).english() << "\n\n";
    printFindings(out, overview);
    std::vector<std::vector<std::string>> parts, facts;
    for (const Node& node : overview.nodes) {
        parts.push_back({node.title, std::string(health::name(node.state)), node.sentence.english()});
        for (const Fact& fact : node.facts)
            facts.push_back({node.title, fact.label.english(), shown(fact.reading, fact.words), std::string(name(fact.reading.state)),
                ageText(fact.reading.at, overview.finishedAt), fact.reading.source});
    }
    for (const Tile& tile : overview.tiles) {
        if (tile.id == "last-backup" || tile.id == "alerts")
            facts.push_back({"", tile.label.english(), tile.words.empty() ? readingText(tile.reading) : tile.words.english(),
                std::string(name(tile.reading.state)), ageText(tile.reading.at, overview.finishedAt), tile.reading.source});
    }
    printTable(out, {{"PART"}, {"STATE"}, {"HOW IT STANDS"}}, parts);
    out << "\n";
    printTable(out, {{"PART"}, {"QUANTITY"}, {"VALUE", true}, {"STATE"}, {"AGE", true}, {"SOURCE"}}, facts);
}

int exitCodeOf(const Overview& overview)
{
    if (overview.headline.state == State::Down)
        return kFailed;
    if (overview.headline.state == State::Ok || overview.headline.state == State::NotConfigured)
        return kOk;
    const bool denied = std::ranges::any_of(overview.nodes,
        [](const Node& node) { return node.error && node.error->kind == ErrorKind::Denied; });
    return denied ? kDenied : kPartial;
}

/// Operations that nobody finishes by themselves, however well every part is.
std::vector<operation::Record> unfinishedOperations(const service::OperationService& operations)
{
    std::vector<operation::Record> records = operations.records();
    std::erase_if(records, [](const operation::Record& record) { return !operation::isUnfinished(record.state); });
    return records;
}

nlohmann::json toJson(const std::vector<operation::Record>& unfinished)
{
    nlohmann::json list = nlohmann::json::array();
    for (const operation::Record& record : unfinished)
        list.push_back({{"id", record.id}, {"kind", record.kind}, {"state", operation::name(record.state)},
            {"title", record.title.english()}, {"sentence", operation::unfinishedSentence(record).english()}});
    return list;
}

Result<int> status(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(overview, services->health->fetchOverview(invocation.task()));
    const std::vector<operation::Record> unfinished = unfinishedOperations(*services->operations);
    nlohmann::json document = toJson(overview);
    document["unfinished"] = toJson(unfinished);
    invocation.print(document, [&](std::ostream& out) {
        for (const operation::Record& record : unfinished)
            out << printableLine(operation::unfinishedSentence(record).english()) << "\n";
        printOverview(out, overview);
    });
    const int code = exitCodeOf(overview);
    return code == kOk && !unfinished.empty() ? int(kPartial) : code;
}

} // namespace

void addStatusVerbs(CLI::App& app, Registrar& registrar)
{
    CLI::App* verb = app.add_subcommand("status", "How the whole system stands");
    verb->footer("The first line names the worst; the list below has everything that is not as it should be.\n"
                 "Exit code: 0 all is well; 3 something is degraded, stale or unknown, or an operation was left half-done;\n"
                 "1 something is down or a critical alert fires; 77 a part refuses our credentials. What the profile does\n"
                 "not name is not counted.");
    registrar.verb(verb, status);
}

} // namespace qbm::ctl
