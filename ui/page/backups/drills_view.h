// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/drill/drill_report.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

class QLabel;

namespace qbm::widgets {
class StatePanel;
class TableView;
}

namespace qbm::ui {

class ActionBar;
class BackupActions;
class Session;
class TaskRunner;

/// Past drills, newest first: whether each passed, and what a restore at that moment would have lost and taken.
class DrillsView : public BackupsView {
    Q_OBJECT
public:
    DrillsView(Session& session, BackupActions& actions, QWidget* parent = nullptr);

    void refresh() override;
    void refreshByClock() override;
    void retranslate() override;
    bool isSettled() const override;
    /// What the actions know of the newest backup has changed.
    void updateActions();
    widgets::TableView* table() const { return m_table; }
    ActionBar* actionBar() const { return m_bar; }
    widgets::StatePanel* statePanel() const { return m_state; }

private:
    void fill(Result<std::vector<backup::DrillReport>> drills);
    void showNone();
    void updateSentence();

    Session& m_session;
    BackupActions& m_actions;
    TaskRunner* m_runner;
    widgets::TableModel<backup::DrillReport>* m_model;
    QLabel* m_sentence;
    ActionBar* m_bar;
    widgets::TableView* m_table;
    widgets::StatePanel* m_state; ///< around all of it: without drills only what one is good for is shown
    TimePoint m_heardAt{};
    bool m_settled = false;
};

} // namespace qbm::ui
