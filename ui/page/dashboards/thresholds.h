// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/model.h"
#include "widgets/chart/chart_data.h"

namespace qbm::ui {

/// A dashboard's thresholds as levels with a bad side. Grafana says only a colour from each value up: a step to a worse
/// colour is bad above it, a step to a better one (low accuracy is red) bad below it. Other colours say nothing.
std::vector<widgets::ChartThreshold> toChartThresholds(const std::vector<dashboard::Threshold>& thresholds);

} // namespace qbm::ui
