// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qbm::kubernetes {

/// Standard base64 with padding; line breaks are allowed, as in Kubernetes files. nullopt if it is none.
std::optional<std::string> decodeBase64(std::string_view text);
std::string encodeBase64(std::string_view bytes);

} // namespace qbm::kubernetes
