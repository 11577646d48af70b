// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/chart_legend.h"

#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace qbm::widgets {

namespace {

constexpr int kLine = 20;
constexpr int kSwatch = 12;
constexpr int kMaxName = 220;
constexpr int kMaxLines = 5; ///< more would take the picture's room
constexpr int kGap = tokens::kSpaceS;

int advance(const QString& text, int weight = tokens::kWeightNormal)
{
    return QFontMetrics(Theme::font(TypeRole::Caption, weight)).horizontalAdvance(text);
}

QString maxText(const ChartLegend::Item& item)
{
    return item.max.isEmpty() ? QString() : Tr::tr("max %1").arg(item.max);
}

} // namespace

ChartLegend::ChartLegend(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChartLegend::setItems(std::vector<Item> items)
{
    const std::size_t before = m_items.size();
    m_items = std::move(items);
    m_current = std::clamp(m_current, 0, std::max(0, int(m_items.size()) - 1));
    QStringList words;
    for (const Item& item : m_items)
        words << item.name + QLatin1Char(' ') + item.last;
    setAccessibleName(Tr::tr("Legend"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    if (m_items.size() != before)
        updateGeometry();
    update();
}

int ChartLegend::cellWidth() const
{
    int widest = 0;
    for (const Item& item : m_items) {
        const int values = advance(item.last, tokens::kWeightSemibold) + kGap + advance(maxText(item));
        widest = std::max(widest, kSwatch + kGap + std::min(advance(item.name), kMaxName) + kGap + values);
    }
    return widest + tokens::kSpaceL + 4; // text metrics are whole pixels, text is not
}

int ChartLegend::columns(int width) const
{
    return std::clamp(width / std::max(1, cellWidth()), 1, std::max(1, int(m_items.size())));
}

int ChartLegend::heightForWidth(int width) const
{
    const int perLine = columns(width);
    const int lines = (int(m_items.size()) + perLine - 1) / perLine;
    return std::min(lines, kMaxLines) * kLine;
}

QSize ChartLegend::sizeHint() const
{
    return {200, heightForWidth(std::max(width(), 200))};
}

QSize ChartLegend::minimumSizeHint() const
{
    return {80, m_items.empty() ? 0 : kLine};
}

QRect ChartLegend::cell(int index) const
{
    const int perLine = columns(width());
    return {(index % perLine) * cellWidth(), (index / perLine) * kLine, std::min(cellWidth(), width()), kLine};
}

void ChartLegend::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    const QFont plain = Theme::font(TypeRole::Caption), strong = Theme::font(TypeRole::Caption, tokens::kWeightSemibold);
    for (int i = 0; i < int(m_items.size()); ++i) {
        const Item& item = m_items[std::size_t(i)];
        const QRect box = cell(i);
        if (i + 1 == shownItems() && i + 1 < int(m_items.size())) {
            painter.setFont(plain);
            painter.setPen(colors.textMuted);
            painter.drawText(box.adjusted(kSwatch + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, Tr::tr("and %n more", nullptr, int(m_items.size()) - i));
            break;
        }
        const double middle = box.center().y() + 0.5;
        painter.setPen(QPen(item.hidden ? colors.borderStrong : item.color, 2.5, item.dashed ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.left() + kSwatch, middle));
        const int valuesWidth = advance(item.last, tokens::kWeightSemibold) + kGap + advance(maxText(item)) + tokens::kSpaceL;
        const int nameRoom = std::min(kMaxName, box.width() - kSwatch - 2 * kGap - valuesWidth);
        QRect words = box.adjusted(kSwatch + kGap, 0, 0, 0);
        painter.setFont(plain);
        painter.setPen(item.hidden ? colors.textMuted : colors.textSecondary);
        const QString name = painter.fontMetrics().elidedText(item.name, Qt::ElideMiddle, std::max(nameRoom, 24));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, name);
        if (hasFocus() && i == m_current) {
            painter.setPen(QPen(colors.accent, tokens::kFocusRing));
            painter.drawLine(words.left(), box.bottom(), words.left() + advance(name), box.bottom());
        }
        if (item.hidden)
            continue;
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(name) + kGap);
        painter.setFont(strong);
        painter.setPen(colors.text);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, item.last);
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(item.last) + kGap);
        painter.setFont(plain);
        painter.setPen(colors.textMuted);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, maxText(item));
    }
}

/// Cells that fit; where items are left over, the last cell says how many.
int ChartLegend::shownItems() const
{
    return std::min(int(m_items.size()), std::max(1, height() / kLine) * columns(width()));
}

int ChartLegend::itemAt(const QPoint& position) const
{
    const int whole = shownItems() < int(m_items.size()) ? shownItems() - 1 : shownItems();
    for (int i = 0; i < whole; ++i) {
        if (cell(i).contains(position))
            return i;
    }
    return -1;
}

void ChartLegend::toggle(int index)
{
    if (index < 0 || index >= int(m_items.size()))
        return;
    Item& item = m_items[std::size_t(index)];
    item.hidden = !item.hidden;
    update();
    Q_EMIT toggled(item.name, item.hidden);
}

void ChartLegend::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        toggle(itemAt(event->position().toPoint()));
}

void ChartLegend::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_items.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up: m_current = std::max(0, m_current - 1); break;
    case Qt::Key_Right:
    case Qt::Key_Down: m_current = std::min(std::max(0, last), m_current + 1); break;
    case Qt::Key_Space:
    case Qt::Key_Return: toggle(m_current); break;
    default: QWidget::keyPressEvent(event); return;
    }
    update();
}

bool ChartLegend::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = itemAt(help->pos());
        QToolTip::showText(help->globalPos(), index < 0 ? QString() : m_items[std::size_t(index)].name, this);
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

} // namespace qbm::widgets
