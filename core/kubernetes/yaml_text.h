// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/json.h"

#include <string>

namespace qbm::kubernetes {

/// An API object, or any other JSON value, as YAML in block style that YAML 1.1 and 1.2 readers take for the same
/// value: apiVersion, kind and metadata come first, status last, several lines of text are a block. \param
/// withManagedFields whether metadata.managedFields is shown
std::string yamlText(const JsonValue& value, bool withManagedFields = false);

} // namespace qbm::kubernetes
