// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/rollout_status.h"

namespace qbm::kubernetes {

RolloutStatus judgeRollout(const Deployment& deployment)
{
    using State = RolloutStatus::State;
    const std::string& name = deployment.meta.name;
    if (deployment.meta.generation > deployment.observedGeneration)
        return {
            State::Waiting, text(QT_TRANSLATE_NOOP("core", "Waiting for deployment spec update to be observed..."))};
    const bool whole = deployment.updated >= deployment.desired && deployment.current <= deployment.updated
        && deployment.available >= deployment.updated;
    if (deployment.paused && !whole)
        return {State::Paused,
            text(QT_TRANSLATE_NOOP("core",
                     "deployment \"%1\" is paused: %2 of %3 replicas are updated, the others are once it is resumed"),
                name, deployment.updated, deployment.desired)};
    const Condition* const progressing = findCondition(deployment.conditions, "Progressing");
    if (progressing != nullptr && progressing->reason == "ProgressDeadlineExceeded")
        return {
            State::Failed, text(QT_TRANSLATE_NOOP("core", "deployment \"%1\" exceeded its progress deadline"), name)};
    if (deployment.updated < deployment.desired) {
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "Waiting for deployment \"%1\" rollout to finish: %2 out of %3 new replicas have been updated..."),
                name, deployment.updated, deployment.desired)};
    }
    if (deployment.current > deployment.updated) {
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "Waiting for deployment \"%1\" rollout to finish: %2 old replicas are pending termination..."),
                name, deployment.current - deployment.updated)};
    }
    if (deployment.available < deployment.updated) {
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "Waiting for deployment \"%1\" rollout to finish: %2 of %3 updated replicas are available..."),
                name, deployment.available, deployment.updated)};
    }
    return {State::Done, text(QT_TRANSLATE_NOOP("core", "deployment \"%1\" successfully rolled out"), name)};
}

bool isSettled(const Deployment& deployment)
{
    using State = RolloutStatus::State;
    const State state = judgeRollout(deployment).state;
    // A paused one keeps old pods beside new ones: how many there are is all that can settle.
    const bool rolledOut = state == State::Done && deployment.updated == deployment.desired;
    return (rolledOut || state == State::Paused) && deployment.current == deployment.desired
        && deployment.ready == deployment.desired && deployment.available == deployment.desired;
}

} // namespace qbm::kubernetes
