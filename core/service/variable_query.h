// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/client.h"

#include <string>
#include <vector>

namespace qbm::service {

/// The values of a Grafana query variable: `label_values(label)`, `label_values(selector, label)`, `metrics(regex)` and
/// `query_result(expression)`, each filtered by the variable's regex (its first group, if it has one), sorted, once each.
/// \param query with its own variables already expanded
/// \error Unsupported for other functions, InvalidInput for a regex that is none
Result<std::vector<std::string>> fetchVariableOptions(const std::string& query, const std::string& regex,
    const prometheus::Client& client, const prometheus::TimeRange& range, TaskContext& context);

} // namespace qbm::service
