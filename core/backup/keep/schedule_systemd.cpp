// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/operation_checks.h"
#include "core/base/ascii.h"
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view kCalendarKey = "OnCalendar=";
// systemd leaves sections and keys alone that begin with X-.
constexpr std::string_view kProfileKey = "X-QbmProfile=", kSinceKey = "X-QbmSince=", kPruneKey = "X-QbmPrune=";

std::string homeFolder()
{
    if (const char* home = std::getenv("HOME"); home != nullptr && fs::path(home).is_absolute())
        return home;
    const passwd* user = ::getpwuid(::geteuid());
    return user != nullptr ? user->pw_dir : "/";
}

fs::path userUnitFolder()
{
    const char* folder = std::getenv("XDG_CONFIG_HOME");
    const bool set = folder != nullptr && fs::path(folder).is_absolute();
    return (set ? fs::path(folder) : fs::path(homeFolder()) / ".config") / "systemd" / "user";
}

/// In a unit file "%" begins a specifier.
std::string withoutSpecifiers(const std::string& text)
{
    std::string out;
    for (const char c : text)
        out += c == '%' ? "%%" : std::string(1, c);
    return out;
}

/// \source systemd.syntax(7): quoting
std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : withoutSpecifiers(text)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string twoDigits(int number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string calendarOf(const Schedule& schedule)
{
    std::string days;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        if (schedule.weekdays[i])
            days += (days.empty() ? "" : ",") + std::string(kDays[i]);
    }
    const bool daily = std::ranges::all_of(schedule.weekdays, std::identity());
    return (daily ? "" : days + " ") + "*-*-* " + twoDigits(schedule.hour) + ":" + twoDigits(schedule.minute) + ":00";
}

/// What calendarOf() writes; false for anything else.
bool parseCalendar(std::string_view calendar, Schedule& schedule)
{
    constexpr std::string_view kEveryDate = "*-*-* ";
    const std::size_t date = calendar.find(kEveryDate);
    if (date == std::string_view::npos || calendar.size() != date + kEveryDate.size() + 8)
        return false;
    for (std::size_t i = 0; i < kDays.size(); ++i)
        schedule.weekdays[i] = date == 0 || calendar.substr(0, date).find(kDays[i]) != std::string_view::npos;
    const char* time = calendar.data() + date + kEveryDate.size();
    return std::from_chars(time, time + 2, schedule.hour).ptr == time + 2
        && std::from_chars(time + 3, time + 5, schedule.minute).ptr == time + 5;
}

/// The value of a line "KEY=VALUE"; empty if there is none.
std::string valueOf(std::string_view unit, std::string_view key)
{
    const std::string line = "\n" + std::string(key);
    const std::size_t at = unit.find(line);
    if (at == std::string_view::npos)
        return {};
    const std::size_t begin = at + line.size();
    return std::string(unit.substr(begin, unit.find('\n', begin) - begin));
}

/// Units of the user's own service manager.
class SystemdKeeper final : public ScheduleKeeper {
public:
    explicit SystemdKeeper(const BackupEnvironment& environment)
        : m_environment(environment)
    {
        m_name = "qbm-backup-" + fs::path(m_environment.profile).stem().string();
        for (char& c : m_name) {
            const bool allowed = isAsciiAlphanumeric(c) || c == '-' || c == '_' || c == '.';
            c = allowed ? c : '_';
        }
    }

    Result<std::string> describe(const Schedule& schedule, TaskContext&) override
    {
        QBM_TRY(service, serviceUnit(schedule));
        return "# " + file(".service").string() + "\n" + service + "\n# " + file(".timer").string() + "\n"
            + timerUnit(schedule);
    }

