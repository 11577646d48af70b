// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// What a metrics server measured.
struct Usage {
    double cores = 0;
    double bytes = 0;
};

struct ContainerUsage {
    std::string name;
    Usage usage;
};

/// The annotations of a pod that pin its usage ("450m", "700Mi"), for whoever wants an autoscaler to act.
inline constexpr const char* kCpuAnnotation = "lab.qbm.example.com/cpu";
inline constexpr const char* kMemoryAnnotation = "lab.qbm.example.com/memory";
/// The time between two measurements.
inline constexpr std::int64_t kMetricsWindowSeconds = 15;

/// The usage of each running container at a time: about half of what it requests, steady from pod to pod and moving a
/// little from window to window. Empty in the first seconds of a pod's life, as a metrics server has nothing yet.
std::vector<ContainerUsage> podUsage(const StoredObject& pod, std::int64_t seconds);
Usage sum(const std::vector<ContainerUsage>& containers);

} // namespace qbm::lab::kubernetes
