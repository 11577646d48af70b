// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/sessions.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

class QLabel;
class QPushButton;

namespace qbm::widgets {
class TableView;
}

namespace qbm::ui {

class BackupProposer;
class Session;
class TaskRunner;

/// Who is connected to the live database now, asked every two seconds while it is on the screen: a restore waits for
/// those that hold it, and here they can be ended.
class HoldersView : public BackupsView {
    Q_OBJECT
public:
    HoldersView(Session& session, BackupProposer& proposer, QWidget* parent = nullptr);

    void refresh() override;
    void retranslate() override;
    bool isSettled() const override { return m_settled; }
    widgets::TableView* table() const { return m_table; }
    QPushButton* endButton() const { return m_end; } ///< of the selected sessions
    QPushButton* endAllButton() const { return m_endAll; } ///< of all that hold the database

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void fill(Result<std::vector<backup::DatabaseHolder>> holders);
    void updateWords();
    std::vector<postgres::Session> sessions(const std::function<bool(const backup::DatabaseHolder&)>& which) const;
    std::vector<postgres::Session> chosen() const;
    std::vector<postgres::Session> holding() const;
    void end(std::vector<postgres::Session> sessions);

    Session& m_session;
    BackupProposer& m_proposer;
    TaskRunner* m_runner;
    widgets::TableModel<backup::DatabaseHolder>* m_model;
    widgets::TableView* m_table;
    QLabel* m_sentence;
    // Two buttons: were it one, a selected session that goes by itself would turn it into the other.
    QPushButton* m_end;
    QPushButton* m_endAll;
    TimePoint m_heardAt{};
    bool m_settled = false;
    int m_timer = 0;
};

} // namespace qbm::ui
