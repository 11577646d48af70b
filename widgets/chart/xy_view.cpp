// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/xy_view.h"

#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace qbm::widgets {

namespace {

constexpr double kTop = 22, kRight = 14, kBottom = 42; // room for the labels of references and of the axis
constexpr double kPoint = 3.5;

double crisp(double coordinate) { return std::floor(coordinate) + 0.5; }

} // namespace

XYView::XYView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&Theme::current(), &Theme::changed, this, &XYView::rebuild);
}

double XYView::placeX(double x) const { return m_plot.left() + m_plot.width() * (x - m_xLow) / (m_xHigh - m_xLow); }
double XYView::placeY(double y) const { return m_plot.bottom() - m_plot.height() * (y - m_low) / (m_high - m_low); }

QColor XYView::colorOf(std::size_t index) const
{
    const int wanted = series[index].colorIndex;
    return Theme::current().seriesColor(wanted < 0 ? int(index) : wanted);
}

void XYView::rebuild()
{
    double xLow = std::numeric_limits<double>::infinity(), xHigh = -xLow, low = xLow, high = -xLow;
    for (const XYSeries& s : series) {
        for (std::size_t i = 0; i < s.x.size(); ++i) {
            xLow = std::min(xLow, s.x[i]);
            xHigh = std::max(xHigh, s.x[i]);
            for (const double value : {s.y[i], i < s.low.size() ? s.low[i] : s.y[i], i < s.high.size() ? s.high[i] : s.y[i]}) {
                if (std::isfinite(value)) {
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
            }
        }
    }
    if (target) {
        low = std::min(low, *target);
        high = std::max(high, *target);
    }
    if (current) {
        xLow = std::min(xLow, *current);
        xHigh = std::max(xHigh, *current);
    }
    if (!(xHigh > xLow))
        xHigh = xLow + 1;
    const double pad = std::isfinite(xLow) ? (xHigh - xLow) * 0.04 : 0; // the first point stands clear of the axis
    m_xLow = std::isfinite(xLow) ? xLow - pad : 0;
    m_xHigh = std::isfinite(xHigh) ? xHigh + pad : 1;
    std::tie(m_low, m_high) = niceRange(low, high, unit);

    const double tall = std::max(1.0, height() - kTop - kBottom);
    m_valueTicks = valueTicks(m_low, m_high, unit, std::clamp(int(tall / 44), 2, 8));
    const QFontMetricsF metrics(Theme::font(TypeRole::Caption));
    double widest = metrics.horizontalAdvance(QStringLiteral("00"));
    for (const Tick& tick : m_valueTicks.ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    m_plot = QRectF(widest + tokens::kSpaceS, kTop, std::max(1.0, width() - widest - tokens::kSpaceS - kRight), tall);
    m_xTicks = valueTicks(m_xLow, m_xHigh, integers ? Unit::Count : Unit::None, std::clamp(int(m_plot.width() / 56), 2, 12));
    update();
}

void XYView::resizeEvent(QResizeEvent*)
{
    rebuild();
}

void XYView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TypeRole::Caption));
    paintAxes(painter);
    paintReferences(painter);
    for (std::size_t i = 0; i < series.size(); ++i)
        paintSeries(painter, i);
    paintHover(painter);
    if (hasFocus()) {
        painter.setPen(QPen(Theme::current().colors().accent, tokens::kFocusRing));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), tokens::kRadiusChip, tokens::kRadiusChip);
    }
}