    void check(const Schedule& schedule, std::vector<Check>& checks, TaskContext& context) override
    {
        checkLocalRun(m_environment, schedule, checks);
        Text question = text(QT_TRANSLATE_NOOP("core", "systemd runs timers of this user"));
        if (auto answered = systemctl({"show", "--property=Version"}, context); !answered)
            checks.push_back({std::move(question), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "%1 Choose cron instead."), answered.error().sentence())});
        else
            checks.push_back({std::move(question), Verdict::Pass, Text(m_name + ".timer")});
        checkName(checks);
        checkLinger(checks);
    }

    Result<> install(const Schedule& schedule, TaskContext& context) override
    {
        QBM_TRY(service, serviceUnit(schedule));
        return write(service, timerUnit(schedule), context);
    }

    Result<> remove(TaskContext& context) override
    {
        if (!fs::exists(file(".timer")) && !fs::exists(file(".service")))
            return {};
        if (fs::exists(file(".timer")))
            QBM_CHECK(systemctl({"disable", "--now", m_name + ".timer"}, context));
        for (const char* suffix : {".timer", ".service"}) {
            if (::unlink(file(suffix).c_str()) != 0 && errno != ENOENT)
                return fail(
                    fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot remove %1"), file(suffix).string())));
        }
        return systemctl({"daemon-reload"}, context);
    }

    Result<std::string> fetchInstalled(TaskContext&) override
    {
        QBM_TRY(timer, readOwnTimer());
        if (!timer)
            return std::string();
        return writeJson(json{{"service", readFile(file(".service")).value_or("")}, {"timer", *timer}});
    }

    Result<> putBack(const std::string& installed, TaskContext& context) override
    {
        if (installed.empty())
            return remove(context);
        const json units = json::parse(installed, nullptr, false);
        if (!units.is_object())
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The journal does not hold the former units of %1."), m_name));
        return write(units.value("service", ""), units.value("timer", ""), context);
    }

    Result<std::optional<ScheduleState>> fetchState(TaskContext& context) override
    {
        QBM_TRY(timer, readOwnTimer());
        if (!timer)
            return std::optional<ScheduleState>();
        ScheduleState state;
        state.schedule.kind = ScheduleKind::SystemdUserTimer;
        state.schedule.prune = valueOf(*timer, kPruneKey) == "yes";
        state.where = m_name + ".timer";
        if (!parseCalendar(valueOf(*timer, kCalendarKey), state.schedule))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "%1 was changed by hand: its time is not one of ours."),
                    file(".timer").string()));
        const auto since = parseRfc3339(valueOf(*timer, kSinceKey));
        judgeLocalRun(m_environment, since.value_or(TimePoint()), systemClock().now(), state);
        const auto active = systemctlOutput({"show", m_name + ".timer", "--property=ActiveState"}, context);
        if (!active && active.error().kind == ErrorKind::Cancelled)
            return fail(active.error());
        judgeRunner(active, state);
        return std::optional(std::move(state));
    }

