// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/chart_view.h"

#include "widgets/chart/downsample.h"
#include "widgets/chart/line_picture.h"
#include "widgets/theme/theme.h"

#include <QChart>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineSeries>
#include <QToolTip>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

namespace qbm::widgets {

namespace {

constexpr double kDragThreshold = 4;
constexpr double kZoomStep = 1.25;
constexpr double kMinRange = 1; // second
constexpr double kTopMargin = 8, kRightMargin = 12, kBottomMargin = 24;
/// From here on one column per two pixels, a pen of one, and a worker that paints them: on the GUI thread a frame of ten
/// lines would take longer than the screen waits.
constexpr std::size_t kManySeries = 5;
/// The same for few series of many samples.
constexpr std::size_t kManySamples = 20'000;
constexpr double kPixelsPerTimeTick = 90, kPixelsPerValueTick = 44;

} // namespace

ChartView::ChartView(QWidget* parent)
    : QChartView(new QChart, parent)
    , m_series(std::make_shared<std::vector<ChartSeries>>())
    , m_timeAxis(new QValueAxis(chart()))
    , m_valueAxis(new QValueAxis(chart()))
    , m_underlay(new ChartUnderlay)
    , m_picture(new LinePicture)
    , m_overlay(new ChartOverlay)
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    setFocusPolicy(Qt::StrongFocus);
    setStyleSheet(QStringLiteral("background: transparent"));
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    // Qt's axes only map numbers to pixels here: their equal divisions are never round, so grid and labels are our own.
    for (QValueAxis* axis : {m_timeAxis, m_valueAxis})
        axis->setVisible(false);
    chart()->addAxis(m_timeAxis, Qt::AlignBottom);
    chart()->addAxis(m_valueAxis, Qt::AlignLeft);
    m_underlay->setZValue(-1);
    m_overlay->setZValue(1);
    scene()->addItem(m_underlay);
    scene()->addItem(m_picture);
    scene()->addItem(m_overlay);
    setCrosshair(nullptr);
    connect(&Theme::current(), &Theme::changed, this, &ChartView::rebuild);
}

void ChartView::setUnit(qbm::Unit unit)
{
    m_unit = unit;
    rebuild();
}

void ChartView::setSeries(std::vector<ChartSeries> series)
{
    std::size_t samples = 0;
    for (const ChartSeries& s : series)
        samples += s.times.size();
    m_usesPicture = series.size() >= kManySeries || samples > kManySamples;
    m_series = std::make_shared<const std::vector<ChartSeries>>(std::move(series));
    m_shownValues.assign(m_series->size(), {std::nan(""), std::nan("")}); // until there is a range
    if (!m_usesPicture)
        m_picture->clear();
    syncLines();
    if (!m_rangeGiven) {
        double from = std::numeric_limits<double>::infinity(), to = -from;
        for (const ChartSeries& s : *m_series) {
            if (!s.times.empty()) {
                from = std::min(from, s.times.front());
                to = std::max(to, s.times.back());
            }
        }
        if (to > from)
            takeLoadedRange(from, to);
    }
    rebuild();
}

void ChartView::setLoadedRange(double from, double to)
{
    m_rangeGiven = true;
    takeLoadedRange(from, to);
    rebuild();
}

void ChartView::takeLoadedRange(double from, double to)
{
    const bool zoomed = m_from > m_loadedFrom || m_to < m_loadedTo;
    m_loadedFrom = from;
    m_loadedTo = to;
    // A live chart moves on every few seconds; what the reader zoomed into stays as long as it is there.
    if (zoomed && m_from >= from && m_to <= to)
        return;
    m_from = from;
    m_to = to;
}

void ChartView::setValueRange(std::optional<double> low, std::optional<double> high)
{
    m_fixedLow = low;
    m_fixedHigh = high;
    rebuild();
}

void ChartView::setThresholds(std::vector<ChartThreshold> thresholds)
{
    m_thresholds = std::move(thresholds);
    rebuild();
}

void ChartView::setMarks(std::vector<ChartMark> marks)
{
    m_overlay->marks = std::move(marks);
    m_overlay->update();
}

void ChartView::setFilled(bool filled)
{
    m_filled = filled;
    rebuild();
}

void ChartView::setCrosshair(ChartCrosshair* crosshair)
{
    if (m_crosshair)
        disconnect(m_crosshair, nullptr, this, nullptr);
    m_crosshair = crosshair ? crosshair : &m_ownCrosshair;
    connect(m_crosshair, &ChartCrosshair::moved, this, &ChartView::showCrosshair);
}

void ChartView::setHidden(const QString& name, bool hidden)
{
    if (hidden)
        m_hidden.insert(name);
    else
        m_hidden.remove(name);
    rebuild();
}

