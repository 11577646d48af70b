// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/keyed_selection.h"

#include "widgets/table/table_model.h"

#include <QFocusEvent>
#include <QItemSelectionModel>
#include <QTableView>
#include <algorithm>
#include <utility>

namespace qbm::widgets {

KeyedSelection::KeyedSelection(QTableView& view)
    : QObject(&view)
    , m_view(view)
{
    m_view.installEventFilter(this);
}

void KeyedSelection::setModel(TableModelBase* model)
{
    m_wanted = m_model != nullptr && model != nullptr ? m_current : QString();
    if (m_model != nullptr)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_updating = false;
    if (model != nullptr) {
        // Before the view and its selection hear of it: both would move to a neighbour of the row that goes.
        connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { rowsAboutToGo(first, last); });
        connect(model, &TableModelBase::aboutToUpdate, this, [this] { m_updating = true; });
        connect(model, &TableModelBase::updated, this, &KeyedSelection::endUpdate);
        connect(model, &TableModelBase::rowsReplaced, this, &KeyedSelection::chooseWanted);
    }
    m_view.setModel(model);
    if (model != nullptr) {
        connect(m_view.selectionModel(), &QItemSelectionModel::currentRowChanged, this, &KeyedSelection::currentRowChanged);
        connect(m_view.selectionModel(), &QItemSelectionModel::selectionChanged, this, &KeyedSelection::marksChanged);
    }
    if (m_wanted.isEmpty())
        publish();
    else if (model->totalRows() > 0)
        chooseWanted(); // else the first rows tell
}

void KeyedSelection::chooseWanted()
{
    if (m_wanted.isEmpty())
        return;
    select(std::exchange(m_wanted, QString()));
    publish();
}

void KeyedSelection::rowsAboutToGo(int first, int last)
{
    const int row = m_view.currentIndex().row();
    if (row >= first && row <= last)
        m_view.selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate); // its mark goes with the row
}

void KeyedSelection::endUpdate()
{
    m_updating = false;
    if (!m_wanted.isEmpty())
        return;
    if (!m_current.isEmpty() && !m_view.currentIndex().isValid() && !m_view.selectionModel()->hasSelection())
        clear();
    if (std::exchange(m_marksChanged, false))
        Q_EMIT selectionChanged();
    publish();
}

void KeyedSelection::currentRowChanged(const QModelIndex& current)
{
    if (m_updating)
        return;
    // What a page's buttons act on must be seen.
    if (current.isValid() && !m_view.selectionModel()->hasSelection())
        m_view.selectRow(current.row());
    publish();
}

void KeyedSelection::marksChanged()
{
    if (m_updating) {
        m_marksChanged = true;
        return;
    }
    Q_EMIT selectionChanged();
    publish();
}

void KeyedSelection::publish()
{
    const bool marked = m_model != nullptr && m_view.selectionModel()->hasSelection();
    const QString key = marked ? m_model->keyOfRow(m_view.currentIndex().row()) : QString();
    if (key == m_current)
        return;
    m_current = key;
    Q_EMIT currentChanged(key);
}

QStringList KeyedSelection::selected() const
{
    QStringList keys;
    if (m_model == nullptr)
        return keys;
    QModelIndexList rows = m_view.selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    for (const QModelIndex& row : std::as_const(rows))
        keys << m_model->keyOfRow(row.row());
    return keys;
}

bool KeyedSelection::select(const QString& key)
{
    m_wanted.clear();
    const int row = m_model != nullptr && !key.isEmpty() ? m_model->rowOfKey(key) : -1;
    if (row < 0) {
        clear();
        return false;
    }
    m_view.selectRow(row);
    return true;
}

void KeyedSelection::clear()
{
    m_wanted.clear();
    if (m_model == nullptr)
        return;
    m_view.selectionModel()->clearSelection();
    m_view.setCurrentIndex({}); // by the view, which then does not make its first row current when it gets the focus
}

bool KeyedSelection::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn && m_model != nullptr && m_current.isEmpty() && !m_view.currentIndex().isValid()) {
        // Who comes by Tab means a row by it, and what is meant must be seen. A dialog that closes only gives the focus back.
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if ((reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason) && m_model->rowCount() > 0)
            m_view.selectRow(0);
        else
            m_view.setCurrentIndex({});
    }
    return QObject::eventFilter(watched, event);
}

} // namespace qbm::widgets
