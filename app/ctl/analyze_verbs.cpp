// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/reading_output.h"
#include "app/ctl/verbs.h"
#include "core/service/analysis_service.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using analysis::CapacityRow;
using service::CapacityAnswer;
using service::CapacityQuestion;

struct CapacityOptions {
    CapacityQuestion question;
    std::string window = "15m";
    std::string target;
};

std::string secondsText(double seconds)
{
    return formatQuantity(seconds, Unit::Seconds).joined();
}

/// A wait too short to measure is not worth its digits.
std::string waitText(double seconds)
{
    return seconds < 1e-6 ? "< 1 µs" : secondsText(seconds);
}

nlohmann::json toJson(const CapacityRow& row)
{
    // An unstable queue has no finite times: null, never a large number.
    const auto finite = [&row](double value) { return row.stable ? numberToJson(value) : nlohmann::json(nullptr); };
    return {{"replicas", row.replicas}, {"stable", row.stable}, {"utilisation", numberToJson(row.utilisation)},
        {"meanWaitSeconds", finite(row.meanWaitSeconds)}, {"meanResponseSeconds", finite(row.meanResponseSeconds)},
        {"p95Seconds", finite(row.quantileSeconds)}, {"p95LowSeconds", finite(row.lowSeconds)}, {"p95HighSeconds", finite(row.highSeconds)}};
}

nlohmann::json toJson(const CapacityAnswer& answer, TimePoint now)
{
    nlohmann::json warnings = nlohmann::json::array();
    for (const Text& warning : answer.warnings)
        warnings.push_back(warning.english());
    nlohmann::json json{{"deployment", answer.question.deployment}, {"windowSeconds", answer.question.window.count()},
        {"arrivalRate", readingToJson(answer.arrivalRate, now)}, {"meanResponse", readingToJson(answer.meanResponse, now)},
        {"measuredP95", readingToJson(answer.measuredP95, now)}, {"replicas", readingToJson(answer.replicas, now)},
        {"sampleCount", answer.sampleCount}, {"predictedP95Now", nullptr}, {"modelErrorRatio", nullptr}, {"smallestMeetingTarget", nullptr},
        {"rows", nlohmann::json::array()}, {"warnings", std::move(warnings)}};
    if (answer.predictedP95Now)
        json["predictedP95Now"] = numberToJson(*answer.predictedP95Now);
    if (answer.modelErrorRatio)
        json["modelErrorRatio"] = numberToJson(*answer.modelErrorRatio);
    if (answer.question.targetSeconds)
        json["targetSeconds"] = *answer.question.targetSeconds;
    if (answer.table) {
        json["serviceSeconds"] = answer.table->serviceSeconds;
        json["offeredLoadErlangs"] = answer.table->offeredLoad;
        for (const CapacityRow& row : answer.table->rows)
            json["rows"].push_back(toJson(row));
        if (answer.table->smallestMeetingTarget)
            json["smallestMeetingTarget"] = *answer.table->smallestMeetingTarget;
    }
    return json;
}

void printTableOf(std::ostream& out, const CapacityAnswer& answer)
{
    std::vector<std::vector<std::string>> rows;
    const int now = static_cast<int>(answer.replicas.value);
    for (const CapacityRow& row : answer.table->rows) {
        const std::string busy = formatQuantity(row.utilisation * 100, Unit::Percent).joined();
        const std::string mark = row.replicas == now ? "now" : answer.table->smallestMeetingTarget == row.replicas ? "meets the target" : "";
        const std::string both = row.replicas == now && answer.table->smallestMeetingTarget == row.replicas ? "now, meets the target" : mark;
        if (row.stable)
            rows.push_back({std::to_string(row.replicas), busy, waitText(row.meanWaitSeconds), secondsText(row.quantileSeconds),
                secondsText(row.lowSeconds) + " to " + secondsText(row.highSeconds), both});
        else
            rows.push_back({std::to_string(row.replicas), busy, std::string(kUnknown), std::string(kUnknown), std::string(kUnknown),
                mark.empty() ? "overloaded" : mark + ", overloaded"});
    }
    printTable(out, {{"REPLICAS", true}, {"BUSY", true}, {"MEAN WAIT", true}, {"P95", true}, {"95 % BAND", true}, {""}}, rows);
    out << "\nOne request takes " << secondsText(answer.table->serviceSeconds) << " on average.";
    if (answer.predictedP95Now && answer.measuredP95.hasValue())
        out << " At " << now << " replicas the model says p95 = " << secondsText(*answer.predictedP95Now) << ", measured is "
            << secondsText(answer.measuredP95.value) << ".";
    out << "\n";
}

