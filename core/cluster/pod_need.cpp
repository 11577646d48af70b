// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/pod_need.h"

#include "core/kubernetes/objects.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;

const json kNothing = json::object();
const json kNone = json::array();

const json& memberOf(const json& object, std::string_view key, const json& fallback)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && !found->is_null() ? *found : fallback;
}

std::string stringOf(const json& object, std::string_view key)
{
    const json& member = memberOf(object, key, kNothing);
    return member.is_string() ? member.get<std::string>() : std::string();
}

PodNeed needOf(const json& container)
{
    const json& resources = memberOf(container, "resources", kNothing);
    const json& requests = memberOf(resources, "requests", kNothing);
    const json& limits = memberOf(resources, "limits", kNothing);
    PodNeed need;
    need.cpuLimit = quantityAt(limits, "cpu");
    need.memoryLimit = quantityAt(limits, "memory");
    need.cpuRequest = requests.contains("cpu") ? quantityAt(requests, "cpu") : need.cpuLimit;
    need.memoryRequest = requests.contains("memory") ? quantityAt(requests, "memory") : need.memoryLimit;
    return need;
}

bool tolerates(const json& podSpec, const json& taint)
{
    const json& tolerations = memberOf(podSpec, "tolerations", kNone);
    return std::ranges::any_of(tolerations, [&](const json& toleration) {
        const std::string effect = stringOf(toleration, "effect"), key = stringOf(toleration, "key");
        if (!effect.empty() && effect != stringOf(taint, "effect"))
            return false;
        if (stringOf(toleration, "operator") == "Exists")
            return key.empty() || key == stringOf(taint, "key");
        return key == stringOf(taint, "key") && stringOf(toleration, "value") == stringOf(taint, "value");
    });
}

bool isReady(const json& node)
{
    const json& conditions = memberOf(memberOf(node, "status", kNothing), "conditions", kNone);
    return std::ranges::any_of(conditions,
        [](const json& one) { return stringOf(one, "type") == "Ready" && stringOf(one, "status") == "True"; });
}

} // namespace

double quantityAt(const json& quantities, std::string_view key)
{
    const json& value = memberOf(quantities, key, kNothing);
    if (value.is_number())
        return value.get<double>();
    return value.is_string() ? kubernetes::parseQuantity(value.get<std::string>()).value_or(0) : 0;
}

PodNeed podNeedOf(const json& podSpec)
{
    PodNeed need;
    for (const json& container : memberOf(podSpec, "containers", kNone)) {
        const PodNeed one = needOf(container);
        need.cpuRequest += one.cpuRequest;
        need.cpuLimit += one.cpuLimit;
        need.memoryRequest += one.memoryRequest;
        need.memoryLimit += one.memoryLimit;
    }
    for (const json& container : memberOf(podSpec, "initContainers", kNone)) {
        const PodNeed one = needOf(container);
        need.cpuRequest = std::max(need.cpuRequest, one.cpuRequest);
        need.cpuLimit = std::max(need.cpuLimit, one.cpuLimit);
        need.memoryRequest = std::max(need.memoryRequest, one.memoryRequest);
        need.memoryLimit = std::max(need.memoryLimit, one.memoryLimit);
    }
    return need;
}

int fitPods(std::vector<NodeRoom> nodes, const PodNeed& need, int wanted)
{
    int placed = 0;
    for (NodeRoom& node : nodes) {
        while (placed < wanted && node.pods > 0 && node.cpu >= need.cpuRequest && node.memory >= need.memoryRequest) {
            node.cpu -= need.cpuRequest;
            node.memory -= need.memoryRequest;
            --node.pods;
            ++placed;
        }
    }
    return placed;
}

bool mayGoTo(const json& podSpec, const json& node)
{
    const json& spec = memberOf(node, "spec", kNothing);
    if (memberOf(spec, "unschedulable", kNothing) == json(true) || !isReady(node))
        return false;
    const json& labels = memberOf(memberOf(node, "metadata", kNothing), "labels", kNothing);
    for (const auto& [key, value] : memberOf(podSpec, "nodeSelector", kNothing).items()) {
        if (memberOf(labels, key, kNothing) != value)
            return false;
    }
    const json& taints = memberOf(spec, "taints", kNone);
    return std::ranges::all_of(taints, [&](const json& taint) {
        return stringOf(taint, "effect") == "PreferNoSchedule" || tolerates(podSpec, taint);
    });
}

bool selectorMatches(const json& labelSelector, const json& labels)
{
    for (const auto& [key, value] : memberOf(labelSelector, "matchLabels", kNothing).items()) {
        if (memberOf(labels, key, kNothing) != value)
            return false;
    }
    const json& expressions = memberOf(labelSelector, "matchExpressions", kNone);
    return std::ranges::all_of(expressions, [&](const json& one) {
        const std::string key = stringOf(one, "key"), how = stringOf(one, "operator");
        const bool there = labels.is_object() && labels.contains(key);
        const json& values = memberOf(one, "values", kNone);
        const bool listed = there && std::ranges::find(values, labels.at(key)) != values.end();
        return how == "Exists" ? there : how == "DoesNotExist" ? !there : how == "In" ? listed : !listed;
    });
}

} // namespace qbm::cluster
