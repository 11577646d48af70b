// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"
#include "ui/page/page.h"
#include "widgets/table/table_model.h"

class QPushButton;
class QTabWidget;

namespace qbm::widgets {
class Banner;
class SearchField;
class SidePanel;
class TableView;
}

namespace qbm::ui {

class TaskRunner;

/// Operations of this profile, run by anyone, with what is unfinished first; and the ledger with the proof that it is whole.
class ActivityPage : public Page {
    Q_OBJECT
public:
    explicit ActivityPage(Session& session);

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    int refreshIntervalMs() const override { return 5'000; }
    /// An operation's id.
    void showObject(const QString& object) override;

    struct Activity {
        std::vector<operation::Record> records;
        std::vector<operation::LedgerEntry> entries;
        operation::LedgerVerification verification;
    };

private:
    void retranslate() override;
    void fill(const Activity& activity);
    void updateButtons();
    const operation::Record* selected() const;
    void goOn(bool undo);
    void closeSelected();
    void openDetails(const QString& id);
    void detailsFollow();

    TaskRunner* m_runner;
    QTabWidget* m_tabs;
    widgets::TableModel<operation::Record>* m_operations;
    widgets::TableModel<operation::LedgerEntry>* m_ledger;
    widgets::TableView* m_operationTable;
    widgets::TableView* m_ledgerTable;
    widgets::SearchField* m_search;
    widgets::Banner* m_ledgerState;
    widgets::SidePanel* m_details;
    QPushButton* m_resume;
    QPushButton* m_undo;
    QPushButton* m_close;
    Activity m_activity;
    std::optional<operation::Record> m_shown; ///< in the side panel
    QString m_offered; ///< the unfinished operation that was chosen for the reader
    bool m_settled = false;
};

} // namespace qbm::ui
