// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"

#include <nlohmann/json_fwd.hpp>

namespace qbm::lab::kubernetes {

/// RFC 7386. \error 400 if the patch is no object
ApiResult<nlohmann::json> mergePatch(const nlohmann::json& document, const nlohmann::json& patch);
/// RFC 6902. \error 400 if it is no list of operations, 422 if an operation (a test too) fails
ApiResult<nlohmann::json> jsonPatch(const nlohmann::json& document, const nlohmann::json& patch);
/// Kubernetes' strategic merge: lists with a merge key merge by it; $patch, $deleteFromPrimitiveList, $retainKeys and
/// $setElementOrder are honoured. \error 400
ApiResult<nlohmann::json> strategicMergePatch(const nlohmann::json& document, const nlohmann::json& patch);

} // namespace qbm::lab::kubernetes
