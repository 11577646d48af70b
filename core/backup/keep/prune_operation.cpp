// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_step.h"
#include "core/backup/keep/prune_copies.h"
#include "core/backup/operation_checks.h"
#include "core/base/unit.h"

#include <algorithm>
#include <charconv>
#include <map>
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

std::string namesKey(const CopyPlace& place)
{
    return std::string(kNamesKey) + "." + place.name;
}

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
    /// \param places whose copies go by the policy as well
    PruneOperation(BackupEnvironment environment, RetentionPolicy policy, std::vector<CopyPlace> places)
        : m_environment(std::move(environment))
        , m_policy(policy)
        , m_places(std::move(places))
    {
    }

    std::string kind() const override { return kPruneKind; }
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

    Values parameters() const override
    {
        Values values{{"target", m_environment.target}, {"last", std::to_string(m_policy.last)},
            {"daily", std::to_string(m_policy.daily)}, {"weekly", std::to_string(m_policy.weekly)},
            {"monthly", std::to_string(m_policy.monthly)}, {"places", joinNames(m_places)}};
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
        addLines(plan, text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()), {}, retention);
        plan.destructive = !names.empty();
        for (const CopyPlace& place : m_places)
            QBM_CHECK(addPlace(plan, place, context));
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "What is removed by then is gone; the rest stays."));
        plan.undo = text(QT_TRANSLATE_NOOP(
            "core", "A removed backup does not come back; one that was copied elsewhere can be fetched from there."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks{checkMayChange(m_environment.folder)};
        for (const CopyPlace& place : m_places) {
            Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be reached"), placeInWords(place));
            const auto there = listCopies(place, context);
            if (there)
                checks.push_back({std::move(question), Verdict::Pass,
                    text(QT_TRANSLATE_NOOP("core", "backups there: %1"), there->size())});
            else
                checks.push_back({std::move(question), Verdict::Warning, there.error().message});
        }
        return checks;
    }

    std::vector<Step> steps() override
    {
        Step remove;
        remove.id = "remove";
        remove.title = text(QT_TRANSLATE_NOOP("core", "Remove what no rule keeps"));
        remove.run = [this](StepContext& step) { return run(step); };
        remove.verify = [this](StepContext& step) { return verify(step); };
        std::vector<Step> steps{std::move(remove)};
        steps.front().continueOnFailure = true;
        for (const CopyPlace& place : m_places)
            steps.push_back(placeStep(place));
        return steps;
    }

private:
    /// What one folder or place loses, in bytes and by name. \param place empty: the folder itself
    void addLines(Plan& plan, Text where, const std::string& place, const RetentionPlan& retention) const
    {
        const std::vector<std::string> names = removals(retention);
        plan.lines.push_back({where,
            names.empty()
                ? text(QT_TRANSLATE_NOOP("core", "the policy keeps everything: nothing goes"))
                : text(QT_TRANSLATE_NOOP("core", "%1 of %2 files go, %3; %4 stay"), names.size(),
                    retention.verdicts.size(), formatBytes(retention.removedBytes), formatBytes(retention.keptBytes))});
        if (auto over = whyOverLimit(retention, m_policy))
            plan.lines.push_back({std::move(where), std::move(*over)});
        for (const RetentionVerdict& verdict : retention.verdicts | std::views::reverse) {
            if (verdict.remove)
                plan.lines.push_back({place.empty()
                        ? Text(verdict.name)
                        : text(QT_TRANSLATE_NOOP("core", "copy of %1 in %2"), verdict.name, place),
                    text(QT_TRANSLATE_NOOP("core", "goes, %1: %2"), formatBytes(verdict.sizeBytes), verdict.reason)});
        }
    }

    /// Of a place that does not answer nothing is confirmed, so nothing goes there.
    Result<> addPlace(Plan& plan, const CopyPlace& place, TaskContext& context)
    {
        auto retention = planCopyPrune(m_environment, place, m_policy, context);
        if (!retention && retention.error().kind == ErrorKind::Cancelled)
            return fail(std::move(retention).error());
        Text where = text(QT_TRANSLATE_NOOP("core", "copies in %1"), placeInWords(place));
        if (!retention) {
            m_confirmedThere.erase(place.name);
            plan.lines.push_back({std::move(where),
                text(QT_TRANSLATE_NOOP("core", "cannot be looked at, so nothing goes there: %1"),
                    retention.error().message)});
            return {};
        }
        addLines(plan, std::move(where), place.name, *retention);
        m_confirmedThere[place.name] = removals(*retention);
        plan.destructive = plan.destructive || !m_confirmedThere[place.name].empty();
        return {};
    }

    Step placeStep(const CopyPlace& place)
    {
        Step remove;
        remove.id = "remove." + place.name;
        remove.title = text(QT_TRANSLATE_NOOP("core", "Remove copies in %1 that no rule keeps"), place.name);
        remove.run = [this, place](StepContext& step) { return runPlace(step, place); };
        remove.verify = [this, place](StepContext& step) -> Result<> {
            QBM_TRY(now, planCopyPrune(m_environment, place, m_policy, step.task()));
            return requireGone(fromLines(step.recall(namesKey(place)).value_or("")), now);
        };
        remove.continueOnFailure = true;
        return remove;
    }

    Result<> runPlace(StepContext& step, const CopyPlace& place)
    {
        const auto names = step.recall(namesKey(place));
        if (!names)
            return fail(ErrorKind::Unreachable,
                text(QT_TRANSLATE_NOOP("core",
                         "Nothing was removed in %1: it could not be looked at when the plan was made. Run the removal "
                         "again."),
                    placeInWords(place)));
        QBM_TRY(
            report, pruneCopies(m_environment, place, m_policy, fromLines(*names), step.task()));
        say(step, report);
        QBM_TRY(now, planCopyPrune(m_environment, place, m_policy, step.task()));
        return sayOverLimit(step, now, place.name, m_policy);
    }

    Result<> run(StepContext& step)
    {
        if (!step.recall(kNamesKey)) {
            if (!m_confirmed)
                QBM_CHECK(plan(step.task()));
            for (const CopyPlace& place : m_places) {
                if (const auto names = m_confirmedThere.find(place.name); names != m_confirmedThere.end())
                    QBM_CHECK(step.remember(namesKey(place), toLines(names->second)));
            }
            QBM_CHECK(step.remember(kNamesKey, toLines(*m_confirmed)));
        }
        QBM_TRY(report, pruneBackups(m_environment, m_policy, fromLines(*step.recall(kNamesKey)), step.task()));
        say(step, report);
        QBM_TRY(now, planPrune(m_environment, m_policy, step.task()));
        return sayOverLimit(step, now, {}, m_policy);
    }

    static void say(StepContext& step, const PruneReport& report)
    {
        step.say(report.stayed == 0
                ? text(QT_TRANSLATE_NOOP("core", "%1 removed, %2 freed"), report.removed.size(),
                    formatBytes(report.removedBytes))
                : text(QT_TRANSLATE_NOOP("core", "%1 removed, %2 freed; %3 stay because they are needed since"),
                    report.removed.size(), formatBytes(report.removedBytes), report.stayed));
    }

    /// Of what was confirmed nothing is there that the policy would still remove.
    Result<> verify(StepContext& step) const
    {
        QBM_TRY(now, planPrune(m_environment, m_policy, step.task()));
        return requireGone(fromLines(step.recall(kNamesKey).value_or("")), now);
    }

    static Result<> requireGone(const std::vector<std::string>& names, const RetentionPlan& now)
    {
        for (const std::string& name : names) {
            const auto verdict = std::ranges::find(now.verdicts, name, &RetentionVerdict::name);
            if (verdict != now.verdicts.end() && verdict->remove)
                return fail(ErrorKind::Conflict,
                    text(QT_TRANSLATE_NOOP("core", "%1 is still there; run the removal again."), name));
        }
        return {};
    }

    BackupEnvironment m_environment;
    RetentionPolicy m_policy;
    std::vector<CopyPlace> m_places;
    std::optional<std::vector<std::string>> m_confirmed; ///< as the last plan showed
    std::map<std::string, std::vector<std::string>> m_confirmedThere; ///< by the name of a place that answered
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
    std::vector<CopyPlace> places = placesToPrune(environment);
    return std::make_unique<PruneOperation>(std::move(environment), policy, std::move(places));
}

Result<std::unique_ptr<operation::Operation>> remakePruneOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    QBM_TRY(policy, readPolicy(parameters));
    const auto named = parameters.find("places"); // a journal of an earlier version names none
    QBM_TRY(places,
        findPlaces(environment.settings.copies, named == parameters.end() ? std::string_view() : named->second));
    return std::make_unique<PruneOperation>(std::move(environment), policy, std::move(places));
}

} // namespace qbm::backup
