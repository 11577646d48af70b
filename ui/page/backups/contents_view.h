// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/table_extract.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace qbm::widgets {
class Banner;
class SearchField;
class TableView;
}

namespace qbm::ui {

class Session;
class TaskRunner;

/// What is in a backup, read without restoring it: everything by schema and kind; one table can be saved as CSV.
class ContentsView : public BackupsView {
    Q_OBJECT
public:
    explicit ContentsView(Session& session, QWidget* parent = nullptr);

    /// Reads it when it is shown the next time.
    void setBackup(const std::string& name);
    void refresh() override;
    void retranslate() override;
    bool isSettled() const override;
    widgets::TableView* table() const { return m_table; }
    QPushButton* extractButton() const { return m_extract; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill(std::vector<backup::ArchiveEntry> entries);
    void applyFilter();
    void updateWords();
    /// The table whose rows the current row stands for; nullptr: it is no table.
    const backup::ArchiveEntry* chosenTable() const;
    void extract(const backup::CsvOptions& options);
    void save(const backup::ArchiveEntry& table, const QString& path, const backup::CsvOptions& options);
    void fillExtractMenu();

    Session& m_session;
    TaskRunner* m_reader;
    TaskRunner* m_extractor;
    widgets::TableModel<backup::ArchiveEntry>* m_model;
    widgets::SearchField* m_filter;
    QComboBox* m_schema;
    QComboBox* m_kind;
    QLabel* m_count;
    QPushButton* m_extract;
    widgets::Banner* m_result;
    widgets::TableView* m_table;
    std::string m_backup;
    bool m_read = false;
};

} // namespace qbm::ui
