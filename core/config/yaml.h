// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace qbm::config {

/// Converts one YAML document (JSON is YAML too) into JSON, resolving plain scalars as YAML 1.1 does in Kubernetes
/// files: `true`/`yes`/`on`, numbers, `~` and `null`; what is quoted stays a string. Anchors and `<<` are expanded. An
/// empty document becomes `null`. \param fileName stands in the errors \error BadData with file and line: not YAML, a
/// key that is no scalar or comes twice, more than 1,000,000 nodes
Result<std::string> yamlToJson(std::string_view yaml, std::string_view fileName);
/// The same for a text of several documents between `---` lines; empty ones are left out.
Result<std::vector<std::string>> yamlDocumentsToJson(std::string_view yaml, std::string_view fileName);

/// A JSON document as YAML in the form kubectl prints: keys in alphabetical order, strings of several lines as blocks, quotes
/// only where a reader of YAML 1.1 or 1.2 would take the text for something else. \error BadData: not JSON
Result<std::string> jsonToYaml(std::string_view json);
/// How yamlToJson() reads a plain scalar; a string stays quoted.
std::string plainScalarAsJson(const std::string& scalar);

} // namespace qbm::config
