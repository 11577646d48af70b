// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/autoscaler.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/metrics/usage.h"
#include "app/lab/kubernetes/quantity.h"
#include "app/lab/kubernetes/selector.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kComponent = "horizontal-pod-autoscaler";
constexpr double kTolerance = 0.1;
constexpr std::int64_t kStabilizationSeconds = 300;

json condition(const char* type, bool on, const char* reason, const std::string& message)
{
    return {{"type", type}, {"status", on ? "True" : "False"}, {"lastTransitionTime", nowText()}, {"reason", reason},
        {"message", message}};
}

/// Keeps the time of conditions that have not turned.
json withOldTimes(json conditions, const json& status)
{
    for (auto& entry : conditions)
        for (const auto& before : arrayAt(status, {"conditions"}))
            if (stringAt(before, {"type"}) == entry["type"] && stringAt(before, {"status"}) == entry["status"])
                entry["lastTransitionTime"] = stringAt(before, {"lastTransitionTime"});
    return conditions;
}

std::string metricTitle(const std::string& resource, bool utilization)
{
    return resource + " resource" + (utilization ? " utilization (percentage of request)" : "");
}

} // namespace

Autoscaler::Autoscaler(Cluster& cluster, bool metrics)
    : m_cluster(cluster)
    , m_metrics(metrics)
{
}

Autoscaler::Measured Autoscaler::measure(
    const StoredObject& autoscaler, const StoredObject& target, std::int64_t replicas) const
{
    Measured result;
    result.replicas = 0;
    const auto selector = LabelSelector::fromSpec(objectAt(target.document(), {"spec", "selector"}));
    const bool down = m_cluster.faults.isOn(Fault::MetricsDown);
    for (const auto& metric : arrayAt(autoscaler.document(), {"spec", "metrics"})) {
        const auto resource = stringAt(metric, {"resource", "name"});
        const auto& goal = objectAt(metric, {"resource", "target"});
        const auto percent = intAt(goal, {"averageUtilization"});
        if (!m_metrics || down) {
            result.reason = "FailedGetResourceMetric";
            result.failure = "failed to get " + resource + (percent > 0 ? " utilization" : " usage")
                + ": unable to get metrics for resource " + resource
                + ": unable to fetch metrics from resource metrics API: "
                + (down ? "the server is currently unable to handle the request (get pods.metrics.k8s.io)"
                        : "the server could not find the requested resource (get pods.metrics.k8s.io)");
            return result;
        }
        double used = 0;
        double requested = 0;
        int pods = 0;
        for (const auto& pod : m_cluster.store().list(typeOf("Pod"), target.nameSpace()).objects) {
            if (!isActive(*pod) || !selector.matches(objectAt(pod->document(), {"metadata", "labels"})))
                continue;
            const auto usage = podUsage(*pod, nowSeconds());
            if (usage.empty())
                continue;
            ++pods;
            used += resource == "cpu" ? sum(usage).cores : sum(usage).bytes;
            requested += podResource(objectAt(pod->document(), {"spec"}), "requests", resource);
        }
        if (pods == 0) {
            result.reason = "FailedGetResourceMetric";
            result.failure = "failed to get " + resource + " utilization: unable to get metrics for resource "
                + resource + ": no metrics returned from resource metrics API";
            return result;
        }
        const auto average = used / pods;
        json current = {{"averageValue",
            resource == "cpu" ? formatCores(average) : formatBytes(std::floor(average / 1024) * 1024)}};
        double ratio = 1;
        if (percent > 0) {
            if (requested <= 0) {
                result.reason = "FailedGetResourceMetric";
                result.failure = "failed to get " + resource + " utilization: missing request for " + resource
                    + " in container of Pod";
                return result;
            }
            const auto utilization = std::floor(100 * used / requested);
            current["averageUtilization"] = static_cast<int>(utilization);
            ratio = utilization / static_cast<double>(percent);
        } else if (const auto wanted = quantityAt(goal, "averageValue"); wanted > 0) {
            ratio = average / wanted;
        }
        result.current.push_back({{"type", "Resource"}, {"resource", {{"name", resource}, {"current", current}}}});
        const auto wanted = std::abs(ratio - 1) <= kTolerance
            ? replicas
            : static_cast<std::int64_t>(std::ceil(ratio * static_cast<double>(pods)));
        if (wanted > result.replicas) {
            result.replicas = wanted;
            result.metric = metricTitle(resource, percent > 0);
        }
    }
    return result;
}

std::int64_t Autoscaler::stabilized(Memory& memory, std::int64_t wanted) const
{
    const auto now = nowSeconds();
    memory.recommendations.push_back({now, wanted});
    while (memory.recommendations.front().at + kStabilizationSeconds < now)
        memory.recommendations.pop_front();
    return std::ranges::max(memory.recommendations, {}, &Recommendation::replicas).replicas;
}