void XYView::paintAxes(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    const QFontMetricsF metrics(painter.font());
    for (const Tick& tick : m_valueTicks.ticks) {
        const double y = crisp(placeY(tick.value));
        painter.setPen(QPen(withAlpha(colors.text, tokens::kGridAlpha), 1));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter.setPen(colors.textMuted);
        painter.drawText(QRectF(0, y - metrics.height() / 2, m_plot.left() - tokens::kSpaceS + 2, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.setPen(QPen(colors.borderStrong, 1));
    painter.drawLine(QPointF(m_plot.left(), crisp(m_plot.bottom())), QPointF(m_plot.right(), crisp(m_plot.bottom())));
    for (const Tick& tick : m_xTicks.ticks) {
        const double x = crisp(placeX(tick.value));
        painter.setPen(QPen(colors.borderStrong, 1));
        painter.drawLine(QPointF(x, m_plot.bottom()), QPointF(x, m_plot.bottom() + 3));
        painter.setPen(colors.textMuted);
        painter.drawText(QRectF(x - 40, m_plot.bottom() + 6, 80, metrics.height()), Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
    painter.setPen(colors.textMuted);
    painter.drawText(QRectF(m_plot.left(), height() - metrics.height() - 2, m_plot.width(), metrics.height()), Qt::AlignHCenter, xTitle);
}

void XYView::paintReferences(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    const QFontMetricsF metrics(painter.font());
    if (target) {
        const double y = placeY(*target);
        painter.setPen(QPen(colors.warning, 1, Qt::DashLine));
        painter.drawLine(QPointF(m_plot.left(), crisp(y)), QPointF(m_plot.right(), crisp(y)));
        painter.setPen(colors.warning);
        painter.drawText(QRectF(m_plot.left(), y - metrics.height() - 2, m_plot.width(), metrics.height()), Qt::AlignRight,
            targetLabel.isEmpty() ? Tr::tr("target %1").arg(qstr(formatQuantity(*target, unit).joined())) : targetLabel);
    }
    if (current) {
        const double x = placeX(*current);
        painter.setPen(QPen(colors.textMuted, 1, Qt::DotLine));
        painter.drawLine(QPointF(crisp(x), m_plot.top() - 4), QPointF(crisp(x), m_plot.bottom()));
        const QString label = currentLabel.isEmpty() ? Tr::tr("now") : currentLabel;
        const double wide = metrics.horizontalAdvance(label) + 2;
        painter.setPen(colors.textSecondary);
        painter.drawText(QRectF(std::clamp(x - wide / 2, 0.0, width() - wide), 2, wide, metrics.height()), Qt::AlignHCenter, label);
    }
}

void XYView::paintSeries(QPainter& painter, std::size_t index) const
{
    const XYSeries& s = series[index];
    const QColor ink = colorOf(index);
    const std::size_t count = std::min(s.x.size(), s.y.size());
    if (s.low.size() == count && s.high.size() == count) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(ink, tokens::kAreaFillAlpha));
        for (std::size_t i = 1; i < count; ++i) {
            if (std::isfinite(s.low[i - 1] + s.high[i - 1] + s.low[i] + s.high[i]))
                painter.drawPolygon(QPolygonF{QPointF(placeX(s.x[i - 1]), placeY(s.low[i - 1])), QPointF(placeX(s.x[i - 1]), placeY(s.high[i - 1])),
                    QPointF(placeX(s.x[i]), placeY(s.high[i])), QPointF(placeX(s.x[i]), placeY(s.low[i]))});
        }
    }
    painter.setPen(QPen(ink, tokens::kLineWidth, Qt::SolidLine, Qt::RoundCap));
    for (std::size_t i = 1; i < count; ++i) {
        if (std::isfinite(s.y[i - 1]) && std::isfinite(s.y[i]))
            painter.drawLine(QPointF(placeX(s.x[i - 1]), placeY(s.y[i - 1])), QPointF(placeX(s.x[i]), placeY(s.y[i])));
    }
    const auto& colors = Theme::current().colors();
    const double spacing = count > 1 ? m_plot.width() / double(count) : m_plot.width();
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isfinite(s.y[i]))
            continue;
        const QPointF place(placeX(s.x[i]), placeY(s.y[i]));
        if (selected && *selected == s.x[i]) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(withAlpha(ink, 0.25));
            painter.drawEllipse(place, 2.6 * kPoint, 2.6 * kPoint);
            painter.setBrush(ink);
            painter.drawEllipse(place, 1.4 * kPoint, 1.4 * kPoint);
        } else if (current && *current == s.x[i]) {
            painter.setPen(QPen(ink, 2));
            painter.setBrush(colors.surface);
            painter.drawEllipse(place, 1.3 * kPoint, 1.3 * kPoint);
        } else if (spacing >= 4 * kPoint) { // crowded points would only thicken the line
            painter.setPen(Qt::NoPen);
            painter.setBrush(ink);
            painter.drawEllipse(place, kPoint, kPoint);
        }
    }
}

