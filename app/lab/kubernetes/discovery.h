// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"

#include <optional>

namespace qbm::lab::kubernetes {

/// What is behind the API server at the moment.
struct Aggregation {
    bool metrics = true; ///< metrics.k8s.io is registered
    bool metricsDown = false; ///< and does not answer: its discovery is stale
};

/// Answers paths that are no resource: version, health, discovery (classic and aggregated). Nothing for other paths.
std::optional<HttpResponse> answerDiscovery(const HttpRequest& request, const Aggregation& aggregation);

} // namespace qbm::lab::kubernetes
