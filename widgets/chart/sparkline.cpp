// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/sparkline.h"

#include "widgets/chart/downsample.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <cmath>

namespace qbm::widgets {

namespace {
constexpr double kPad = 2.5; // half a line and the end point
} // namespace

Sparkline::Sparkline(QWidget* parent)
    : QWidget(parent)
{
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Sparkline::setData(std::vector<double> times, std::vector<double> values)
{
    m_times = std::move(times);
    m_values = std::move(values);
    const auto [low, high] = m_times.empty() ? std::pair(std::nan(""), std::nan("")) : valueRange(m_times, m_values, m_times.front(), m_times.back());
    if (std::isnan(low))
        m_values.clear(); // nothing to draw is the same as no data
    update();
}

void Sparkline::setColor(std::optional<QColor> color)
{
    m_color = color;
    update();
}

QSize Sparkline::sizeHint() const
{
    return {120, tokens::kSparklineHeight};
}

void Sparkline::paintEvent(QPaintEvent*)
{
    if (m_values.empty() || m_times.size() < 2 || !(m_times.back() > m_times.front()))
        return;
    const auto& colors = Theme::current().colors();
    const QColor ink = m_color.value_or(colors.accent);
    const double from = m_times.front(), to = m_times.back();
    const auto [low, high] = valueRange(m_times, m_values, from, to);
    const QList<QPointF> points = downsample(m_times, m_values, from, to, std::max(1, width() / 2));
    const double room = height() - 2 * kPad;
    const double floor = low, span = high > low ? high - low : 1;
    const auto place = [&](const QPointF& p) {
        const double y = high > floor ? kPad + room * (1 - (p.y() - floor) / span) : height() / 2.0;
        return QPointF(kPad + (width() - 2 * kPad) * (p.x() - from) / (to - from), y);
    };
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QList<QLineF> lines;
    QPolygonF area;
    const auto closeArea = [&] {
        if (area.size() > 1) {
            area.append({area.last().x(), double(height())});
            area.append({area.first().x(), double(height())});
            painter.setPen(Qt::NoPen);
            painter.setBrush(withAlpha(ink, tokens::kAreaFillAlpha));
            painter.drawPolygon(area);
        }
        area.clear();
    };
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (std::isnan(points[i].y())) {
            closeArea();
            continue;
        }
        const QPointF here = place(points[i]);
        if (!area.isEmpty())
            lines.append({area.last(), here});
        area.append(here);
    }
    closeArea();
    // Segments, not a polyline: a pen wider than a device pixel makes drawPolyline slower by orders of magnitude.
    painter.setPen(QPen(ink, tokens::kLineWidth, Qt::SolidLine, Qt::RoundCap));
    painter.drawLines(lines);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    if (!std::isnan(points.last().y()))
        painter.drawEllipse(place(points.last()), 2, 2);
}

} // namespace qbm::widgets
