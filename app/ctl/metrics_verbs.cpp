// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/reading_output.h"
#include "app/ctl/verbs.h"
#include "core/base/json_text.h"
#include "core/service/metrics_service.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using prometheus::QueryResult;
using prometheus::Series;

/// A terminal is about this many points wide.
constexpr int kAutoPoints = 240;
constexpr std::chrono::hours kLongestRange{24 * 3650};

nlohmann::json toJson(const prometheus::Labels& labels)
{
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [label, value] : labels)
        json[label] = value;
    return json;
}

nlohmann::json toJson(const QueryResult& result)
{
    nlohmann::json list = nlohmann::json::array();
    for (const Series& series : result.series) {
        nlohmann::json samples = nlohmann::json::array();
        for (std::size_t i = 0; i < series.values.size(); ++i)
            samples.push_back({series.times[i], numberToJson(series.values[i])});
        list.push_back({{"labels", toJson(series.labels)}, {"samples", std::move(samples)}});
    }
    nlohmann::json json{{"type", prometheus::name(result.type)}, {"series", std::move(list)}, {"warnings", result.warnings}};
    if (result.type == prometheus::ResultType::String)
        json["text"] = result.text;
    return json;
}

std::string numberText(double value)
{
    if (!std::isfinite(value))
        return numberToJson(value).get<std::string>();
    return writeJson(nlohmann::json(value)); // the shortest text that reads back as the same number
}

void printWarnings(Invocation& invocation, const QueryResult& result)
{
    for (const std::string& warning : result.warnings)
        invocation.err() << "Prometheus warns: " << warning << "\n";
}

void printInstant(std::ostream& out, const QueryResult& result)
{
    if (result.type == prometheus::ResultType::String) {
        out << result.text << "\n";
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const Series& series : result.series) {
        if (series.values.empty())
            continue;
        rows.push_back({prometheus::formatLabels(series.labels), numberText(series.values.back()),
            formatRfc3339(prometheus::fromUnixSeconds(series.times.back()))});
    }
    if (rows.empty())
        out << "No series matches.\n";
    else
        printTable(out, {{"SERIES"}, {"VALUE", true}, {"AT"}}, rows);
}

std::vector<std::string> summaryOf(const Series& series)
{
    double least = 0, most = 0, sum = 0;
    std::size_t count = 0;
    for (const double value : series.values) {
        if (!std::isfinite(value))
            continue;
        least = count == 0 ? value : std::min(least, value);
        most = count == 0 ? value : std::max(most, value);
        sum += value;
        ++count;
    }
    const auto shown = [count](double value) { return count == 0 ? std::string(kUnknown) : formatQuantity(value, Unit::None).number; };
    return {prometheus::formatLabels(series.labels), std::to_string(series.values.size()), shown(least),
        shown(count == 0 ? 0 : sum / static_cast<double>(count)), shown(most), series.values.empty() ? "" : numberText(series.values.back())};
}

void printRange(std::ostream& out, const QueryResult& result, const prometheus::TimeRange& range, std::chrono::milliseconds step)
{
    out << "From " << formatRfc3339(range.from) << " to " << formatRfc3339(range.to) << ", step " << prometheus::formatStep(step) << "\n";
    std::vector<std::vector<std::string>> rows;
    for (const Series& series : result.series)
        rows.push_back(summaryOf(series));
    if (rows.empty())
        out << "No series matches.\n";
    else
        printTable(out, {{"SERIES"}, {"POINTS", true}, {"MIN", true}, {"MEAN", true}, {"MAX", true}, {"LAST", true}}, rows);
}

Result<int> query(Invocation& invocation, const std::string& expression)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(result, services->metrics->query(expression, std::nullopt, invocation.task()));
    printWarnings(invocation, result);
    nlohmann::json json = toJson(result);
    json["expression"] = expression;
    invocation.print(json, [&](std::ostream& out) { printInstant(out, result); });
    return kOk;
}

struct RangeOptions {
    std::string expression;
    std::string since = "1h";
    std::string step = "auto";
};

