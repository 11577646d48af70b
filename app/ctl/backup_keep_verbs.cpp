// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/base/printable.h"
#include "core/base/unit.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

/// Rules given on the command line stand in for the profile's, one by one.
struct RetentionArguments {
    std::optional<int> days, last, daily, weekly, monthly;
    std::optional<std::uint64_t> maximumBytes;
};

backup::RetentionPolicy policyFrom(backup::RetentionPolicy policy, const RetentionArguments& arguments)
{
    if (arguments.days)
        policy.days = *arguments.days > 0 ? arguments.days : std::nullopt;
    policy.last = arguments.last.value_or(policy.last);
    policy.daily = arguments.daily.value_or(policy.daily);
    policy.weekly = arguments.weekly.value_or(policy.weekly);
    policy.monthly = arguments.monthly.value_or(policy.monthly);
    if (arguments.maximumBytes)
        policy.maximumBytes = *arguments.maximumBytes > 0 ? arguments.maximumBytes : std::nullopt;
    return policy;
}

void addRetentionOptions(CLI::App& command, const std::shared_ptr<RetentionArguments>& arguments)
{
    command.add_option("--days", arguments->days, "Younger than this stays; 0: no such rule")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--last", arguments->last, "The newest N stay")->check(CLI::NonNegativeNumber);
    command.add_option("--daily", arguments->daily, "The newest of each of the last N days")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--weekly", arguments->weekly, "Of each of the last N weeks")->check(CLI::NonNegativeNumber);
    command.add_option("--monthly", arguments->monthly, "Of each of the last N months")->check(CLI::NonNegativeNumber);
    command.add_option("--maximum-bytes", arguments->maximumBytes, "All together, such as 50GB; 0: no such rule")
        ->transform(CLI::AsSizeValue(true));
}

Result<int> showRetention(Invocation& invocation, const RetentionArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    const service::BackupService& backups = *services->backups;
    const backup::RetentionPolicy policy = policyFrom(backups.settings().retention, arguments);
    QBM_TRY(plan, backups.planRetention(policy, invocation.task()));
    const auto over = backup::whyOverLimit(plan, policy);
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::RetentionVerdict& verdict : plan.verdicts) {
        list.push_back({{"name", verdict.name}, {"takenAt", formatRfc3339(verdict.takenAt)},
            {"sizeBytes", verdict.sizeBytes}, {"remove", verdict.remove}, {"reason", verdict.reason.english()}});
        rows.push_back({verdict.remove ? "remove" : "keep", verdict.name, formatRfc3339(verdict.takenAt),
            formatBytes(verdict.sizeBytes), verdict.reason.english()});
    }
    invocation.print({{"verdicts", std::move(list)}, {"removedBytes", plan.removedBytes}, {"keptBytes", plan.keptBytes},
                         {"overLimitBytes", backup::bytesOverLimit(plan, policy)},
                         {"overLimit", over ? nlohmann::json(over->english()) : nlohmann::json()}},
        [&](std::ostream& out) {
            printTable(out, {{"VERDICT"}, {"NAME"}, {"DATA OF"}, {"SIZE", true}, {"WHY"}}, rows);
            out << formatBytes(plan.removedBytes) << " would go, " << formatBytes(plan.keptBytes) << " stay\n";
            if (over)
                out << printableLine(over->english()) << "\n";
        });
    return kOk;
}

Result<int> prune(Invocation& invocation, const RetentionArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    const service::BackupService& backups = *services->backups;
    return runBackupOperation(
        invocation, backups.makePruneOperation(policyFrom(backups.settings().retention, arguments)));
}

