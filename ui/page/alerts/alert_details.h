// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/alerts/alert_row.h"

class QWidget;

namespace qbm::ui {

/// Everything Alertmanager tells of an alert: what it says, since when, who keeps it quiet, its labels and annotations.
/// Whoever takes the widget owns it.
QWidget* makeAlertDetails(const AlertRow& row);

} // namespace qbm::ui
