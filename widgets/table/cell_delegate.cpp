// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/cell_delegate.h"

#include "widgets/table/table_model.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace qbm::widgets {

namespace {

constexpr int kPadding = tokens::kSpaceM;
constexpr int kBarHeight = 3;
constexpr int kBarLift = 3; ///< from the lower edge of the row

struct Cell {
    QString text;
    QString unit;
    QFont font;
    QFont unitFont;
    std::optional<State> state;
    QStringList icons; ///< in place of text and unit

    /// Rounded up: a room that is a fraction too small would cut off the last letters.
    static int advance(const QFont& font, const QString& text)
    {
        return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(text)));
    }
    explicit Cell(const QModelIndex& index)
        : text(index.data().toString())
        , unit(index.data(TableModelBase::UnitRole).toString())
        , font(index.data(TableModelBase::MonoRole).toBool() ? Theme::monoFont() : Theme::font(TypeRole::Body))
        , unitFont(Theme::font(TypeRole::Caption))
        , icons(index.data(TableModelBase::IconsRole).toStringList())
    {
        if (const QVariant value = index.data(TableModelBase::StateRole); value.isValid())
            state = static_cast<State>(value.toInt());
    }
    int unitWidth() const { return unit.isEmpty() ? 0 : tokens::kSpaceXs + advance(unitFont, unit); }
    int glyphWidth() const { return state ? tokens::kGlyph + tokens::kSpaceS : 0; }
    int textWidth() const { return advance(font, text); }
    int iconsWidth() const { return static_cast<int>(icons.size()) * (tokens::kIconSmall + tokens::kSpaceXs); }
    int width() const
    {
        return 2 * kPadding + glyphWidth() + (icons.isEmpty() ? textWidth() + unitWidth() : iconsWidth());
    }
};

void paintText(QPainter& painter, const QRect& box, const Cell& cell, Qt::Alignment alignment)
{
    const auto& colors = Theme::current().colors();
    const QFontMetrics metrics(cell.font);
    const int room = box.width() - cell.unitWidth();
    const QString shown = metrics.elidedText(cell.text, Qt::ElideRight, room);
    const int used = metrics.horizontalAdvance(shown);
    const int x = alignment.testFlag(Qt::AlignRight) ? box.right() + 1 - cell.unitWidth() - used : box.left();
    const int baseline = box.top() + (box.height() + metrics.ascent() - metrics.descent()) / 2;
    painter.setFont(cell.font);
    painter.setPen(cell.text == QString::fromUtf8(kUnknown.data(), qsizetype(kUnknown.size())) ? colors.textMuted : colors.text);
    painter.drawText(x, baseline, shown);
    if (!cell.unit.isEmpty()) {
        painter.setFont(cell.unitFont);
        painter.setPen(colors.textMuted);
        painter.drawText(x + used + tokens::kSpaceXs, baseline, cell.unit);
    }
}

/// Each in a place of its own, so that the same icon of all rows stands in one line.
void paintIcons(QPainter& painter, const QRect& box, const QStringList& names)
{
    QRect place(box.left(), box.top() + (box.height() - tokens::kIconSmall) / 2, tokens::kIconSmall, tokens::kIconSmall);
    for (const QString& name : names) {
        if (!name.isEmpty())
            icon(name, TextTone::Secondary).paint(&painter, place);
        place.translate(tokens::kIconSmall + tokens::kSpaceXs, 0);
    }
}

/// A part of a whole: the track says where the whole ends.
void paintBar(QPainter& painter, const QRect& cell, double part, std::optional<State> state)
{
    const auto& colors = Theme::current().colors();
    const QRectF track(cell.left(), cell.bottom() - kBarLift - kBarHeight + 1, cell.width(), kBarHeight);
    painter.fillRect(track, colors.border);
    painter.fillRect(QRectF(track.topLeft(), QSizeF(track.width() * std::clamp(part, 0.0, 1.0), track.height())),
        state == State::Warning || state == State::Danger ? color(*state) : colors.accent);
}

} // namespace

CellDelegate::CellDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& colors = Theme::current().colors();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, colors.selection);
    else if (index.row() == m_hoverRow)
        painter->fillRect(option.rect, colors.hover);

    const Cell cell(index);
    QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (const QVariant bar = index.data(TableModelBase::BarRole); bar.isValid())
        paintBar(*painter, box, bar.toDouble(), cell.state);
    if (cell.state) {
        paintStateGlyph(*painter, QRectF(box.left(), box.top(), tokens::kGlyph, box.height()), *cell.state);
        box.setLeft(box.left() + cell.glyphWidth());
    }
    painter->save();
    if (cell.icons.isEmpty())
        paintText(*painter, box, cell, index.data(Qt::TextAlignmentRole).value<Qt::Alignment>());
    else
        paintIcons(*painter, box, cell.icons);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        // The current row, not the cell, is what keys act on.
        painter->setPen(QPen(colors.accent, 2));
        painter->drawLine(option.rect.left(), option.rect.bottom(), option.rect.right() + 1, option.rect.bottom());
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {Cell(index).width(), Theme::current().rowHeight()};
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() == QEvent::ToolTip && index.isValid() && !index.data(Qt::ToolTipRole).isValid()) {
        const Cell cell(index);
        QToolTip::showText(event->globalPos(), cell.width() > option.rect.width() ? cell.text : QString(), view);
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

} // namespace qbm::widgets
