// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/collector.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

namespace qbm::health {

namespace {

constexpr std::size_t kProbeCount = 8;
/// How long a stop from outside may go unheard.
constexpr std::chrono::milliseconds kStopSlice{50};

using SteadyTime = std::chrono::steady_clock::time_point;

Error silentError(const std::string& source, std::chrono::nanoseconds silent)
{
    return Error{ErrorKind::Timeout,
        text(QT_TRANSLATE_NOOP("core", "%1 has not answered for %2."), source, formatQuantity(std::chrono::duration<double>(silent).count(), Unit::Seconds).joined()),
        {}, {}};
}

} // namespace

/// Where probes report and the collector waits.
class Collector::Board {
public:
    std::mutex mutex;
    std::condition_variable answered;
};

/// One source: its call, and the state of the call that is out.
template <class T>
class Collector::Probe {
public:
    using Ask = std::function<Result<T>(TaskContext&)>;

    Probe(std::string source, Ask ask) : m_source(std::move(source)), m_ask(std::move(ask)) {}

    void start(Board& board, WorkerPool& pool, const std::stop_token& stop, const Clock& clock)
    {
        if (!m_ask)
            return;
        {
            const std::lock_guard lock(board.mutex);
            m_answer.reset();
            if (m_out)
                return; // still busy with an earlier pass: its answer is awaited, or its silence reported
            m_out = true;
            m_since = std::chrono::steady_clock::now();
        }
        pool.post([this, &board, stop, &clock] {
            TaskContext context(stop);
            Result<T> result = m_ask(context);
            const std::lock_guard lock(board.mutex);
            m_out = false;
            // A call that was left behind reports its own stop, which says nothing about the source.
            if (result || result.error().kind != ErrorKind::Cancelled)
                m_answer = Answer<T>{std::move(result), clock.now()};
            board.answered.notify_all();
        });
    }

    /// Under the board's lock.
    bool done() const { return !m_ask || !m_out; }

    /// Under the board's lock.
    Answer<T> take(const Clock& clock)
    {
        if (!m_ask)
            return {};
        if (m_answer)
            return std::move(*std::exchange(m_answer, std::nullopt));
        return Answer<T>{fail(silentError(m_source, std::chrono::steady_clock::now() - m_since)), clock.now()};
    }

private:
    std::string m_source;
    Ask m_ask;
    bool m_out = false;
    SteadyTime m_since{};
    std::optional<Answer<T>> m_answer;
};

struct Collector::Probes {
    Probe<MetricsFacts> metrics;
    Probe<std::vector<prometheus::Alert>> alerts;
    Probe<DatabaseFacts> database;
    Probe<redis::ServerFacts> cache;
    Probe<ClusterFacts> cluster;
    Probe<BackupFacts> backups;
    Probe<std::monostate> application;
    Probe<std::vector<OperationFacts>> operations;

    template <class Visit>
    void each(const Visit& visit)
    {
        visit(metrics);
        visit(alerts);
        visit(database);
        visit(cache);
        visit(cluster);
        visit(backups);
        visit(application);
        visit(operations);
    }

    bool done()
    {
        bool all = true;
        each([&all](const auto& probe) { all = all && probe.done(); });
        return all;
    }
};

Collector::Collector(Providers providers, const Clock& clock, std::chrono::milliseconds budget)
    : m_board(std::make_unique<Board>())
    , m_clock(clock)
    , m_budget(budget)
    , m_objectives(providers.objectives)
    , m_pool(kProbeCount)
{
    std::function<Result<MetricsFacts>(TaskContext&)> metrics;
    if (providers.query)
        metrics = [providers, &clock](TaskContext& context) { return fetchMetricsFacts(providers, clock, context); };
    std::function<Result<std::monostate>(TaskContext&)> application;
    if (providers.application)
        application = [ask = providers.application](TaskContext& context) {
            return ask(context).map([] { return std::monostate(); });
        };
    m_probes.reset(new Probes{{"Prometheus", std::move(metrics)}, {"Alertmanager", std::move(providers.alerts)},
        {"PostgreSQL", std::move(providers.database)}, {"Redis", std::move(providers.cache)},
        {"Kubernetes API", std::move(providers.cluster)}, {"Backup folder", std::move(providers.backups)},
        {"backend /health", std::move(application)},
        {"State folder", std::move(providers.operations)}});
}

Collector::~Collector()
{
    m_pass.request_stop();
}

Result<Answers> Collector::collect(TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    m_pass = std::stop_source();
    m_probes->each([this](auto& probe) { probe.start(*m_board, m_pool, m_pass.get_token(), m_clock); });
    const auto deadline = std::chrono::steady_clock::now() + m_budget;
    std::unique_lock lock(m_board->mutex);
    while (!m_probes->done() && std::chrono::steady_clock::now() < deadline && !context.stopRequested())
        m_board->answered.wait_for(lock, kStopSlice);
    Answers answers;
    answers.metrics = m_probes->metrics.take(m_clock);
    answers.alerts = m_probes->alerts.take(m_clock);
    answers.database = m_probes->database.take(m_clock);
    answers.cache = m_probes->cache.take(m_clock);
    answers.cluster = m_probes->cluster.take(m_clock);
    answers.backups = m_probes->backups.take(m_clock);
    answers.application = m_probes->application.take(m_clock);
    answers.operations = m_probes->operations.take(m_clock);
    answers.objectives = m_objectives;
    lock.unlock();
    m_pass.request_stop();
    QBM_CHECK(context.checkpoint());
    return answers;
}

} // namespace qbm::health
