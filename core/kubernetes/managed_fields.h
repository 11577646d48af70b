// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/json.h"

#include <optional>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// One entry of metadata.managedFields: who set which fields, and how.
struct ManagedFields {
    std::string manager;
    std::string operation; ///< "Apply" or "Update"
    std::string subresource; ///< "status", "scale"; may be empty
    std::optional<TimePoint> at;
    std::vector<std::string> fields; ///< ".spec.replicas", ".spec.template.spec.containers[name=backend].image"
};

/// \source https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.32/#fieldsv1-v1-meta
std::vector<ManagedFields> decodeManagedFields(const JsonValue& object);

} // namespace qbm::kubernetes
