// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/registry.h"
#include "app/lab/kubernetes/request.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>

namespace qbm::lab::kubernetes {

// Each answers one verb on an object, its status or (see scale.h) its scale. \error those of the verb in the API
ApiResult<HttpResponse> answerCreate(const RequestContext& context, Registry& registry);
ApiResult<HttpResponse> answerUpdate(const RequestContext& context, Registry& registry);
ApiResult<HttpResponse> answerPatch(const RequestContext& context, Registry& registry);
ApiResult<HttpResponse> answerDelete(const RequestContext& context, Registry& registry);
ApiResult<HttpResponse> answerDeleteCollection(const RequestContext& context, Registry& registry);

/// Who sends the request: fieldManager, or the name the User-Agent begins with.
FieldManager managerOf(const RequestContext& context);

/// Applies the body of a PATCH by its Content-Type to `document` (kind and apiVersion included). \error 400, 415, 422
ApiResult<nlohmann::json> patched(const HttpRequest& request, const nlohmann::json& document);

/// Tries `attempt` again while it loses races that the client did not ask about (409 without a named version).
ApiResult<HttpResponse> retryOnConflict(bool versionNamed, const std::function<ApiResult<HttpResponse>()>& attempt);

} // namespace qbm::lab::kubernetes
