// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_actions.h"
#include "ui/page/cluster/object_table.h"
#include "widgets/feedback/dialog.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace qbm::widgets {
class FormRow;
}

namespace qbm::ui {

/// Asks which maintenance command is to run in which container; the operation that follows shows first what it would
/// touch.
class CommandDialog : public widgets::Dialog {
    Q_OBJECT
public:
    /// `object`: a pod, or a deployment whose pods are offered.
    CommandDialog(std::shared_ptr<service::ClusterService> cluster, const ChosenObject& object, QWidget* parent);

    enum Preset { OldLogFiles, UpgradePackages, OwnCommand };
    /// What would be asked for; nullopt while something is missing.
    std::optional<service::PodCommand> command() const;

Q_SIGNALS:
    void chosen(const qbm::service::PodCommand& command);

private:
    void setPods(std::vector<std::shared_ptr<const kubernetes::Pod>> pods);
    void showPodProblem();
    void fillContainers();
    void presetChanged();
    void updateCommand();

    std::vector<std::shared_ptr<const kubernetes::Pod>> m_pods;
    QString m_gone; ///< the pod that was chosen, when it went
    QComboBox* m_pod;
    QComboBox* m_container;
    QComboBox* m_preset;
    QLineEdit* m_folder;
    QSpinBox* m_days;
    QLineEdit* m_requirements;
    QLineEdit* m_own;
    widgets::FormRow* m_podRow;
    widgets::FormRow* m_folderRow;
    widgets::FormRow* m_daysRow;
    widgets::FormRow* m_requirementsRow;
    widgets::FormRow* m_ownRow;
    QLabel* m_shown;
    QPushButton* m_next;
};

} // namespace qbm::ui
