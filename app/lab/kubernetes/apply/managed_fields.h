// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"
#include "app/lab/kubernetes/apply/field_manager.h"

#include <nlohmann/json.hpp>
#include <string>

namespace qbm::lab::kubernetes {

/// metadata.managedFields of `after`, made by `manager` from `before` (for a new object: an empty shell of its kind).
/// A plain write owns what it changed, and nobody else does any more; an apply owns what it names, and no longer what
/// it took from others.
nlohmann::json managedFieldsAfter(const nlohmann::json& before, const nlohmann::json& after,
    const FieldManager& manager, const std::string& apiVersion);

/// What an apply makes of an object.
struct AppliedObject {
    nlohmann::json document;
    FieldSet fields; ///< that the configuration names
};
/// Lays the configuration over the object, and takes out what the manager applied before, names no longer, and nobody
/// else owns. \error 409 with a cause for each field that somebody else owns and that would change, unless forced
ApiResult<AppliedObject> applyConfiguration(
    const nlohmann::json& live, nlohmann::json configuration, const std::string& manager, bool force);

} // namespace qbm::lab::kubernetes
