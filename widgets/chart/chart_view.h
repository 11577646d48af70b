// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/unit.h"
#include "widgets/chart/chart_items.h"

#include <QChartView>
#include <QPointer>
#include <QSet>
#include <memory>

class QLineSeries;
class QValueAxis;

namespace qbm::widgets {

class LinePicture;

/// The picture of a TimeSeriesChart: Qt Charts for the lines, own items under and over them, pointer and keys. Many series or
/// many samples are painted by a worker instead (LinePicture).
class ChartView : public QChartView {
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);

    void setUnit(qbm::Unit unit);
    void setSeries(std::vector<ChartSeries> series);
    const std::vector<ChartSeries>& series() const { return *m_series; }
    void setLoadedRange(double from, double to);
    /// Loaded or zoomed.
    std::pair<double, double> shownRange() const { return {m_from, m_to}; }
    void setValueRange(std::optional<double> low, std::optional<double> high);
    void setThresholds(std::vector<ChartThreshold> thresholds);
    void setMarks(std::vector<ChartMark> marks);
    void setFilled(bool filled);
    void setCrosshair(ChartCrosshair* crosshair);
    void setLocalZoom(bool local) { m_localZoom = local; }
    void setHidden(const QString& name, bool hidden);
    bool isHidden(const QString& name) const { return m_hidden.contains(name); }
    QColor colorOf(int index) const;
    /// The unit of the value axis: "ms".
    QString axisUnit() const { return m_underlay->valueTicks.unit; }
    /// What is left of the samples of a series for the pixels there are; none of a hidden one.
    QList<QPointF> drawnPoints(int index) const;
    /// Lowest and highest value of a series in the shown range; NaN where there is none.
    std::pair<double, double> shownValues(int index) const { return m_shownValues[std::size_t(index)]; }
    /// Set while a worker paints the lines.
    const LinePicture* picture() const { return m_usesPicture ? m_picture : nullptr; }
    const ChartGeometry& geometryOfPlot() const { return m_underlay->geometry; }
    /// What the crosshair's table would show at that time.
    std::vector<ChartOverlay::Value> valuesAt(double time) const;
    void rebuild();
    /// For pictures of the chart: no crosshair, and lines at the resolution of the picture. \return whether there was a crosshair
    bool beginExport();
    void endExport(bool crosshairShown);

Q_SIGNALS:
    void rangeSelected(double from, double to);
    void rangeReset();
    void markActivated(const QString& id);
    void axisUnitChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void takeLoadedRange(double from, double to);
    void syncLines();
    void computeValueRange();
    void computeGeometry();
    int columns() const;
    double penWidth() const;
    void feedLines();
    void feedPicture();
    void addArea(const QList<QPointF>& points, const QColor& color);
    void addDots(const QList<QPointF>& points, const QColor& color);
    void zoomTo(double from, double to);
    void zoomBy(double factor, double around);
    void resetZoom();
    void showCrosshair();
    double nearestTime(double time) const;
    double stepOfData() const;

    std::shared_ptr<const std::vector<ChartSeries>> m_series; ///< shared with the worker that paints it
    QSet<QString> m_hidden;
    bool m_usesPicture = false;
    std::vector<QLineSeries*> m_lines;
    QValueAxis* m_timeAxis;
    QValueAxis* m_valueAxis;
    ChartUnderlay* m_underlay; // owned by the scene
    LinePicture* m_picture;
    ChartOverlay* m_overlay;
    ChartCrosshair m_ownCrosshair;
    QPointer<ChartCrosshair> m_crosshair;
    std::vector<ChartThreshold> m_thresholds;
    qbm::Unit m_unit = qbm::Unit::None;
    double m_loadedFrom = 0, m_loadedTo = 0;
    double m_from = 0, m_to = 0;
    std::optional<double> m_fixedLow, m_fixedHigh;
    double m_low = 0, m_high = 1;
    std::vector<std::pair<double, double>> m_shownValues; ///< one a series
    bool m_rangeGiven = false;
    bool m_filled = false;
    bool m_localZoom = true;
    bool m_pointed = false;
    std::optional<QPointF> m_pressed;
};

} // namespace qbm::widgets
