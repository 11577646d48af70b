// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/registry.h"
#include "app/lab/kubernetes/request.h"

namespace qbm::lab::kubernetes {

/// GET, PUT and PATCH of the scale subresource, autoscaling/v1. \error 400, 404, 405, 409, 415, 422
ApiResult<HttpResponse> answerScale(const RequestContext& context, Registry& registry);

} // namespace qbm::lab::kubernetes
