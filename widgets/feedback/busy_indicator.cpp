// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/busy_indicator.h"

#include "widgets/theme/theme.h"

#include <QPainter>
#include <QTimerEvent>

namespace qbm::widgets {

namespace {
constexpr int kTurnMilliseconds = 60;
constexpr int kSteps = 20; // a turn in 1.2 s
} // namespace

BusyIndicator::BusyIndicator(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BusyIndicator::startAfter(int milliseconds)
{
    if (m_running || m_delay.isActive())
        return;
    m_delay.start(milliseconds, this);
}

void BusyIndicator::stop()
{
    m_delay.stop();
    m_timer.stop();
    m_running = false;
    update();
}

QSize BusyIndicator::sizeHint() const
{
    return {tokens::kSpaceXl, tokens::kSpaceXl};
}

void BusyIndicator::paintEvent(QPaintEvent*)
{
    if (!m_running)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = Theme::current().colors();
    const double side = std::min(width(), height()) - 4;
    const QRectF circle((width() - side) / 2, (height() - side) / 2, side, side);
    if (Theme::current().reducedMotion()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.textMuted);
        for (int i = -1; i <= 1; ++i)
            painter.drawEllipse(QPointF(width() / 2.0 + i * side / 3, height() / 2.0), 2, 2);
        return;
    }
    painter.setPen(QPen(colors.border, 2));
    painter.drawEllipse(circle);
    painter.setPen(QPen(colors.accent, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (90 - m_step * 360 / kSteps) * 16, -90 * 16);
}

void BusyIndicator::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_delay.timerId()) {
        m_delay.stop();
        m_running = true;
        if (isVisible() && !Theme::current().reducedMotion())
            m_timer.start(kTurnMilliseconds, this);
    } else {
        m_step = (m_step + 1) % kSteps;
    }
    update();
}

void BusyIndicator::showEvent(QShowEvent*)
{
    if (m_running && !Theme::current().reducedMotion())
        m_timer.start(kTurnMilliseconds, this);
}

void BusyIndicator::hideEvent(QHideEvent*)
{
    m_timer.stop();
}

} // namespace qbm::widgets
