// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/base/unit.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using backup::Schedule;
using backup::ScheduleState;

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct ScheduleArguments {
    std::string kind, at = "02:00";
    std::vector<std::string> days;
    bool noPrune = false;
    Schedule schedule;
};

Error notATime(const std::string& at)
{
    return Error{ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core", "\"%1\" is no time of day: write it as 02:00."), at), {}, {}};
}

Result<Schedule> scheduleFrom(const ScheduleArguments& arguments)
{
    Schedule schedule = arguments.schedule;
    schedule.kind = backup::parseScheduleKind(arguments.kind).value_or(schedule.kind);
    const std::string& at = arguments.at;
    const char* end = at.data() + at.size();
    const auto hour = std::from_chars(at.data(), end, schedule.hour);
    if (hour.ec != std::errc() || hour.ptr == end || *hour.ptr != ':')
        return fail(notATime(at));
    const auto minute = std::from_chars(hour.ptr + 1, end, schedule.minute);
    if (minute.ec != std::errc() || minute.ptr != end || schedule.hour < 0 || schedule.hour > 23 || schedule.minute < 0
        || schedule.minute > 59)
        return fail(notATime(at));
    if (!arguments.days.empty())
        schedule.weekdays.fill(false);
    for (const std::string& day : arguments.days)
        schedule.weekdays.at(static_cast<std::size_t>(std::ranges::find(kDays, day) - kDays.begin())) = true;
    schedule.prune = !arguments.noPrune;
    return schedule;
}

std::string whenText(const Schedule& schedule)
{
    std::string days;
    bool daily = true;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        daily = daily && schedule.weekdays.at(i);
        if (schedule.weekdays.at(i))
            days += (days.empty() ? "" : ",") + std::string(kDays.at(i));
    }
    const auto twoDigits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return (daily ? "daily" : days) + " " + twoDigits(schedule.hour) + ":" + twoDigits(schedule.minute)
        + (schedule.kind == backup::ScheduleKind::KubernetesCronJob ? " UTC" : "");
}

/// How the last run went, and what is wrong beside it.
std::string resultText(const ScheduleState& state)
{
    std::string result = !state.lastSucceeded ? std::string(kUnknown)
        : *state.lastSucceeded                ? "ok"
                                              : "failed: " + state.lastMessage;
    if (state.missed)
        result += "; a run was missed";
    if (state.runner == backup::Runner::Nobody)
        result += "; nothing runs it: " + state.runnerProblem.english();
    if (state.runner == backup::Runner::Unknown)
        result += " (" + state.runnerProblem.english() + ")";
    return result;
}