void printCheck(std::ostream& out, const service::BackupFacts& facts)
{
    for (const backup::BackupAlarm& alarm : facts.alarms)
        out << backup::name(alarm.kind) << ": " << printableLine(alarm.sentence.english()) << "\n";
    for (const Text& warning : facts.warnings)
        out << "warning: " << printableLine(warning.english()) << "\n";
    for (const Text& doubt : facts.doubts)
        out << "not known: " << printableLine(doubt.english()) << "\n";
    if (facts.alarms.empty())
        out << (!facts.doubts.empty()     ? "No alarm, as far as is known: "
                   : !facts.warnings.empty() ? "No alarm: "
                                             : "Backups are in order: ")
            << facts.count
            << " usable, " << formatBytes(facts.totalBytes) << ".\n";
    if (facts.foreign > 0)
        out << "In the folder " << (facts.foreign == 1 ? "is" : "are") << " also "
            << counted(static_cast<std::int64_t>(facts.foreign), "foreign backup") << ", of other databases or servers; "
            << (facts.foreign == 1 ? "it does" : "they do") << " not count.\n";
    out << service::recoverySentence(facts).english() << "\n";
}

/// For monitoring: one line an alarm, and an exit code.
Result<int> checkBackups(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(facts, services->backups->facts(invocation.task()));
    nlohmann::json doubts = nlohmann::json::array();
    for (const Text& doubt : facts.doubts)
        doubts.push_back(doubt.english());
    nlohmann::json warnings = nlohmann::json::array();
    for (const Text& warning : facts.warnings)
        warnings.push_back(warning.english());
    nlohmann::json list = nlohmann::json::array();
    for (const backup::BackupAlarm& alarm : facts.alarms)
        list.push_back({{"kind", backup::name(alarm.kind)}, {"sentence", alarm.sentence.english()}});
    nlohmann::json document{{"alarms", std::move(list)}, {"doubts", std::move(doubts)},
        {"warnings", std::move(warnings)}, {"backups", facts.count},
        {"foreign", facts.foreign}, {"totalBytes", facts.totalBytes},
        {"recovery", service::recoverySentence(facts).english()}};
    document["newest"] = facts.newestGood ? nlohmann::json(facts.newestGood->name) : nlohmann::json();
    document["ageSeconds"] = facts.age && !backup::isDatedInFuture(*facts.age) ? nlohmann::json(facts.age->count()) : nlohmann::json();
    document["lastDrill"] = facts.lastDrill ? toJson(*facts.lastDrill) : nlohmann::json();
    invocation.print(document, [&](std::ostream& out) { printCheck(out, facts); });
    return facts.alarms.empty() ? kOk : kFailed;
}

} // namespace

void addBackupKeepVerbs(CLI::App& group, Registrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto policy = std::make_shared<RetentionArguments>();
    CLI::App* retention = group.add_subcommand("retention", "What the retention policy says about each backup");
    addRetentionOptions(*retention, policy);
    registrar.verb(retention, [policy](Invocation& invocation) { return showRetention(invocation, *policy); });
    CLI::App* pruneCommand = group.add_subcommand("prune", "Remove what the retention policy does not keep");
    addRetentionOptions(*pruneCommand, policy);
    registrar.verb(pruneCommand, [policy](Invocation& invocation) { return prune(invocation, *policy); });

    const auto off = std::make_shared<bool>(false);
    CLI::App* pin = addNamed(group, "pin", "Keep a backup whatever the retention policy says", name);
    pin->add_flag("--off", *off, "Let the policy decide again");
    registrar.verb(pin, [name, off](Invocation& invocation) -> Result<int> {
        QBM_TRY(services, invocation.services());
        return runBackupOperation(invocation, services->backups->makePinOperation(*name, !*off, invocation.task()));
    });
    registrar.verb(addNamed(group, "adopt", "Read a dump made elsewhere and write the sidecar it lacks", name),
        [name](Invocation& invocation) -> Result<int> {
            QBM_TRY(services, invocation.services());
            return runBackupOperation(invocation, services->backups->makeAdoptOperation(*name, invocation.task()));
        });
    registrar.verb(group.add_subcommand("check", "Alarms about backups; exit code 1 if there is one"), checkBackups);
}

} // namespace qbm::ctl
