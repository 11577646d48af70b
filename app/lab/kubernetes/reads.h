// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/faults.h"
#include "app/lab/kubernetes/request.h"
#include "app/lab/kubernetes/store.h"

namespace qbm::lab::kubernetes {

/// GET of one object (status subresource included). \error 404, 504
ApiResult<HttpResponse> answerGet(const RequestContext& context, const Store& store);
/// LIST with pages, selectors and versions. \error 400, 410, 422, 500, 504
ApiResult<HttpResponse> answerList(const RequestContext& context, const Store& store, const Faults& faults);
/// WATCH: a streamed answer. \error 400, 422, 500, 504; too old a version is an ERROR event of the stream
ApiResult<HttpResponse> answerWatch(const RequestContext& context, Store& store, const Faults& faults);

} // namespace qbm::lab::kubernetes
