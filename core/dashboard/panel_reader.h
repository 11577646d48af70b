// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/model.h"

#include <nlohmann/json_fwd.hpp>

namespace qbm::dashboard {

/// Reads `panels` (also those inside collapsed rows) and the older `rows` into `out`, in reading order, with what is not
/// understood as problems. Throws json::exception on documents that are no dashboard at all.
void readPanels(const nlohmann::json& root, ParsedDashboard& out);

} // namespace qbm::dashboard
