// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/application.h"
#include "app/lab/application/training.h"

#include <array>
#include <mutex>
#include <optional>
#include <thread>

namespace qbm::lab {

/// The simulated backend replicas in real time: the queue, the trainings and what makes them slow or fail; no HTTP.
/// \thread all functions from anywhere
class Backend {
public:
    explicit Backend(const ApplicationOptions& options);

    /// Ends both threads; the last values stay readable. \thread one call at a time
    void stop();

    int readyReplicas() const;
    Metrics metrics() const;

    double load() const;
    void setLoad(double rps);
    void setSlow(bool on);
    void setErrors(bool on);
    void setFrozen(bool on);

    std::string startTraining(std::string model);
    std::optional<Training> training(std::string_view id) const;

private:
    void runQueue(const std::stop_token& stop);
    void watchReplicas(std::stop_token stop);
    void noteReplicas(const Result<int>& answer);
    void advance(TimePoint now);

    const ReplicaSource m_replicaSource;
    const std::chrono::milliseconds m_replicaMemory;

    mutable std::mutex m_mutex; // guards all below but the threads
    TimePoint m_processStart;
    std::array<TimePoint, kModels.size()> m_driftStart;
    Conditions m_conditions;
    QueueSimulator m_queue;
    TrainingQueue m_trainings;
    std::chrono::steady_clock::time_point m_sourceReached;
    bool m_sourceDown = false;

    std::jthread m_queueThread; // last: the threads use all of the above
    std::jthread m_replicaThread;
};

} // namespace qbm::lab
