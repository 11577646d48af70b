// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/line_picture.h"

#include "widgets/chart/downsample.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <cmath>

namespace qbm::widgets {

namespace {

using Run = QPolygonF; // points without a gap between them

/// Samples as they lie on the screen, cut where the line is broken.
std::vector<Run> runsOf(const LinePicture::Scene& scene, const ChartSeries& series)
{
    const ChartGeometry& geometry = scene.geometry;
    std::vector<Run> runs(1);
    for (const QPointF& point : downsample(series.times, series.values, geometry.from, geometry.to, scene.columns)) {
        if (!std::isnan(point.y()))
            runs.back().append({geometry.x(point.x()), geometry.y(point.y())});
        else if (!runs.back().isEmpty())
            runs.emplace_back();
    }
    return runs;
}

void fillUnder(QPainter& painter, const Run& run, double base, const QColor& color)
{
    Run outline = run;
    outline.append({run.last().x(), base});
    outline.append({run.first().x(), base});
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(outline);
}

void strokeRun(QPainter& painter, const Run& run, const LinePicture::Line& line, double deviceRatio)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line.color, line.width, line.dashed ? Qt::DashLine : Qt::SolidLine));
    // A polyline wider than one device pixel is stroked as one path: two orders slower than its segments one by one.
    if (line.dashed || line.width * deviceRatio <= 1) {
        painter.drawPolyline(run);
        return;
    }
    QList<QLineF> segments;
    segments.reserve(run.size());
    for (qsizetype i = 1; i < run.size(); ++i)
        segments.append({run[i - 1], run[i]});
    painter.drawLines(segments);
}

void paintLines(QPainter& painter, const LinePicture::Scene& scene)
{
    const ChartGeometry& geometry = scene.geometry;
    const double base = geometry.y(std::clamp(0.0, geometry.low, geometry.high));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const LinePicture::Line& line : scene.lines) {
        for (const Run& run : runsOf(scene, (*scene.series)[line.series])) {
            if (run.size() == 1) { // between two gaps: no line would show it
                painter.setPen(Qt::NoPen);
                painter.setBrush(line.color);
                painter.drawEllipse(run.first(), tokens::kLonelyPointRadius, tokens::kLonelyPointRadius);
            } else if (!run.isEmpty()) {
                if (line.filled)
                    fillUnder(painter, run, base, withAlpha(line.color, scene.fillAlpha));
                strokeRun(painter, run, line, scene.deviceRatio);
            }
        }
    }
}

/// Whole pixels around the plot, so that an unmoved picture is copied and not resampled.
QRect pixelsOf(const ChartGeometry& geometry)
{
    return geometry.plot.toAlignedRect();
}

QImage paintPicture(const LinePicture::Scene& scene)
{
    const QRect place = pixelsOf(scene.geometry);
    QImage image(place.size() * scene.deviceRatio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scene.deviceRatio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.translate(-place.topLeft());
    painter.setClipRect(scene.geometry.plot);
    paintLines(painter, scene);
    return image;
}

} // namespace

LinePicture::LinePicture()
{
    m_worker.setMaxThreadCount(1);
    m_worker.setExpiryTimeout(1000); // an idle chart keeps no thread
}

LinePicture::~LinePicture()
{
    m_worker.waitForDone(); // before the members it paints from
}

void LinePicture::show(Scene scene)
{
    prepareGeometryChange();
    m_wanted = std::move(scene);
    m_waiting = true;
    startWorker();
    update();
}

void LinePicture::clear()
{
    prepareGeometryChange();
    m_wanted.reset();
    m_waiting = false;
    m_image = {};
}

void LinePicture::startWorker()
{
    if (m_painting || !m_waiting || m_wanted->geometry.plot.isEmpty())
        return;
    m_waiting = false;
    m_painting = true;
    m_worker.start([this, scene = *m_wanted] {
        QImage image = paintPicture(scene);
        QMetaObject::invokeMethod(
            this, [this, image = std::move(image), geometry = scene.geometry] { take(image, geometry); }, Qt::QueuedConnection);
    });
}

void LinePicture::take(QImage image, const ChartGeometry& geometry)
{
    m_painting = false;
    if (!m_wanted)
        return;
    m_image = std::move(image);
    m_shown = geometry;
    startWorker();
    update();
    if (isCurrent())
        Q_EMIT painted();
}

void LinePicture::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!m_wanted)
        return;
    const ChartGeometry& now = m_wanted->geometry;
    painter->save();
    painter->setClipRect(now.plot);
    if (m_direct) {
        paintLines(*painter, *m_wanted);
    } else if (!m_image.isNull()) {
        const QRectF place = pixelsOf(m_shown);
        if (m_shown == now)
            painter->drawImage(place.topLeft(), m_image);
        else
            painter->drawImage(QRectF(now.place(m_shown.at(place.topLeft())), now.place(m_shown.at(place.bottomRight()))), m_image);
    }
    painter->restore();
}

} // namespace qbm::widgets
