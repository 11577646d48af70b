// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/frame.h"
#include "widgets/chart/chart_data.h"

namespace qbm::ui {

/// A series as a chart wants it: where samples are missing for more than one step a NaN stands, so that the line breaks there
/// instead of bridging an outage.
widgets::ChartSeries toChartSeries(const QString& name, const prometheus::Series& series, std::chrono::milliseconds step);

/// The series of a panel. Equal names are told apart by the labels in which they differ.
std::vector<widgets::ChartSeries> toChartSeries(const dashboard::Frame& frame);

} // namespace qbm::ui
