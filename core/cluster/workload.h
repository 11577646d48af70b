// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/kubernetes/resource.h"

#include <string>
#include <string_view>
#include <utility>

/// What rolls out: Deployments, StatefulSets and DaemonSets.
namespace qbm::cluster {

enum class WorkloadKind { Deployment, StatefulSet, DaemonSet };

/// A workload of the scope; a bare name is a Deployment.
struct Workload {
    Workload(std::string deployment) : name(std::move(deployment)) { } // NOLINT: a name is enough
    Workload(const char* deployment) : name(deployment) { } // NOLINT
    Workload(WorkloadKind workloadKind, std::string workloadName)
        : kind(workloadKind)
        , name(std::move(workloadName))
    {
    }
    WorkloadKind kind = WorkloadKind::Deployment;
    std::string name;
    /// "backend", "statefulset/postgres": what parseWorkload() reads again.
    std::string toString() const;
};

/// "backend", "deployment/backend", "sts/postgres", "daemonset/agent": by any name of the kind.
/// \error InvalidInput, naming the kinds that roll out
Result<Workload> parseWorkload(std::string_view text);

/// A workload with its namespace.
struct WorkloadName {
    std::string nameSpace;
    std::string name;
    WorkloadKind kind = WorkloadKind::Deployment;
};
/// Where only a Deployment is meant.
using DeploymentName = WorkloadName;

const kubernetes::Resource& resourceOf(WorkloadKind kind);
/// "deployment", "statefulset", "daemonset": in kinds of operations and keys of journals.
std::string_view keyOf(WorkloadKind kind);
/// Within a sentence: "deployment backend", "StatefulSet postgres".
Text nounOf(const WorkloadName& workload);
/// At its beginning: "Deployment backend".
Text subjectOf(const WorkloadName& workload);
/// "There is no deployment backend in qbm any more."
Text goneSentence(const WorkloadName& workload);

} // namespace qbm::cluster
