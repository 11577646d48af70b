// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/dashboard_service.h"
#include "widgets/chart/chart_data.h"

#include <QFrame>
#include <memory>
#include <optional>

class QToolButton;

namespace qbm::widgets {
class Banner;
class StatPanel;
class StatePanel;
class TimeSeriesChart;
}

namespace qbm::ui {

class Session;
class TaskRunner;

/// One panel of a dashboard in its card. Fetches its own data, so a slow or failing query holds up no other panel.
class PanelView : public QFrame {
    Q_OBJECT
public:
    PanelView(Session& session, std::shared_ptr<const dashboard::Dashboard> dashboard, const dashboard::Panel& panel, QWidget* parent = nullptr);
    ~PanelView() override;

    const dashboard::Panel& panel() const { return m_panel; }
    /// Asks for the range unless this very round was asked for already. What is shown stays until the answer is there.
    /// \param round grows with each refresh of the page
    void fetch(const prometheus::TimeRange& range, int round);
    /// Whether it shows what it is for, not a spinner.
    bool isSettled() const;
    /// An answer is under way.
    bool isBusy() const;
    void setCrosshair(widgets::ChartCrosshair* crosshair);
    void setMarks(const std::vector<widgets::ChartMark>& marks);
    void retranslate();
    /// nullptr where the panel is no chart.
    widgets::TimeSeriesChart* chart() const { return m_chart; }
    widgets::StatPanel* stat() const { return m_stat; }
    /// "error", "no data", ... of panels that draw something; for tests and screen readers.
    widgets::StatePanel* statePanel() const;

Q_SIGNALS:
    void rangeSelected(double from, double to);
    void rangeReset();
    void retryRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void buildChart();
    void buildStat();
    void buildText();
    void buildUnsupported();
    void arrived(Result<dashboard::Frame> frame);
    void showFrame(const dashboard::Frame& frame);
    void showInChart(const dashboard::Frame& frame);
    void showInStat(const dashboard::Frame& frame);
    Reading readingOf(const dashboard::Frame& frame) const;
    void openMenu(const QPoint& globalPosition);
    void exportPicture();
    void exportCsv();
    void placeMenuButton();

    Session& m_session;
    std::shared_ptr<const dashboard::Dashboard> m_dashboard;
    const dashboard::Panel m_panel;
    TaskRunner* m_runner;
    int m_round = 0;
    std::optional<dashboard::Frame> m_frame;
    widgets::Banner* m_banner;
    widgets::TimeSeriesChart* m_chart = nullptr;
    widgets::StatPanel* m_stat = nullptr;
    widgets::StatePanel* m_statState = nullptr; ///< around a stat, or the sentence of an unsupported panel
    QToolButton* m_menuButton;
};

} // namespace qbm::ui