QColor ChartView::colorOf(int index) const
{
    const int wanted = (*m_series)[std::size_t(index)].colorIndex;
    return Theme::current().seriesColor(wanted < 0 ? index : wanted);
}

QList<QPointF> ChartView::drawnPoints(int index) const
{
    const ChartSeries& series = (*m_series)[std::size_t(index)];
    if (m_hidden.contains(series.name))
        return {};
    return m_usesPicture ? downsample(series.times, series.values, m_from, m_to, columns()) : m_lines[std::size_t(index)]->points();
}

/// As many lines in Qt's chart as there are series, or none where a worker paints them.
void ChartView::syncLines()
{
    const std::size_t wanted = m_usesPicture ? 0 : m_series->size();
    while (m_lines.size() > wanted) {
        chart()->removeSeries(m_lines.back());
        delete m_lines.back();
        m_lines.pop_back();
    }
    while (m_lines.size() < wanted) {
        auto* line = new QLineSeries(chart());
        chart()->addSeries(line);
        line->attachAxis(m_timeAxis);
        line->attachAxis(m_valueAxis);
        m_lines.push_back(line);
    }
}

void ChartView::computeValueRange()
{
    double low = std::numeric_limits<double>::infinity(), high = -low;
    m_shownValues.clear();
    for (const ChartSeries& series : *m_series) {
        const auto [seriesLow, seriesHigh] = m_shownValues.emplace_back(valueRange(series.times, series.values, m_from, m_to));
        if (!std::isnan(seriesLow) && !m_hidden.contains(series.name)) {
            low = std::min(low, seriesLow);
            high = std::max(high, seriesHigh);
        }
    }
    // A threshold not far off belongs into the picture: how far the line is from it is what the chart is asked.
    for (const ChartThreshold& threshold : m_thresholds) {
        const double reach = std::max(high - low, std::fabs(high) / 2);
        if (threshold.above && threshold.value > high && threshold.value < high + reach)
            high = threshold.value * 1.02;
        else if (!threshold.above && threshold.value < low && threshold.value > low - reach)
            low = threshold.value * 0.98;
    }
    const auto [niceLow, niceHigh] = niceRange(m_fixedLow.value_or(low), m_fixedHigh.value_or(high), m_unit);
    m_low = m_fixedLow.value_or(niceLow);
    m_high = m_fixedHigh.value_or(niceHigh);
    if (!(m_high > m_low))
        m_high = m_low + 1;
}

