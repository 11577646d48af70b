// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/folder_memory.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"

#include <algorithm>
#include <cstdlib>
#include <sys/stat.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using operation::Check;
using operation::Verdict;

constexpr auto kPatience = 1h; ///< a run that is due has to be seen within this time
constexpr auto kClockSlack = 1min; ///< timers fire within a minute of their time
constexpr auto kFarewell = 1min; ///< qbmctl's last words come after its journal's last line
constexpr auto kBriefly = 10s;
constexpr std::uint64_t kLogLimitBytes = 4u << 20;

std::string lastLine(const std::string& text)
{
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    if (end == std::string::npos)
        return {};
    const std::size_t begin = text.find_last_of('\n', end);
    return text.substr(
        begin == std::string::npos ? 0 : begin + 1, end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

bool isPlain(const std::string& path)
{
    return std::ranges::none_of(path, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// A run that got as far as printing something, but not as far as a journal.
void addRunWithoutJournal(const fs::path& logFile, const std::optional<ScheduledRun>& run, ScheduleState& state)
{
    struct stat info { };
    if (::stat(logFile.c_str(), &info) != 0)
        return;
    const TimePoint printedAt = std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec);
    if (run && (!run->succeeded || printedAt <= run->changedAt + kFarewell))
        return;
    const std::string words = lastLine(readFile(logFile, kLogLimitBytes).value_or(std::string()));
    if (words.empty())
        return; // it has only just begun
    state.lastRun = printedAt;
    state.lastSucceeded = false;
    state.lastMessage = words;
}

} // namespace

std::vector<std::string> scheduledArguments(const BackupEnvironment& environment, const Schedule& schedule)
{
    // Production asks for the database's name; whoever sets the schedule has given it.
    std::vector<std::string> arguments{
        "--profile", environment.profile, "backup", "create", "--yes", "--confirm", environment.database};
    if (schedule.prune)
        arguments.push_back("--prune");
    arguments.insert(arguments.end(), {"--reason", scheduledReason(schedule.kind)});
    return arguments;
}

Result<fs::path> findQbmctl()
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    const fs::path beside = self.parent_path() / "qbmctl";
    if (!error && fs::exists(beside, error))
        return beside;
    auto found = process::findProgram("qbmctl");
    if (!found)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no qbmctl on this machine; install the package qbmctl.")));
    return fs::absolute(*found);
}

std::vector<std::pair<std::string, std::string>> stateVariables()
{
    std::vector<std::pair<std::string, std::string>> variables;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && isPlain(value) && fs::path(value).is_absolute())
            variables.emplace_back(name, value);
    }
    return variables;
}

fs::path scheduleLog(const BackupEnvironment& environment, ScheduleKind kind)
{
    return environment.folder / ("schedule-" + std::string(name(kind)) + ".log");
}

void checkLocalRun(const BackupEnvironment& environment, const Schedule&, std::vector<Check>& checks)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "The profile is in a file"));
    if (environment.profile.empty())
        checks.push_back({std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "Save this connection first; a schedule opens it by its file."))});
    else if (!isPlain(environment.profile) || !isPlain(environment.folder.string()))
        checks.push_back({std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP(
                "core", "The names of the profile's file and of the backup folder may hold no control characters."))});
    else
        checks.push_back({std::move(question), Verdict::Pass, Text(environment.profile)});
    const auto qbmctl = findQbmctl();
    question = text(QT_TRANSLATE_NOOP("core", "qbmctl is installed"));
    checks.push_back(qbmctl ? Check{std::move(question), Verdict::Pass, Text(qbmctl->string())}
                            : failedCheck(std::move(question), qbmctl.error()));
    if (auto gone = whyFolderIsGone(environment)) // what the run prints goes there, and it would refuse to begin anew
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The backup folder is there")), Verdict::Fail, std::move(*gone)});
    else
        checks.push_back(checkMayChange(environment.folder));
}

bool isMissed(const ScheduleState& state, TimePoint since, TimePoint now)
{
    const TimePoint due = lastDue(state.schedule, now - kPatience);
    return due > since && (!state.lastRun || *state.lastRun < due - kClockSlack);
}

void judgeLocalRun(const BackupEnvironment& environment, TimePoint since, TimePoint now, ScheduleState& state)
{
    state.nextRun = nextRun(state.schedule, now);
    if (environment.lastScheduledRun) {
        const auto run = environment.lastScheduledRun(scheduledReason(state.schedule.kind));
        if (run) {
            state.lastRun = run->startedAt;
            state.lastSucceeded = run->succeeded;
            state.lastMessage = run->message;
        }
        addRunWithoutJournal(scheduleLog(environment, state.schedule.kind), run, state);
    }
    state.missed = isMissed(state, since, now);
}

Result<> makeLogFolder(const BackupEnvironment& environment)
{
    return whyFolderIsGone(environment) ? Result<>() : makeFolder(environment.folder, 0700);
}

Result<process::Exit> runBriefly(
    const std::string& program, std::vector<std::string> arguments, std::string input, TaskContext& context)
{
    process::Command command{program, std::move(arguments), {{"LC_ALL", "C"}}, {}, {}};
    process::RunOptions options;
    options.input = std::move(input);
    options.stallTimeout = kBriefly;
    return process::run(command, options, context);
}

} // namespace qbm::backup
