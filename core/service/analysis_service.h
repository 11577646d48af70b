// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/capacity.h"
#include "core/base/reading.h"
#include "core/base/task_context.h"
#include "core/prometheus/measure.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// A capacity question about one deployment.
struct CapacityQuestion {
    std::string deployment = "backend";
    std::string selector; ///< label matchers of its request metric; empty: `job="qbm-DEPLOYMENT"`
    std::chrono::seconds window{std::chrono::minutes(15)}; ///< over which load and response times are averaged
    int serversPerReplica = 1;
    analysis::Variability variability;
    int maxReplicas = 12;
    std::optional<double> targetSeconds; ///< wanted for p95
};

/// The measured inputs, the prediction, and how far the model can be trusted.
struct CapacityAnswer {
    CapacityQuestion question;
    Reading arrivalRate; ///< requests a second
    Reading meanResponse; ///< seconds
    Reading measuredP95; ///< seconds
    Reading replicas; ///< ready ones
    double sampleCount = 0; ///< requests within the window
    std::optional<analysis::CapacityInput> input; ///< what `table` is made from: to ask for another load without measuring again
    std::optional<analysis::CapacityTable> table; ///< unset where an input has no value: the warnings say which
    std::optional<double> predictedP95Now; ///< the model's p95 at the present replicas, beside measuredP95
    std::optional<double> modelErrorRatio; ///< predictedP95Now / measuredP95 - 1
    std::vector<Text> warnings;
};

/// Ready replicas of a deployment. \error as the cluster's client
using ReplicaReader = std::function<Result<int>(const std::string& deployment, TaskContext& context)>;

/// What-if analyses on live data.
/// \thread any number of calls at once
class AnalysisService {
public:
    virtual ~AnalysisService() = default;
    /// Predicted p95 at 1..maxReplicas replicas. A source that does not answer is a Reading in state SourceDown and a warning.
    /// \error InvalidInput, Cancelled
    virtual Result<CapacityAnswer> fetchCapacity(const CapacityQuestion& question, TaskContext& context) = 0;
};

/// Empty functions: that source is not configured.
std::shared_ptr<AnalysisService> makeAnalysisService(prometheus::QueryFunction query, ReplicaReader replicas,
    const Clock& clock = systemClock());

} // namespace qbm::service
