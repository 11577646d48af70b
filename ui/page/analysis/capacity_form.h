// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/analysis/capacity_model.h"
#include "widgets/feedback/card.h"

class QComboBox;
class QDoubleSpinBox;
class QSlider;
class QSpinBox;

namespace qbm::widgets {
class FormRow;
}

namespace qbm::ui {

/// The inputs of a capacity question: what to measure, and what to assume.
class CapacityForm : public widgets::Card {
    Q_OBJECT
public:
    explicit CapacityForm(QWidget* parent = nullptr);

    QString deployment() const;
    void setDeployment(const QString& name);
    /// The chosen one stays chosen, also if it is not among them.
    void setDeployments(const QStringList& names);
    std::chrono::seconds window() const;
    CapacityAssumptions assumptions() const;
    void retranslate();

    QSlider* loadSlider() const { return m_load; }
    QDoubleSpinBox* targetField() const { return m_target; }
    QDoubleSpinBox* variabilityField() const { return m_variability; }

Q_SIGNALS:
    /// Deployment or window: has to be measured again.
    void questionChanged();
    /// The rest: can be computed at once.
    void assumptionsChanged();

private:
    void addRow(widgets::FormRow*& row, QWidget* field);
    void showLoad();

    QComboBox* m_deployment;
    QComboBox* m_window;
    QDoubleSpinBox* m_target;
    QSpinBox* m_maxReplicas;
    QSpinBox* m_servers;
    QDoubleSpinBox* m_variability;
    QSlider* m_load;
    widgets::FormRow* m_deploymentRow;
    widgets::FormRow* m_windowRow;
    widgets::FormRow* m_targetRow;
    widgets::FormRow* m_maxReplicasRow;
    widgets::FormRow* m_serversRow;
    widgets::FormRow* m_variabilityRow;
    widgets::FormRow* m_loadRow;
};

} // namespace qbm::ui
