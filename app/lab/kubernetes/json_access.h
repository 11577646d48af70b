// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Reading and writing nested JSON without exceptions: what is absent or of another type gives the default.
namespace qbm::lab::kubernetes {

using Path = std::initializer_list<std::string_view>;

/// The value at a path of object keys, or nullptr.
const nlohmann::json* find(const nlohmann::json& root, Path path);
std::string stringAt(const nlohmann::json& root, Path path, std::string_view otherwise = {});
std::int64_t intAt(const nlohmann::json& root, Path path, std::int64_t otherwise = 0);
bool boolAt(const nlohmann::json& root, Path path, bool otherwise = false);
/// The array or object at a path, or an empty one.
const nlohmann::json& arrayAt(const nlohmann::json& root, Path path);
const nlohmann::json& objectAt(const nlohmann::json& root, Path path);
/// The value at a path; missing or non-object steps become objects.
nlohmann::json& at(nlohmann::json& root, Path path);
void erase(nlohmann::json& root, Path path);
/// Writes a counter as Go's omitempty does: zero is absence.
void setCount(nlohmann::json& object, std::string_view key, std::int64_t value);

/// Parsed JSON, or nothing.
std::optional<nlohmann::json> parseJson(std::string_view text);
/// YAML (or JSON) documents as JSON, core schema: plain scalars become numbers, booleans, null. Nothing if it does not parse.
std::optional<nlohmann::json> parseYaml(std::string_view text); ///< an array, one element a document
/// JSON as block YAML, keys sorted.
std::string toYaml(const nlohmann::json& value);

/// Seconds since the epoch as Kubernetes writes them: "2026-11-22T23:02:27Z"; and the other way (0 if it is none).
std::string formatTime(std::int64_t secondsSinceEpoch);
std::int64_t parseTime(std::string_view text);
std::string nowText();
std::int64_t nowSeconds();
std::string nowMicroText(); ///< MicroTime of events

} // namespace qbm::lab::kubernetes