private:
    fs::path file(const char* suffix) const { return userUnitFolder() / (m_name + suffix); }

    /// \param active what the manager says about the timer
    void judgeRunner(const Result<std::string>& active, ScheduleState& state) const
    {
        if (active && active->find("ActiveState=active") != std::string::npos)
            return;
        const bool noSystemd = !active && active.error().kind == ErrorKind::NotFound;
        state.runner = active || noSystemd ? Runner::Nobody : Runner::Unknown;
        if (state.runner == Runner::Nobody)
            state.nextRun.reset();
        if (active)
            state.runnerProblem = text(QT_TRANSLATE_NOOP("core",
                                           "The timer is switched off; \"systemctl --user enable --now %1\" switches it "
                                           "on."),
                m_name + ".timer");
        else if (noSystemd)
            state.runnerProblem = text(QT_TRANSLATE_NOOP("core", "There is no systemd on this machine."));
        else
            state.runnerProblem = text(
                QT_TRANSLATE_NOOP("core", "Whether the timer runs is not known: %1"), active.error().sentence());
    }

    Result<std::string> serviceUnit(const Schedule& schedule) const
    {
        QBM_TRY(qbmctl, findQbmctl());
        std::string unit
            = "# Written by QBM Console; the next change of the schedule overwrites it.\n[Unit]\nDescription="
            + withoutSpecifiers("Backup of " + m_environment.database) + "\nDocumentation=man:qbmctl(1)\n\n[Service]\n"
            + "Type=oneshot\n";
        for (const auto& [name, value] : stateVariables())
            unit += "Environment=" + quoted(name + "=" + value) + "\n";
        unit += "ExecStart=:" + quoted(qbmctl.string()); // ":": "$" in an argument is no variable
        for (const std::string& argument : scheduledArguments(m_environment, schedule))
            unit += " " + quoted(argument);
        return unit + "\nNice=10\nStandardOutput=truncate:"
            + withoutSpecifiers(scheduleLog(m_environment, ScheduleKind::SystemdUserTimer).string())
            + "\nStandardError=inherit\n";
    }

    std::string timerUnit(const Schedule& schedule) const
    {
        return "# Written by QBM Console; the next change of the schedule overwrites it.\n[Unit]\nDescription="
            + withoutSpecifiers("When " + m_environment.database + " is backed up") + "\n\n[Timer]\n"
            + std::string(kCalendarKey) + calendarOf(schedule)
            + "\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n\n[X-QBM]\n" + std::string(kProfileKey)
            + m_environment.profile + "\n" + std::string(kSinceKey) + formatRfc3339(systemClock().now()) + "\n"
            + std::string(kPruneKey) + (schedule.prune ? "yes" : "no") + "\n";
    }

    Result<> write(const std::string& service, const std::string& timer, TaskContext& context) const
    {
        QBM_CHECK(makeFolder(userUnitFolder()));
        QBM_CHECK(makeLogFolder(m_environment));
        QBM_CHECK(writeFileDurably(file(".service"), service));
        QBM_CHECK(writeFileDurably(file(".timer"), timer));
        QBM_CHECK(systemctl({"daemon-reload"}, context));
        return systemctl({"enable", "--now", m_name + ".timer"}, context);
    }

    /// nullopt: there is none, or it is another profile's.
    Result<std::optional<std::string>> readOwnTimer() const
    {
        auto timer = readFile(file(".timer"));
        if (!timer && timer.error().kind == ErrorKind::NotFound)
            return std::optional<std::string>();
        if (!timer)
            return fail(std::move(timer).error());
        if (valueOf(*timer, kProfileKey) != m_environment.profile)
            return std::optional<std::string>();
        return std::optional(std::move(*timer));
    }

    void checkName(std::vector<Check>& checks) const
    {
        const auto timer = readFile(file(".timer"));
        if (!timer || valueOf(*timer, kProfileKey) == m_environment.profile)
            return;
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The name %1 is free"), m_name), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "It is the timer of %1; give one of the two profile files another name."),
                valueOf(*timer, kProfileKey))});
    }

    static void checkLinger(std::vector<Check>& checks)
    {
        const passwd* user = ::getpwuid(::geteuid());
        const std::string userName = user != nullptr ? user->pw_name : "";
        const bool stays = fs::exists(fs::path("/var/lib/systemd/linger") / userName);
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "Timers run while nobody is logged in")),
            stays ? Verdict::Pass : Verdict::Warning,
            stays ? text(QT_TRANSLATE_NOOP("core", "%1 lingers."), userName)
                  : text(QT_TRANSLATE_NOOP("core",
                             "They run only while %1 is logged in, and what was missed is made up then; "
                             "\"loginctl enable-linger\" changes that."),
                      userName)});
    }

    static Result<std::string> systemctlOutput(std::vector<std::string> arguments, TaskContext& context)
    {
        arguments.insert(arguments.begin(), "--user");
        QBM_TRY(exit, runBriefly("systemctl", std::move(arguments), {}, context));
        if (exit.code != 0)
            return fail(ErrorKind::Unreachable,
                text(QT_TRANSLATE_NOOP("core", "systemd's manager of this user does not do what it is asked.")),
                exit.errorTail);
        return std::move(exit.output);
    }

    static Result<> systemctl(std::vector<std::string> arguments, TaskContext& context)
    {
        QBM_CHECK(systemctlOutput(std::move(arguments), context));
        return {};
    }

    BackupEnvironment m_environment;
    std::string m_name; ///< of both units
};

} // namespace

std::unique_ptr<ScheduleKeeper> makeSystemdKeeper(const BackupEnvironment& environment)
{
    return std::make_unique<SystemdKeeper>(environment);
}

} // namespace qbm::backup
