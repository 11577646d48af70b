// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/side_database.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

#include <optional>

class QLabel;

namespace qbm::widgets {
class TableView;
}

namespace qbm::ui {

class ActionBar;
class BackupProposer;
class Session;
class TaskRunner;
struct ObjectAction;

/// Databases that restores set aside: the instant way back until they are dropped.
class KeptDatabasesView : public BackupsView {
    Q_OBJECT
public:
    KeptDatabasesView(Session& session, BackupProposer& proposer, QWidget* parent = nullptr);

    void refresh() override;
    void refreshByClock() override;
    void retranslate() override;
    bool isSettled() const override { return m_settled; }
    widgets::TableView* table() const { return m_table; }
    ActionBar* actionBar() const { return m_bar; }

private:
    void fill(Result<std::vector<backup::SideDatabase>> databases);
    std::optional<backup::SideDatabase> current() const;
    std::vector<ObjectAction> actions() const;
    void updateWords();
    void swapBack(const backup::SideDatabase& kept) const;
    void drop(const backup::SideDatabase& side, const backup::DropSideOptions& options) const;

    Session& m_session;
    BackupProposer& m_proposer;
    TaskRunner* m_runner;
    widgets::TableModel<backup::SideDatabase>* m_model;
    QLabel* m_sentence;
    ActionBar* m_bar;
    widgets::TableView* m_table;
    TimePoint m_heardAt{};
    bool m_settled = false;
};

} // namespace qbm::ui
