// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/operation_output.h"

#include "app/ctl/progress_output.h"
#include "core/base/printable.h"
#include "core/base/unit.h"
#include "core/operation/journal_notes.h"
#include "core/service/operation_service.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using operation::Check;
using operation::Plan;
using operation::Record;
using operation::RecordState;
using operation::Verdict;

constexpr std::size_t kMostAlike = 4; ///< lines of a plan for things of one kind

const char* mark(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass: return "✓";
    case Verdict::Warning: return "▲";
    case Verdict::Fail: return "✗";
    }
    return "✗";
}

const char* word(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass: return "pass";
    case Verdict::Warning: return "warning";
    case Verdict::Fail: return "fail";
    }
    return "fail";
}

std::string sentence(const Record& record)
{
    switch (record.state) {
    case RecordState::Done: return "Done and verified.";
    case RecordState::Undone:
        if (const Text differs = operation::whatDiffers(record); !differs.empty())
            return "Taken back, but not everything is as it was before: " + differs.english();
        return "Taken back: everything it had changed is as it was before.";
    case RecordState::Stopped: return "Stopped; what was done stays.";
    case RecordState::NeedsAttention:
        return "It could not be finished, and going back did not come to its end either. Mend the cause, then run \"operation resume " + record.id
            + "\" or \"operation undo " + record.id + "\"; what something else has moved on is closed with \"operation close " + record.id
            + " --reason TEXT\".";
    case RecordState::Interrupted:
        return "Its program was ended in the middle. Run \"operation resume " + record.id + "\" or \"operation undo " + record.id
            + "\"; what something else has moved on is closed with \"operation close " + record.id + " --reason TEXT\".";
    case RecordState::Closed:
        if (!record.closing)
            return "Closed.";
        return "Closed by " + record.closing->actor + " at " + formatRfc3339(record.closing->at) + ": "
            + printableLine(record.closing->reason) + "\nWhat it had done and not taken back stays; it is neither continued nor taken back.";
    case RecordState::Running: return "A program is running it now.";
    }
    return {};
}

/// One line, whatever names it holds. Messages and errors may be lists, so their line ends stay.
std::string oneLine(const Text& text)
{
    return printableLine(text.english());
}

/// What consent the command line gives for this plan on this tier; empty if enough.
std::string missingConsent(const CommonOptions& options, const Plan& plan, Tier tier)
{
    if (operation::requiredConfirmation(tier) == operation::Confirmation::TypeTarget) {
        if (options.confirm == plan.target)
            return {};
        return "Nothing was changed. This is a production system: add --confirm " + plan.target + " to run it.";
    }
    if (options.yes || options.confirm == plan.target)
        return {};
    return "Nothing was changed. Add --yes to run it.";
}

} // namespace

nlohmann::json planToJson(const Plan& plan)
{
    nlohmann::json lines = nlohmann::json::array();
    for (const operation::PlanLine& line : plan.lines)
        lines.push_back({{"what", line.what.english()}, {"change", line.change.english()}});
    return {{"title", plan.title.english()}, {"consequence", plan.consequence.english()}, {"target", plan.target},
        {"lines", std::move(lines)}, {"diff", plan.diff}, {"stopLeaves", plan.stopLeaves.english()}, {"undo", plan.undo.english()}};
}

nlohmann::json checksToJson(const std::vector<Check>& checks)
{
    nlohmann::json json = nlohmann::json::array();
    for (const Check& check : checks)
        json.push_back({{"question", check.question.english()}, {"verdict", word(check.verdict)}, {"reason", check.reason.english()}});
    return json;
}

nlohmann::json recordToJson(const Record& record)
{
    nlohmann::json steps = nlohmann::json::array();
    for (const operation::StepRecord& step : record.steps)
        steps.push_back({{"id", step.id}, {"title", step.title.english()}, {"state", name(step.state)}});
    nlohmann::json json{{"id", record.id}, {"kind", record.kind}, {"title", record.title.english()}, {"target", record.target},
        {"state", name(record.state)}, {"profile", record.profile}, {"actor", record.actor}, {"reason", record.reason},
        {"startedAt", formatRfc3339(record.startedAt)}, {"changedAt", formatRfc3339(record.changedAt)},
        {"parameters", record.parameters}, {"values", record.values}, {"steps", std::move(steps)}};
    if (record.error)
        json["error"] = toJson(*record.error);
    nlohmann::json gaps = nlohmann::json::array();
    for (const operation::Interruption& gap : operation::interruptions(record.values))
        gaps.push_back({{"from", formatRfc3339(gap.from)}, {"to", formatRfc3339(gap.to)}});
    if (!gaps.empty())
        json["interruptions"] = std::move(gaps);
    if (const Text differs = operation::whatDiffers(record); !differs.empty())
        json["differsFromBefore"] = differs.english();
    if (record.closing)
        json["closed"] = {{"actor", record.closing->actor}, {"reason", record.closing->reason}, {"at", formatRfc3339(record.closing->at)}};
    return json;
}

