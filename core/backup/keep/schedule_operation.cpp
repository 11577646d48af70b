// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_time.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/operation_checks.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;

/// What stood there before, for the way back.
constexpr const char* kFormerKey = "former";

Text timesText(const Schedule& schedule)
{
    constexpr std::array kDayNames{QT_TRANSLATE_NOOP("core", "Monday"), QT_TRANSLATE_NOOP("core", "Tuesday"),
        QT_TRANSLATE_NOOP("core", "Wednesday"), QT_TRANSLATE_NOOP("core", "Thursday"),
        QT_TRANSLATE_NOOP("core", "Friday"), QT_TRANSLATE_NOOP("core", "Saturday"),
        QT_TRANSLATE_NOOP("core", "Sunday")};
    const auto twoDigits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const std::string time = twoDigits(schedule.hour) + ":" + twoDigits(schedule.minute)
        + (schedule.kind == ScheduleKind::KubernetesCronJob ? " UTC" : "");
    if (std::ranges::all_of(schedule.weekdays, std::identity()))
        return text(QT_TRANSLATE_NOOP("core", "every day at %1"), time);
    Text days;
    for (std::size_t i = 0; i < kDayNames.size(); ++i) {
        if (schedule.weekdays[i])
            days = days.empty() ? text(kDayNames[i])
                                : text(QT_TRANSLATE_NOOP("core", "%1, %2"), days, text(kDayNames[i]));
    }
    return text(QT_TRANSLATE_NOOP("core", "%1 at %2"), days, time);
}

Text placeText(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return text(QT_TRANSLATE_NOOP("core", "timer of systemd"));
    case ScheduleKind::Crontab:
        return text(QT_TRANSLATE_NOOP("core", "line of the crontab"));
    case ScheduleKind::KubernetesCronJob:
        return text(QT_TRANSLATE_NOOP("core", "CronJob in the cluster"));
    }
    return {};
}

bool sameRuns(const Schedule& a, const Schedule& b)
{
    return a.hour == b.hour && a.minute == b.minute && a.weekdays == b.weekdays && a.prune == b.prune;
}

/// Sets a schedule up or takes it away: both change one thing in one place and bring back what stood there before.
class ScheduleChange : public operation::Operation {
public:
    ScheduleChange(BackupEnvironment environment, ScheduleKind kind)
        : m_environment(std::move(environment))
        , m_kind(kind)
        , m_keeper(makeKeeper(kind, m_environment))
    {
    }

    std::vector<Step> steps() override
    {
        Step step;
        step.id = "write";
        step.title = placeText(m_kind);
        step.run = [this](StepContext& context) -> Result<> {
            QBM_TRY(keeper, this->keeper());
            if (!context.recall(kFormerKey)) {
                QBM_TRY(former, keeper->fetchInstalled(context.task()));
                QBM_CHECK(context.remember(kFormerKey, former));
            }
            return change(*keeper, context.task());
        };
        step.verify = [this](StepContext& context) -> Result<> {
            QBM_TRY(keeper, this->keeper());
            QBM_TRY(state, keeper->fetchState(context.task()));
            if (!isDone(state))
                return fail(ErrorKind::Conflict,
                    text(QT_TRANSLATE_NOOP("core", "The %1 was changed by another program at the same time."),
                        placeText(m_kind)));
            return {};
        };
        step.undo = [this](StepContext& context) -> Result<> {
            QBM_TRY(keeper, this->keeper());
            const auto former = context.recall(kFormerKey);
            return former ? keeper->putBack(*former, context.task()) : Result<>();
        };
        return {std::move(step)};
    }

protected:
    virtual Result<> change(ScheduleKeeper& keeper, TaskContext& context) = 0;
    virtual bool isDone(const std::optional<ScheduleState>& state) const = 0;

    const BackupEnvironment& environment() const { return m_environment; }
    ScheduleKind scheduleKind() const { return m_kind; }
    Result<ScheduleKeeper*> keeper() const
    {
        if (!m_keeper)
            return fail(m_keeper.error());
        return m_keeper->get();
    }

    Text nowText(TaskContext& context) const
    {
        const auto state = m_keeper ? (*m_keeper)->fetchState(context)
                                    : Result<std::optional<ScheduleState>>(std::optional<ScheduleState>());
        return state && *state ? timesText((*state)->schedule) : text(QT_TRANSLATE_NOOP("core", "none"));
    }

private:
    BackupEnvironment m_environment;
    ScheduleKind m_kind;
    Result<std::unique_ptr<ScheduleKeeper>> m_keeper; ///< or why there is none
};

class SetSchedule final : public ScheduleChange {
public:
    SetSchedule(BackupEnvironment environment, Schedule schedule)
        : ScheduleChange(std::move(environment), schedule.kind)
        , m_schedule(std::move(schedule))
    {
    }

