// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/conversions.h"

#include "app/lab/kubernetes/json_access.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// What v1 has no field for goes to annotations, as the server's own conversion does it.
json autoscalerV1(const json& stored)
{
    auto document = stored;
    auto& spec = document["spec"];
    auto others = json::array();
    for (const auto& metric : arrayAt(stored, {"spec", "metrics"})) {
        const auto percent = intAt(metric, {"resource", "target", "averageUtilization"});
        if (stringAt(metric, {"resource", "name"}) == "cpu" && percent > 0)
            spec["targetCPUUtilizationPercentage"] = percent;
        else
            others.push_back(metric);
    }
    spec.erase("metrics");
    auto& status = document["status"];
    auto& annotations = at(document, {"metadata", "annotations"});
    if (!others.empty())
        annotations["autoscaling.alpha.kubernetes.io/metrics"] = writeJson(others);
    if (const auto& conditions = arrayAt(stored, {"status", "conditions"}); !conditions.empty())
        annotations["autoscaling.alpha.kubernetes.io/conditions"] = writeJson(conditions);
    if (const auto& current = arrayAt(stored, {"status", "currentMetrics"}); !current.empty()) {
        annotations["autoscaling.alpha.kubernetes.io/current-metrics"] = writeJson(current);
        for (const auto& metric : current)
            if (stringAt(metric, {"resource", "name"}) == "cpu")
                status["currentCPUUtilizationPercentage"]
                    = intAt(metric, {"resource", "current", "averageUtilization"});
    }
    if (annotations.empty())
        document["metadata"].erase("annotations");
    status.erase("conditions");
    status.erase("currentMetrics");
    return document;
}

} // namespace

const ResourceType& storageType(const ResourceType& type)
{
    return type.kind == "HorizontalPodAutoscaler" ? typeOf(type.kind) : type;
}

ObjectPtr converted(const ObjectPtr& object, const ResourceType& type)
{
    if (object == nullptr || &object->type() == &type)
        return object;
    return std::make_shared<const StoredObject>(type, autoscalerV1(object->document()));
}

} // namespace qbm::lab::kubernetes