Result<int> listSchedules(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(states, services->backups->schedules(invocation.task()));
    const auto time
        = [](const std::optional<TimePoint>& at) { return at ? nlohmann::json(formatRfc3339(*at)) : nlohmann::json(); };
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    bool bad = false;
    for (const ScheduleState& state : states) {
        bad = bad || state.missed || state.runner == backup::Runner::Nobody;
        list.push_back(
            {{"kind", backup::name(state.schedule.kind)}, {"when", whenText(state.schedule)}, {"where", state.where},
                {"prune", state.schedule.prune}, {"nextRun", time(state.nextRun)}, {"lastRun", time(state.lastRun)},
                {"lastSucceeded", state.lastSucceeded ? nlohmann::json(*state.lastSucceeded) : nlohmann::json()},
                {"lastMessage", state.lastMessage}, {"missed", state.missed},
                {"runner", backup::name(state.runner)}, {"runnerProblem", state.runnerProblem.english()}});
        const std::string unknown(kUnknown);
        rows.push_back({std::string(backup::name(state.schedule.kind)), whenText(state.schedule), state.where,
            state.nextRun ? formatRfc3339(*state.nextRun) : unknown,
            state.lastRun ? formatRfc3339(*state.lastRun) : unknown,
            resultText(state)});
    }
    invocation.print({{"schedules", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No backup is scheduled; \"backup schedule set\" does that.\n";
        else
            printTable(out, {{"KIND"}, {"WHEN"}, {"WHERE"}, {"NEXT"}, {"LAST"}, {"RESULT"}}, rows);
    });
    return bad ? kFailed : kOk;
}

Result<int> setSchedule(Invocation& invocation, const ScheduleArguments& arguments)
{
    QBM_TRY(schedule, scheduleFrom(arguments));
    QBM_TRY(services, invocation.services());
    return runBackupOperation(invocation, services->backups->makeScheduleOperation(schedule));
}

/// What somebody has put on the command line, else every schedule that is set, or the one of that kind.
Result<std::vector<Schedule>> schedulesToShow(
    const service::BackupService& backups, const ScheduleArguments& arguments, bool described, TaskContext& context)
{
    QBM_TRY(wanted, scheduleFrom(arguments));
    if (described)
        return std::vector<Schedule>{wanted};
    QBM_TRY(states, backups.schedules(context));
    std::vector<Schedule> set;
    for (const ScheduleState& state : states) {
        if (arguments.kind.empty() || backup::name(state.schedule.kind) == arguments.kind)
            set.push_back(state.schedule);
    }
    if (set.empty() && !arguments.kind.empty())
        set.push_back(wanted); // what would be written
    return set;
}

Result<int> describeSchedule(Invocation& invocation, const ScheduleArguments& arguments, bool described)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(schedules, schedulesToShow(*services->backups, arguments, described, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::string all;
    for (const Schedule& schedule : schedules) {
        QBM_TRY(description, services->backups->describeSchedule(schedule, invocation.task()));
        list.push_back({{"kind", backup::name(schedule.kind)}, {"text", description}});
        all += (all.empty() ? "" : "\n") + description + (description.ends_with('\n') ? "" : "\n");
    }
    // The first one by itself, as where there is only one.
    nlohmann::json document = list.empty() ? nlohmann::json{{"kind", nullptr}, {"text", nullptr}} : list.front();
    document["schedules"] = std::move(list);
    invocation.print(document, [&](std::ostream& out) {
        out << (all.empty() ? "No backup is scheduled; \"backup schedule show --kind\" prints what one would be, and \"backup "
                              "schedule set\" sets it up.\n"
                            : all);
    });
    return kOk;
}

std::string describeKinds(const std::vector<backup::ScheduleState>& states)
{
    std::string kinds;
    for (const backup::ScheduleState& state : states)
        kinds += (kinds.empty() ? "" : ", ") + std::string(backup::name(state.schedule.kind));
    return kinds;
}

/// The one that there is, where nobody has said which.
Result<std::string> onlyScheduleKind(const service::BackupService& backups, TaskContext& context)
{
    QBM_TRY(states, backups.schedules(context));
    if (states.empty())
        return fail(ErrorKind::NotFound, Text("No backup is scheduled by this profile: there is nothing to remove."));
    if (states.size() > 1)
        return fail(ErrorKind::InvalidInput,
            Text("Several schedules make backups; say which one goes with --kind: " + describeKinds(states) + "."));
    return std::string(backup::name(states.front().schedule.kind));
}

Result<int> removeSchedule(Invocation& invocation, const std::string& wanted)
{
    QBM_TRY(services, invocation.services());
    std::string kind = wanted;
    if (kind.empty()) {
        QBM_TRY(only, onlyScheduleKind(*services->backups, invocation.task()));
        kind = std::move(only);
    }
    return runBackupOperation(invocation, services->backups->makeUnscheduleOperation(*backup::parseScheduleKind(kind)));
}

void addScheduleOptions(CLI::App& command, const std::shared_ptr<ScheduleArguments>& arguments)
{
    command
        .add_option("--kind", arguments->kind,
            "systemd (a user timer), cron (a crontab line) or kubernetes (a CronJob beside the database)")
        ->check(CLI::IsMember({"systemd", "cron", "kubernetes"}));
    command.add_option("--at", arguments->at, "Time of day, local (in the cluster: UTC); without: 02:00");
    command.add_option("--days", arguments->days, "mon,tue,wed,thu,fri,sat,sun; without: every day")
        ->delimiter(',')
        ->transform(CLI::IsMember({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, CLI::ignore_case));
    command.add_flag("--no-prune", arguments->noPrune, "Do not apply the retention policy after each backup");
    command.add_option("--claim", arguments->schedule.claim, "kubernetes: the PersistentVolumeClaim for the dumps");
    command.add_option("--secret", arguments->schedule.secret, "kubernetes: the Secret that holds the password");
    command.add_option("--host", arguments->schedule.host, "kubernetes: the database's name as pods reach it");
    command.add_option("--secret-key", arguments->schedule.secretKey, "kubernetes: its key; without: password");
}

} // namespace

void addBackupScheduleVerbs(CLI::App& group, Registrar& registrar)
{
    const auto arguments = std::make_shared<ScheduleArguments>();
    CLI::App* schedule
        = group.add_subcommand("schedule", "Backups that nobody has to ask for")->require_subcommand(0, 1);
    registrar.verb(schedule, listSchedules);
    CLI::App* set = schedule->add_subcommand("set", "Set one up, in place of one of the same kind; without --kind a systemd timer");
    addScheduleOptions(*set, arguments);
    registrar.verb(set, [arguments](Invocation& invocation) { return setSchedule(invocation, *arguments); });
    CLI::App* show = schedule->add_subcommand("show",
        "Print the units, the crontab line or the manifest of what is set, or of what the options describe; change nothing");
    addScheduleOptions(*show, arguments);
    registrar.verb(show, [arguments, show](Invocation& invocation) {
        const auto given = show->get_options([](const CLI::Option* option) {
            return option->count() > 0 && !option->check_lname("kind") && !option->check_lname("help");
        });
        return describeSchedule(invocation, *arguments, !given.empty());
    });
    CLI::App* remove = schedule->add_subcommand("remove", "Remove one");
    const auto kind = std::make_shared<std::string>();
    remove->add_option("--kind", *kind, "systemd, cron or kubernetes; without: the only one there is")
        ->check(CLI::IsMember({"systemd", "cron", "kubernetes"}));
    registrar.verb(remove, [kind](Invocation& invocation) { return removeSchedule(invocation, *kind); });
}

} // namespace qbm::ctl
