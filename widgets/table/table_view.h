// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QBasicTimer>
#include <QFrame>

class QKeyEvent;
class QTableView;

namespace qbm::widgets {

class ColumnWidths;
class KeyedSelection;
class SearchField;
class StatePanel;
class TableModelBase;

/// A table with the house's manners: dense rows, sort by header, filter, column chooser on the header's menu, Ctrl+C copies
/// the selected rows as TSV with a header line, empty and error states inside the frame.
class TableView : public QFrame {
    Q_OBJECT
public:
    explicit TableView(QWidget* parent = nullptr);

    /// The model is not owned. Which columns are shown comes from its ColumnInfo, their widths from what they hold (ColumnWidths).
    void setModel(TableModelBase* model);
    TableModelBase* model() const { return m_model; }
    QTableView* view() const { return m_view; }
    /// Loading, error and stale faces are the page's to set; setRows() of the model ends them by itself with content or empty text.
    StatePanel* statePanel() const { return m_panel; }
    /// What stands in the frame while there are no rows at all.
    void setEmptyText(const QString& headline, const QString& advice = {});
    /// Connects a search field to the model's filter; Ctrl+F in the table focuses it.
    void setFilterField(SearchField* field);
    void setMultiSelection(bool multi);

    /// Keys of selected rows, top to bottom. What is selected follows KeyedSelection's rule: by key, and nothing instead of what
    /// went or is filtered out.
    QStringList selectedKeys() const;
    /// The key of the row that is chosen, or empty.
    QString currentKey() const;
    /// A key that is not shown leaves nothing selected.
    void selectKey(const QString& key);
    void clearSelection();

    /// The selected rows (all visible ones if none is) as tab-separated values with a header line.
    QString toTsv() const;
    /// Sort, filter, column widths, order and visibility.
    QByteArray saveState() const;
    /// A state of other columns or another version is ignored. \return whether it was taken
    bool restoreState(const QByteArray& state);

Q_SIGNALS:
    void currentKeyChanged(const QString& key);
    void selectionChanged();
    /// Double click or Return.
    void activated(const QString& key);
    /// Right click or the menu key on a row.
    void contextMenuRequested(const QString& key, const QPoint& globalPosition);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void connectModel();
    void applyColumns();
    void applyTheme();
    void showHeaderMenu(const QPoint& position);
    void updateFace();
    void copySelection() const;
    void keepAnchor();
    void restoreAnchor();
    bool handleKey(QKeyEvent* event);

    TableModelBase* m_model = nullptr;
    QTableView* m_view;
    KeyedSelection* m_selection;
    ColumnWidths* m_widths;
    StatePanel* m_panel;
    SearchField* m_filterField = nullptr;
    QString m_emptyHeadline;
    QString m_emptyAdvice;
    QBasicTimer m_tick;
    QString m_anchorKey;
    int m_anchorOffset = 0;
    bool m_emptyShown = false;
};

} // namespace qbm::widgets
