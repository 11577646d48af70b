// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/request.h"

namespace qbm::lab::kubernetes {

/// Answers SelfSubjectAccessReview, SelfSubjectRulesReview and SelfSubjectReview (201). \error 400
ApiResult<HttpResponse> answerReview(const RequestContext& context, const AccessControl& access);

} // namespace qbm::lab::kubernetes
