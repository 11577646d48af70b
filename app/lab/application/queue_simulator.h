// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/arrival_pattern.h"
#include "app/lab/application/metrics.h"
#include "app/lab/application/random_stream.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace qbm::lab {

struct QueueOptions {
    std::uint64_t seed = 1;
    ArrivalPattern arrivals = ArrivalPattern::workingHours(std::chrono::seconds{0});
    std::chrono::duration<double> serviceMean{0.140};
    /// Squared coefficient of variation of the service time: 1 is exponential, more is hyper-exponential (two phases with
    /// balanced means). Below 1 is taken as 1.
    double serviceScv = 1.0;
    std::size_t capacity = 2'000; ///< requests that may wait; the next one is answered 503 at once
    std::chrono::duration<double> timeout{30.0}; ///< from arrival; then the request is given up with 504
};

/// What holds while the queue advances.
struct Conditions {
    int replicas = 0; ///< ready backends, each serving one request at a time
    double extraLoad = 0; ///< requests/s on top of the pattern
    double slowdown = 1; ///< factor on service times that begin now
    double errorRatio = 0; ///< share of served requests answered 500
    bool frozen = false; ///< the backends accept requests and begin none
};

/// A first-come-first-served queue with many servers, simulated event by event: nothing is approximated.
///
/// Arrivals are a non-homogeneous Poisson process (thinning, Lewis & Shedler 1979). Scaling down lets requests under way
/// end. With 0 replicas the ingress has nobody to send to: arrivals and waiting requests get 503 there
/// (`nginx_ingress_controller_requests`), the backend counts and times nothing. A request that finds the queue full is
/// counted as 503 and not timed; one that is given up is counted as 504 and timed with the whole timeout.
/// Deterministic from the seed, and for unchanged conditions independent of how the time is cut into advances.
/// \cost about 0.1 µs a request \thread one at a time
class QueueSimulator {
public:
    QueueSimulator(const QueueOptions& options, TimePoint start, const Counters& initial = {});

    /// Runs every event up to `to`. Going back in time does nothing.
    void advance(TimePoint to, const Conditions& conditions);
    /// The process dies and comes back: counters from 0, requests in it are lost.
    void restart();

    const Counters& counters() const { return m_counters; }
    /// Requests waiting or being served.
    std::size_t inProgress() const { return m_waiting.size() + m_serving.size(); }
    TimePoint now() const;

private:
    struct Service {
        double end;
        double arrival;
        Status status;
    };

    void step(double until, const Conditions& conditions);
    double drawArrival(double from, double extraLoad);
    double drawService();
    void arrive(const Conditions& conditions);
    void beginServices(const Conditions& conditions);
    void endService();
    void giveUpOldest();
    void refuseWaiting();

    QueueOptions m_options;
    TimePoint m_origin;
    double m_originUnix; // seconds
    double m_now = 0; // seconds since m_origin, as are all times below
    double m_nextArrival = 0;
    double m_extraLoad = 0; // that m_nextArrival was drawn with
    double m_shortPhaseShare = 0.5; // 0.5: one phase, exponential
    double m_shortPhaseMean = 0; // seconds
    double m_longPhaseMean = 0; // seconds
    RandomStream m_arrivalStream;
    RandomStream m_serviceStream;
    std::deque<double> m_waiting; // arrival times
    std::vector<Service> m_serving; // a heap, the next to end on top
    Counters m_counters;
};

} // namespace qbm::lab
