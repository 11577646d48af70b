// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "widgets/feedback/dialog.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace qbm::widgets {
class FormRow;
class SearchField;
}

namespace qbm::ui {

class ForeignField;
class Session;

/// Where a backup, or some of its tables, are restored to beside the live database.
class ElsewhereDialog : public widgets::Dialog {
    Q_OBJECT
public:
    ElsewhereDialog(Session& session, const backup::Backup& backup, QWidget* parent);

Q_SIGNALS:
    void chosen(const qbm::backup::RestoreElsewhereOptions& options);

private:
    void addTarget();
    void addTables();
    void review();
    QString problem() const;
    backup::RestoreElsewhereOptions options() const;

    Session& m_session;
    backup::Backup m_backup;
    QLineEdit* m_database;
    widgets::FormRow* m_databaseRow = nullptr;
    QComboBox* m_server;
    QCheckBox* m_makeRoles;
    QCheckBox* m_onlyTables;
    widgets::SearchField* m_filter;
    QListWidget* m_tables;
    QLabel* m_count;
    ForeignField* m_foreign = nullptr; ///< null for a backup of this profile's own
    QPushButton* m_next = nullptr;
};

} // namespace qbm::ui