void ChartView::computeGeometry()
{
    const QRectF area(0, 0, width(), height());
    const double tall = std::max(1.0, area.height() - kTopMargin - kBottomMargin);
    m_underlay->valueTicks = valueTicks(m_low, m_high, m_unit, std::clamp(int(tall / kPixelsPerValueTick), 2, 8));
    const QFontMetricsF metrics(Theme::font(TypeRole::Caption));
    double widest = metrics.horizontalAdvance(QStringLiteral("000"));
    for (const Tick& tick : m_underlay->valueTicks.ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    const QRectF plot(std::ceil(widest) + tokens::kSpaceS, kTopMargin, std::max(1.0, area.width() - widest - tokens::kSpaceS - kRightMargin), tall);
    m_underlay->timeTicks = timeTicks(m_from, m_to, std::max(2, int(plot.width() / kPixelsPerTimeTick)));
    m_underlay->thresholds = m_thresholds;
    m_underlay->geometry = m_overlay->geometry = {plot, m_from, m_to, m_low, m_high};
    m_underlay->touch(area);
    m_overlay->touch(area);
    chart()->setPlotArea(plot);
}

int ChartView::columns() const
{
    return std::max(1, int(m_underlay->geometry.plot.width()) / (m_series->size() >= kManySeries ? 2 : 1));
}

double ChartView::penWidth() const
{
    return m_series->size() >= kManySeries ? tokens::kLineWidthMany : tokens::kLineWidth;
}

void ChartView::feedPicture()
{
    LinePicture::Scene scene;
    scene.series = m_series;
    scene.geometry = m_underlay->geometry;
    scene.columns = columns();
    scene.fillAlpha = tokens::kAreaFillAlpha / m_underlay->filledLines;
    scene.deviceRatio = devicePixelRatioF();
    for (std::size_t i = 0; i < m_series->size(); ++i) {
        const ChartSeries& series = (*m_series)[i];
        if (!m_hidden.contains(series.name))
            scene.lines.push_back({i, colorOf(int(i)), penWidth(), series.dashed, m_filled && !series.dashed});
    }
    m_picture->show(std::move(scene));
}

void ChartView::feedLines()
{
    m_underlay->areas.clear();
    m_underlay->filledLines = std::max<int>(1, int(m_series->size()));
    m_overlay->dots.clear();
    if (m_usesPicture) {
        feedPicture();
        return;
    }
    // Every attached point is mapped again by a new range: so the lines are emptied first.
    for (QLineSeries* line : m_lines)
        line->clear();
    m_timeAxis->setRange(m_from, m_to);
    m_valueAxis->setRange(m_low, m_high);
    for (std::size_t i = 0; i < m_series->size(); ++i) {
        const ChartSeries& series = (*m_series)[i];
        const bool hidden = m_hidden.contains(series.name);
        m_lines[i]->setVisible(!hidden);
        if (hidden)
            continue;
        const QColor ink = colorOf(int(i));
        m_lines[i]->setPen(QPen(ink, penWidth(), series.dashed ? Qt::DashLine : Qt::SolidLine)); // round joins cost three times as much
        const QList<QPointF> points = downsample(series.times, series.values, m_from, m_to, columns());
        m_lines[i]->replace(points); // append() would drop the NaN of a gap
        if (m_filled && !series.dashed)
            addArea(points, ink);
        addDots(points, ink);
    }
}

void ChartView::addArea(const QList<QPointF>& points, const QColor& color)
{
    const ChartGeometry& geometry = m_underlay->geometry;
    const double base = geometry.y(std::clamp(0.0, m_low, m_high));
    QPolygonF outline;
    const auto close = [&] {
        if (outline.size() > 1) {
            outline.append({outline.last().x(), base});
            outline.append({outline.first().x(), base});
            m_underlay->areas.push_back({color, outline});
        }
        outline.clear();
    };
    for (const QPointF& point : points) {
        if (std::isnan(point.y()))
            close();
        else
            outline.append({geometry.x(point.x()), geometry.y(point.y())});
    }
    close();
}

/// A point between two gaps makes no line; without a dot it would be lost.
void ChartView::addDots(const QList<QPointF>& points, const QColor& color)
{
    const ChartGeometry& geometry = m_underlay->geometry;
    for (qsizetype i = 0; i < points.size(); ++i) {
        const bool openLeft = i == 0 || std::isnan(points[i - 1].y());
        const bool openRight = i + 1 == points.size() || std::isnan(points[i + 1].y());
        if (openLeft && openRight && !std::isnan(points[i].y()) && points[i].x() >= m_from && points[i].x() <= m_to)
            m_overlay->dots.push_back({{geometry.x(points[i].x()), geometry.y(points[i].y())}, color});
    }
}

void ChartView::rebuild()
{
    if (!(m_to > m_from))
        return;
    computeValueRange(); // also asked for while there is no room to draw
    if (width() < 2 || height() < 2)
        return;
    const QString unitBefore = axisUnit();
    computeGeometry();
    feedLines();
    showCrosshair();
    if (axisUnit() != unitBefore)
        Q_EMIT axisUnitChanged();
}

void ChartView::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    rebuild();
}

double ChartView::stepOfData() const
{
    for (const ChartSeries& series : *m_series) {
        if (series.times.size() > 1)
            return (series.times.back() - series.times.front()) / double(series.times.size() - 1);
    }
    return 1;
}

/// The sample's time next to the pointer: values are shown as they were measured, never between two.
double ChartView::nearestTime(double time) const
{
    double best = time, distance = std::numeric_limits<double>::infinity();
    for (const ChartSeries& series : *m_series) {
        const auto after = std::lower_bound(series.times.begin(), series.times.end(), time);
        for (auto at : {after, after == series.times.begin() ? after : after - 1}) {
            if (at != series.times.end() && std::fabs(*at - time) < distance) {
                distance = std::fabs(*at - time);
                best = *at;
            }
        }
    }
    return best;
}

std::vector<ChartOverlay::Value> ChartView::valuesAt(double time) const
{
    std::vector<ChartOverlay::Value> values;
    const double reach = 0.75 * stepOfData();
    for (std::size_t i = 0; i < m_series->size(); ++i) {
        const ChartSeries& series = (*m_series)[i];
        if (m_hidden.contains(series.name) || series.times.empty())
            continue;
        auto at = std::lower_bound(series.times.begin(), series.times.end(), time);
        if (at == series.times.end() || (at != series.times.begin() && time - *(at - 1) < *at - time))
            --at;
        const double value = series.values[std::size_t(at - series.times.begin())];
        if (std::isfinite(value) && std::fabs(*at - time) <= reach)
            values.push_back({series.name, QString::fromStdString(qbm::formatQuantity(value, m_unit).joined()), colorOf(int(i)), value});
    }
    std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.value > b.value; });
    return values;
}

