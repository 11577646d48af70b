// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/unit.h"
#include "widgets/chart/chart_data.h"
#include "widgets/chart/ticks.h"

#include <QGraphicsItem>
#include <QPolygonF>
#include <optional>

namespace qbm::widgets {

/// Where a chart's numbers lie on the screen: shared by everything drawn under and over the lines.
struct ChartGeometry {
    QRectF plot;
    double from = 0, to = 1; ///< time
    double low = 0, high = 1; ///< value

    double x(double time) const { return plot.left() + plot.width() * (time - from) / (to - from); }
    double y(double value) const { return plot.bottom() - plot.height() * (value - low) / (high - low); }
    double timeAt(double x) const { return from + (to - from) * (x - plot.left()) / plot.width(); }
    double valueAt(double y) const { return low + (high - low) * (plot.bottom() - y) / plot.height(); }
    /// (time, value) to a place on the screen, and back.
    QPointF place(const QPointF& sample) const { return {x(sample.x()), y(sample.y())}; }
    QPointF at(const QPointF& place) const { return {timeAt(place.x()), valueAt(place.y())}; }
    friend bool operator==(const ChartGeometry&, const ChartGeometry&) = default;
};

/// Grid, axis labels, thresholds and area fills: what lies under the lines.
class ChartUnderlay : public QGraphicsItem {
public:
    struct Area {
        QColor color;
        QPolygonF outline;
    };
    ChartGeometry geometry;
    std::vector<Tick> timeTicks;
    ValueTicks valueTicks;
    std::vector<ChartThreshold> thresholds;
    std::vector<Area> areas;
    int filledLines = 1;
    QRectF bounds;

    void touch(const QRectF& rect);
    QRectF boundingRect() const override { return bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintGrid(QPainter& painter) const;
    void paintThresholds(QPainter& painter) const;
};

/// Marks, lonely points, crosshair with its table of values, and the range being dragged: what lies over the lines.
class ChartOverlay : public QGraphicsItem {
public:
    struct Value {
        QString name;
        QString text;
        QColor color;
        double value = 0;
    };
    struct Dot {
        QPointF place;
        QColor color;
    };
    ChartGeometry geometry;
    std::vector<ChartMark> marks;
    std::vector<Dot> dots;
    std::optional<double> crosshair; ///< time
    bool showValues = false; ///< the table only in the chart under the pointer
    std::vector<Value> values;
    std::optional<std::pair<double, double>> dragged; ///< times
    QRectF bounds;

    void touch(const QRectF& rect);
    QRectF boundingRect() const override { return bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    /// The mark whose line or glyph is near, or nullptr.
    const ChartMark* markAt(const QPointF& position) const;

private:
    void paintMarks(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintTable(QPainter& painter, double x) const;
};

/// "2026-11-22 10:15:30" in local time.
QString chartTimeText(double seconds);

} // namespace qbm::widgets
