// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/navigation.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {
constexpr int kItemHeight = 36;
constexpr int kAccentBar = 3;
}

NavigationItem::NavigationItem(QString iconName, QWidget* parent)
    : QAbstractButton(parent)
    , m_iconName(std::move(iconName))
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void NavigationItem::setAttention(std::optional<State> state, const QString& text)
{
    m_attention = state;
    m_attentionText = text;
    describe();
    update();
}

void NavigationItem::setCompact(bool compact)
{
    m_compact = compact;
    describe();
    update();
}

void NavigationItem::describe()
{
    const QString state = m_attention ? (m_attentionText.isEmpty() ? word(*m_attention) : m_attentionText) : QString();
    setAccessibleName(state.isEmpty() ? text() : text() + QStringLiteral(", ") + state);
    setToolTip(m_compact ? accessibleName() : state);
}

QSize NavigationItem::sizeHint() const
{
    return {tokens::kNavigationWidth, kItemHeight};
}

void NavigationItem::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(tokens::kSpaceS, 2, -tokens::kSpaceS, -2);
    const bool hovered = underMouse();
    if (isChecked() || hovered || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(colors.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? colors.selection : hovered ? colors.hover : QColor(Qt::transparent));
        painter.drawRoundedRect(box, tokens::kRadiusControl, tokens::kRadiusControl);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(QRectF(box.left(), box.top() + 8, kAccentBar, box.height() - 16), 1.5, 1.5);
    }
    const int size = tokens::kIconSmall;
    const int iconX = m_compact ? (width() - size) / 2 : static_cast<int>(box.left()) + tokens::kSpaceM;
    widgets::icon(m_iconName, isChecked() ? TextTone::Accent : TextTone::Secondary).paint(&painter, iconX, (height() - size) / 2, size, size);
    const int glyph = tokens::kGlyph;
    if (m_attention) {
        const QRectF at = m_compact ? QRectF(iconX + size - 3, box.top() + 3, glyph, glyph)
                                    : QRectF(box.right() - tokens::kSpaceM - glyph, (height() - glyph) / 2.0, glyph, glyph);
        paintStateGlyph(painter, at, *m_attention);
    }
    if (m_compact)
        return;
    painter.setPen(isChecked() ? colors.text : colors.textSecondary);
    painter.setFont(Theme::font(TypeRole::Body, isChecked() ? tokens::kWeightSemibold : tokens::kWeightNormal));
    const QRectF textBox(iconX + size + tokens::kSpaceM, 0, box.right() - iconX - size - tokens::kSpaceXxl, height());
    painter.drawText(textBox, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, static_cast<int>(textBox.width())));
}

void NavigationItem::enterEvent(QEnterEvent*)
{
    update();
}

void NavigationItem::leaveEvent(QEvent*)
{
    update();
}

Navigation::Navigation(QWidget* parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, tokens::kSpaceM, 0, tokens::kSpaceM);
    m_layout->setSpacing(2);
    m_layout->addStretch();
    setFixedWidth(tokens::kNavigationWidth);
}

void Navigation::clear()
{
    for (NavigationItem* item : m_items)
        delete item;
    m_items.clear();
}

NavigationItem* Navigation::add(const QString& iconName)
{
    auto* item = new NavigationItem(iconName, this);
    item->setCompact(m_compact);
    const int index = static_cast<int>(m_items.size());
    m_items.push_back(item);
    m_layout->insertWidget(index, item);
    connect(item, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    return item;
}

void Navigation::setTitle(int index, const QString& title)
{
    NavigationItem* item = m_items.at(static_cast<std::size_t>(index));
    item->setText(title);
    item->setCompact(m_compact); // describes it anew
}

void Navigation::setCurrent(int index)
{
    m_items.at(static_cast<std::size_t>(index))->setChecked(true);
}

void Navigation::setCompact(bool compact)
{
    if (m_compact == compact)
        return;
    m_compact = compact;
    setFixedWidth(compact ? tokens::kNavigationCollapsedWidth : tokens::kNavigationWidth);
    for (NavigationItem* item : m_items)
        item->setCompact(compact);
}

void Navigation::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    for (std::size_t i = 0; step != 0 && i < m_items.size(); ++i) {
        const auto next = static_cast<std::ptrdiff_t>(i) + step;
        if (m_items[i]->hasFocus() && next >= 0 && next < std::ssize(m_items)) {
            m_items[static_cast<std::size_t>(next)]->setFocus();
            return;
        }
    }
    QFrame::keyPressEvent(event);
}

} // namespace qbm::ui
