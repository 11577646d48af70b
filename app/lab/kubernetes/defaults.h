// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/resource_type.h"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm::lab::kubernetes {

/// Fills in what the API server adds to an object of this kind: on create and again on every update.
void applyDefaults(const ResourceType& type, nlohmann::json& document);

/// The status a new object has, and what only creation sets (cluster IPs, namespace labels, a pod's token volume).
/// `number` makes addresses and names unique.
void applyCreationDefaults(const ResourceType& type, nlohmann::json& document, unsigned number);

/// Guaranteed, Burstable or BestEffort, from requests and limits.
std::string qosClass(const nlohmann::json& podSpec);

} // namespace qbm::lab::kubernetes
