// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/ledger.h"
#include "widgets/chart/chart_data.h"

namespace qbm::ui {

/// One mark an operation, where it began, in the colour of how it ended. Texts in the current language.
std::vector<widgets::ChartMark> toChartMarks(const std::vector<operation::LedgerEntry>& entries);

} // namespace qbm::ui
