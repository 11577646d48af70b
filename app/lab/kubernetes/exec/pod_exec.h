// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/exec/pod_files.h"
#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/store.h"

namespace qbm::lab::kubernetes {

/// pods/NAME/exec over WebSocket (v5 and older channel protocols); SPDY is not spoken. \error 400, 403, 404
ApiResult<HttpResponse> answerExec(const RequestContext& context, const Store& store, PodFiles& files);

} // namespace qbm::lab::kubernetes