void printPlan(std::ostream& out, const Plan& plan, std::size_t mostAlike)
{
    out << oneLine(plan.title) << "\n" << oneLine(plan.consequence) << "\n\n";
    std::vector<std::vector<std::string>> rows;
    std::map<std::string, std::size_t> alike;
    std::size_t left = 0;
    for (const operation::PlanLine& line : plan.lines) {
        if (mostAlike != 0 && ++alike[std::string(line.what.templ())] > mostAlike)
            ++left;
        else
            rows.push_back({"  " + line.what.english(), line.change.english()});
    }
    if (left > 0)
        rows.push_back({"  " + std::to_string(left) + " more", "of the same kind; --verbose or --dry-run shows them"});
    printTable(out, {{""}, {""}}, rows);
    if (!plan.diff.empty())
        out << "\n" << plan.diff << "\n";
    if (!plan.stopLeaves.empty())
        out << "\nStopping: " << oneLine(plan.stopLeaves) << "\n";
    if (!plan.undo.empty())
        out << "Going back: " << oneLine(plan.undo) << "\n";
}

void printChecks(std::ostream& out, const std::vector<Check>& checks, bool passedToo)
{
    out << "\nChecks\n";
    const auto passed = std::ranges::count(checks, Verdict::Pass, &Check::verdict);
    if (!passedToo && passed > 0)
        out << "  " << mark(Verdict::Pass) << " " << passed << " of " << checks.size() << " passed\n";
    for (const Check& check : checks) {
        if (passedToo || check.verdict != Verdict::Pass)
            out << "  " << mark(check.verdict) << " " << oneLine(check.question) << ": " << printable(check.reason.english()) << "\n";
    }
}

void printRecord(std::ostream& out, const Record& record)
{
    out << oneLine(record.title) << "\n  " << record.id << ", begun " << formatRfc3339(record.startedAt) << " by " << record.actor;
    if (!record.reason.empty())
        out << ", reason: " << record.reason;
    for (const operation::Interruption& gap : operation::interruptions(record.values))
        out << "\n  interrupted: last heard of at " << formatRfc3339(gap.from) << ", gone on with at " << formatRfc3339(gap.to);
    out << "\n\n";
    for (const operation::StepRecord& step : record.steps)
        out << "  " << mark(step.state) << " " << oneLine(step.title) << " (" << name(step.state) << ")\n";
    if (record.error)
        out << "\n" << record.error->english() << "\n";
    out << "\n" << sentence(record) << "\n";
}

operation::Observer progressPrinter(Invocation& invocation)
{
    return [output = std::make_shared<ProgressOutput>(invocation.err(), invocation.options().verbose)](
               const operation::Event& event) { output->take(event); };
}

void printOutcome(Invocation& invocation, const operation::Outcome& outcome, const OutcomeExtra& extra)
{
    nlohmann::json document{{"operation", recordToJson(outcome.record)}, {"succeeded", outcome.succeeded()}};
    if (extra.json)
        extra.json(document, outcome);
    invocation.print(document, [&](std::ostream& out) {
        if (outcome.record.error)
            out << outcome.record.error->english() << "\n";
        out << sentence(outcome.record) << "\n";
        for (const auto& [key, value] : outcome.record.values) {
            if (key.starts_with("result."))
                out << "  " << key.substr(7) << ": " << printableLine(value) << "\n";
        }
        if (extra.text)
            extra.text(out, outcome);
    });
}

int exitCodeOf(const operation::Outcome& outcome)
{
    if (outcome.succeeded())
        return kOk;
    if (!outcome.record.error)
        return kFailed;
    // A rollout that did not get ready in its time has failed: that is a verdict, and asking again gives the same.
    const bool rollout = outcome.record.kind.starts_with("deployment.");
    if (rollout && outcome.record.error->kind == ErrorKind::Timeout)
        return kFailed;
    return exitCode(*outcome.record.error);
}

Result<int> runOperation(Invocation& invocation, operation::Operation& operation, const OutcomeExtra& extra)
{
    QBM_TRY(services, invocation.services());
    const CommonOptions& options = invocation.options();
    // Somebody, or a timer, wanted it to run.
    const bool meant = !options.dryRun && !options.readOnly && (options.yes || !options.confirm.empty());
    auto planned = operation.plan(invocation.task());
    auto checked = planned ? operation.check(invocation.task()) : Result<std::vector<Check>>(fail(planned.error()));
    if (!checked) {
        if (meant && checked.error().kind != ErrorKind::Cancelled)
            operation.noteNotBegun(checked.error().english(), invocation.task());
        return fail(std::move(checked).error());
    }
    const Plan& plan = *planned;
    const std::vector<Check>& checks = *checked;
    const bool allowed = operation::mayRun(checks);
    if (meant && !allowed)
        operation.noteNotBegun(operation::failedReasons(checks), invocation.task());
    const std::string missing = options.dryRun ? "Nothing was changed: this is a dry run." : missingConsent(options, plan, services->profile.tier);
    if (!allowed || !missing.empty()) {
        const std::string why = allowed ? missing : "Nothing was changed: a check says no.";
        invocation.print({{"plan", planToJson(plan)}, {"checks", checksToJson(checks)}, {"succeeded", false}, {"message", why}},
            [&](std::ostream& out) {
                printPlan(out, plan);
                printChecks(out, checks);
                out << "\n" << why << "\n";
            });
        if (!allowed)
            return kFailed;
        return options.dryRun ? kOk : kUsage;
    }
    if (!options.json) {
        // Whoever runs it has read the plan, or does not want to; what is new is what happens.
        printPlan(invocation.err(), plan, options.verbose ? 0 : kMostAlike);
        printChecks(invocation.err(), checks, options.verbose);
        invocation.err() << "\n";
    }
    QBM_TRY(outcome, services->operations->run(operation, options.reason, invocation.task(), progressPrinter(invocation)));
    printOutcome(invocation, outcome, extra);
    return exitCodeOf(outcome);
}

} // namespace qbm::ctl
