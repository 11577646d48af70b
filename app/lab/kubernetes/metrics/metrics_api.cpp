// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/metrics/metrics_api.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/list_options.h"
#include "app/lab/kubernetes/metrics/usage.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr Usage kNodeOverhead{0.15, 1.2 * 1024 * 1024 * 1024};

json usageJson(const Usage& usage)
{
    return {{"cpu", std::to_string(std::llround(usage.cores * 1e9)) + "n"},
        {"memory", std::to_string(std::llround(usage.bytes / 1024)) + "Ki"}};
}

/// Metadata, time and window, as every measurement has them.
json measurement(const StoredObject& object, std::int64_t now)
{
    json metadata = {{"name", object.name()}, {"creationTimestamp", formatTime(now)}};
    if (!object.nameSpace().empty())
        metadata["namespace"] = object.nameSpace();
    if (const auto& labels = objectAt(object.document(), {"metadata", "labels"}); !labels.empty())
        metadata["labels"] = labels;
    return {{"metadata", metadata}, {"timestamp", formatTime(now - now % kMetricsWindowSeconds)},
        {"window", std::to_string(kMetricsWindowSeconds) + "s"}};
}

std::optional<json> podMetrics(const StoredObject& pod, std::int64_t now)
{
    const auto usages = podUsage(pod, now);
    if (usages.empty())
        return std::nullopt;
    auto document = measurement(pod, now);
    for (const auto& [name, usage] : usages)
        document["containers"].push_back({{"name", name}, {"usage", usageJson(usage)}});
    return document;
}

/// What the pods of each node use.
std::map<std::string, Usage> usageByNode(const Store& store, std::int64_t now)
{
    std::map<std::string, Usage> usages;
    for (const auto& pod : store.list(typeOf("Pod"), {}).objects) {
        const auto used = sum(podUsage(*pod, now));
        auto& node = usages[stringAt(pod->document(), {"spec", "nodeName"})];
        node.cores += used.cores;
        node.bytes += used.bytes;
    }
    return usages;
}

json nodeMetrics(const StoredObject& node, const std::map<std::string, Usage>& usages, std::int64_t now)
{
    auto usage = kNodeOverhead;
    if (const auto it = usages.find(node.name()); it != usages.end()) {
        usage.cores += it->second.cores;
        usage.bytes += it->second.bytes;
    }
    auto document = measurement(node, now);
    document["usage"] = usageJson(usage);
    return document;
}

} // namespace

ApiResult<HttpResponse> answerMetrics(const RequestContext& context, const Store& store)
{
    const bool ofPods = context.type->kind == "PodMetrics";
    const auto& measured = typeOf(ofPods ? "Pod" : "Node");
    const auto now = nowSeconds();
    const auto usages = ofPods ? std::map<std::string, Usage>() : usageByNode(store, now);
    const auto metricsOf = [&](const StoredObject& object) -> std::optional<json> {
        if (ofPods)
            return podMetrics(object, now);
        return nodeMetrics(object, usages, now);
    };
    if (context.info.verb == "get") {
        const auto object = store.get(measured, context.info.nameSpace, context.info.name);
        auto document = object ? metricsOf(*object) : std::nullopt;
        if (!document)
            return notFound(
                *context.type, ofPods ? context.info.nameSpace + "/" + context.info.name : context.info.name);
        document->update({{"kind", context.type->kind}, {"apiVersion", context.type->apiVersion()}});
        return jsonResponse(200, *document);
    }
    auto options = ListOptions::parse(context.http, measured, false);
    if (!options)
        return Refusal(std::move(options).error());
    auto items = json::array();
    for (const auto& object : store.list(measured, context.info.nameSpace).objects)
        if (options->matches(*object))
            if (auto document = metricsOf(*object))
                items.push_back(std::move(*document));
    return jsonResponse(200,
        json{{"kind", context.type->kind + "List"}, {"apiVersion", context.type->apiVersion()},
            {"metadata", json::object()}, {"items", std::move(items)}});
}

} // namespace qbm::lab::kubernetes
