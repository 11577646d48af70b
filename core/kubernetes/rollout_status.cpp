// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/rollout_status.h"

namespace qbm::kubernetes {

namespace {

using State = RolloutStatus::State;

RolloutStatus onlyOnDelete(const Deployment& set)
{
    return {State::Done,
        text(QT_TRANSLATE_NOOP("core",
                 "%1 \"%2\" has the update strategy OnDelete: each pod gets the newest template when it is deleted (%3 of %4 have it)"),
            set.kind, set.meta.name, set.updated, set.desired)};
}

RolloutStatus judgeStatefulSet(const Deployment& set)
{
    if (set.observedGeneration == 0 || set.meta.generation > set.observedGeneration)
        return {
            State::Waiting, text(QT_TRANSLATE_NOOP("core", "Waiting for statefulset spec update to be observed..."))};
    if (set.onDelete)
        return onlyOnDelete(set);
    if (set.ready < set.desired)
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core", "Waiting for %1 pods to be ready..."), set.desired - set.ready)};
    if (set.partition > 0) {
        const int wanted = set.desired - set.partition;
        if (set.updated < wanted)
            return {State::Progressing,
                text(QT_TRANSLATE_NOOP("core",
                         "Waiting for partitioned roll out to finish: %1 out of %2 new pods have been updated..."),
                    set.updated, wanted)};
        return {State::Done,
            text(QT_TRANSLATE_NOOP("core", "partitioned roll out complete: %1 new pods have been updated..."),
                set.updated)};
    }
    if (set.revision != set.currentRevision)
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "waiting for statefulset rolling update to complete %1 pods at revision %2..."),
                set.updated, set.revision)};
    return {State::Done,
        text(QT_TRANSLATE_NOOP("core", "statefulset rolling update complete %1 pods at revision %2..."), set.current,
            set.currentRevision)};
}

RolloutStatus judgeDaemonSet(const Deployment& set)
{
    if (set.meta.generation > set.observedGeneration)
        return {
            State::Waiting, text(QT_TRANSLATE_NOOP("core", "Waiting for daemon set spec update to be observed..."))};
    if (set.onDelete)
        return onlyOnDelete(set);
    if (set.updated < set.desired)
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "Waiting for daemon set \"%1\" rollout to finish: %2 out of %3 new pods have been updated..."),
                set.meta.name, set.updated, set.desired)};
    if (set.available < set.desired)
        return {State::Progressing,
            text(QT_TRANSLATE_NOOP("core",
                     "Waiting for daemon set \"%1\" rollout to finish: %2 of %3 updated pods are available..."),
                set.meta.name, set.available, set.desired)};
    return {State::Done, text(QT_TRANSLATE_NOOP("core", "daemon set \"%1\" successfully rolled out"), set.meta.name)};
}

} // namespace

RolloutStatus judgeRollout(const Deployment& deployment)
{
    if (deployment.kind == "StatefulSet")
        return judgeStatefulSet(deployment);
    if (deployment.kind == "DaemonSet")
        return judgeDaemonSet(deployment);
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
    const State state = judgeRollout(deployment).state;
    // A paused one keeps old pods beside new ones: how many there are is all that can settle. So do some StatefulSets.
    const bool mayKeepOld = deployment.onDelete || deployment.partition > 0;
    const bool rolledOut = state == State::Done && (mayKeepOld || deployment.updated == deployment.desired);
    return (rolledOut || state == State::Paused) && deployment.current == deployment.desired
        && deployment.ready == deployment.desired && deployment.available == deployment.desired;
}

} // namespace qbm::kubernetes
