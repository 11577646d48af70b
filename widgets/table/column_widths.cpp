// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/column_widths.h"

#include "widgets/table/table_model.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QStyleOptionViewItem>
#include <QTableView>
#include <QTimerEvent>
#include <algorithm>
#include <numeric>

namespace qbm::widgets {

namespace {

constexpr int kLeast = 128; ///< below this no text is cut: the table scrolls sideways instead
constexpr int kMostRows = 60; ///< of those on the screen, more are not read at once

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// The widest that a column may be so that all of them together fit into `room`.
int levelFor(std::vector<int> wanted, int room)
{
    std::ranges::sort(wanted);
    int left = room;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const int share = left / static_cast<int>(wanted.size() - i);
        if (wanted[i] > share)
            return share;
        left -= wanted[i];
    }
    return wanted.empty() ? 0 : wanted.back();
}

} // namespace

ColumnWidths::ColumnWidths(QTableView& view)
    : QObject(&view)
    , m_view(view)
{
    view.viewport()->installEventFilter(this);
    view.horizontalHeader()->viewport()->installEventFilter(this);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, &ColumnWidths::schedule);
    connect(view.horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int before, int width) {
        if (m_fitting || m_model == nullptr || at(column) >= m_columns.size())
            return;
        if (m_pressed && before > 0 && width > 0)
            m_columns[at(column)].dragged = width;
        else
            schedule(); // shown, hidden, or another default of the style
    });
}

void ColumnWidths::setModel(TableModelBase* model)
{
    if (m_model != nullptr)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_columns.assign(model != nullptr ? at(model->columnCount()) : 0, {});
    if (model == nullptr)
        return;
    connect(model, &TableModelBase::updated, this, &ColumnWidths::schedule);
    connect(model, &QAbstractItemModel::headerDataChanged, this, &ColumnWidths::reset);
    reset();
}

void ColumnWidths::setDragged(int column, std::optional<int> width)
{
    m_columns[at(column)].dragged = width;
    fit();
}

void ColumnWidths::reset()
{
    for (int column = 0; m_model != nullptr && column < m_model->columnCount(); ++column)
        m_columns[at(column)].wanted = 0;
    measure();
    fit();
    schedule();
}

void ColumnWidths::schedule()
{
    if (m_timer == 0 && m_model != nullptr)
        m_timer = startTimer(0);
}

void ColumnWidths::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_timer)
        return QObject::timerEvent(event);
    killTimer(std::exchange(m_timer, 0));
    measure();
    fit();
}

bool ColumnWidths::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view.horizontalHeader()->viewport()) {
        if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick)
            m_pressed = true;
        else if (event->type() == QEvent::MouseButtonRelease)
            m_pressed = false;
        return false;
    }
    if (event->type() == QEvent::Resize && m_model != nullptr) {
        measure(); // other rows may have come into sight
        fit();
    } else if (event->type() == QEvent::FontChange) {
        schedule();
    }
    return QObject::eventFilter(watched, event);
}

void ColumnWidths::measure()
{
    if (m_model == nullptr || m_model->rowCount() == 0)
        return;
    const int first = std::max(0, m_view.rowAt(0));
    const int below = m_view.rowAt(m_view.viewport()->height() - 1);
    const int last = std::min({m_model->rowCount() - 1, below < 0 ? m_model->rowCount() - 1 : below, first + kMostRows});
    const QStyleOptionViewItem option;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (m_view.isColumnHidden(column))
            continue;
        int wanted = std::max(m_columns[at(column)].wanted, m_view.horizontalHeader()->sectionSizeHint(column));
        if (m_model->index(first, column).data(TableModelBase::BarRole).isValid())
            wanted = std::max(wanted, m_model->columnInfo(column).width); // a bar is read by its length
        for (int row = first; row <= last; ++row)
            wanted = std::max(wanted, m_view.itemDelegate()->sizeHint(option, m_model->index(row, column)).width());
        m_columns[at(column)].wanted = wanted;
    }
}

/// A number that is cut off is another number.
bool ColumnWidths::isRigid(int column) const
{
    const ColumnInfo& info = m_model->columnInfo(column);
    return m_columns[at(column)].dragged || info.numeric || info.whole;
}

std::vector<int> ColumnWidths::shares() const
{
    std::vector<int> widths(m_columns.size(), 0), wanted;
    int room = m_view.viewport()->width();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (m_view.isColumnHidden(column))
            continue;
        const Column& one = m_columns[at(column)];
        widths[at(column)] = one.dragged ? *one.dragged : one.wanted > 0 ? one.wanted : m_model->columnInfo(column).width;
        if (isRigid(column))
            room -= widths[at(column)];
        else
            wanted.push_back(widths[at(column)]);
    }
    const int level = std::max(kLeast, levelFor(wanted, room));
    std::vector<int> stretching;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (m_view.isColumnHidden(column) || isRigid(column))
            continue;
        widths[at(column)] = std::min(widths[at(column)], level);
        room -= widths[at(column)];
        if (m_model->columnInfo(column).stretch)
            stretching.push_back(column);
    }
    for (std::size_t i = 0; i < stretching.size() && room > 0; ++i) {
        const int part = room / static_cast<int>(stretching.size() - i);
        widths[at(stretching[i])] += part;
        room -= part;
    }
    return widths;
}

void ColumnWidths::fit()
{
    if (m_model == nullptr || m_fitting)
        return;
    m_fitting = true;
    const std::vector<int> widths = shares();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (!m_view.isColumnHidden(column) && m_view.columnWidth(column) != widths[at(column)])
            m_view.horizontalHeader()->resizeSection(column, widths[at(column)]);
    }
    m_fitting = false;
}

} // namespace qbm::widgets
