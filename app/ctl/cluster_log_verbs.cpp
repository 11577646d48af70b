// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/base/terminal_colours.h"
#include "core/kubernetes/log_trace.h"
#include "core/prometheus/series.h"
#include "core/service/log_service.h"

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <stop_token>

namespace qbm::ctl {

namespace {

using kubernetes::LogLevel;
using service::LogLine;
using service::LogSource;

struct LogArguments {
    std::string workload, selector, container, since, level, grep;
    bool follow = false;
    bool previous = false;
    int tail = 500; ///< -1: from the beginning
};

/// What --level and --grep let through.
class LogFilter {
public:
    LogFilter(LogLevel least, std::string words)
        : m_least(least)
        , m_words(std::move(words))
    {
    }

    bool passes(const LogLine& line, const kubernetes::LogRecord& record, LogLevel level)
    {
        if (m_least != LogLevel::Unknown) {
            // A line without a level goes with the one before it.
            if (level != LogLevel::Unknown)
                m_shown[line.source] = level >= m_least;
            if (!m_shown[line.source])
                return false;
        }
        // What is looked for may have colours within it, or be written as \u4e2d in JSON.
        const auto holds = [this](const std::string& text) { return text.find(m_words) != std::string::npos; };
        return m_words.empty() || holds(line.text) || holds(record.message);
    }

private:
    LogLevel m_least;
    std::string m_words;
    std::map<std::uint32_t, bool> m_shown;
};

/// Prints lines as they come, or collects them for the one document.
class LogPrinter {
public:
    LogPrinter(Invocation& invocation, LogFilter filter)
        : m_invocation(invocation)
        , m_filter(std::move(filter))
    {
    }

    service::LogSink sink()
    {
        return {[this](const std::vector<LogSource>& sources) { m_sources = sources; },
            [this](const std::vector<LogLine>& lines) { take(lines); },
            [this](std::uint32_t source, const std::optional<Error>& error) { ended(source, error); },
            [this](std::uint32_t source, const Error& error) { interrupted(source, error); }};
    }

    bool hasSources() const { return !m_sources.empty(); }
    /// Asked to stop when nobody reads any more what is printed.
    std::stop_source& unread() { return m_unread; }

    /// Exit code; prints the document of --json.
    int finish()
    {
        if (m_invocation.options().json)
            m_invocation.print({{"lines", std::move(m_lines)}, {"errors", std::move(m_errors)}}, {});
        if (m_failed == 0)
            return kOk;
        return m_failed == m_sources.size() ? kFailed : kPartial;
    }

private:
    void take(const std::vector<LogLine>& lines)
    {
        for (const LogLine& line : lines) {
            const kubernetes::LogRecord record = kubernetes::parseLogRecord(line.text);
            const kubernetes::LogTrace::Place place = m_traces[line.source].next(record);
            if (!m_filter.passes(line, record, place.level))
                continue;
            if (m_invocation.options().json)
                m_lines.push_back(toJson(line, record, place));
            else
                print(line);
        }
        if (!m_invocation.out().flush())
            m_unread.request_stop();
    }

    /// Colours are for the terminal of whoever wrote the line. Whatever else acts on one is shown as an escape, as in all
    /// we print; the document of --json has the line as it is.
    void print(const LogLine& line)
    {
        std::ostream& out = m_invocation.out();
        if (m_sources.size() > 1)
            out << formatRfc3339(line.time) << ' ' << nameOf(line.source) << ' ';
        out << withoutColours(line.text) << '\n';
    }

    nlohmann::json toJson(
        const LogLine& line, const kubernetes::LogRecord& record, const kubernetes::LogTrace::Place& place) const
    {
        const LogSource& source = m_sources.at(line.source);
        return {{"time", formatRfc3339(line.time)}, {"pod", source.pod}, {"container", source.container},
            {"level", kubernetes::name(place.level)}, {"continued", place.continued}, {"logger", record.logger},
            {"message", record.message}, {"text", line.text}};
    }

    /// The pod; with its container where pods have several.
    std::string nameOf(std::uint32_t source) const
    {
        const LogSource& found = m_sources.at(source);
        std::set<std::string> containers;
        for (const LogSource& each : m_sources)
            containers.insert(each.container);
        return containers.size() > 1 ? found.pod + "/" + found.container : found.pod;
    }

