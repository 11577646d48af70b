// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/metrics/usage.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/logs/log_lines.h"
#include "app/lab/kubernetes/quantity.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::int64_t kFirstMeasurementSeconds = 3;
constexpr double kUsualCores = 0.02; ///< of a container that requests nothing
constexpr double kUsualBytes = 48.0 * 1024 * 1024;

/// A share that a key determines, from `low` to `high`.
double share(std::uint64_t key, double low, double high)
{
    return low + (high - low) * static_cast<double>(key >> 11) / static_cast<double>(1ull << 53);
}

bool isRunning(const json& pod, const std::string& container, std::int64_t seconds)
{
    for (const auto& status : arrayAt(pod, {"status", "containerStatuses"}))
        if (stringAt(status, {"name"}) == container) {
            const auto started = stringAt(status, {"state", "running", "startedAt"});
            return !started.empty() && parseTime(started) + kFirstMeasurementSeconds <= seconds;
        }
    return false;
}

} // namespace

std::vector<ContainerUsage> podUsage(const StoredObject& pod, std::int64_t seconds)
{
    std::vector<ContainerUsage> result;
    const auto& document = pod.document();
    const auto& annotations = objectAt(document, {"metadata", "annotations"});
    const auto& containers = arrayAt(document, {"spec", "containers"});
    // One slow wave an hour and a small ripple a window: no two windows are equal, none surprises.
    const auto window = static_cast<double>(seconds / kMetricsWindowSeconds);
    for (const auto& container : containers) {
        const auto name = stringAt(container, {"name"});
        if (!isRunning(document, name, seconds))
            continue;
        const auto key = logKey(pod.uid(), name);
        const auto ripple = 1 + 0.08 * std::sin(window * 2 * std::numbers::pi / 240 + share(key, 0, 6))
            + 0.03 * std::sin(window * 2.4 + share(key, 0, 3));
        const auto& requests = objectAt(container, {"resources", "requests"});
        auto cores = quantityAt(requests, "cpu");
        auto bytes = quantityAt(requests, "memory");
        if (cores <= 0)
            cores = kUsualCores;
        if (bytes <= 0)
            bytes = kUsualBytes;
        Usage usage{cores * share(key, 0.35, 0.5) * ripple, bytes * share(key * 31, 0.5, 0.62) * (0.9 + 0.1 * ripple)};
        const auto parts = static_cast<double>(containers.size());
        if (annotations.contains(kCpuAnnotation))
            usage.cores = quantityAt(annotations, kCpuAnnotation) / parts;
        if (annotations.contains(kMemoryAnnotation))
            usage.bytes = quantityAt(annotations, kMemoryAnnotation) / parts;
        result.push_back({name, usage});
    }
    return result;
}

Usage sum(const std::vector<ContainerUsage>& containers)
{
    Usage total;
    for (const auto& container : containers) {
        total.cores += container.usage.cores;
        total.bytes += container.usage.bytes;
    }
    return total;
}

} // namespace qbm::lab::kubernetes
