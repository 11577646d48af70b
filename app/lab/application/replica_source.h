// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"

#include <functional>
#include <string>

namespace qbm::lab {

/// Answers how many replicas of the backend are ready now.
/// \error Unreachable or Timeout if nobody answers; any other kind if the answer is no count
using ReplicaSource = std::function<Result<int>(TaskContext&)>;

struct KubernetesReplicaOptions {
    std::string url; ///< https://127.0.0.1:6443
    std::string caPem;
    Secret token;
    std::string nameSpace = "qbm-ai-system";
    std::string deployment = "backend";
};

/// Reads `status.readyReplicas` of a Deployment; a Deployment that does not exist has 0.
/// \thread the source may be called from one thread at a time; it keeps its connection
ReplicaSource makeKubernetesReplicaSource(KubernetesReplicaOptions options);

} // namespace qbm::lab
