// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/queue_simulator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qbm::lab {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kServiceStreamSalt = 0x5851f42d4c957f2du; // any constant: two streams from one seed

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::size_t index(Status status)
{
    return static_cast<std::size_t>(status);
}

constexpr auto endsLater = [](const auto& a, const auto& b) { return a.end > b.end; };

} // namespace

QueueSimulator::QueueSimulator(const QueueOptions& options, TimePoint start, const Counters& initial)
    : m_options(options)
    , m_origin(start)
    , m_originUnix(seconds(start.time_since_epoch()))
    , m_arrivalStream(options.seed)
    , m_serviceStream(options.seed ^ kServiceStreamSalt)
    , m_counters(initial)
{
    const double scv = std::max(1.0, options.serviceScv);
    const double mean = options.serviceMean.count();
    m_shortPhaseShare = (1 + std::sqrt((scv - 1) / (scv + 1))) / 2;
    m_shortPhaseMean = mean / (2 * m_shortPhaseShare);
    m_longPhaseMean = mean / (2 * (1 - m_shortPhaseShare));
    m_nextArrival = drawArrival(0, 0);
}

TimePoint QueueSimulator::now() const
{
    return m_origin + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(m_now));
}

void QueueSimulator::advance(TimePoint to, const Conditions& conditions)
{
    const double until = seconds(to - m_origin);
    if (until < m_now)
        return;
    if (conditions.extraLoad != m_extraLoad) {
        // Memoryless: forgetting the arrival already drawn and drawing anew from now on changes no probability.
        m_extraLoad = conditions.extraLoad;
        m_nextArrival = drawArrival(m_now, m_extraLoad);
    }
    if (conditions.replicas == 0)
        refuseWaiting();
    beginServices(conditions);
    step(until, conditions);
    m_now = until;
}

void QueueSimulator::restart()
{
    m_waiting.clear();
    m_serving.clear();
    m_counters = {};
}

void QueueSimulator::step(double until, const Conditions& conditions)
{
    const double timeout = m_options.timeout.count();
    for (;;) {
        const double end = m_serving.empty() ? kNever : m_serving.front().end;
        const double giveUp = m_waiting.empty() ? kNever : m_waiting.front() + timeout;
        const double next = std::min({m_nextArrival, end, giveUp});
        if (next > until)
            return;
        m_now = next;
        if (next == end)
            endService();
        else if (next == giveUp)
            giveUpOldest();
        else
            arrive(conditions);
        beginServices(conditions);
    }
}

double QueueSimulator::drawArrival(double from, double extraLoad)
{
    const double bound = m_options.arrivals.peakRate() + extraLoad;
    if (bound <= 0)
        return kNever;
    double at = from;
    do
        at += m_arrivalStream.exponential(1 / bound);
    while (m_arrivalStream.uniform() * bound > m_options.arrivals.rateAt(m_originUnix + at) + extraLoad);
    return at;
}

double QueueSimulator::drawService()
{
    if (m_shortPhaseShare > 0.5)
        return m_serviceStream.exponential(m_serviceStream.uniform() < m_shortPhaseShare ? m_shortPhaseMean : m_longPhaseMean);
    return m_serviceStream.exponential(m_options.serviceMean.count());
}

void QueueSimulator::arrive(const Conditions& conditions)
{
    m_nextArrival = drawArrival(m_now, m_extraLoad);
    if (conditions.replicas == 0) {
        ++m_counters.ingress[index(Status::Unavailable)];
    } else if (m_waiting.size() >= m_options.capacity) {
        // Refused before the request reaches the handlers that are timed, so the histogram does not see it.
        ++m_counters.requests[index(Status::Unavailable)];
        ++m_counters.ingress[index(Status::Unavailable)];
    } else {
        m_waiting.push_back(m_now);
    }
}

void QueueSimulator::beginServices(const Conditions& conditions)
{
    const std::size_t servers = conditions.frozen ? 0 : static_cast<std::size_t>(std::max(0, conditions.replicas));
    while (!m_waiting.empty() && m_serving.size() < servers) {
        const double arrival = m_waiting.front();
        m_waiting.pop_front();
        const double end = m_now + drawService() * conditions.slowdown;
        const double deadline = arrival + m_options.timeout.count();
        // Drawn for every request, so that turning the errors on does not shift the other random numbers.
        const bool failed = m_serviceStream.uniform() < conditions.errorRatio;
        const Status status = end >= deadline ? Status::TimedOut : failed ? Status::ServerError : Status::Ok;
        m_serving.push_back({std::min(end, deadline), arrival, status});
        std::ranges::push_heap(m_serving, endsLater);
    }
}

void QueueSimulator::endService()
{
    std::ranges::pop_heap(m_serving, endsLater);
    const Service service = m_serving.back();
    m_serving.pop_back();
    // At most the timeout: the difference of two rounded times may be a hair longer and fall into the next bucket.
    m_counters.observe(std::min(m_now - service.arrival, m_options.timeout.count()));
    ++m_counters.requests[index(service.status)];
    ++m_counters.ingress[index(service.status)];
}

void QueueSimulator::giveUpOldest()
{
    m_counters.observe(m_options.timeout.count());
    m_waiting.pop_front();
    ++m_counters.requests[index(Status::TimedOut)];
    ++m_counters.ingress[index(Status::TimedOut)];
}

void QueueSimulator::refuseWaiting()
{
    m_counters.ingress[index(Status::Unavailable)] += m_waiting.size();
    m_waiting.clear();
}

} // namespace qbm::lab
