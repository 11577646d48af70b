// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/analysis_service.h"
#include "widgets/theme/state.h"

#include <QString>
#include <optional>
#include <vector>

namespace qbm::ui {

/// What a person assumes or wishes, beside what was measured.
struct CapacityAssumptions {
    double loadFactor = 1;
    double targetSeconds = 0.5; ///< wanted for p95
    int maxReplicas = 12;
    int serversPerReplica = 1;
    double serviceScv = 1; ///< squared coefficient of variation of service times
    friend bool operator==(const CapacityAssumptions&, const CapacityAssumptions&) = default;
};

/// How a number of replicas would do.
enum class Verdict { Overloaded, Misses, Uncertain, Meets };

/// One line of the answer.
struct CapacityLine {
    analysis::CapacityRow row;
    Verdict verdict = Verdict::Misses;
    bool present = false; ///< as many replicas as there are now
    bool recommended = false; ///< the fewest that meet the target
};

/// The answer under the present assumptions, computed here from what was measured: no server is asked.
struct CapacityOutcome {
    CapacityAssumptions assumptions;
    int presentReplicas = 0;
    double arrivalRate = 0; ///< requests a second, times the load factor
    std::vector<CapacityLine> lines;
    std::optional<int> recommended;
    std::optional<double> predictedP95Now; ///< at the measured load, to compare with the measured one
    std::optional<double> modelErrorRatio;
    double serviceSeconds = 0;
};

/// \error InvalidInput as analysis::predictCapacity
Result<CapacityOutcome> computeCapacity(const service::CapacityAnswer& answer, const CapacityAssumptions& assumptions);

widgets::State stateOf(Verdict verdict);
/// "meets the target", "may miss it", ...
QString word(Verdict verdict);

} // namespace qbm::ui