    void ended(std::uint32_t source, const std::optional<Error>& error)
    {
        if (!error)
            return;
        ++m_failed;
        const LogSource& found = m_sources.at(source);
        m_errors.push_back({{"pod", found.pod}, {"container", found.container}, {"error", ctl::toJson(*error)}});
        m_invocation.err() << found.pod << "/" << found.container << ": " << error->english() << "\n";
    }

    void interrupted(std::uint32_t source, const Error& error)
    {
        const LogSource& found = m_sources.at(source);
        m_invocation.err() << found.pod << "/" << found.container << ": " << error.english()
                           << " Its lines go on once it is back.\n";
    }

    Invocation& m_invocation;
    LogFilter m_filter;
    std::map<std::uint32_t, kubernetes::LogTrace> m_traces;
    std::vector<LogSource> m_sources;
    std::size_t m_failed = 0;
    std::stop_source m_unread;
    nlohmann::json m_lines = nlohmann::json::array();
    nlohmann::json m_errors = nlohmann::json::array();
};

Result<int> logs(Invocation& invocation, service::ClusterService& cluster, const LogArguments& arguments)
{
    if (invocation.options().json && arguments.follow)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "--json prints one document and so cannot follow: leave out --follow or --json.")));
    if (arguments.workload.empty() == arguments.selector.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Say whose logs: a WORKLOAD, or the --selector of pods, and not both.")));
    service::LogQuery query;
    query.workload = arguments.workload;
    query.selector = arguments.selector;
    query.container = arguments.container;
    query.follow = arguments.follow;
    query.previous = arguments.previous;
    query.tailLines = arguments.tail < 0 ? std::nullopt : std::optional(arguments.tail);
    if (!arguments.since.empty()) {
        QBM_TRY(ago, prometheus::parseDuration(arguments.since));
        query.since = systemClock().now() - ago;
    }
    LogLevel least = LogLevel::Unknown;
    if (!arguments.level.empty()) {
        const auto parsed = kubernetes::parseLogLevel(arguments.level);
        if (!parsed)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "\"%1\" is no level: debug, info, warning, error or critical."), arguments.level));
        least = *parsed;
    }
    LogPrinter printer(invocation, LogFilter(least, arguments.grep));
    const std::stop_callback stopped(
        invocation.task().stopToken(), [&printer] { printer.unread().request_stop(); });
    TaskContext whileRead(printer.unread().get_token());
    const auto streamed = cluster.logs()->stream(query, printer.sink(), whileRead);
    if (!invocation.out())
        return kFailed;
    QBM_CHECK(streamed);
    if (!printer.hasSources())
        invocation.err() << (arguments.workload.empty() ? arguments.selector : arguments.workload) << " has no pods with such a container.\n";
    return printer.finish();
}

} // namespace

void addClusterLogVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto arguments = std::make_shared<LogArguments>();
    CLI::App* command = group.add_subcommand("logs", "What the pods of a workload wrote, merged by time");
    command->add_option("WORKLOAD", arguments->workload, "deployment/NAME, statefulset/NAME, job/NAME, pod/NAME; a bare name is a deployment, else a pod");
    command->add_option("-l,--selector", arguments->selector, "In its place: all pods whose labels match");
    command->add_option("-c,--container", arguments->container, "Only this container of each pod");
    command->add_flag("-f,--follow", arguments->follow, "Go on with what is written from now on, also by new pods");
    command->add_option("--tail", arguments->tail, "How many of the last lines of each container; -1: all")->capture_default_str();
    command->add_option("--since", arguments->since, "Nothing older than this: 30s, 10m, 2h");
    command->add_flag("--previous", arguments->previous, "Of the containers before their last restart");
    command->add_option("--level", arguments->level, "Only lines this grave or graver: debug, info, warning, error, critical");
    command->add_option("--grep", arguments->grep, "Only lines that contain this text");
    registrar.verb(command, [arguments](Invocation& invocation, service::ClusterService& cluster) {
        return logs(invocation, cluster, *arguments);
    });
}

} // namespace qbm::ctl
