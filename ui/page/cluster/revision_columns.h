// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/revision_effects.h"
#include "widgets/table/table_model.h"

/// The tables of the rollouts view.
namespace qbm::ui {

std::vector<widgets::TableColumn<service::Revision>> revisionColumns();
std::vector<widgets::TableColumn<EffectPeriod>> effectColumns();

/// "Revision 4", "Revision 4 (current)".
QString revisionName(const service::Revision& revision);
/// A reading and, where it is none, why.
QString effectToolTip(const Reading& reading);

} // namespace qbm::ui
