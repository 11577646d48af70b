// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/page/alerts/alert_row.h"
#include "ui/page/page.h"
#include "widgets/table/table_model.h"

namespace qbm::widgets {
class SearchField;
class SidePanel;
class TableView;
}

namespace qbm::ui {

class TaskRunner;

/// Alertmanager's alerts, what is firing and worst first; one of them with all it tells in the side panel.
class AlertsPage : public Page {
    Q_OBJECT
public:
    explicit AlertsPage(Session& session);

    QString title() const override;
    void refresh() override;
    bool isSettled() const override { return m_settled; }
    int refreshIntervalMs() const override { return 10'000; }
    /// An alert's name or fingerprint; of several alerts with that name the worst.
    void showObject(const QString& object) override;
    void setCommandsWanted(bool wanted) override;
    std::vector<Command> commands() override;

private:
    void retranslate() override;
    void arrived(Result<std::vector<AlertRow>> rows);
    void showRows();
    void showSentence();
    const AlertRow* rowOf(const QString& fingerprint) const;
    void choose(const QString& object);
    void openDetails(const QString& fingerprint);
    void detailsFollow();

    TaskRunner* m_runner;
    widgets::TableModel<AlertRow>* m_model;
    widgets::SearchField* m_search;
    widgets::TableView* m_table;
    widgets::SidePanel* m_details;
    std::vector<AlertRow> m_rows;
    TimePoint m_askedAt{};
    QString m_wanted; ///< asked for before there was an answer
    std::optional<AlertRow> m_open; ///< as the side panel shows it
    bool m_settled = false;
};

} // namespace qbm::ui
