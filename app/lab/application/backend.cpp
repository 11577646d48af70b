// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/backend.h"

#include "core/base/log.h"

namespace qbm::lab {

namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kReplicaPoll{500};
/// A longer hole after the history is a stopped process, whose counters begin again.
constexpr std::chrono::minutes kLongestCatchUp{10};
constexpr double kSlowdown = 6;
constexpr double kErrorRatio = 0.2;
constexpr std::string_view kLogger = "lab.application";

const CounterState* usable(const std::optional<CounterState>& initial, TimePoint now)
{
    return initial && now - initial->at <= kLongestCatchUp ? &*initial : nullptr;
}

QueueSimulator makeQueue(const ApplicationOptions& options, TimePoint now)
{
    const auto* initial = usable(options.initial, now);
    return initial ? QueueSimulator(options.queue, initial->at, initial->counters) : QueueSimulator(options.queue, now);
}

} // namespace

Backend::Backend(const ApplicationOptions& options)
    : m_replicaSource(options.replicaSource)
    , m_replicaMemory(options.replicaMemory)
    , m_processStart(systemClock().now())
    , m_queue(makeQueue(options, m_processStart))
    , m_trainings(options.trainingTime, options.queue.seed)
    , m_sourceReached(std::chrono::steady_clock::now())
{
    m_driftStart.fill(options.driftStart);
    if (const auto* initial = usable(options.initial, m_processStart)) {
        m_conditions.replicas = initial->replicas;
        m_queue.advance(m_processStart, m_conditions);
        m_processStart = initial->processStart;
    }
    m_queueThread = std::jthread([this](const std::stop_token& stop) { runQueue(stop); });
    m_replicaThread = std::jthread([this](std::stop_token stop) { watchReplicas(std::move(stop)); });
}

void Backend::stop()
{
    m_queueThread.request_stop();
    m_replicaThread.request_stop();
    if (m_queueThread.joinable())
        m_queueThread.join();
    if (m_replicaThread.joinable())
        m_replicaThread.join();
}

int Backend::readyReplicas() const
{
    const std::lock_guard lock(m_mutex);
    return m_conditions.replicas;
}

Metrics Backend::metrics() const
{
    const TimePoint now = systemClock().now();
    const std::lock_guard lock(m_mutex);
    Metrics metrics{m_queue.counters(), m_queue.inProgress(), m_conditions.replicas, {}, m_processStart};
    for (std::size_t model = 0; model < kModels.size(); ++model)
        metrics.accuracy[model] = publishedAccuracy(model, now, m_driftStart[model]);
    return metrics;
}

double Backend::load() const
{
    const std::lock_guard lock(m_mutex);
    return m_conditions.extraLoad;
}

void Backend::setLoad(double rps)
{
    const std::lock_guard lock(m_mutex);
    m_conditions.extraLoad = rps;
}

void Backend::setSlow(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_conditions.slowdown = on ? kSlowdown : 1;
}

void Backend::setErrors(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_conditions.errorRatio = on ? kErrorRatio : 0;
}

void Backend::setFrozen(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_conditions.frozen = on;
}

std::string Backend::startTraining(std::string model)
{
    const std::lock_guard lock(m_mutex);
    return m_trainings.start(std::move(model), systemClock().now());
}

std::optional<Training> Backend::training(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    const Training* training = m_trainings.find(id);
    return training ? std::optional(*training) : std::nullopt;
}

void Backend::runQueue(const std::stop_token& stop)
{
    const TaskContext context(stop);
    do {
        advance(systemClock().now());
    } while (context.sleepFor(kTick));
}

void Backend::advance(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    m_queue.advance(now, m_conditions);
    // A model trained anew begins at its old accuracy; if it is one that drifts, it drifts from there.
    for (const std::size_t model : m_trainings.finishDue(now))
        m_driftStart[model] = now;
}

void Backend::watchReplicas(std::stop_token stop)
{
    TaskContext context(std::move(stop));
    do {
        const auto answer = m_replicaSource(context);
        if (!context.stopRequested())
            noteReplicas(answer);
    } while (context.sleepFor(kReplicaPoll));
}

void Backend::noteReplicas(const Result<int>& answer)
{
    const auto now = std::chrono::steady_clock::now();
    const bool reached = answer || (answer.error().kind != ErrorKind::Unreachable && answer.error().kind != ErrorKind::Timeout);
    const std::lock_guard lock(m_mutex);
    if (answer)
        m_conditions.replicas = *answer;
    if (reached)
        m_sourceReached = now;
    else if (now - m_sourceReached > m_replicaMemory)
        m_conditions.replicas = 0;
    if (!answer && !m_sourceDown)
        log::warning(kLogger, "ready replicas unknown: " + answer.error().english());
    m_sourceDown = !answer;
}

} // namespace qbm::lab