Result<int> queryRange(Invocation& invocation, const RangeOptions& options)
{
    QBM_TRY(since, prometheus::parseDuration(options.since));
    if (since > kLongestRange)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "--since %1 is longer than ten years."), options.since));
    const TimePoint now = systemClock().now();
    prometheus::TimeRange range{now - since, now};
    auto step = prometheus::chooseStep(range, kAutoPoints);
    if (options.step != "auto") {
        QBM_TRY(wanted, prometheus::parseDuration(options.step));
        step = wanted;
    }
    range = prometheus::alignToStep(range, step);
    QBM_TRY(services, invocation.services());
    QBM_TRY(result, services->metrics->queryRangeStep(options.expression, range, step, invocation.task()));
    printWarnings(invocation, result);
    nlohmann::json json = toJson(result);
    json["expression"] = options.expression;
    json["from"] = formatRfc3339(range.from);
    json["to"] = formatRfc3339(range.to);
    json["stepSeconds"] = std::chrono::duration<double>(step).count();
    invocation.print(json, [&](std::ostream& out) { printRange(out, result, range, step); });
    return kOk;
}

Result<int> listTargets(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(targets, services->metrics->fetchTargets(invocation.task()));
    const auto missing = services->metrics->missingJobs(targets);
    const TimePoint now = systemClock().now();
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const prometheus::Target& target : targets) {
        nlohmann::json entry{{"job", target.job}, {"instance", target.instance}, {"state", prometheus::name(target.health)},
            {"scrapeUrl", target.scrapeUrl}, {"lastError", target.lastError}, {"lastScrapeSeconds", target.lastScrapeSeconds},
            {"scrapeIntervalSeconds", std::chrono::duration<double>(target.scrapeInterval).count()}, {"labels", toJson(target.labels)}};
        if (target.lastScrape)
            entry["lastScrape"] = formatRfc3339(*target.lastScrape);
        list.push_back(std::move(entry));
        rows.push_back({target.job, target.instance, std::string(prometheus::name(target.health)),
            ageText(target.lastScrape.value_or(TimePoint{}), now), formatQuantity(target.lastScrapeSeconds, Unit::Seconds).joined(), target.lastError});
    }
    invocation.print({{"targets", std::move(list)}, {"missingJobs", missing}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "Prometheus scrapes nothing.\n";
        else
            printTable(out, {{"JOB"}, {"INSTANCE"}, {"STATE"}, {"LAST SCRAPE", true}, {"TOOK", true}, {"ERROR"}}, rows);
        for (const std::string& job : missing)
            out << "The job " << job << " of the deployment guide is not scraped.\n";
    });
    return kOk;
}

Result<int> listAlerts(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(alerts, services->metrics->fetchAlerts(invocation.task()));
    const TimePoint now = systemClock().now();
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const prometheus::Alert& alert : alerts) {
        list.push_back({{"fingerprint", alert.fingerprint}, {"state", alert.state}, {"labels", toJson(alert.labels)},
            {"annotations", toJson(alert.annotations)}, {"startsAt", formatRfc3339(alert.startsAt)}, {"endsAt", formatRfc3339(alert.endsAt)},
            {"receivers", alert.receivers}, {"silencedBy", alert.silencedBy}, {"inhibitedBy", alert.inhibitedBy}});
        const auto summary = prometheus::labelValue(alert.annotations, "summary");
        rows.push_back({std::string(alert.alertName()), std::string(alert.severity()), alert.state, ageText(alert.startsAt, now),
            std::string(summary)});
    }
    invocation.print({{"alerts", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No alert.\n";
        else
            printTable(out, {{"ALERT"}, {"SEVERITY"}, {"STATE"}, {"SINCE", true}, {"SUMMARY"}}, rows);
    });
    return kOk;
}

} // namespace

void addMetricsVerbs(CLI::App& app, Registrar& registrar)
{
    const auto options = std::make_shared<RangeOptions>();
    CLI::App* metrics = app.add_subcommand("metrics", "Ask Prometheus")->require_subcommand(1);
    CLI::App* instant = metrics->add_subcommand("query", "A PromQL expression, now");
    instant->add_option("EXPR", options->expression, "A PromQL expression")->required();
    registrar.verb(instant, [options](Invocation& invocation) { return query(invocation, options->expression); });
    CLI::App* range = metrics->add_subcommand("range", "A PromQL expression over a time");
    range->add_option("EXPR", options->expression, "A PromQL expression")->required();
    range->add_option("--since", options->since, "How far back: 30m, 6h, 7d")->capture_default_str();
    range->add_option("--step", options->step, "Time between points, or auto")->capture_default_str();
    registrar.verb(range, [options](Invocation& invocation) { return queryRange(invocation, *options); });
    registrar.verb(metrics->add_subcommand("targets", "What Prometheus scrapes, and whether it works"), listTargets);

    CLI::App* alerts = app.add_subcommand("alerts", "Alerts of Alertmanager")->require_subcommand(1);
    registrar.verb(alerts->add_subcommand("list", "Every alert, newest first"), listAlerts);
}

} // namespace qbm::ctl
