// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <chrono>
#include <string_view>

/// What the seeded database, the metric history and the live application must agree on.
namespace qbm::lab {

/// One of the models that the lab's system runs.
struct ModelFacts {
    std::string_view name;
    double accuracy; ///< long-run accuracy score, 0..1
    double wobble; ///< amplitude of its daily and weekly ups and downs
    double driftPerDay; ///< accuracy lost a day from the start of the drift on; 0 for a stable model
};

inline constexpr std::array<ModelFacts, 3> kModels{{
    {"revenue_forecast", 0.942, 0.004, 0.0},
    {"churn_risk", 0.887, 0.006, 0.0},
    {"price_elasticity", 0.915, 0.005, 0.0038},
}};

/// The one that drifts.
inline constexpr std::size_t kDriftingModel = 2;
/// A drift never takes the score below this.
inline constexpr double kWorstAccuracy = 0.55;
/// How long before the lab's start the drift began.
inline constexpr std::chrono::days kDriftAge{24};

/// When the drift began, for a lab whose "now" was `labStart` when it was seeded.
TimePoint driftStart(TimePoint labStart);

/// The accuracy score of kModels[model] at a moment: a pure function, so that the prediction log and
/// `model_accuracy_score` tell the same story.
double modelAccuracy(std::size_t model, TimePoint at, TimePoint driftStart);

} // namespace qbm::lab
