// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/store.h"

namespace qbm::lab::kubernetes {

/// GET pods/NAME/log: text/plain, whole or followed until the container ends. \error 400, 404, 422
ApiResult<HttpResponse> answerPodLog(const RequestContext& context, const Store& store);

/// The container a request is about: the named one, or the only one. \error 400
ApiResult<std::string> chooseContainer(const StoredObject& pod, const std::string& named);

} // namespace qbm::lab::kubernetes
