// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm {

/// The one way a JSON document becomes text: whatever came in from outside, it is written. Bytes that are no UTF-8, which
/// JSON cannot hold and at which the library's own dump() throws, become U+FFFD. What must not be changed by that is
/// checked where it comes in (core/base/utf8.h).
/// \param indent blanks a level; -1: all on one line
std::string writeJson(const nlohmann::json& document, int indent = -1);
std::string writeJson(const nlohmann::ordered_json& document, int indent = -1);

} // namespace qbm
