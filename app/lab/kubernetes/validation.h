// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// What a typed decoder refuses before any validation: wrong JSON types, quantities that do not parse. \error 400
ApiResult<> checkDecodable(const ResourceType& type, const nlohmann::json& document);

/// Every fault of a new object, defaults already applied; empty: valid.
std::vector<Cause> validateNew(const ResourceType& type, const nlohmann::json& document);
/// Every fault of a change: immutable fields, then those of the object itself.
std::vector<Cause> validateChange(
    const ResourceType& type, const nlohmann::json& before, const nlohmann::json& after);

/// A quantity ("500m", "2Gi", "1e3") in base units; nothing if it does not parse.
std::optional<double> parseQuantity(std::string_view text);

} // namespace qbm::lab::kubernetes
