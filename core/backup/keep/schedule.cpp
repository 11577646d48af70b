// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/schedule.h"

#include "core/backup/keep/schedule_keeper.h"
#include "core/base/log.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::system_clock;

constexpr std::array kKinds{ScheduleKind::SystemdUserTimer, ScheduleKind::Crontab, ScheduleKind::KubernetesCronJob};

std::tm toLocal(std::time_t time)
{
    std::tm local{};
    localtime_r(&time, &local);
    return local;
}

sys_days dayOf(const std::tm& time)
{
    return sys_days(std::chrono::year(time.tm_year + 1900) / (time.tm_mon + 1) / time.tm_mday);
}

/// What a clock on the wall shows, in minutes, so that two can be compared.
std::int64_t wallMinutes(const std::tm& time)
{
    return dayOf(time).time_since_epoch().count() * 24 * 60 + time.tm_hour * 60 + time.tm_min;
}

std::tm wallTime(sys_days day, const Schedule& schedule)
{
    const std::chrono::year_month_day date(day);
    std::tm time{};
    time.tm_year = static_cast<int>(date.year()) - 1900;
    time.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    time.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    time.tm_hour = schedule.hour;
    time.tm_min = schedule.minute;
    return time;
}

/// The moment whose local time is `wall`, by summer or winter time; nullopt if there is none.
std::optional<std::time_t> momentOf(const std::tm& wall, int isSummer)
{
    std::tm tried = wall;
    tried.tm_isdst = isSummer;
    const std::time_t time = std::mktime(&tried);
    return wallMinutes(toLocal(time)) == wallMinutes(wall) ? std::optional(time) : std::nullopt;
}

/// When the clocks jump over `wall`: the moment after the jump.
std::time_t endOfGap(const std::tm& wall)
{
    std::tm standard = wall;
    standard.tm_isdst = 0;
    constexpr std::time_t kWidest = 3 * 3600; // wider than any change of clocks
    std::time_t late = std::mktime(&standard) + kWidest, early = late - 2 * kWidest;
    while (late - early > 1) {
        const std::time_t middle = early + (late - early) / 2;
        (wallMinutes(toLocal(middle)) >= wallMinutes(wall) ? late : early) = middle;
    }
    return late;
}

/// When the schedule is due on a day; nullopt: not that day.
std::optional<TimePoint> dueOn(const Schedule& schedule, sys_days day)
{
    if (!schedule.weekdays[std::chrono::weekday(day).iso_encoding() - 1])
        return std::nullopt;
    if (schedule.kind == ScheduleKind::KubernetesCronJob)
        return TimePoint(day + std::chrono::hours(schedule.hour) + std::chrono::minutes(schedule.minute));
    const std::tm wall = wallTime(day, schedule);
    for (const int isSummer : {1, 0}) { // of two the earlier is by summer time
        if (const auto moment = momentOf(wall, isSummer))
            return system_clock::from_time_t(*moment);
    }
    if (schedule.kind == ScheduleKind::SystemdUserTimer)
        return std::nullopt;
    return system_clock::from_time_t(endOfGap(wall));
}

sys_days dayAt(const Schedule& schedule, TimePoint time)
{
    return schedule.kind == ScheduleKind::KubernetesCronJob ? std::chrono::floor<std::chrono::days>(time)
                                                            : dayOf(toLocal(system_clock::to_time_t(time)));
}

/// A weekly one whose only day is lost to a change of the clocks comes a week later.
constexpr int kDays = 15;

} // namespace

std::string_view name(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return "systemd";
    case ScheduleKind::Crontab:
        return "cron";
    case ScheduleKind::KubernetesCronJob:
        return "kubernetes";
    }
    return "systemd";
}

std::string_view name(Runner runner)
{
    switch (runner) {
    case Runner::Runs:
        return "runs";
    case Runner::Nobody:
        return "nobody";
    case Runner::Unknown:
        break;
    }
    return "unknown";
}

std::optional<ScheduleKind> parseScheduleKind(std::string_view wanted)
{
    const auto found = std::ranges::find(kKinds, wanted, [](ScheduleKind kind) { return name(kind); });
    return found == kKinds.end() ? std::nullopt : std::optional(*found);
}

std::string scheduledReason(ScheduleKind kind)
{
    return "scheduled (" + std::string(name(kind)) + ")";
}

TimePoint nextRun(const Schedule& schedule, TimePoint after)
{
    const sys_days today = dayAt(schedule, after);
    for (int i = 0; i < kDays; ++i) {
        const auto due = dueOn(schedule, today + std::chrono::days(i));
        if (due && *due > after)
            return *due;
    }
    return TimePoint::max();
}

TimePoint lastDue(const Schedule& schedule, TimePoint at)
{
    const sys_days today = dayAt(schedule, at);
    for (int i = 0; i < kDays; ++i) {
        const auto due = dueOn(schedule, today - std::chrono::days(i));
        if (due && *due <= at)
            return *due;
    }
    return TimePoint::min();
}

Result<std::string> describeSchedule(
    const BackupEnvironment& environment, const Schedule& schedule, TaskContext& context)
{
    QBM_TRY(keeper, makeKeeper(schedule.kind, environment));
    return keeper->describe(schedule, context);
}

Result<std::optional<ScheduleState>> fetchSchedule(
    const BackupEnvironment& environment, ScheduleKind kind, TaskContext& context)
{
    QBM_TRY(keeper, makeKeeper(kind, environment));
    return keeper->fetchState(context);
}

Result<std::vector<ScheduleState>> fetchSchedules(const BackupEnvironment& environment, TaskContext& context)
{
    std::vector<ScheduleState> states;
    for (const ScheduleKind kind : kKinds) {
        auto state = fetchSchedule(environment, kind, context);
        if (!state && state.error().kind == ErrorKind::Cancelled)
            return fail(std::move(state).error());
        if (!state)
            log::write(log::Level::Info, "backup", state.error());
        else if (*state)
            states.push_back(std::move(**state));
    }
    return states;
}

Result<std::unique_ptr<ScheduleKeeper>> makeKeeper(ScheduleKind kind, const BackupEnvironment& environment)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return makeSystemdKeeper(environment);
    case ScheduleKind::Crontab:
        return makeCrontabKeeper(environment);
    case ScheduleKind::KubernetesCronJob:
        break;
    }
    return makeKubernetesKeeper(environment);
}

} // namespace qbm::backup
