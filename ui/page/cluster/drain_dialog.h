// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "widgets/feedback/dialog.h"

namespace qbm::ui {

/// Asks how a node is to be emptied; the plan that follows names the pods that go, and those that keep it from being empty.
class DrainDialog : public widgets::Dialog {
    Q_OBJECT
public:
    DrainDialog(const std::string& node, QWidget* parent);

Q_SIGNALS:
    void chosen(const qbm::cluster::DrainRequest& request);
};

} // namespace qbm::ui