void ChartView::showCrosshair()
{
    if (m_crosshair && m_crosshair->isActive()) {
        m_overlay->crosshair = m_crosshair->time();
        m_overlay->values = valuesAt(m_crosshair->time());
        m_overlay->showValues = m_pointed;
    } else {
        m_overlay->crosshair.reset();
    }
    m_overlay->update();
}

bool ChartView::beginExport()
{
    m_picture->setDirect(true);
    const bool shown = m_overlay->crosshair.has_value();
    m_overlay->crosshair.reset();
    return shown;
}

void ChartView::endExport(bool crosshairShown)
{
    m_picture->setDirect(false);
    if (crosshairShown)
        showCrosshair();
}

void ChartView::mouseMoveEvent(QMouseEvent* event)
{
    const ChartGeometry& geometry = m_overlay->geometry;
    const double x = std::clamp(event->position().x(), geometry.plot.left(), geometry.plot.right());
    if (m_pressed && std::fabs(event->position().x() - m_pressed->x()) > kDragThreshold) {
        m_overlay->dragged = {geometry.timeAt(m_pressed->x()), geometry.timeAt(x)};
        m_overlay->update();
        return;
    }
    m_pointed = true;
    setCursor(m_overlay->markAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (m_crosshair)
        m_crosshair->moveTo(nearestTime(geometry.timeAt(x)));
}

void ChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pressed = event->position();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const auto dragged = std::exchange(m_overlay->dragged, std::nullopt);
    m_pressed.reset();
    m_overlay->update();
    if (dragged)
        zoomTo(std::min(dragged->first, dragged->second), std::max(dragged->first, dragged->second));
    else if (const ChartMark* mark = m_overlay->markAt(event->position()))
        Q_EMIT markActivated(mark->id);
}

void ChartView::mouseDoubleClickEvent(QMouseEvent*)
{
    m_pressed.reset();
    resetZoom();
}

void ChartView::wheelEvent(QWheelEvent* event)
{
    // The wheel belongs to the page until the chart is meant: focused, or with Ctrl.
    if (!hasFocus() && !event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    const double notches = event->angleDelta().y() / 120.0;
    zoomBy(std::pow(kZoomStep, -notches), m_overlay->geometry.timeAt(event->position().x()));
    event->accept();
}

void ChartView::keyPressEvent(QKeyEvent* event)
{
    const double middle = (m_from + m_to) / 2;
    const double here = m_crosshair && m_crosshair->isActive() ? m_crosshair->time() : middle;
    const double step = std::max(stepOfData(), (m_to - m_from) / 200);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        m_pointed = true;
        const double next = nearestTime(here + (event->key() == Qt::Key_Left ? -step : step));
        if (m_crosshair)
            m_crosshair->moveTo(std::clamp(next, m_from, m_to));
        break;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(1 / kZoomStep, here); break;
    case Qt::Key_Minus: zoomBy(kZoomStep, here); break;
    case Qt::Key_Home: resetZoom(); break;
    default: event->ignore(); // Tab, Esc and page shortcuts are not ours
    }
}

void ChartView::leaveEvent(QEvent*)
{
    m_pointed = false;
    if (m_crosshair)
        m_crosshair->leave();
}

void ChartView::focusOutEvent(QFocusEvent* event)
{
    if (!underMouse())
        leaveEvent(nullptr);
    QChartView::focusOutEvent(event);
}

bool ChartView::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QChartView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const ChartMark* mark = m_overlay->markAt(help->pos());
    QToolTip::showText(help->globalPos(), mark ? mark->title + QLatin1Char('\n') + chartTimeText(mark->time)
            + (mark->detail.isEmpty() ? QString() : QLatin1Char('\n') + mark->detail) : QString(), this);
    return true;
}

void ChartView::zoomTo(double from, double to)
{
    if (to - from < kMinRange)
        return;
    if (m_localZoom) {
        m_from = from;
        m_to = to;
        rebuild();
    }
    Q_EMIT rangeSelected(from, to);
}

void ChartView::zoomBy(double factor, double around)
{
    double from = around - (around - m_from) * factor, to = around + (m_to - around) * factor;
    if (m_loadedTo > m_loadedFrom) { // never wider than what is loaded
        from = std::max(from, m_loadedFrom);
        to = std::min(to, m_loadedTo);
    }
    zoomTo(from, to);
}

void ChartView::resetZoom()
{
    if (m_localZoom && m_loadedTo > m_loadedFrom) {
        m_from = m_loadedFrom;
        m_to = m_loadedTo;
        rebuild();
    }
    Q_EMIT rangeReset();
}

} // namespace qbm::widgets
