// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace qbm::config {

/// Converts one YAML document (JSON is YAML too) into JSON, resolving plain scalars as YAML 1.1 does in Kubernetes
/// files: `true`/`yes`/`on`, numbers, `~` and `null`; what is quoted stays a string. Anchors and `<<` are expanded. An
/// empty document becomes `null`. \param fileName stands in the errors \error BadData with file and line: not YAML, a
/// key that is no scalar or comes twice, more than 1,000,000 nodes
Result<std::string> yamlToJson(std::string_view yaml, std::string_view fileName);

} // namespace qbm::config
