// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/operation_output.h"
#include "app/ctl/verbs.h"
#include "core/base/printable.h"
#include "core/service/operation_service.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using operation::LedgerEntry;
using operation::Record;

nlohmann::json toJson(const LedgerEntry& entry)
{
    nlohmann::json plan = nlohmann::json::array();
    for (const operation::PlanLine& line : entry.plan)
        plan.push_back({{"what", line.what.english()}, {"change", line.change.english()}});
    nlohmann::json json{{"sequence", entry.sequence}, {"at", formatRfc3339(entry.at)}, {"operation", entry.operation},
        {"kind", entry.kind}, {"profile", entry.profile}, {"actor", entry.actor}, {"reason", entry.reason},
        {"title", entry.title.english()}, {"plan", std::move(plan)}, {"result", entry.result}};
    if (entry.error)
        json["error"] = ctl::toJson(*entry.error);
    return json;
}

Result<int> listOperations(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    const std::vector<Record> records = services->operations->records();
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Record& record : records) {
        list.push_back(recordToJson(record));
        rows.push_back({record.id, std::string(name(record.state)), formatRfc3339(record.startedAt), record.actor, record.title.english()});
    }
    invocation.print({{"operations", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No operation was run with this profile yet.\n";
        else
            printTable(out, {{"ID"}, {"STATE"}, {"STARTED"}, {"BY"}, {"OPERATION"}}, rows);
    });
    return kOk;
}

/// What is there now of what an unfinished one changed; where nobody can be asked, why.
Result<std::string> standingOf(Invocation& invocation, service::OperationService& operations, const Record& record)
{
    if (!isUnfinished(record.state))
        return std::string();
    const auto standing = operations.standing(record, invocation.task());
    if (!standing && standing.error().kind == ErrorKind::Cancelled)
        return fail(standing.error());
    return standing ? standing->english()
                    : text(QT_TRANSLATE_NOOP("core", "What is there now cannot be told: %1"), standing.error().message).english();
}

/// A record, and under it what is there now of what it changed; empty: nobody can tell.
int printWithStanding(Invocation& invocation, nlohmann::json document, const Record& record, const std::string& now)
{
    if (!now.empty())
        document["now"] = now;
    invocation.print(document, [&](std::ostream& out) {
        printRecord(out, record);
        if (!now.empty())
            out << "Now: " << printable(now) << "\n";
    });
    return kOk;
}

Result<int> showOperation(Invocation& invocation, const std::string& id)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(record, services->operations->find(id));
    QBM_TRY(now, standingOf(invocation, *services->operations, record));
    nlohmann::json document = recordToJson(record);
    return printWithStanding(invocation, std::move(document), record, now);
}

/// `operation close`: touches nothing but the journal and the ledger, so the reason is all the consent it needs.
Result<int> closeOperation(Invocation& invocation, const std::string& id)
{
    QBM_TRY(services, invocation.services());
    auto& operations = *services->operations;
    QBM_TRY(found, operations.find(id));
    QBM_TRY(now, standingOf(invocation, operations, found));
    Record record = found;
    if (!invocation.options().dryRun) {
        QBM_TRY(closed, operations.close(found.id, invocation.options().reason));
        record = std::move(closed);
    }
    nlohmann::json document{{"operation", recordToJson(record)}, {"closed", record.closing.has_value()}};
    return printWithStanding(invocation, std::move(document), record, now);
}

/// `operation resume` and `operation undo`: what they run was confirmed when it began, and both lead out of a half-done
/// change, so neither asks again. --dry-run shows the journal.
Result<int> goOn(Invocation& invocation, const std::string& id, bool undo)
{
    QBM_TRY(services, invocation.services());
    auto& operations = *services->operations;
    QBM_TRY(record, operations.find(id));
    if (!isUnfinished(record.state))
        return fail(record.closing
                ? operation::endedError(record)
                : Error{ErrorKind::Conflict,
                      text(QT_TRANSLATE_NOOP("core", "Operation %1 is %2; there is nothing to continue or take back."), record.id,
                          name(record.state)),
                      {}, {}});
    if (invocation.options().dryRun) {
        invocation.print(recordToJson(record), [&](std::ostream& out) { printRecord(out, record); });
        return kOk;
    }
    const auto observer = progressPrinter(invocation);
    QBM_TRY(outcome, undo ? operations.undo(record.id, invocation.task(), observer)
                          : operations.resume(record.id, invocation.task(), observer));
    printOutcome(invocation, outcome);
    const bool asWished = undo ? outcome.record.state == operation::RecordState::Undone : outcome.succeeded();
    return asWished ? int(kOk) : exitCodeOf(outcome);
}

