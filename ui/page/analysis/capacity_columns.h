// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/analysis/capacity_model.h"
#include "widgets/table/table_model.h"

namespace qbm::ui {

/// The table of a capacity answer: verdict, replicas, utilisation, mean wait, p95, its band.
std::vector<widgets::TableColumn<CapacityLine>> capacityColumns();

} // namespace qbm::ui
