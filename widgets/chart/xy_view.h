// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/chart/ticks.h"
#include "widgets/chart/xy_chart.h"

namespace qbm::widgets {

/// The picture of an XYChart: few points, so it is drawn directly.
class XYView : public QWidget {
    Q_OBJECT
public:
    explicit XYView(QWidget* parent = nullptr);

    std::vector<XYSeries> series;
    QString xTitle;
    QString currentLabel;
    QString targetLabel;
    std::optional<double> current;
    std::optional<double> selected;
    std::optional<double> target;
    qbm::Unit unit = qbm::Unit::None;
    bool integers = true;

    /// After any of the above changed.
    void rebuild();
    QString axisUnit() const { return m_valueTicks.unit; }

Q_SIGNALS:
    void pointSelected(double x);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    double placeX(double x) const;
    double placeY(double y) const;
    QColor colorOf(std::size_t index) const;
    void paintAxes(QPainter& painter) const;
    void paintReferences(QPainter& painter) const;
    void paintSeries(QPainter& painter, std::size_t index) const;
    void paintHover(QPainter& painter) const;
    std::optional<double> nearestX(double pixel) const;
    void step(int direction);

    QRectF m_plot;
    ValueTicks m_xTicks;
    ValueTicks m_valueTicks;
    double m_xLow = 0, m_xHigh = 1, m_low = 0, m_high = 1;
    std::optional<double> m_hover;
};

} // namespace qbm::widgets
