// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/kubernetes/objects.h"

#include <string>
#include <vector>

namespace qbm::cluster {

/// Why a Deployment is not ready, a line each: why its controller cannot make pods (ReplicaFailure: quota, LimitRange, Pod
/// Security, a webhook), then its pods that are not ready. Empty if nothing is known.
std::string describeUnready(const kubernetes::Deployment& deployment, const std::vector<kubernetes::Pod>& pods);

/// "backend-x: ImagePullBackOff, 0/1 (Back-off pulling image ...)"; pods with the same reason share a line, "498 pods:
/// ImagePullBackOff (...)", the most frequent first. Pods that are being deleted are on their way out and not waited for.
std::string describeUnreadyPods(const std::vector<kubernetes::Pod>& pods);

/// "Still ending: backend-x, backend-y"; empty if none are.
Text describeEndingPods(const std::vector<kubernetes::Pod>& pods);

} // namespace qbm::cluster
