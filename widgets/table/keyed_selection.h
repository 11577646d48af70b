// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

class QModelIndex;
class QTableView;

namespace qbm::widgets {

class TableModelBase;

/// What is chosen in a table: keys, never row numbers. Rows may move, change, be sorted and filtered; a key that is not among
/// the shown rows any more is not chosen any more, and no neighbour takes its place, as Qt's views would have it.
///
/// It belongs to a view for as long as that lives. Its signals are given when the model is at rest, never within an update.
/// \thread GUI
class KeyedSelection : public QObject {
    Q_OBJECT
public:
    explicit KeyedSelection(QTableView& view);

    /// Gives the view another model. What was chosen is chosen again if the first rows of that model have it.
    void setModel(TableModelBase* model);

    /// The key buttons act on: of the current row, if anything is marked at all; else empty.
    QString current() const { return m_current; }
    /// Keys of the marked rows, top to bottom.
    QStringList selected() const;
    /// \return false: no shown row has that key; then nothing is chosen
    bool select(const QString& key);
    void clear();

Q_SIGNALS:
    void currentChanged(const QString& key);
    /// Other rows are marked.
    void selectionChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rowsAboutToGo(int first, int last);
    void endUpdate();
    void chooseWanted();
    void currentRowChanged(const QModelIndex& current);
    void marksChanged();
    void publish();

    QTableView& m_view;
    TableModelBase* m_model = nullptr;
    QString m_current; ///< as last told
    QString m_wanted; ///< of the model before, while this one has no rows yet
    bool m_updating = false;
    bool m_marksChanged = false; ///< within the update
};

} // namespace qbm::widgets
