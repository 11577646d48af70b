// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/alertmanager.h"
#include "widgets/theme/state.h"

#include <vector>

namespace qbm::ui {

/// An alert and those silences that keep it quiet.
struct AlertRow {
    prometheus::Alert alert;
    std::vector<prometheus::Silence> silences;
    friend bool operator==(const AlertRow&, const AlertRow&) = default;
};

/// Firing: by its severity; kept quiet: Stale, whatever it weighs.
widgets::State stateOf(const AlertRow& row);
/// "firing", "silenced", "inhibited", "new".
QString stateWord(const AlertRow& row);

} // namespace qbm::ui
