// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/state.h"

#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

namespace qbm::widgets {

QString glyph(State state)
{
    switch (state) {
    case State::Ok: return QStringLiteral("●");
    case State::Warning: return QStringLiteral("▲");
    case State::Danger: return QStringLiteral("■");
    case State::Unknown: return QStringLiteral("○");
    case State::Stale: return QStringLiteral("◌");
    case State::Info: return QStringLiteral("◆");
    }
    return {};
}

QString word(State state)
{
    switch (state) {
    case State::Ok: return Tr::tr("ok");
    case State::Warning: return Tr::tr("warning");
    case State::Danger: return Tr::tr("failed");
    case State::Unknown: return Tr::tr("unknown");
    case State::Stale: return Tr::tr("stale");
    case State::Info: return Tr::tr("info");
    }
    return {};
}

QColor color(State state)
{
    const auto& colors = Theme::current().colors();
    switch (state) {
    case State::Ok: return colors.ok;
    case State::Warning: return colors.warning;
    case State::Danger: return colors.danger;
    case State::Unknown: return colors.textMuted;
    case State::Stale: return colors.textMuted;
    case State::Info: return colors.info;
    }
    return colors.textMuted;
}

void paintStateGlyph(QPainter& painter, const QRectF& box, State state, double most)
{
    const double side = std::min({box.width(), box.height(), most});
    QRectF r(0, 0, side, side);
    r.moveCenter(box.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = color(state);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const double inset = side * 0.1;
    switch (state) {
    case State::Ok: painter.drawEllipse(r.adjusted(inset, inset, -inset, -inset)); break;
    case State::Warning:
        painter.drawPolygon(QPolygonF{QPointF(r.center().x(), r.top() + inset / 2), QPointF(r.right(), r.bottom() - inset),
            QPointF(r.left(), r.bottom() - inset)});
        break;
    case State::Danger: painter.drawRect(r.adjusted(inset, inset, -inset, -inset)); break;
    case State::Info: {
        const QPointF c = r.center();
        painter.drawPolygon(QPolygonF{QPointF(c.x(), r.top()), QPointF(r.right(), c.y()), QPointF(c.x(), r.bottom()), QPointF(r.left(), c.y())});
        break;
    }
    case State::Unknown:
    case State::Stale: {
        QPen pen(ink, side * 0.16);
        if (state == State::Stale) {
            pen.setDashPattern({1.3, 1.3});
            pen.setCapStyle(Qt::FlatCap);
        }
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(r.adjusted(1.5 * inset, 1.5 * inset, -1.5 * inset, -1.5 * inset));
        break;
    }
    }
    painter.restore();
}

State stateOf(ReadingState state)
{
    switch (state) {
    case ReadingState::Value: return State::Ok;
    case ReadingState::NoTraffic: return State::Unknown;
    case ReadingState::SourceDown: return State::Danger;
    case ReadingState::Stale: return State::Stale;
    case ReadingState::NoData: return State::Unknown;
    }
    return State::Unknown;
}

QString word(ReadingState state)
{
    switch (state) {
    case ReadingState::Value: return {};
    case ReadingState::NoTraffic: return Tr::tr("no traffic");
    case ReadingState::SourceDown: return Tr::tr("source down");
    case ReadingState::Stale: return Tr::tr("stale");
    case ReadingState::NoData: return Tr::tr("no data");
    }
    return {};
}

StateGlyph::StateGlyph(State state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
}

void StateGlyph::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    describe();
    update();
}

QSize StateGlyph::sizeHint() const
{
    return {tokens::kGlyph + 2, tokens::kTypeBody + 3};
}

void StateGlyph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintStateGlyph(painter, rect(), m_state);
}

void StateGlyph::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QWidget::changeEvent(event);
}

void StateGlyph::describe()
{
    setAccessibleName(word(m_state));
    setToolTip(word(m_state));
}

} // namespace qbm::widgets
