// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/queueing.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace qbm::analysis {

/// What was measured, and what is asked.
struct CapacityInput {
    double arrivalRate = 0; ///< requests a second
    double meanResponseSeconds = 0; ///< at `replicas`
    int replicas = 1; ///< when it was measured
    int serversPerReplica = 1; ///< requests one replica works on at a time
    double sampleCount = 0; ///< requests the two means come from; 0: unknown, no band
    Variability variability;
    int maxReplicas = 20; ///< the table's last row, 1..1000
    double quantile = 0.95;
    std::optional<double> targetSeconds; ///< wanted for the quantile
    double loadFactor = 1; ///< predict for this many times the measured arrivals; services stay as they are
};

/// Prediction for one number of replicas.
struct CapacityRow {
    int replicas = 0;
    bool stable = false; ///< false: the queue would grow without end, and the times below are infinite
    double utilisation = 0; ///< 0..1; above 1 where not stable
    double meanWaitSeconds = 0;
    double meanResponseSeconds = 0;
    double quantileSeconds = 0;
    double lowSeconds = 0, highSeconds = 0; ///< 95 % band of quantileSeconds from the sampling error of both inputs
};

struct CapacityTable {
    double serviceSeconds = 0; ///< mean time of one service, inferred
    double offeredLoad = 0; ///< erlangs
    std::vector<CapacityRow> rows; ///< replicas 1..maxReplicas
    std::optional<int> smallestMeetingTarget; ///< replicas; by quantileSeconds, not by the band
};

/// p95 (or another quantile) of the response time at each number of replicas, for the measured arrivals times loadFactor.
///
/// Model: one queue before replicas * serversPerReplica equal servers. The band comes from Poisson counting error of the
/// arrival rate and the standard error of the mean response, widened for the correlation of neighbouring responses by
/// (1 + rho) / (1 - rho); it says nothing of how well the model fits: compare the row at the present replicas with the
/// measured quantile for that.
/// \error InvalidInput names the input that is not usable
/// \cost O(maxReplicas * 5 quantiles): well under 10 ms for exponential services
Result<CapacityTable> predictCapacity(const CapacityInput& input);

} // namespace qbm::analysis