    std::string kind() const override { return kScheduleKind; }
    Values parameters() const override
    {
        return {{"target", environment().target}, {"kind", std::string(name(m_schedule.kind))},
            {"time", formatCronTime(m_schedule)}, {"prune", m_schedule.prune ? "true" : "false"},
            {"host", m_schedule.host}, {"claim", m_schedule.claim}, {"secret", m_schedule.secret},
            {"secretKey", m_schedule.secretKey}};
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_TRY(keeper, this->keeper());
        QBM_TRY(description, keeper->describe(m_schedule, context));
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Back up %1 %2"), environment().database, timesText(m_schedule));
        plan.consequence = m_schedule.prune
            ? text(QT_TRANSLATE_NOOP("core",
                "A backup is made then without asking, and what the retention policy does not keep is removed."))
            : text(QT_TRANSLATE_NOOP(
                "core", "A backup is made then without asking; old ones stay until they are removed."));
        plan.target = environment().database;
        plan.lines.push_back({placeText(m_schedule.kind),
            text(QT_TRANSLATE_NOOP("core", "%1 becomes %2"), nowText(context), timesText(m_schedule))});
        for (std::size_t begin = 0; begin < description.size();) {
            const std::size_t end = std::min(description.find('\n', begin), description.size());
            plan.diff += "+" + description.substr(begin, end - begin) + "\n";
            begin = end + 1;
        }
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "The former schedule stands again."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Set the former one again, or remove it."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        std::vector<Check> checks;
        const bool valid = m_schedule.hour >= 0 && m_schedule.hour < 24 && m_schedule.minute >= 0
            && m_schedule.minute < 60 && std::ranges::any_of(m_schedule.weekdays, std::identity());
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The time names a moment")),
            valid ? Verdict::Pass : Verdict::Fail,
            valid
                ? timesText(m_schedule)
                : text(QT_TRANSLATE_NOOP("core", "Give a time of day from 00:00 to 23:59 and at least one weekday."))});
        const auto keeper = this->keeper();
        if (keeper)
            (*keeper)->check(m_schedule, checks, context);
        else
            checks.push_back(failedCheck(placeText(m_schedule.kind), keeper.error()));
        return checks;
    }

private:
    Result<> change(ScheduleKeeper& keeper, TaskContext& context) override
    {
        return keeper.install(m_schedule, context);
    }
    bool isDone(const std::optional<ScheduleState>& state) const override
    {
        return state && sameRuns(state->schedule, m_schedule);
    }

    Schedule m_schedule;
};

class RemoveSchedule final : public ScheduleChange {
public:
    using ScheduleChange::ScheduleChange;

    std::string kind() const override { return kUnscheduleKind; }
    Values parameters() const override
    {
        return {{"target", environment().target}, {"kind", std::string(name(scheduleKind()))}};
    }

    Result<Plan> plan(TaskContext& context) override
    {
        QBM_CHECK(keeper());
        Plan plan;
        plan.title = text(QT_TRANSLATE_NOOP("core", "Back up %1 no longer by itself"), environment().database);
        plan.consequence
            = text(QT_TRANSLATE_NOOP("core", "Nothing makes backups at that time any more; those there are stay."));
        plan.target = environment().database;
        plan.lines.push_back(
            {placeText(scheduleKind()), text(QT_TRANSLATE_NOOP("core", "%1 is removed"), nowText(context))});
        plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "The former schedule stands again."));
        plan.undo = text(QT_TRANSLATE_NOOP("core", "Set it again."));
        return plan;
    }

    Result<std::vector<Check>> check(TaskContext& context) override
    {
        const Text question = text(QT_TRANSLATE_NOOP("core", "There is one"));
        const auto keeper = this->keeper();
        if (!keeper)
            return std::vector<Check>{failedCheck(question, keeper.error())};
        const auto installed = (*keeper)->fetchInstalled(context);
        if (!installed)
            return std::vector<Check>{failedCheck(question, installed.error())};
        return std::vector<Check>{installed->empty()
                ? Check{question, Verdict::Warning, text(QT_TRANSLATE_NOOP("core", "There is none; nothing changes."))}
                : Check{question, Verdict::Pass, nowText(context)}};
    }

private:
    Result<> change(ScheduleKeeper& keeper, TaskContext& context) override { return keeper.remove(context); }
    bool isDone(const std::optional<ScheduleState>& state) const override { return !state; }
};

Result<ScheduleKind> readKind(const Values& parameters)
{
    const auto kind = parameters.find("kind");
    const auto parsed = kind == parameters.end() ? std::nullopt : parseScheduleKind(kind->second);
    if (!parsed)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal does not say which schedule it is about.")));
    return *parsed;
}

} // namespace

std::unique_ptr<operation::Operation> makeScheduleOperation(BackupEnvironment environment, Schedule schedule)
{
    return std::make_unique<SetSchedule>(std::move(environment), std::move(schedule));
}

Result<std::unique_ptr<operation::Operation>> remakeScheduleOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    QBM_TRY(kind, readKind(parameters));
    const auto value = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    Schedule schedule;
    schedule.kind = kind;
    if (!parseCronTime(value("time"), schedule))
        return fail(
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal does not hold the schedule's time.")));
    schedule.prune = value("prune") == "true";
    schedule.host = value("host");
    schedule.claim = value("claim");
    schedule.secret = value("secret");
    schedule.secretKey = value("secretKey");
    return makeScheduleOperation(std::move(environment), std::move(schedule));
}

std::unique_ptr<operation::Operation> makeUnscheduleOperation(BackupEnvironment environment, ScheduleKind kind)
{
    return std::make_unique<RemoveSchedule>(std::move(environment), kind);
}

Result<std::unique_ptr<operation::Operation>> remakeUnscheduleOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    QBM_TRY(kind, readKind(parameters));
    return makeUnscheduleOperation(std::move(environment), kind);
}

} // namespace qbm::backup
