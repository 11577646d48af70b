// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

#include <map>

namespace qbm::lab::kubernetes {

/// Binds pods to nodes: by selector, taint of a cordon, number of pods, and what their requests leave of CPU and
/// memory.
class Scheduler {
public:
    explicit Scheduler(Cluster& cluster);

    void bind(const ObjectPtr& pod);
    void observe(const Change& change);

private:
    struct Load {
        int pods = 0;
        double cpu = 0; ///< cores
        double memory = 0; ///< bytes
    };
    static Load requestsOf(const StoredObject& pod);
    void account(const StoredObject& pod, int sign);
    /// Why the node does not take the pod, in the scheduler's words; empty: it does.
    std::string objection(const StoredObject& node, const StoredObject& pod, const Load& wanted) const;
    void refuse(const ObjectPtr& pod, const std::map<std::string, int>& objections);

    Cluster& m_cluster;
    std::map<std::string, Load> m_loads; ///< by node
};

} // namespace qbm::lab::kubernetes
