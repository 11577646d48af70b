// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"

#include <optional>
#include <string>
#include <vector>

/// What the cluster knows of the system's namespace, and of its nodes.
namespace qbm::health {

/// Something that keeps pods running, with the pods it has now.
struct WorkloadFacts {
    std::string kind = "Deployment"; ///< or "StatefulSet", "DaemonSet"; "Job", "ReplicaSet", "Pod", ... where no other owns the pods
    std::string name;
    std::optional<int> desired; ///< unset where nothing says how many there should be
    int ready = 0;
    bool paused = false;
    std::vector<kubernetes::Condition> conditions;
    std::vector<kubernetes::Pod> pods = {};
};

/// A Job, as far as it can fail.
struct JobFacts {
    std::string name;
    std::string cronJob; ///< that made it; empty: none
    TimePoint created{};
    bool complete = false;
    std::optional<kubernetes::Condition> failed; ///< its condition Failed, where that is True
};

struct ClusterFacts {
    /// A kind that could not be listed.
    struct Unlisted {
        std::string resource; ///< "statefulsets.apps", "nodes"
        Error error;
    };
    std::string nameSpace;
    std::vector<WorkloadFacts> workloads;
    std::vector<JobFacts> jobs;
    std::vector<kubernetes::Node> nodes; ///< of the whole cluster
    std::vector<Unlisted> unlisted;
};

/// "Deployment/backend": how findings and the page Cluster name an object.
inline std::string objectKey(const std::string& kind, const std::string& name)
{
    return kind + "/" + name;
}

} // namespace qbm::health
