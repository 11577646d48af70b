// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/keep_operations.h"
#include "core/backup/operation_checks.h"
#include "core/base/unit.h"

#include <algorithm>
#include <charconv>
#include <ranges>
#include <sstream>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

/// What was confirmed, one name a line: written down before anything goes.
constexpr const char* kNamesKey = "names";

std::string toLines(const std::vector<std::string>& names)
{
    std::string lines;
    for (const std::string& name : names)
        lines += name + "\n";
    return lines;
}

std::vector<std::string> fromLines(const std::string& lines)
{
    std::vector<std::string> names;
    std::istringstream in(lines);
    for (std::string name; std::getline(in, name);)
        names.push_back(name);
    return names;
}

class PruneOperation final : public operation::Operation {
public:
    PruneOperation(BackupEnvironment environment, RetentionPolicy policy)
        : m_environment(std::move(environment))
        , m_policy(policy)
    {
    }

    std::string kind() const override { return kPruneKind; }
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

    Values parameters() const override
    {
        Values values{{"target", m_environment.target}, {"last", std::to_string(m_policy.last)},
            {"daily", std::to_string(m_policy.daily)}, {"weekly", std::to_string(m_policy.weekly)},
            {"monthly", std::to_string(m_policy.monthly)}};
        if (m_policy.days)
            values["days"] = std::to_string(*m_policy.days);
        if (m_policy.maximumBytes)
            values["maximumBytes"] = std::to_string(*m_policy.maximumBytes);
        return values;
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(retention, planPrune(m_environment, m_policy, context));
        const std::vector<std::string> names = removals(retention);
        m_confirmed = names;
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Remove old backups of %1"), m_environment.database);
        plan.consequence = text(QT_TRANSLATE_NOOP(
            "core", "What the retention policy does not keep is gone for good; the other backups stay as they are."));
        plan.target = m_environment.database;
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()),
            names.empty()
                ? text(QT_TRANSLATE_NOOP("core", "the policy keeps everything: nothing goes"))
                : text(QT_TRANSLATE_NOOP("core", "%1 of %2 files go, %3; %4 stay"), names.size(),
                    retention.verdicts.size(), formatBytes(retention.removedBytes), formatBytes(retention.keptBytes))});
        for (const RetentionVerdict& verdict : retention.verdicts | std::views::reverse) {
            if (verdict.remove)
                plan.lines.push_back({Text(verdict.name),
                    text(QT_TRANSLATE_NOOP("core", "goes, %1: %2"), formatBytes(verdict.sizeBytes), verdict.reason)});
        }
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "What is removed by then is gone; the rest stays."));
        plan.undo = text(QT_TRANSLATE_NOOP(
            "core", "A removed backup does not come back; one that was copied elsewhere can be fetched from there."));
        plan.destructive = !names.empty();
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext&) override
    {
        return std::vector<Check>{checkMayChange(m_environment.folder)};
    }

    std::vector<Step> steps() override
    {
        Step remove;
        remove.id = "remove";
        remove.title = text(QT_TRANSLATE_NOOP("core", "Remove what no rule keeps"));
        remove.run = [this](StepContext& step) { return run(step); };
        remove.verify = [this](StepContext& step) { return verify(step); };
        return {std::move(remove)};
    }

private:
    Result<> run(StepContext& step)
    {
        if (!step.recall(kNamesKey)) {
            if (!m_confirmed)
                QBM_CHECK(plan(step.task()));
            QBM_CHECK(step.remember(kNamesKey, toLines(*m_confirmed)));
        }
        QBM_TRY(report, pruneBackups(m_environment, m_policy, fromLines(*step.recall(kNamesKey)), step.task()));
        step.say(report.stayed == 0
                ? text(QT_TRANSLATE_NOOP("core", "%1 removed, %2 freed"), report.removed.size(),
                    formatBytes(report.removedBytes))
                : text(QT_TRANSLATE_NOOP("core", "%1 removed, %2 freed; %3 stay because they are needed since"),
                    report.removed.size(), formatBytes(report.removedBytes), report.stayed));
        return {};
    }

    /// Of what was confirmed nothing is there that the policy would still remove.
    Result<> verify(StepContext& step) const
    {
        QBM_TRY(now, planPrune(m_environment, m_policy, step.task()));
        for (const std::string& name : fromLines(step.recall(kNamesKey).value_or(""))) {
            const auto verdict = std::ranges::find(now.verdicts, name, &RetentionVerdict::name);
            if (verdict != now.verdicts.end() && verdict->remove)
                return fail(ErrorKind::Conflict,
                    text(QT_TRANSLATE_NOOP("core", "%1 is still there; run the removal again."), name));
        }
        return {};
    }

    BackupEnvironment m_environment;
    RetentionPolicy m_policy;
    std::optional<std::vector<std::string>> m_confirmed; ///< as the last plan showed
};

template <class Number> Result<std::optional<Number>> readNumber(const Values& values, const char* key)
{
    const auto found = values.find(key);
    if (found == values.end())
        return std::optional<Number>();
    Number number{};
    const char* end = found->second.data() + found->second.size();
    if (const auto parsed = std::from_chars(found->second.data(), end, number);
        parsed.ec != std::errc() || parsed.ptr != end)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal's %1 is not a number: \"%2\"."), key, found->second));
    return std::optional(number);
}

Result<RetentionPolicy> readPolicy(const Values& values)
{
    RetentionPolicy policy;
    QBM_TRY(days, readNumber<int>(values, "days"));
    QBM_TRY(last, readNumber<int>(values, "last"));
    QBM_TRY(daily, readNumber<int>(values, "daily"));
    QBM_TRY(weekly, readNumber<int>(values, "weekly"));
    QBM_TRY(monthly, readNumber<int>(values, "monthly"));
    QBM_TRY(maximum, readNumber<std::uint64_t>(values, "maximumBytes"));
    policy.days = days;
    policy.last = last.value_or(policy.last);
    policy.daily = daily.value_or(0);
    policy.weekly = weekly.value_or(0);
    policy.monthly = monthly.value_or(0);
    policy.maximumBytes = maximum;
    return policy;
}

} // namespace

std::unique_ptr<operation::Operation> makePruneOperation(BackupEnvironment environment, RetentionPolicy policy)
{
    return std::make_unique<PruneOperation>(std::move(environment), policy);
}

Result<std::unique_ptr<operation::Operation>> remakePruneOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    QBM_TRY(policy, readPolicy(parameters));
    return makePruneOperation(std::move(environment), policy);
}

} // namespace qbm::backup
