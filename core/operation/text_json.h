// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

/// Sentences and errors in journals and the ledger: kept with their arguments, so that they can be shown in any language.
namespace qbm::operation {

/// A string where there are no arguments, else {"text": template, "arguments": [...]}; an argument that is a sentence
/// itself is such an object too, the others are strings.
nlohmann::json toJson(const Text& text);
Text textFromJson(const nlohmann::json& json);

nlohmann::json toJson(const Error& error);
Error errorFromJson(const nlohmann::json& json);

} // namespace qbm::operation
