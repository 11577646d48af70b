// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/description.h"

namespace qbm::kubernetes {

namespace {

std::string orZero(const JsonValue& count)
{
    const std::string given = scalarText(count);
    return given.empty() ? "0" : given;
}

/// The counts of whatever controller it is; those it does not have are left out.
void describeCounts(const JsonValue& object, SectionBuilder& head)
{
    const JsonValue spec = object["spec"], status = object["status"];
    if (object["kind"].view() == "Deployment" || object["kind"].view() == "StatefulSet" || object["kind"].view() == "ReplicaSet") {
        head.fact(text(QT_TRANSLATE_NOOP("core", "Replicas")),
            text(QT_TRANSLATE_NOOP("core", "%1 wanted, %2 there, %3 up to date, %4 ready, %5 available"),
                spec["replicas"].exists() ? scalarText(spec["replicas"]) : std::string("1"), orZero(status["replicas"]),
                object["kind"].view() == "ReplicaSet" ? orZero(status["fullyLabeledReplicas"]) : orZero(status["updatedReplicas"]),
                orZero(status["readyReplicas"]), orZero(status["availableReplicas"])));
        return;
    }
    for (const auto& [key, value] : status.members()) {
        if (value.isNumber() && key != "observedGeneration")
            head.field(std::string(key), value);
    }
    head.field(text(QT_TRANSLATE_NOOP("core", "Completions")), spec["completions"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Parallelism")), spec["parallelism"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Retries")), spec["backoffLimit"]);
}

Text strategyText(const JsonValue& spec)
{
    const JsonValue strategy = spec["strategy"].isObject() ? spec["strategy"] : spec["updateStrategy"];
    const std::string type = strategy["type"].string();
    const JsonValue rolling = strategy["rollingUpdate"];
    const std::string surge = scalarText(rolling["maxSurge"]), missing = scalarText(rolling["maxUnavailable"]);
    if (surge.empty() && missing.empty())
        return type;
    return text(QT_TRANSLATE_NOOP("core", "%1, at most %2 more and %3 fewer than wanted"), type, surge.empty() ? "0" : surge,
        missing.empty() ? "0" : missing);
}

} // namespace

Description describeWorkload(const JsonValue& object)
{
    const JsonValue spec = object["spec"];
    Description description;
    SectionBuilder head{Text(object["kind"].string())};
    describeCounts(object, head);
    head.field(text(QT_TRANSLATE_NOOP("core", "Revision")), object["metadata"]["annotations"]["deployment.kubernetes.io/revision"]);
    head.fact(text(QT_TRANSLATE_NOOP("core", "Strategy")), strategyText(spec));
    if (spec["paused"].boolean())
        head.fact(text(QT_TRANSLATE_NOOP("core", "Rollout")), text(QT_TRANSLATE_NOOP("core", "paused")));
    head.field(text(QT_TRANSLATE_NOOP("core", "Seconds ready before available")), spec["minReadySeconds"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Seconds without progress before it counts as stuck")), spec["progressDeadlineSeconds"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Revisions kept")), spec["revisionHistoryLimit"]);
    head.fact(text(QT_TRANSLATE_NOOP("core", "Selector")), pairsText(spec["selector"]["matchLabels"]));
    head.field(text(QT_TRANSLATE_NOOP("core", "Service account")), spec["template"]["spec"]["serviceAccountName"]);
    head.into(description.sections);
    describePodSpec(spec["template"]["spec"], {}, description.sections);
    for (const JsonValue& condition : object["status"]["conditions"].items()) {
        if (condition["type"].view() == "ReplicaFailure" && condition["status"].view() == "True")
            description.trouble = text(QT_TRANSLATE_NOOP("core", "%1 cannot make its pods: %2 (%3)."), object["metadata"]["name"].view(),
                condition["reason"].view(), condition["message"].view());
    }
    return description;
}

} // namespace qbm::kubernetes