void printAnswer(std::ostream& out, const CapacityAnswer& answer, TimePoint now)
{
    out << "Capacity of " << answer.question.deployment << " from the last " << formatDuration(answer.question.window) << "\n\n";
    std::vector<std::vector<std::string>> inputs;
    const auto add = [&](const char* label, const Reading& reading) {
        inputs.push_back({label, readingText(reading), std::string(name(reading.state)), ageText(reading.at, now), reading.source});
    };
    add("arrival rate", answer.arrivalRate);
    add("mean response", answer.meanResponse);
    add("p95", answer.measuredP95);
    add("ready replicas", answer.replicas);
    printTable(out, {{"INPUT"}, {"VALUE", true}, {"STATE"}, {"AGE", true}, {"SOURCE"}}, inputs);
    out << "\n";
    if (answer.table)
        printTableOf(out, answer);
    for (const Text& warning : answer.warnings)
        out << "Note: " << warning.english() << "\n";
}

Result<int> capacity(Invocation& invocation, CapacityOptions options)
{
    QBM_TRY(window, prometheus::parseDuration(options.window));
    options.question.window = std::chrono::duration_cast<std::chrono::seconds>(window);
    if (!options.target.empty()) {
        QBM_TRY(target, prometheus::parseDuration(options.target));
        options.question.targetSeconds = std::chrono::duration<double>(target).count();
    }
    QBM_TRY(services, invocation.services());
    QBM_TRY(answer, services->analysis->fetchCapacity(options.question, invocation.task()));
    const TimePoint now = systemClock().now();
    invocation.print(toJson(answer, now), [&](std::ostream& out) { printAnswer(out, answer, now); });
    if (!answer.table)
        return kFailed;
    return options.question.targetSeconds && !answer.table->smallestMeetingTarget ? kPartial : kOk;
}

} // namespace

void addAnalyzeVerbs(CLI::App& app, Registrar& registrar)
{
    const auto options = std::make_shared<CapacityOptions>();
    CapacityQuestion& question = options->question;
    CLI::App* group = app.add_subcommand("analyze", "What-if analyses on live data")->require_subcommand(1);
    CLI::App* verb = group->add_subcommand("capacity", "p95 of a deployment at other numbers of replicas (Erlang C)");
    verb->add_option("--deployment", question.deployment, "The deployment")->capture_default_str();
    verb->add_option("--target-p95", options->target, "Wanted p95, such as 500ms or 2s");
    verb->add_option("--max", question.maxReplicas, "Largest number of replicas to look at")->capture_default_str();
    verb->add_option("--window", options->window, "Time over which load and response times are averaged")->capture_default_str();
    verb->add_option("--servers-per-replica", question.serversPerReplica, "Requests one replica works on at a time")->capture_default_str();
    verb->add_option("--arrival-scv", question.variability.arrivalScv, "Squared coefficient of variation of the times between arrivals")
        ->capture_default_str();
    verb->add_option("--service-scv", question.variability.serviceScv, "Squared coefficient of variation of the service times")
        ->capture_default_str();
    verb->add_option("--selector", question.selector, "Label matchers of its request metric (default: job=\"qbm-DEPLOYMENT\")");
    verb->footer("Exit code: 0 predicted; 3 no number up to --max meets --target-p95; 1 an input is missing.");
    registrar.verb(verb, [options](Invocation& invocation) { return capacity(invocation, *options); });
}

} // namespace qbm::ctl
