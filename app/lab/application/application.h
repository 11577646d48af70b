// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/metrics.h"
#include "app/lab/application/queue_simulator.h"
#include "app/lab/application/replica_source.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab {

struct ApplicationOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one
    QueueOptions queue;
    ReplicaSource replicaSource; ///< required
    TimePoint driftStart{}; ///< see lab_facts.h
    std::optional<CounterState> initial; ///< the end of the written history, to go on from
    std::uint16_t postgresPort = 0; ///< on the loopback, for /health; 0: not configured
    std::uint16_t redisPort = 0;
    std::chrono::milliseconds trainingTime{4'000}; ///< how long a training runs
    std::chrono::milliseconds replicaMemory{10'000}; ///< how long the last count holds while the source cannot be reached
};

/// The lab's QBM application: ingress and backend replicas in one process, latency from a queue that runs in real time.
///
/// GET /health, GET /metrics, POST /api/v1/models/train, GET /api/v1/models/train/TASK, GET and POST /load?rps=N.
/// /health says "connected" where a TCP connection to the database or Redis port is accepted, no more.
/// With 0 ready replicas all but /metrics and /load answer 503, as an ingress without endpoints does.
/// If the replica source cannot be reached, the last count holds for `replicaMemory`, then none serve; a source that is
/// reached and answers with an error leaves the count as it is, as an ingress keeps its endpoints.
/// \thread all functions from anywhere
class Application {
public:
    /// Listens and runs when it returns. \error Conflict (port taken), InvalidInput (no replica source)
    static Result<std::unique_ptr<Application>> start(ApplicationOptions options);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    std::uint16_t port() const;
    /// Ends the server and all threads, within about a second. Called by the destructor too.
    void stop();

    /// Requests/s on top of the pattern. \error InvalidInput unless 0 <= rps <= kMaxExtraLoad
    Result<> setLoad(double rps);
    static constexpr double kMaxExtraLoad = 1'000;

    /// Turns a fault of faultNames() on or off. \error NotFound
    Result<> setFault(std::string_view name, bool on);
    /// `slow`: service times x6. `errors`: every fifth request fails with 500. `freeze`: connections are accepted, nothing is answered.
    static const std::vector<std::string>& faultNames();

    /// What /metrics shows now.
    Metrics metrics() const;

private:
    class Private;
    explicit Application(std::unique_ptr<Private> privateData);
    std::unique_ptr<Private> d;
};

} // namespace qbm::lab
