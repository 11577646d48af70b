// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/store.h"

namespace qbm::lab::kubernetes {

inline constexpr const char* kMetricsGroup = "metrics.k8s.io";

/// get and list of metrics.k8s.io/v1beta1 nodes and pods, computed as they are asked for. \error 400, 404
ApiResult<HttpResponse> answerMetrics(const RequestContext& context, const Store& store);

} // namespace qbm::lab::kubernetes
