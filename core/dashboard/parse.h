// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dashboard/model.h"

#include <string_view>

namespace qbm::dashboard {

/// Reads Grafana's dashboard JSON: bare or inside `{"dashboard": ...}`, with gridPos or old rows and spans. What is not
/// understood is a Problem, never dropped: a panel of an unknown type stays as PanelKind::Unsupported.
/// \error BadData if the text is no JSON (says where) or is no dashboard
Result<ParsedDashboard> parseDashboard(std::string_view json);

} // namespace qbm::dashboard
