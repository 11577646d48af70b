// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

#include <deque>
#include <map>
#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

/// The horizontal pod autoscaler: acts on CPU and memory usage as metrics.k8s.io has it, within minReplicas and
/// maxReplicas, which it restores at once. Scales down only after five minutes of lower demand, and counts a scaling by
/// somebody else as demand of that moment.
class Autoscaler {
public:
    /// `metrics`: whether the cluster has a metrics server at all.
    Autoscaler(Cluster& cluster, bool metrics);

    void sync(const std::string& nameSpace, const std::string& name);

private:
    struct Recommendation {
        std::int64_t at = 0;
        std::int64_t replicas = 0;
    };
    /// What an autoscaler remembers of its target.
    struct Memory {
        std::deque<Recommendation> recommendations;
        std::int64_t lastReplicas = -1;
    };
    /// What the metrics say.
    struct Measured {
        std::int64_t replicas = 0;
        std::string metric; ///< the one that asks for most
        nlohmann::json current = nlohmann::json::array();
        std::string reason; ///< set: there is no measurement
        std::string failure;
    };
    Measured measure(const StoredObject& autoscaler, const StoredObject& target, std::int64_t replicas) const;
    std::int64_t stabilized(Memory& memory, std::int64_t wanted) const;

    Cluster& m_cluster;
    bool m_metrics;
    std::map<std::string, Memory> m_memories; ///< by uid
};

} // namespace qbm::lab::kubernetes
