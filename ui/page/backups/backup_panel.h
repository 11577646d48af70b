// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_operation.h"
#include "widgets/table/table_model.h"

#include <QWidget>
#include <optional>

namespace qbm::widgets {
class TableView;
}

namespace qbm::ui {

class BackupActions;
class ContentsView;
class DetailsTabs;
class Session;

/// One backup in the side panel: summary, its tables with rows and checksums, its contents, its copies.
class BackupPanel : public QWidget {
    Q_OBJECT
public:
    enum Tab { Summary, Tables, Contents, Copies };

    BackupPanel(Session& session, BackupActions& actions, QWidget* parent = nullptr);

    void showBackup(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill);
    /// The same backup as it is known now; nullopt: it is gone, and nothing can be done with it.
    void follow(const std::optional<backup::Backup>& backup, const std::optional<backup::DrillReport>& drill);
    void showTab(Tab tab);
    void retranslate();
    const std::optional<backup::Backup>& backup() const { return m_backup; }
    widgets::TableView* tables() const { return m_tables; }
    ContentsView* contents() const { return m_contents; }

private:
    void fill();
    void updateActions();
    QString goneText() const;

    BackupActions& m_actions;
    DetailsTabs* m_details;
    widgets::TableModel<backup::TableRows>* m_tableModel;
    widgets::TableView* m_tables;
    ContentsView* m_contents;
    std::optional<backup::Backup> m_backup;
    std::optional<backup::DrillReport> m_drill;
    TimePoint m_heardAt{}; ///< when it was last seen
    bool m_gone = false;
};

} // namespace qbm::ui
