// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/badge.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/tr.h"

#include <QEvent>
#include <QPainter>

namespace qbm::widgets {

namespace {

constexpr int kHeight = 20;
constexpr int kLock = 12;

QFont badgeFont()
{
    return Theme::font(TypeRole::Caption, tokens::kWeightSemibold);
}

} // namespace

Badge::Badge(const QString& text, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
}

void Badge::setText(const QString& text)
{
    m_text = text;
    refresh();
}

void Badge::setState(State state, const QString& text)
{
    m_state = state;
    m_tier.reset();
    setText(text);
}

void Badge::setTier(Tier tier, const QString& text, bool readOnly)
{
    m_tier = tier;
    m_state.reset();
    m_readOnly = readOnly;
    setText(text);
}

QString Badge::shownText() const
{
    QString text = m_text;
    if (text.isEmpty() && m_state)
        text = word(*m_state);
    if (text.isEmpty() && m_tier)
        text = word(*m_tier);
    if (m_tier && m_readOnly)
        text += QStringLiteral(" · ") + Tr::tr("read-only");
    return text;
}

void Badge::refresh()
{
    setAccessibleName(m_state && !m_text.isEmpty() ? word(*m_state) + QStringLiteral(": ") + m_text : shownText());
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    int width = QFontMetrics(badgeFont()).horizontalAdvance(shownText()) + 2 * tokens::kSpaceS;
    if (m_state)
        width += tokens::kGlyph + tokens::kSpaceXs;
    if (m_tier && m_readOnly)
        width += kLock + tokens::kSpaceXs;
    return {width, kHeight};
}

QSize Badge::minimumSizeHint() const
{
    return sizeHint();
}

void Badge::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QColor ink = theme.colors().textSecondary;
    if (m_tier) {
        ink = theme.onTierColor(*m_tier);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.tierColor(*m_tier));
    } else if (m_state) {
        ink = color(*m_state);
        painter.setPen(QPen(withAlpha(ink, 0.35), tokens::kBorder));
        painter.setBrush(withAlpha(ink, tokens::kChipFillAlpha / 2));
    } else {
        painter.setPen(QPen(theme.colors().border, tokens::kBorder));
        painter.setBrush(theme.colors().sunken);
    }
    painter.drawRoundedRect(box, tokens::kRadiusChip, tokens::kRadiusChip);
    QRectF content = QRectF(rect()).adjusted(tokens::kSpaceS, 0, -tokens::kSpaceS, 0);
    if (m_state) {
        paintStateGlyph(painter, QRectF(content.left(), 0, tokens::kGlyph, height()), *m_state);
        content.setLeft(content.left() + tokens::kGlyph + tokens::kSpaceXs);
    }
    if (m_tier && m_readOnly) {
        const QRectF lock(content.left() + 1, height() / 2.0 - 1.5, kLock - 3, 7);
        painter.setPen(QPen(ink, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(QRectF(lock.left() + 2, lock.top() - 4, lock.width() - 4, 8), 0, 180 * 16);
        painter.setBrush(ink);
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(lock, 1.5, 1.5);
        content.setLeft(content.left() + kLock + tokens::kSpaceXs);
    }
    painter.setFont(badgeFont());
    painter.setPen(ink);
    painter.drawText(content, int(Qt::AlignVCenter | Qt::AlignLeft), shownText());
}

void Badge::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

QString word(Tier tier)
{
    switch (tier) {
    case Tier::Lab: return Tr::tr("lab");
    case Tier::Development: return Tr::tr("development");
    case Tier::Staging: return Tr::tr("staging");
    case Tier::Production: return Tr::tr("production");
    }
    return {};
}

} // namespace qbm::widgets