void Autoscaler::sync(const std::string& nameSpace, const std::string& name)
{
    const auto autoscaler = m_cluster.store().get(typeOf("HorizontalPodAutoscaler"), nameSpace, name);
    if (!autoscaler || isBeingDeleted(*autoscaler))
        return;
    m_cluster.queue.addAfter(m_cluster.autoscalerInterval, {Work::Kind::Autoscaler, nameSpace, name});
    const auto& spec = objectAt(autoscaler->document(), {"spec"});
    const auto& before = objectAt(autoscaler->document(), {"status"});
    auto status = before;
    auto conditions = json::array();
    const auto* type
        = findByKind(stringAt(spec, {"scaleTargetRef", "apiVersion"}), stringAt(spec, {"scaleTargetRef", "kind"}));
    const auto targetName = stringAt(spec, {"scaleTargetRef", "name"});
    const auto target = type == nullptr ? nullptr : m_cluster.store().get(*type, nameSpace, targetName);
    const auto finish = [&] {
        status["conditions"] = withOldTimes(std::move(conditions), before);
        if (status == before)
            return;
        auto document = autoscaler->copy();
        document["status"] = std::move(status);
        if (!m_cluster.registry.update(autoscaler, std::move(document), Part::Status))
            m_cluster.queue.add({Work::Kind::Autoscaler, nameSpace, name});
    };
    if (!target) {
        conditions.push_back(condition("AbleToScale", false, "FailedGetScale",
            "the HPA controller was unable to get the target's current scale: "
                + stringAt(spec, {"scaleTargetRef", "kind"}) + " \"" + targetName + "\" not found"));
        finish();
        return;
    }
    const auto replicas = intAt(target->document(), {"spec", "replicas"});
    const auto least = intAt(spec, {"minReplicas"}, 1);
    const auto most = intAt(spec, {"maxReplicas"}, least);
    auto& memory = m_memories[autoscaler->uid()];
    if (memory.lastReplicas != replicas) // somebody else scaled: their number stands for the window of stabilization
        memory.recommendations.push_back({nowSeconds(), replicas});
    memory.lastReplicas = replicas;
    status["currentReplicas"] = intAt(target->document(), {"status", "replicas"});
    if (replicas == 0) {
        status["desiredReplicas"] = 0;
        conditions = {condition("AbleToScale", true, "SucceededGetScale",
                          "the HPA controller was able to get the target's current scale"),
            condition("ScalingActive", false, "ScalingDisabled",
                "scaling is disabled since the replica count of the target is zero")};
        finish();
        return;
    }
    auto desired = replicas;
    std::string why;
    Measured measured;
    if (replicas > most) {
        desired = most;
        why = "Current number of replicas above Spec.MaxReplicas";
    } else if (replicas < least) {
        desired = least;
        why = "Current number of replicas below Spec.MinReplicas";
    } else {
        measured = measure(*autoscaler, *target, replicas);
        if (!measured.failure.empty()) {
            status["currentMetrics"] = json::array({{{"type", ""}}});
            status["desiredReplicas"] = 0;
            conditions = {condition("AbleToScale", true, "SucceededGetScale",
                              "the HPA controller was able to get the target's current scale"),
                condition("ScalingActive", false, measured.reason.c_str(),
                    "the HPA was unable to compute the replica count: " + measured.failure)};
            m_cluster.recordEvent(*autoscaler, kComponent, "Warning", measured.reason, measured.failure);
            m_cluster.recordEvent(*autoscaler, kComponent, "Warning", "FailedComputeMetricsReplicas",
                "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: "
                    + measured.failure);
            finish();
            return;
        }
        desired = stabilized(memory, measured.replicas);
        why = desired > replicas ? measured.metric + " above target" : "All metrics below target";
        status["currentMetrics"] = measured.current;
    }
    const auto unlimited = desired;
    desired = std::clamp(desired, least, most);
    const bool rescale = desired != replicas;
    conditions.push_back(rescale
            ? condition("AbleToScale", true, "SucceededRescale",
                "the HPA controller was able to update the target scale to " + std::to_string(desired))
            : condition("AbleToScale", true, "ReadyForNewScale", "recommended size matches current size"));
    conditions.push_back(condition("ScalingActive", true, "ValidMetricFound",
        "the HPA was able to successfully calculate a replica count from "
            + (measured.metric.empty() ? metricTitle("cpu", true) : measured.metric)));
    if (unlimited < least)
        conditions.push_back(condition("ScalingLimited", true, "TooFewReplicas",
            "the desired replica count is less than the minimum replica count"));
    else if (unlimited > most)
        conditions.push_back(condition("ScalingLimited", true, "TooManyReplicas",
            "the desired replica count is more than the maximum replica count"));
    else
        conditions.push_back(condition(
            "ScalingLimited", false, "DesiredWithinRange", "the desired count is within the acceptable range"));
    status["desiredReplicas"] = desired;
    const WriteOptions throughScale{false, {"kube-controller-manager", "scale", false, {}}};
    if (rescale
        && m_cluster.registry.modify(
            target->type(), nameSpace, targetName, Part::Main,
            [&](json& document) { document["spec"]["replicas"] = desired; }, throughScale)) {
        memory.lastReplicas = desired;
        status["lastScaleTime"] = nowText();
        m_cluster.recordEvent(*autoscaler, kComponent, "Normal", "SuccessfulRescale",
            "New size: " + std::to_string(desired) + "; reason: " + why);
    }
    finish();
}

} // namespace qbm::lab::kubernetes