void XYView::paintHover(QPainter& painter) const
{
    const auto shown = m_hover ? m_hover : selected && hasFocus() ? selected : std::nullopt;
    if (!shown)
        return;
    QStringList lines{xTitle + QLatin1Char(' ') + QString::number(*shown, 'g', 6)};
    for (const XYSeries& s : series) {
        const auto at = std::find(s.x.begin(), s.x.end(), *shown);
        if (at == s.x.end())
            continue;
        const auto i = static_cast<std::size_t>(at - s.x.begin());
        QString text = qstr(formatQuantity(s.y[i], unit).joined());
        if (i < s.low.size() && i < s.high.size() && std::isfinite(s.low[i] + s.high[i]))
            text += QStringLiteral(" (%1 – %2)").arg(qstr(formatQuantity(s.low[i], unit).joined()), qstr(formatQuantity(s.high[i], unit).joined()));
        lines << (series.size() > 1 ? s.name + QStringLiteral(": ") + text : text);
    }
    const auto& colors = Theme::current().colors();
    const QFontMetricsF metrics(painter.font());
    double wide = 0;
    for (const QString& line : lines)
        wide = std::max(wide, metrics.horizontalAdvance(line));
    wide += 2 * tokens::kSpaceS;
    const double tall = double(lines.size()) * metrics.height() + tokens::kSpaceS;
    QRectF box(placeX(*shown) + tokens::kSpaceM, m_plot.top(), wide, tall);
    if (box.right() > width())
        box.moveRight(placeX(*shown) - tokens::kSpaceM);
    painter.setPen(QPen(colors.borderStrong, 1));
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(box, tokens::kRadiusChip, tokens::kRadiusChip);
    painter.setPen(colors.text);
    for (qsizetype i = 0; i < lines.size(); ++i)
        painter.drawText(QPointF(box.left() + tokens::kSpaceS, box.top() + tokens::kSpaceXs + double(i) * metrics.height() + metrics.ascent()), lines[i]);
}

std::optional<double> XYView::nearestX(double pixel) const
{
    std::optional<double> best;
    double distance = std::numeric_limits<double>::infinity();
    for (const XYSeries& s : series) {
        for (std::size_t i = 0; i < s.x.size(); ++i) {
            if (std::isfinite(s.y[i]) && std::fabs(placeX(s.x[i]) - pixel) < distance) {
                distance = std::fabs(placeX(s.x[i]) - pixel);
                best = s.x[i];
            }
        }
    }
    return best;
}

void XYView::mousePressEvent(QMouseEvent* event)
{
    if (const auto x = nearestX(event->position().x()); x && event->button() == Qt::LeftButton) {
        selected = x;
        update();
        Q_EMIT pointSelected(*x);
    }
}

void XYView::mouseMoveEvent(QMouseEvent* event)
{
    m_hover = nearestX(event->position().x());
    update();
}

void XYView::leaveEvent(QEvent*)
{
    m_hover.reset();
    update();
}

void XYView::step(int direction)
{
    std::vector<double> xs;
    for (const XYSeries& s : series) {
        for (std::size_t i = 0; i < s.x.size(); ++i) {
            if (std::isfinite(s.y[i]))
                xs.push_back(s.x[i]);
        }
    }
    std::sort(xs.begin(), xs.end());
    xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
    if (xs.empty())
        return;
    const double here = selected.value_or(current.value_or(xs.front()));
    const auto after = direction > 0 ? std::upper_bound(xs.begin(), xs.end(), here) : std::lower_bound(xs.begin(), xs.end(), here);
    if (direction > 0 ? after == xs.end() : after == xs.begin())
        return;
    selected = direction > 0 ? *after : *(after - 1);
    update();
    Q_EMIT pointSelected(*selected);
}

void XYView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left)
        step(-1);
    else if (event->key() == Qt::Key_Right)
        step(1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace qbm::widgets
