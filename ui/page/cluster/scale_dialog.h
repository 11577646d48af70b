// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "widgets/feedback/dialog.h"

#include <memory>

class QLabel;
class QSpinBox;
class QTimer;
class QVBoxLayout;

namespace qbm {
class WorkerPool;
}

namespace qbm::widgets {
class StatePanel;
}

namespace qbm::ui {

class TaskRunner;

/// Asks for a replica count and shows, while it changes, what that number would meet: the checks, and p95 as the model
/// predicts it beside what is measured. The operation dialog that follows makes the plan.
class ScaleDialog : public widgets::Dialog {
    Q_OBJECT
public:
    ScaleDialog(WorkerPool& pool, std::shared_ptr<service::ClusterService> cluster,
        const kubernetes::Deployment& deployment, QWidget* parent);
    bool isSettled() const; ///< the preview belongs to the number

Q_SIGNALS:
    void chosen(int replicas);

private:
    void changed();
    void askPreview();
    void showPreview(const service::ScalePreview& preview);
    std::shared_ptr<service::ClusterService> m_cluster;
    std::string m_deployment;
    int m_replicasNow;
    TaskRunner* m_runner;
    QTimer* m_delay;
    QSpinBox* m_replicas;
    QLabel* m_change;
    QPushButton* m_next;
    widgets::StatePanel* m_panel;
    QWidget* m_preview;
};

} // namespace qbm::ui
