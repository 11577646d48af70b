// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/registry.h"
#include "app/lab/kubernetes/request.h"

namespace qbm::lab::kubernetes {

/// POST pods/NAME/eviction: deletes the pod if its disruption budget allows it. \error 400, 404, 429, 500
ApiResult<HttpResponse> answerEviction(const RequestContext& context, Registry& registry);

} // namespace qbm::lab::kubernetes