Result<int> listLedger(Invocation& invocation, std::size_t most)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(entries, services->operations->ledger().entries());
    if (most != 0 && entries.size() > most)
        entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const LedgerEntry& entry : entries) {
        list.push_back(toJson(entry));
        rows.push_back({std::to_string(entry.sequence), formatRfc3339(entry.at), entry.actor, entry.result, entry.title.english(), entry.reason});
    }
    invocation.print({{"entries", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "The ledger is empty: nothing was changed with this profile yet.\n";
        else
            printTable(out, {{"#", true}, {"AT"}, {"BY"}, {"RESULT"}, {"OPERATION"}, {"REASON"}}, rows);
    });
    return kOk;
}

Result<int> verifyLedger(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    const operation::Ledger& ledger = services->operations->ledger();
    QBM_TRY(verification, ledger.verify());
    nlohmann::json json{{"intact", verification.intact}, {"entries", verification.entries}, {"file", ledger.file().string()}};
    if (!verification.intact) {
        json["firstBadLine"] = verification.firstBadLine;
        json["reason"] = verification.reason.english();
    }
    invocation.print(json, [&](std::ostream& out) {
        if (verification.intact)
            out << "The ledger is intact: " << verification.entries << " entries, each following from the one before.\n";
        else
            out << "The ledger is damaged at line " << verification.firstBadLine << " of " << ledger.file().string() << ": "
                << verification.reason.english() << " The " << verification.entries << " entries before it are intact.\n";
    });
    return verification.intact ? kOk : kFailed;
}

} // namespace

void addOperationVerbs(CLI::App& app, Registrar& registrar)
{
    const auto id = std::make_shared<std::string>();
    CLI::App* group = app.add_subcommand("operation", "Operations and their journals")->require_subcommand(1);
    registrar.verb(group->add_subcommand("list", "Every operation run with this profile"), listOperations);
    CLI::App* show = group->add_subcommand("show", "One operation, step by step");
    show->add_option("ID", *id, "An id, its beginning, or LATEST")->required();
    registrar.verb(show, [id](Invocation& invocation) { return showOperation(invocation, *id); });
    CLI::App* resume = group->add_subcommand("resume", "Continue an interrupted operation");
    resume->add_option("ID", *id, "An id, its beginning, or LATEST")->required();
    registrar.verb(resume, [id](Invocation& invocation) { return goOn(invocation, *id, false); });
    CLI::App* undo = group->add_subcommand("undo", "Take back what an interrupted operation had done");
    undo->add_option("ID", *id, "An id, its beginning, or LATEST")->required();
    registrar.verb(undo, [id](Invocation& invocation) { return goOn(invocation, *id, true); });
    CLI::App* closed = group->add_subcommand("close", "End an unfinished one by hand, with --reason TEXT; nothing is changed but its record");
    closed->add_option("ID", *id, "An id, its beginning, or LATEST")->required();
    registrar.verb(closed, [id](Invocation& invocation) { return closeOperation(invocation, *id); });

    const auto most = std::make_shared<std::size_t>(0);
    CLI::App* ledger = app.add_subcommand("ledger", "The record of every change made with this profile")->require_subcommand(1);
    CLI::App* list = ledger->add_subcommand("list", "Its entries, oldest first");
    list->add_option("--last", *most, "Only the last N entries");
    registrar.verb(list, [most](Invocation& invocation) { return listLedger(invocation, *most); });
    registrar.verb(ledger->add_subcommand("verify", "Check that no entry was changed, removed or inserted"), verifyLedger);
}

} // namespace qbm::ctl
