// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_daemon.h"
#include "core/backup/keep/cron_time.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"

#include <algorithm>
#include <pwd.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

constexpr std::string_view kSince = " since ";

/// Between single quotes the shell takes everything literally; cron itself takes an unescaped "%" for the end of the
/// line. \source crontab(5)
std::string quoted(const std::string& argument)
{
    std::string out = "'";
    for (const char c : argument)
        out += c == '\'' ? "'\\''" : c == '%' ? "\\%" : std::string(1, c);
    return out + "'";
}

/// What stands last above our line in `NAME = value` of a crontab; "" where nothing does.
std::string variableAbove(std::string_view lines, std::string_view name)
{
    std::string value;
    while (!lines.empty()) {
        std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!line.starts_with(name))
            continue;
        line.remove_prefix(name.size());
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!line.starts_with('='))
            continue;
        line.remove_prefix(1);
        constexpr std::string_view kAround = " \t\"'";
        const std::size_t begin = line.find_first_not_of(kAround);
        value = begin == line.npos ? std::string()
                                   : std::string(line.substr(begin, line.find_last_not_of(kAround) - begin + 1));
    }
    return value;
}

/// A crontab taken apart at our lines.
struct Crontab {
    std::string before, block, after; ///< block: from marker to marker; empty if there is none
    std::string text() const { return before + block + after; }
};

/// One line of a user's crontab, between two comments that say whose it is. Everything else in it is kept as it is.
class CrontabKeeper final : public ScheduleKeeper {
public:
    explicit CrontabKeeper(const BackupEnvironment& environment)
        : m_environment(environment)
        , m_begin("# BEGIN qbm-console " + environment.profile + std::string(kSince))
        , m_end("# END qbm-console " + environment.profile + "\n")
    {
    }

    Result<std::string> describe(const Schedule& schedule, TaskContext&) override { return blockOf(schedule); }

    void check(const Schedule& schedule, std::vector<Check>& checks, TaskContext& context) override
    {
        checkLocalRun(m_environment, schedule, checks);
        Text question = text(QT_TRANSLATE_NOOP("core", "The crontab of %1 can be read"), userName());
        const auto crontab = read(context);
        checks.push_back(crontab
                ? Check{std::move(question), Verdict::Pass,
                    crontab->block.empty() ? text(QT_TRANSLATE_NOOP("core", "It has no backup of this profile yet."))
                                           : text(QT_TRANSLATE_NOOP("core", "Its backup of this profile is replaced."))}
                : failedCheck(std::move(question), crontab.error()));
        checks.push_back(checkRunner());
    }

    Result<> install(const Schedule& schedule, TaskContext& context) override
    {
        QBM_TRY(block, blockOf(schedule));
        return putBack(block, context);
    }

    Result<> remove(TaskContext& context) override { return putBack({}, context); }

    /// Our lines only: other lines may hold somebody's secrets, and may be changed before this is put back.
    Result<std::string> fetchInstalled(TaskContext& context) override
    {
        QBM_TRY(crontab, read(context));
        return std::move(crontab.block);
    }

    Result<> putBack(const std::string& block, TaskContext& context) override
    {
        QBM_TRY(crontab, read(context));
        if (crontab.block == block)
            return {};
        if (!block.empty())
            QBM_CHECK(makeLogFolder(m_environment));
        crontab.block = block;
        QBM_CHECK(write(crontab.text(), context));
        QBM_TRY(written, read(context));
        if (written.text() != crontab.text())
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "The crontab of %1 was changed by another program at the same time."),
                    userName()));
        return {};
    }

    Result<std::optional<ScheduleState>> fetchState(TaskContext& context) override
    {
        QBM_TRY(crontab, read(context));
        if (crontab.block.empty())
            return std::optional<ScheduleState>();
        const std::string& block = crontab.block;
        const std::string_view line = std::string_view(block).substr(block.find('\n') + 1);
        ScheduleState state;
        state.schedule.kind = ScheduleKind::Crontab;
        state.schedule.prune = line.find(" '--prune' ") != std::string_view::npos;
        state.where = text(QT_TRANSLATE_NOOP("core", "crontab of %1"), userName()).english();
        if (!parseCronTime(line, state.schedule))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core",
                         "The backup's line in the crontab of %1 was changed by hand: its time is not one of ours."),
                    userName()));
        const auto since = parseRfc3339(block.substr(m_begin.size(), block.find('\n') - m_begin.size()));
        judgeLocalRun(m_environment, since.value_or(TimePoint()), systemClock().now(), state);
        judgeRunner(state);
        judgeZone(variableAbove(crontab.before, "CRON_TZ"), state, context);
        return std::optional(std::move(state));
    }

