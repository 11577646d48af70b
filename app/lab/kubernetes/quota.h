// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"
#include "app/lab/kubernetes/store.h"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm::lab::kubernetes {

/// Whether the namespace's ResourceQuotas have room for a new object. \error 403 "exceeded quota: ..."
ApiResult<> admitByQuota(
    const Store& store, const ResourceType& type, const std::string& nameSpace, const nlohmann::json& document);

/// status of a ResourceQuota: hard as in spec, and what is used of it now.
nlohmann::json quotaStatus(const Store& store, const StoredObject& quota);

} // namespace qbm::lab::kubernetes
