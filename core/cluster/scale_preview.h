// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "core/operation/operation.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qbm::cluster {

/// p95 as the queueing model sees it, in seconds.
struct LatencyPrediction {
    int replicas = 0;
    bool stable = true; ///< false: the queue would grow without end
    double seconds = 0, lowSeconds = 0, highSeconds = 0; ///< 95 % band
};

/// What scaling to a number of replicas would meet, before anything is asked of the cluster.
struct ScalePreview {
    int current = 0;
    int wanted = 0;
    /// Autoscaler, quota, node fit, disruption budget, connections against max_connections: one line each. What could
    /// not be found out is a warning that says so.
    std::vector<operation::Check> checks;
    Reading measuredP95; ///< now
    std::optional<LatencyPrediction> predictedNow; ///< beside measuredP95: how far to trust the model
    std::optional<LatencyPrediction> predictedThen;
    std::vector<Text> modelWarnings; ///< why there is no prediction, or what weakens it
};

/// Finds it out for a deployment of the scope the function was made for. \error NotFound (no such deployment),
/// Cancelled
using ScalePreviewer
    = std::function<Result<ScalePreview>(const std::string& deployment, int replicas, TaskContext& context)>;

} // namespace qbm::cluster
