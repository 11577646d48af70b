// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace qbm::lab::kubernetes {

/// Five letters of Kubernetes' name alphabet that no vowel can turn into a word; a different five for each number.
std::string shortName(std::uint32_t number);
/// The pod-template-hash of a template: equal templates have equal hashes (the value is not that of a real server).
std::string templateHash(const nlohmann::json& podTemplate);
/// A random version 4 UUID.
std::string makeUid();

std::string base64(std::string_view data);
std::string base64Url(std::string_view data); ///< no padding
std::optional<std::string> fromBase64Url(std::string_view text);

} // namespace qbm::lab::kubernetes
