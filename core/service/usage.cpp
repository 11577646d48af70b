// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "core/service/kubernetes_cluster.h"

#include <algorithm>

namespace qbm::service {

namespace {

using kubernetes::JsonValue;

const kubernetes::Resource kPodMetrics{"metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true};
const kubernetes::Resource kNodeMetrics{"metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", false};

Usage usageOf(const JsonValue& usage)
{
    return {kubernetes::parseQuantity(usage["cpu"].view()).value_or(0),
        kubernetes::parseQuantity(usage["memory"].view()).value_or(0)};
}

/// A pod's containers together.
Usage podUsageOf(const JsonValue& pod)
{
    Usage sum;
    for (const JsonValue& container : pod["containers"].items()) {
        const Usage usage = usageOf(container["usage"]);
        sum.cpuCores += usage.cpuCores;
        sum.memoryBytes += usage.memoryBytes;
    }
    return sum;
}

Result<> fetchMetrics(kubernetes::Client& client, const kubernetes::CollectionPath& path, TimePoint& newest,
    const std::function<void(const JsonValue& item)>& take, TaskContext& context)
{
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            newest = std::max(newest, item["timestamp"].time().value_or(TimePoint()));
            take(item);
        }
        return {};
    };
    kubernetes::ListOptions options;
    options.pageSize = 0; // a metrics server knows no pages
    QBM_CHECK(client.list(path, options, handler, context));
    return {};
}

} // namespace

Result<UsageSnapshot> fetchUsage(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context)
{
    UsageSnapshot usage;
    const auto pods = fetchMetrics(
        client, {kPodMetrics, nameSpace, {}, {}}, usage.at,
        [&](const JsonValue& item) { usage.pods[item["metadata"]["name"].string()] = podUsageOf(item); }, context);
    if (!pods && pods.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                "This cluster does not measure what its pods use: it has no metrics API (metrics.k8s.io). Install a "
                "metrics server.")),
            pods.error().detail);
    QBM_CHECK(pods);
    const auto nodes = fetchMetrics(
        client, {kNodeMetrics, {}, {}, {}}, usage.at,
        [&](const JsonValue& item) { usage.nodes[item["metadata"]["name"].string()] = usageOf(item["usage"]); },
        context);
    // Who works in one namespace is often not allowed to see nodes; what pods use is worth showing without them.
    if (!nodes && nodes.error().kind != ErrorKind::Denied)
        return fail(nodes.error());
    return usage;
}

} // namespace qbm::service
