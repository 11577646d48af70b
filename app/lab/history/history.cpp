// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/history/history.h"

#include "app/lab/history/sample_file.h"
#include "app/lab/services/prometheus.h"
#include "core/base/file.h"
#include "core/process/process.h"

#include <fmt/format.h>

namespace qbm::lab {

namespace {

constexpr std::chrono::days kAgeOfFirstProcess{3};
constexpr std::chrono::seconds kPromtoolStall{120};
constexpr std::size_t kScrapesPerCheckpoint = 500;

/// The application and Prometheus of the past: advances the queue from scrape to scrape and writes what was scraped.
class PastScrapes {
public:
    PastScrapes(const HistoryOptions& options, HistoryStory story, TimePoint start, SampleFile& file)
        : m_options(options)
        , m_story(std::move(story))
        , m_file(file)
        , m_queue(options.queue, start)
        , m_processStart(start - kAgeOfFirstProcess)
        , m_values(seriesNames().size())
    {
        addSeries();
    }

    Result<> scrape(TimePoint at)
    {
        const bool missed = advance(at);
        QBM_CHECK(m_file.add(m_up, missed ? 0 : 1, at));
        for (const std::size_t up : m_otherUps)
            QBM_CHECK(m_file.add(up, 1, at));
        m_at = at;
        return missed ? Result<>{} : writeMetrics(at);
    }

    CounterState state() const { return {m_at, m_processStart, m_conditions.replicas, m_queue.counters()}; }

private:
    void addSeries()
    {
        const std::string target = fmt::format("instance=\"{}\",job=\"{}\"", m_options.instance, m_options.job);
        for (const auto& [metric, labels] : seriesNames())
            m_file.addSeries(metric, labels.empty() ? target : fmt::format("{},{}", target, labels));
        m_up = m_file.addSeries("up", target);
        for (const auto& [job, instance] : m_options.upTargets)
            m_otherUps.push_back(m_file.addSeries("up", fmt::format("instance=\"{}\",job=\"{}\"", instance, job)));
    }

    /// \return whether the process was restarted since the last scrape, so that nobody answered this one
    bool advance(TimePoint to)
    {
        bool restarted = false;
        for (;;) {
            const bool phaseNext = m_nextPhase < m_story.phases.size() && m_story.phases[m_nextPhase].from <= to;
            const bool restartNext = m_nextRestart < m_story.restarts.size() && m_story.restarts[m_nextRestart] <= to;
            if (!phaseNext && !restartNext)
                break;
            if (restartNext && (!phaseNext || m_story.restarts[m_nextRestart] < m_story.phases[m_nextPhase].from)) {
                restart(m_story.restarts[m_nextRestart++]);
                restarted = true;
            } else {
                enter(m_story.phases[m_nextPhase++]);
            }
        }
        m_queue.advance(to, m_conditions);
        return restarted;
    }

    void restart(TimePoint at)
    {
        m_queue.advance(at, m_conditions);
        m_queue.restart();
        m_processStart = at;
    }

    void enter(const HistoryStory::Phase& phase)
    {
        m_queue.advance(phase.from, m_conditions);
        m_conditions.replicas = phase.replicas;
        m_conditions.extraLoad = phase.extraLoad;
    }

    Result<> writeMetrics(TimePoint at)
    {
        Metrics metrics{m_queue.counters(), m_queue.inProgress(), m_conditions.replicas, {}, m_processStart};
        for (std::size_t model = 0; model < kModels.size(); ++model)
            metrics.accuracy[model] = publishedAccuracy(model, at, m_options.driftStart);
        fillValues(metrics, m_values);
        for (std::size_t series = 0; series < m_values.size(); ++series)
            QBM_CHECK(m_file.add(series, m_values[series], at));
        return {};
    }

    const HistoryOptions& m_options;
    const HistoryStory m_story;
    SampleFile& m_file; // its first series are seriesNames(), in their order
    QueueSimulator m_queue;
    Conditions m_conditions;
    TimePoint m_processStart;
    TimePoint m_at{};
    std::size_t m_nextPhase = 0;
    std::size_t m_nextRestart = 0;
    std::size_t m_up = 0;
    std::vector<std::size_t> m_otherUps;
    std::vector<double> m_values;
};

Result<> createBlocks(const std::filesystem::path& samples, const std::filesystem::path& dataFolder, TaskContext& context)
{
    QBM_TRY(command, createBlocksCommand(samples, dataFolder));
    process::RunOptions options;
    options.stallTimeout = kPromtoolStall;
    QBM_TRY(exit, process::run(command, options, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "promtool could not write the metric history to %1 (exit code %2)."), dataFolder.string(), exit.code),
            exit.errorTail);
    return {};
}

Result<CounterState> writeSamples(const HistoryOptions& options, SampleFile& file, TaskContext& context)
{
    const bool untilNow = options.end == TimePoint{};
    const auto end = [&] { return untilNow ? systemClock().now() : options.end; };
    const TimePoint plannedEnd = end();
    const TimePoint start = std::chrono::floor<std::chrono::milliseconds>(plannedEnd) - std::chrono::days{options.days};
    const auto total = static_cast<std::uint64_t>((plannedEnd - start) / options.scrapeInterval);
    PastScrapes scrapes(options, makeStory(options, start, plannedEnd), start, file);
    std::uint64_t done = 0;
    for (TimePoint at = start; at <= end(); at += options.scrapeInterval) {
        QBM_CHECK(scrapes.scrape(at));
        if (++done % kScrapesPerCheckpoint != 0)
            continue;
        QBM_CHECK(context.checkpoint());
        context.report({done, std::max(done, total), text(QT_TRANSLATE_NOOP("core", "Simulating the metrics of the past %1 days"), options.days)});
    }
    QBM_CHECK(file.finish());
    return scrapes.state();
}

} // namespace

Result<CounterState> writeHistory(const HistoryOptions& options, const std::filesystem::path& dataFolder, TaskContext& context)
{
    if (options.days < 0 || options.scrapeInterval <= std::chrono::milliseconds::zero())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "A metric history of %1 days cannot be written."), options.days));
    if (options.days == 0) {
        const TimePoint now = options.end == TimePoint{} ? systemClock().now() : options.end;
        return CounterState{now, now, options.replicas, {}};
    }
    QBM_CHECK(makeFolder(dataFolder));
    QBM_TRY(file, SampleFile::create(dataFolder / "history.openmetrics"));
    QBM_TRY(state, writeSamples(options, file, context));
    context.report({0, 0, text(QT_TRANSLATE_NOOP("core", "Handing the metric history to Prometheus"))});
    QBM_CHECK(createBlocks(file.path(), dataFolder, context));
    return state;
}

} // namespace qbm::lab
