// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/ledger.h"
#include "core/service/dashboard_service.h"
#include "ui/page/page.h"

#include <QTimer>
#include <memory>

class QComboBox;
class QScrollArea;

namespace qbm::widgets {
class Banner;
class ChartCrosshair;
class StatePanel;
}

namespace qbm::ui {

class PanelGrid;
class PanelView;
class TaskRunner;
class TimeControls;

/// Grafana dashboards, drawn from Prometheus: ranges, refresh, one crosshair for all charts, the console's own changes as marks.
/// Only what can be seen is asked for.
class DashboardsPage : public Page {
    Q_OBJECT
public:
    explicit DashboardsPage(Session& session);
    ~DashboardsPage() override;

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    /// A panel's title: scrolls to it.
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;
    void setCommandsWanted(bool wanted) override;

    const std::vector<PanelView*>& panels() const { return m_panels; }
    TimeControls& controls() { return *m_controls; }
    QComboBox* chooser() const { return m_chooser; }

protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void loadList();
    void listArrived(std::vector<dashboard::LibraryEntry> entries);
    void loadDashboard(const std::string& id);
    void dashboardArrived(Result<dashboard::ParsedDashboard> parsed);
    void buildPanels();
    void showProblems();
    void refreshVisible();
    void refreshMarks();
    void showMarks();
    void updateSentence();
    void scrollToWanted();
    bool isSeen(const PanelView& panel) const;

    TaskRunner* m_listRunner;
    TaskRunner* m_loadRunner;
    TaskRunner* m_marksRunner;
    QComboBox* m_chooser;
    TimeControls* m_controls;
    widgets::Banner* m_problems;
    QScrollArea* m_scroll;
    PanelGrid* m_grid;
    widgets::StatePanel* m_panel;
    widgets::ChartCrosshair* m_crosshair;
    QTimer m_refreshTimer;
    QTimer m_scrollTimer; ///< asks for what came into view once scrolling rests
    std::vector<dashboard::LibraryEntry> m_entries;
    std::string m_id; ///< of the dashboard shown or being loaded
    std::shared_ptr<const dashboard::ParsedDashboard> m_parsed;
    std::vector<PanelView*> m_panels;
    std::vector<operation::LedgerEntry> m_changes;
    prometheus::TimeRange m_range; ///< of the present round
    int m_round = 0;
    QString m_wanted; ///< title of a panel to scroll to once it exists
};

} // namespace qbm::ui
