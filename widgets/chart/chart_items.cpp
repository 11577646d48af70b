// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/chart_items.h"

#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QDateTime>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace qbm::widgets {

namespace {

constexpr double kLabelGap = 6;
constexpr double kMarkGlyph = 8;
constexpr double kMarkReach = 5;
constexpr int kMaxTableRows = 12;

/// The middle of a device pixel, so that one-pixel lines are sharp.
double crisp(double coordinate) { return std::floor(coordinate) + 0.5; }

} // namespace

QString chartTimeText(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000)).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

void ChartUnderlay::touch(const QRectF& rect)
{
    prepareGeometryChange();
    bounds = rect;
    update();
}

void ChartUnderlay::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (geometry.plot.isEmpty())
        return;
    painter->save();
    painter->setClipRect(geometry.plot);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (const Area& area : areas) {
        // Fills lie over one another: together they stay as faint as one.
        painter->setBrush(withAlpha(area.color, tokens::kAreaFillAlpha / filledLines));
        painter->drawPolygon(area.outline);
    }
    painter->restore();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintThresholds(*painter);
    paintGrid(*painter);
    painter->restore();
}

void ChartUnderlay::paintGrid(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    const QRectF& plot = geometry.plot;
    const QPen grid(withAlpha(colors.text, tokens::kGridAlpha), 1);
    painter.setFont(Theme::font(TypeRole::Caption));
    const QFontMetricsF metrics(painter.font());
    for (const Tick& tick : valueTicks.ticks) {
        const double y = crisp(geometry.y(tick.value));
        painter.setPen(grid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colors.textMuted);
        painter.drawText(QRectF(bounds.left(), y - metrics.height() / 2, plot.left() - bounds.left() - kLabelGap, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    for (const Tick& tick : timeTicks) {
        const double x = crisp(geometry.x(tick.value));
        painter.setPen(tick.major ? QPen(withAlpha(colors.text, 2 * tokens::kGridAlpha), 1) : grid);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() + 3));
        const double wide = metrics.horizontalAdvance(tick.label);
        const double left = std::clamp(x - wide / 2, bounds.left(), bounds.right() - wide);
        painter.setPen(tick.major ? colors.textSecondary : colors.textMuted);
        painter.drawText(QRectF(left, plot.bottom() + kLabelGap, wide + 1, metrics.height()), Qt::AlignLeft | Qt::AlignTop, tick.label);
    }
    painter.setPen(QPen(colors.borderStrong, 1));
    painter.drawLine(QPointF(plot.left(), crisp(plot.bottom())), QPointF(plot.right(), crisp(plot.bottom())));
}

void ChartUnderlay::paintThresholds(QPainter& painter) const
{
    painter.setFont(Theme::font(TypeRole::Caption));
    const QFontMetricsF metrics(painter.font());
    for (const ChartThreshold& threshold : thresholds) {
        const QColor ink = color(threshold.state);
        const double y = geometry.y(threshold.value);
        QRectF bad = geometry.plot;
        threshold.above ? bad.setBottom(std::min(y, bad.bottom())) : bad.setTop(std::max(y, bad.top()));
        if (bad.height() > 0)
            painter.fillRect(bad, withAlpha(ink, tokens::kThresholdFillAlpha));
        if (y < geometry.plot.top() || y > geometry.plot.bottom())
            continue;
        painter.setPen(QPen(ink, 1, Qt::DashLine));
        painter.drawLine(QPointF(geometry.plot.left(), crisp(y)), QPointF(geometry.plot.right(), crisp(y)));
        if (threshold.label.isEmpty())
            continue;
        const double top = y - metrics.height() - 2 < geometry.plot.top() ? y + 2 : y - metrics.height() - 2;
        painter.setPen(ink);
        painter.drawText(QRectF(geometry.plot.left() + kLabelGap, top, geometry.plot.width() - 2 * kLabelGap, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, threshold.label);
    }
}

void ChartOverlay::touch(const QRectF& rect)
{
    prepareGeometryChange();
    bounds = rect;
    update();
}

void ChartOverlay::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (geometry.plot.isEmpty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (const Dot& dot : dots) {
        painter->setBrush(dot.color);
        painter->drawEllipse(dot.place, tokens::kLonelyPointRadius, tokens::kLonelyPointRadius);
    }
    paintMarks(*painter);
    if (dragged) {
        const double left = std::max(geometry.x(std::min(dragged->first, dragged->second)), geometry.plot.left());
        const double right = std::min(geometry.x(std::max(dragged->first, dragged->second)), geometry.plot.right());
        const QColor ink = Theme::current().colors().accent;
        painter->setPen(QPen(ink, 1));
        painter->setBrush(withAlpha(ink, tokens::kThresholdFillAlpha));
        painter->drawRect(QRectF(crisp(left), geometry.plot.top(), right - left, geometry.plot.height()));
    } else if (crosshair) {
        paintCrosshair(*painter);
    }
    painter->restore();
}

void ChartOverlay::paintMarks(QPainter& painter) const
{
    for (const ChartMark& mark : marks) {
        if (mark.time < geometry.from || mark.time > geometry.to)
            continue;
        const double x = crisp(geometry.x(mark.time));
        painter.setPen(QPen(withAlpha(color(mark.state), 0.7), 1, Qt::DotLine));
        painter.drawLine(QPointF(x, geometry.plot.top()), QPointF(x, geometry.plot.bottom()));
        paintStateGlyph(painter, QRectF(x - kMarkGlyph / 2, geometry.plot.bottom() - kMarkGlyph / 2, kMarkGlyph, kMarkGlyph), mark.state);
    }
}

void ChartOverlay::paintCrosshair(QPainter& painter) const
{
    const double x = geometry.x(*crosshair);
    if (x < geometry.plot.left() - 0.5 || x > geometry.plot.right() + 0.5)
        return;
    painter.setPen(QPen(Theme::current().colors().textMuted, 1));
    painter.drawLine(QPointF(crisp(x), geometry.plot.top()), QPointF(crisp(x), geometry.plot.bottom()));
    painter.setPen(QPen(Theme::current().colors().surface, 1.5));
    for (const Value& value : values) {
        const double y = geometry.y(value.value);
        if (y < geometry.plot.top() || y > geometry.plot.bottom())
            continue;
        painter.setBrush(value.color);
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5);
    }
    if (showValues)
        paintTable(painter, x);
}

void ChartOverlay::paintTable(QPainter& painter, double x) const
{
    const auto& colors = Theme::current().colors();
    const QFont plain = Theme::font(TypeRole::Caption), strong = Theme::font(TypeRole::Caption, tokens::kWeightSemibold);
    const QFontMetricsF plainMetrics(plain), strongMetrics(strong);
    const double line = plainMetrics.height() + 2;
    const QString time = chartTimeText(*crosshair);
    const int rows = std::min<int>(int(values.size()), kMaxTableRows);
    const int hidden = int(values.size()) - rows;
    const QString more = hidden > 0 ? Tr::tr("and %n more", nullptr, hidden) : QString();

    double nameWidth = 0, valueWidth = 0;
    for (int i = 0; i < rows; ++i) {
        nameWidth = std::max(nameWidth, plainMetrics.horizontalAdvance(values[std::size_t(i)].name));
        valueWidth = std::max(valueWidth, strongMetrics.horizontalAdvance(values[std::size_t(i)].text));
    }
    nameWidth = std::min(nameWidth, geometry.plot.width() / 2);
    constexpr double pad = tokens::kSpaceS, swatch = 12;
    const double wide = std::max({swatch + nameWidth + tokens::kSpaceL + valueWidth, strongMetrics.horizontalAdvance(time), plainMetrics.horizontalAdvance(more)}) + 2 * pad;
    const double tall = (rows + 1 + (hidden > 0 ? 1 : 0)) * line + 2 * pad;
    QRectF box(x + tokens::kSpaceM, geometry.plot.top(), wide, tall);
    if (box.right() > bounds.right())
        box.moveRight(x - tokens::kSpaceM);
    box.moveLeft(std::max(box.left(), bounds.left()));
    box.moveTop(std::max(bounds.top(), std::min(box.top(), bounds.bottom() - tall)));

    painter.setPen(QPen(colors.borderStrong, 1));
    painter.setBrush(withAlpha(colors.raised, 0.96));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), tokens::kRadiusChip, tokens::kRadiusChip);
    QRectF row(box.left() + pad, box.top() + pad, wide - 2 * pad, line);
    painter.setFont(strong);
    painter.setPen(colors.textSecondary);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, time);
    for (int i = 0; i < rows; ++i) {
        const Value& value = values[std::size_t(i)];
        row.translate(0, line);
        painter.fillRect(QRectF(row.left(), row.center().y() - 1, 8, 2.5), value.color);
        painter.setFont(plain);
        painter.setPen(colors.text);
        painter.drawText(row.adjusted(swatch, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, plainMetrics.elidedText(value.name, Qt::ElideMiddle, nameWidth + 1));
        painter.setFont(strong);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, value.text);
    }
    if (hidden > 0) {
        row.translate(0, line);
        painter.setFont(plain);
        painter.setPen(colors.textMuted);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, more);
    }
}

const ChartMark* ChartOverlay::markAt(const QPointF& position) const
{
    if (position.y() < geometry.plot.top() || position.y() > geometry.plot.bottom() + kMarkGlyph)
        return nullptr;
    const ChartMark* best = nullptr;
    double reach = kMarkReach;
    for (const ChartMark& mark : marks) {
        const double distance = std::fabs(geometry.x(mark.time) - position.x());
        if (mark.time >= geometry.from && mark.time <= geometry.to && distance <= reach) {
            best = &mark;
            reach = distance;
        }
    }
    return best;
}

} // namespace qbm::widgets
