// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace qbm::health {

/// How a part stands, from well to worst in the order of worse().
enum class State {
    Ok,
    NotConfigured, ///< the profile does not name it; not asked
    Unknown, ///< it could not be found out
    Stale, ///< what is known is old
    Degraded, ///< works, but not as it should
    Down, ///< does not answer or cannot work
};

/// "ok", "not-configured", "unknown", "stale", "degraded", "down"
std::string_view name(State state);
/// The worse of the two; NotConfigured never wins over Ok.
State worse(State a, State b);

} // namespace qbm::health
