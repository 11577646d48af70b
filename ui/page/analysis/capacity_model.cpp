// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/capacity_model.h"

#include "ui/text/tr.h"

#include <algorithm>

namespace qbm::ui {

using widgets::State;

namespace {

Verdict judge(const analysis::CapacityRow& row, double targetSeconds)
{
    if (!row.stable)
        return Verdict::Overloaded;
    if (row.quantileSeconds > targetSeconds)
        return Verdict::Misses;
    return row.highSeconds > targetSeconds ? Verdict::Uncertain : Verdict::Meets;
}

} // namespace

Result<CapacityOutcome> computeCapacity(const service::CapacityAnswer& answer, const CapacityAssumptions& assumptions)
{
    analysis::CapacityInput input = *answer.input;
    input.targetSeconds = assumptions.targetSeconds;
    input.maxReplicas = std::max(assumptions.maxReplicas, input.replicas);
    input.serversPerReplica = assumptions.serversPerReplica;
    input.variability.serviceScv = assumptions.serviceScv;
    input.loadFactor = assumptions.loadFactor;
    QBM_TRY(table, analysis::predictCapacity(input));

    CapacityOutcome out;
    out.assumptions = assumptions;
    out.presentReplicas = input.replicas;
    out.arrivalRate = input.arrivalRate * input.loadFactor;
    out.recommended = table.smallestMeetingTarget;
    out.serviceSeconds = table.serviceSeconds;
    for (const analysis::CapacityRow& row : table.rows)
        out.lines.push_back({row, judge(row, assumptions.targetSeconds), row.replicas == input.replicas, row.replicas == table.smallestMeetingTarget});

    // The model is checked where there is something to check it by: at the load that was measured.
    analysis::CapacityInput measured = input;
    measured.loadFactor = 1;
    measured.maxReplicas = measured.replicas;
    QBM_TRY(now, analysis::predictCapacity(measured));
    out.predictedP95Now = now.rows.back().quantileSeconds;
    if (answer.measuredP95.hasValue() && answer.measuredP95.value > 0)
        out.modelErrorRatio = *out.predictedP95Now / answer.measuredP95.value - 1;
    return out;
}

State stateOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Overloaded: return State::Danger;
    case Verdict::Misses: return State::Warning;
    case Verdict::Uncertain: return State::Info;
    case Verdict::Meets: return State::Ok;
    }
    return State::Unknown;
}

QString word(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Overloaded: return Tr::tr("overloaded");
    case Verdict::Misses: return Tr::tr("misses");
    case Verdict::Uncertain: return Tr::tr("may miss");
    case Verdict::Meets: return Tr::tr("meets");
    }
    return {};
}

} // namespace qbm::ui
