// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/operation_output.h"

#include "core/base/printable.h"
#include "core/base/unit.h"
#include "core/service/operation_service.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using operation::Check;
using operation::Event;
using operation::Plan;
using operation::Record;
using operation::RecordState;
using operation::StepState;
using operation::Verdict;

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

const char* mark(StepState state)
{
    switch (state) {
    case StepState::Pending: return "·";
    case StepState::Running: return "…";
    case StepState::Done: return "✓";
    case StepState::Failed: return "✗";
    case StepState::Undoing: return "↶";
    case StepState::Undone: return "↶";
    }
    return "·";
}

std::string sentence(const Record& record)
{
    switch (record.state) {
    case RecordState::Done: return "Done and verified.";
    case RecordState::Undone: return "Taken back: everything it had changed is as it was before.";
    case RecordState::Stopped: return "Stopped; what was done stays.";
    case RecordState::NeedsAttention:
        return "It could not be finished, and going back did not come to its end either. Mend the cause, then run \"operation resume " + record.id
            + "\" or \"operation undo " + record.id + "\".";
    case RecordState::Interrupted:
        return "Its program was ended in the middle. Run \"operation resume " + record.id + "\" or \"operation undo " + record.id + "\".";
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
    return json;
}

void printPlan(std::ostream& out, const Plan& plan)
{
    out << oneLine(plan.title) << "\n" << oneLine(plan.consequence) << "\n\n";
    std::vector<std::vector<std::string>> rows;
    for (const operation::PlanLine& line : plan.lines)
        rows.push_back({"  " + line.what.english(), line.change.english()});
    printTable(out, {{""}, {""}}, rows);
    if (!plan.diff.empty())
        out << "\n" << plan.diff << "\n";
    if (!plan.stopLeaves.empty())
        out << "\nStopping: " << oneLine(plan.stopLeaves) << "\n";
    if (!plan.undo.empty())
        out << "Going back: " << oneLine(plan.undo) << "\n";
}

void printChecks(std::ostream& out, const std::vector<Check>& checks)
{
    out << "\nChecks\n";
    for (const Check& check : checks)
        out << "  " << mark(check.verdict) << " " << oneLine(check.question) << ": " << printable(check.reason.english()) << "\n";
}

void printRecord(std::ostream& out, const Record& record)
{
    out << oneLine(record.title) << "\n  " << record.id << ", begun " << formatRfc3339(record.startedAt) << " by " << record.actor;
    if (!record.reason.empty())
        out << ", reason: " << record.reason;
    out << "\n\n";
    for (const operation::StepRecord& step : record.steps)
        out << "  " << mark(step.state) << " " << oneLine(step.title) << " (" << name(step.state) << ")\n";
    if (record.error)
        out << "\n" << record.error->english() << "\n";
    out << "\n" << sentence(record) << "\n";
}

operation::Observer progressPrinter(Invocation& invocation)
{
    const auto record = std::make_shared<Record>();
    const auto lastLine = std::make_shared<std::string>();
    std::ostream& err = invocation.err();
    // Numbers that only grow would fill a log with the same sentence: a line is written when its words change.
    const auto say = [lastLine, &err](std::string line) {
        if (!line.empty() && line != *lastLine)
            err << "      " << line << "\n";
        *lastLine = std::move(line);
    };
    return [record, say, &err](const Event& event) {
        switch (event.kind) {
        case Event::Kind::Begun:
            *record = event.record;
            err << oneLine(record->title) << " [" << record->id << "]\n";
            break;
        case Event::Kind::StepState:
            err << "  " << mark(event.state) << " " << oneLine(record->steps.at(event.step).title);
            if (event.state == StepState::Failed)
                err << ": " << event.message.english();
            else if (event.state == StepState::Undoing || event.state == StepState::Undone)
                err << " (" << name(event.state) << ")";
            err << "\n";
            break;
        case Event::Kind::Said: say(event.message.english()); break;
        case Event::Kind::Progressed: say(event.progress.step.english()); break;
        case Event::Kind::Ended: break;
        }
        err.flush();
    };
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
        printPlan(invocation.err(), plan);
        printChecks(invocation.err(), checks);
        invocation.err() << "\n";
    }
    QBM_TRY(outcome, services->operations->run(operation, options.reason, invocation.task(), progressPrinter(invocation)));
    printOutcome(invocation, outcome, extra);
    return exitCodeOf(outcome);
}

} // namespace qbm::ctl
