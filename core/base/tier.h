// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace qbm {

/// How much harm a mistake can do on a system; decides how an operation is confirmed and how the window is framed.
enum class Tier { Lab, Development, Staging, Production };

/// "lab", "development", "staging", "production": as written in a profile.
std::string_view name(Tier tier);
std::optional<Tier> parseTier(std::string_view text);

/// Whether a client may change its server. Clients enforce it themselves, below every button and verb.
enum class AccessMode { ReadWrite, ReadOnly };

} // namespace qbm
