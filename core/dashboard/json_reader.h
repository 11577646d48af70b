// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

/// Forgiving access to documents that other programs wrote: what is absent or of another type is empty.
namespace qbm::dashboard {

/// A string, or a number as it is written.
std::string textAt(const nlohmann::json& object, const char* key);
bool flagAt(const nlohmann::json& object, const char* key);
/// A number, or a string that is one ("12" in old files).
std::optional<double> numberAt(const nlohmann::json& object, const char* key);
const nlohmann::json& arrayAt(const nlohmann::json& object, const char* key);
const nlohmann::json& objectAt(const nlohmann::json& object, const char* key);

} // namespace qbm::dashboard
