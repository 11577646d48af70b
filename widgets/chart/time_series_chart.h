// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/unit.h"
#include "widgets/chart/chart_data.h"

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

class QLabel;

namespace qbm::widgets {

class ChartLegend;
class ChartView;
class StatePanel;

/// Lines over time: title and unit at the top left, round axes in local time, legend with last and highest value under it.
///
/// Drag or wheel (with Ctrl, or while focused: else it scrolls the page) selects a range (rangeSelected), double click goes back
/// (rangeReset); arrow keys move the crosshair, + and - zoom, Home resets. A click on the legend hides a line. Data are reduced to the pixels there are before Qt Charts sees them.
class TimeSeriesChart : public QWidget {
    Q_OBJECT
public:
    explicit TimeSeriesChart(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QString title() const;
    void setUnit(qbm::Unit unit);
    /// Shows content; an empty list or one without any finite value in range shows "no data".
    void setSeries(std::vector<ChartSeries> series);
    const std::vector<ChartSeries>& series() const;
    /// The loaded range in seconds since 1970 (without it: from the data). A zoom stays while it lies inside the new range.
    void setTimeRange(double from, double to);
    std::pair<double, double> timeRange() const; ///< as shown, zoomed or not
    /// nullopt: from the data.
    void setValueRange(std::optional<double> low, std::optional<double> high);
    void setThresholds(std::vector<ChartThreshold> thresholds);
    void setMarks(std::vector<ChartMark> marks);
    /// A tint under the lines.
    void setFilled(bool filled);
    /// Joins a crosshair; without one the chart has its own.
    void setCrosshair(ChartCrosshair* crosshair);
    void setLegendVisible(bool visible);
    /// Zoom inside the loaded data by itself (default) or only tell by rangeSelected().
    void setLocalZoom(bool local);

    void showLoading();
    void showError(const qbm::Error& error);
    /// The source answers but there is nothing to measure.
    void showNoTraffic();
    void showNoData(const QString& advice = {});
    StatePanel* statePanel() const { return m_panel; }
    ChartView* view() const { return m_view; }

    /// The chart as it is, without crosshair, at `scale` pixels a unit.
    QImage toImage(double scale = 2) const;
    /// Times as RFC 3339 UTC, one column a series; NaN is an empty field. Only the shown range.
    QString toCsv() const;

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void rangeSelected(double from, double to);
    void rangeReset();
    void markActivated(const QString& id);
    void retryRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Notice { None, NoTraffic, NoData };
    void updateUnit();
    void updateLegend();
    void showNotice();
    QLabel* m_title;
    QLabel* m_unit;
    ChartView* m_view;
    ChartLegend* m_legend;
    StatePanel* m_panel;
    qbm::Unit m_valueUnit = qbm::Unit::None;
    QString m_advice;
    Notice m_notice = Notice::None;
    bool m_legendVisible = true;
};

} // namespace qbm::widgets
