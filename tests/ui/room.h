// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/elided_label.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>

/// Whether what is shown has the room that its words take.
namespace qbm::tests {

/// The buttons and labels that have less room than their words take.
inline QStringList clipped(QWidget* window)
{
    QStringList out;
    for (QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            out << button->text();
    }
    for (QLabel* label : window->findChildren<QLabel*>()) {
        const bool plain = label->metaObject()->className() == QByteArray("QLabel");
        if (label->isVisible() && plain && !label->wordWrap() && label->width() < label->minimumSizeHint().width())
            out << label->text();
        if (label->isVisible() && label->wordWrap() && label->height() < label->heightForWidth(label->width()))
            out << label->text() + QStringLiteral(" (height)");
    }
    return out;
}

namespace room {

    constexpr int kNoticed = 12; ///< pixels of free room that a reader would see

    inline int inTable(const QTableView& view)
    {
        int used = 0;
        for (int column = 0; column < view.model()->columnCount(); ++column)
            used += view.isColumnHidden(column) ? 0 : view.columnWidth(column);
        return view.viewport()->width() - used;
    }

    /// What a column has beside what its widest shown cell takes.
    inline int inColumn(const QTableView& view, int column, int rows)
    {
        int widest = view.horizontalHeader()->sectionSizeHint(column);
        for (int row = 0; row < rows; ++row)
            widest = std::max(widest, view.sizeHintForIndex(view.model()->index(row, column)).width());
        return view.columnWidth(column) - widest;
    }

    /// Beside a label, in the layout it stands in.
    inline int beside(const QWidget& widget)
    {
        const QLayout* layout = widget.parentWidget() != nullptr ? widget.parentWidget()->layout() : nullptr;
        int free = 0;
        for (int i = 0; layout != nullptr && i < layout->count(); ++i) {
            if (const QSpacerItem* spacer = layout->itemAt(i)->spacerItem())
                free = std::max(free, spacer->geometry().width());
        }
        return free;
    }

} // namespace room

/// Parts of a page that have to be scrolled sideways to be read; tables and code may be.
inline QStringList scrolledSideways(QWidget* window)
{
    QStringList out;
    for (const QScrollArea* area : window->findChildren<QScrollArea*>()) {
        if (area->isVisible() && area->horizontalScrollBar()->maximum() > 0)
            out << QString::fromLatin1(area->widget()->metaObject()->className()) + QStringLiteral(" is %1 px too wide").arg(area->horizontalScrollBar()->maximum());
    }
    return out;
}

/// Cells and labels that end in "…" although there is room beside them.
inline QStringList elidedBesideRoom(QWidget* window)
{
    QStringList out;
    for (const QTableView* view : window->findChildren<QTableView*>()) {
        if (!view->isVisible() || view->model() == nullptr)
            continue;
        const int rows = std::min(view->model()->rowCount(), 50);
        int free = std::max(0, room::inTable(*view));
        for (int column = 0; column < view->model()->columnCount(); ++column)
            free = view->isColumnHidden(column) ? free : std::max(free, room::inColumn(*view, column, rows));
        for (int column = 0; free > room::kNoticed && column < view->model()->columnCount(); ++column) {
            const QString title = view->model()->headerData(column, Qt::Horizontal).toString();
            if (!view->isColumnHidden(column) && room::inColumn(*view, column, rows) < 0)
                out << QStringLiteral("column %1: %2 px wide, %3 px too narrow, %4 px free in the table").arg(title).arg(view->columnWidth(column)).arg(-room::inColumn(*view, column, rows)).arg(free);
        }
    }
    for (const auto* label : window->findChildren<widgets::ElidedLabel*>()) {
        if (label->isVisible() && label->width() < label->sizeHint().width() && room::beside(*label) > room::kNoticed)
            out << label->text();
    }
    return out;
}

} // namespace qbm::tests
