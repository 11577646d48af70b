// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/chart/chart_items.h"

#include <QColor>
#include <QGraphicsObject>
#include <QImage>
#include <QThreadPool>
#include <memory>
#include <optional>
#include <vector>

namespace qbm::widgets {

/// The lines of a chart with many samples or many series as one picture, painted by a worker thread: however much there is
/// to draw, the GUI thread only copies pixels. While the picture for a new range is being painted, the one before is shown,
/// moved and stretched to where its range lies now.
/// \thread public calls on the GUI thread
class LinePicture : public QGraphicsObject {
    Q_OBJECT
public:
    struct Line {
        std::size_t series = 0; ///< place in Scene::series
        QColor color;
        double width = 1;
        bool dashed = false;
        bool filled = false;
    };
    /// All that a worker needs; nothing in it changes once made.
    struct Scene {
        std::shared_ptr<const std::vector<ChartSeries>> series;
        std::vector<Line> lines;
        ChartGeometry geometry;
        int columns = 1; ///< samples are reduced to two a column
        double fillAlpha = 0;
        double deviceRatio = 1;
    };

    LinePicture();
    ~LinePicture() override;

    /// The newest scene wins; one that is being painted is still finished first.
    void show(Scene scene);
    void clear();
    /// Paints without the worker, at the painter's own resolution: for pictures of the chart.
    void setDirect(bool direct) { m_direct = direct; }
    /// Whether what is shown is what was asked for last.
    bool isCurrent() const { return !m_waiting && !m_painting; }

    QRectF boundingRect() const override { return m_wanted ? m_wanted->geometry.plot : QRectF(); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

Q_SIGNALS:
    /// The picture of the newest scene is on the screen.
    void painted();

private:
    void startWorker();
    void take(QImage image, const ChartGeometry& geometry);

    QThreadPool m_worker; ///< one thread; its destructor waits for the picture under way
    std::optional<Scene> m_wanted;
    QImage m_image;
    ChartGeometry m_shown; ///< where the image belongs
    bool m_waiting = false; ///< m_wanted has not been given to the worker yet
    bool m_painting = false;
    bool m_direct = false;
};

} // namespace qbm::widgets
