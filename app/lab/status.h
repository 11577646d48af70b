// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace qbm::lab {

/// "starting", "up", "partly up" (a part does not run), "ending", "broken" (`up` or `down` died at it).
std::string_view overallState(const LabFolder& folder, const LabState& state);

/// For people: one line a part.
std::string statusText(const LabFolder& folder, const LabState& state, TimePoint now);
/// For programs: the same, and where everything answers.
nlohmann::json statusJson(const LabFolder& folder, const LabState& state, TimePoint now);

} // namespace qbm::lab