private:
    static std::string userName()
    {
        const passwd* user = ::getpwuid(::geteuid());
        return user != nullptr ? user->pw_name : std::to_string(::geteuid());
    }

    std::optional<bool> isRun() const
    {
        return m_environment.isCronRunning ? m_environment.isCronRunning() : isCronRunning();
    }

    void judgeRunner(ScheduleState& state) const
    {
        const auto runs = isRun();
        if (runs == true)
            return;
        state.runner = runs ? Runner::Nobody : Runner::Unknown;
        state.runnerProblem = runs ? noDaemon() : hiddenDaemon();
        if (runs)
            state.nextRun.reset();
    }

    static Text noDaemon()
    {
        return text(QT_TRANSLATE_NOOP("core",
            "No cron daemon runs on this machine: start it (\"systemctl enable --now cron\"), or install the package "
            "cron."));
    }
    static Text hiddenDaemon()
    {
        return text(QT_TRANSLATE_NOOP(
            "core", "Whether a cron daemon runs is not known: this machine does not show the processes of others."));
    }

    /// The line may be there before the daemon is, so this keeps nobody from setting it up.
    Check checkRunner() const
    {
        Text question = text(QT_TRANSLATE_NOOP("core", "A cron daemon runs"));
        const auto runs = isRun();
        if (runs == true)
            return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "It is so."))};
        return {std::move(question), Verdict::Warning, runs ? noDaemon() : hiddenDaemon()};
    }

    /// cronie goes by CRON_TZ, Debian's cron by the machine's zone whatever stands there. TZ alone is for the job only.
    static void judgeZone(const std::string& zone, ScheduleState& state, TaskContext& context)
    {
        if (zone.empty())
            return;
        const auto version = runBriefly("crontab", {"-V"}, {}, context);
        const bool obeys = version && (version->output + version->errorTail).find("cronie") != std::string::npos;
        if (!obeys) {
            state.where += " (CRON_TZ=" + zone + " stands above it; this cron goes by the machine's zone)";
            return;
        }
        state.where += " (in the zone " + zone + ", which CRON_TZ names above it; its next run is not known here)";
        state.nextRun.reset();
        state.missed = false;
    }

    Result<std::string> blockOf(const Schedule& schedule) const
    {
        QBM_TRY(qbmctl, findQbmctl());
        std::string line = formatCronTime(schedule);
        for (const auto& [name, value] : stateVariables())
            line += " " + name + "=" + quoted(value);
        line += " " + quoted(qbmctl.string());
        for (const std::string& argument : scheduledArguments(m_environment, schedule))
            line += " " + quoted(argument);
        line += " > " + quoted(scheduleLog(m_environment, ScheduleKind::Crontab).string()) + " 2>&1\n";
        return m_begin + formatRfc3339(systemClock().now()) + "\n" + line + m_end;
    }

    Result<Crontab> read(TaskContext& context) const
    {
        QBM_TRY(exit, runBriefly("crontab", {"-l"}, {}, context));
        if (exit.code != 0 && exit.errorTail.find("no crontab for") == std::string::npos)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "crontab does not show the crontab of %1."), userName()),
                exit.errorTail);
        return takeApart(exit.code == 0 ? exit.output : std::string());
    }

    Result<Crontab> takeApart(std::string whole) const
    {
        if (!whole.empty() && !whole.ends_with('\n'))
            whole += '\n';
        std::size_t begin = whole.starts_with(m_begin) ? 0 : whole.find("\n" + m_begin);
        if (begin == std::string::npos)
            return Crontab{std::move(whole), {}, {}};
        begin += whole[begin] == '\n' ? 1 : 0;
        const std::size_t end = whole.find("\n" + m_end, begin);
        if (end == std::string::npos)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core",
                         "In the crontab of %1 the line \"%2\" is missing; put it behind the backup's line with "
                         "\"crontab -e\"."),
                    userName(), m_end.substr(0, m_end.size() - 1)));
        const std::size_t after = end + 1 + m_end.size();
        return Crontab{whole.substr(0, begin), whole.substr(begin, after - begin), whole.substr(after)};
    }

    static Result<> write(const std::string& whole, TaskContext& context)
    {
        // An empty one is none at all.
        QBM_TRY(exit,
            whole.empty() ? runBriefly("crontab", {"-r"}, {}, context) : runBriefly("crontab", {"-"}, whole, context));
        if (exit.code != 0 && exit.errorTail.find("no crontab for") == std::string::npos)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "crontab does not take the changed crontab of %1."), userName()),
                exit.errorTail);
        return {};
    }

    BackupEnvironment m_environment;
    std::string m_begin, m_end;
};

} // namespace

std::unique_ptr<ScheduleKeeper> makeCrontabKeeper(const BackupEnvironment& environment)
{
    return std::make_unique<CrontabKeeper>(environment);
}

} // namespace qbm::backup
