// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_actions.h"

#include <QWidget>

namespace qbm::ui {

/// "190 ms (170 to 212)"; "the queue grows without end" where the model says so; a dash without a prediction.
QString predictionText(const std::optional<service::LatencyPrediction>& prediction);

/// What scaling to a number would meet: p95 measured and predicted, then the checks.
class ScalePreviewView : public QWidget {
    Q_OBJECT
public:
    explicit ScalePreviewView(const service::ScalePreview& preview, QWidget* parent = nullptr);
};

} // namespace qbm::ui
