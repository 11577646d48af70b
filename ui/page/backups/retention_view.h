// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/retention.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

class QBoxLayout;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTimer;

namespace qbm::widgets {
class FormRow;
class TableView;
}

namespace qbm::ui {

class BackupProposer;
class Session;
class TaskRunner;

/// What a retention policy would remove now, backup by backup with the reason, while the policy is tried out.
class RetentionView : public BackupsView {
    Q_OBJECT
public:
    RetentionView(Session& session, BackupProposer& proposer, QWidget* parent = nullptr);

    void refresh() override;
    void retranslate() override;
    bool isSettled() const override;
    backup::RetentionPolicy policy() const;
    widgets::TableView* table() const { return m_table; }
    QPushButton* removeButton() const { return m_remove; }

private:
    void addPolicy(QBoxLayout& column);
    void setPolicy(const backup::RetentionPolicy& policy);
    void policyChanged();
    void fill(Result<backup::RetentionPlan> plan);
    QString placesOfPolicy() const;
    void updateWords();

    Session& m_session;
    BackupProposer& m_proposer;
    TaskRunner* m_runner;
    QTimer* m_delay;
    std::vector<widgets::FormRow*> m_rows; ///< of the policy, in the order of their fields
    QSpinBox* m_days;
    QSpinBox* m_last;
    QSpinBox* m_daily;
    QSpinBox* m_weekly;
    QSpinBox* m_monthly;
    QDoubleSpinBox* m_size;
    QLabel* m_sentence;
    QPushButton* m_reset;
    QPushButton* m_remove;
    widgets::TableModel<backup::RetentionVerdict>* m_model;
    widgets::TableView* m_table;
    backup::RetentionPlan m_plan;
    std::optional<backup::RetentionPolicy> m_planOf; ///< the policy that plan is of
    TimePoint m_heardAt{};
    bool m_settled = false;
};

} // namespace qbm::ui
