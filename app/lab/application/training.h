// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/random_stream.h"
#include "core/base/clock.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab {

/// How well a fitted model does on data it has not seen.
struct FitQuality {
    double rSquared = 0;
    double meanAbsoluteError = 0;
    double rootMeanSquaredError = 0;
    double accuracy = 0; ///< 1 - mean absolute percentage error
};

/// Fits a linear model to sampled business data by least squares and measures it on the fifth that was held out.
/// The data are simulated, noisier the lower the `accuracy` of the model is; the fit and its quality are computed.
FitQuality fitModel(double accuracy, std::uint64_t seed);

/// A training as `GET /api/v1/models/train/TASK` shows it.
struct Training {
    enum class State { Running, Completed, Failed };
    std::string id;
    std::string model;
    State state = State::Running;
    TimePoint started{};
    TimePoint finished{};
    std::optional<FitQuality> quality; ///< of a completed one
    std::string error; ///< of a failed one
};

/// The trainings of one run of the application. \thread one at a time
class TrainingQueue {
public:
    TrainingQueue(std::chrono::milliseconds duration, std::uint64_t seed) : m_duration(duration), m_random(seed) {}

    /// Begins one; an unknown model fails at its first finishDue(), as in the real backend, whose task finds out.
    /// \return its id
    std::string start(std::string model, TimePoint now);
    /// Ends the trainings whose time has come. \return the models (index in kModels) trained anew
    std::vector<std::size_t> finishDue(TimePoint now);
    /// nullptr if there is none of that id; the oldest of more than 1,000 finished ones are forgotten.
    const Training* find(std::string_view id) const;

private:
    void finish(Training& training, TimePoint now, std::vector<std::size_t>& trained);

    std::chrono::milliseconds m_duration;
    RandomStream m_random;
    std::deque<Training> m_trainings;
};

} // namespace qbm::lab
