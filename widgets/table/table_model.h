// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <algorithm>
#include <concepts>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace qbm::widgets {

/// What a column sorts by: nothing (always last), a number, or a text (case-insensitive).
using SortKey = std::variant<std::monostate, double, QString>;

/// What a column is, apart from its cells.
struct ColumnInfo {
    QString id; ///< stable, for saved state and tests
    std::function<QString()> title; ///< called again after a language change
    bool numeric = false; ///< right-aligned, right-aligned header
    bool mono = false; ///< code type
    int width = 120; ///< first width in pixels
    bool stretch = false; ///< takes the room that is left
    bool whole = false; ///< never cut off: what a row is known by
    bool hidden = false; ///< off until chosen in the header's menu
    bool ticks = false; ///< shows how long ago something was: drawn again every second
    std::function<QString()> headerToolTip;
};

/// One column, described once: what it is and how a cell is read from a row.
template <class Row>
struct TableColumn : ColumnInfo {
    std::function<QString(const Row&)> text;
    std::function<QString(const Row&)> unit; ///< drawn smaller and muted after the text
    std::function<SortKey(const Row&)> sortKey; ///< without it: by text
    std::function<QString(const Row&)> toolTip; ///< the exact value; without it: the text, when it is cut off
    std::function<std::optional<State>(const Row&)> state; ///< a glyph before the text
    std::function<std::optional<double>(const Row&)> bar; ///< a thin bar under the text, 0..1 of the cell's width
    std::function<QStringList(const Row&)> icons; ///< drawn in place of the text, which filter, copies and screen
                                                  ///< readers still get; an empty name leaves its place empty
};

/// The part of a table model that does not depend on the row's type: visible order, sort, filter, and the keyed diff.
///
/// Row numbers of this model are *visible* rows: sorting and filtering are done here with an own index instead of a proxy.
/// \thread GUI
class TableModelBase : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole + 1, UnitRole, KeyRole, StateRole, MonoRole, BarRole, IconsRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// column < 0 goes back to the order of setRows().
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    int sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }
    /// Keeps rows in which a column's text contains `needle`, in any case.
    void setFilterText(const QString& needle);
    QString filterText() const { return m_needle; }
    /// While no column sorts: rows with a cell in danger come first, then those with a warning; else the order of setRows() is kept.
    /// For what has no order of its own that a reader expects, such as time.
    void setWorstFirst(bool worstFirst);
    /// All rows, filtered out or not.
    int totalRows() const { return static_cast<int>(m_keys.size()); }
    virtual const ColumnInfo& columnInfo(int column) const = 0;
    /// The visible row with that key, or -1.
    int rowOfKey(const QString& key) const;
    QString keyOfRow(int visibleRow) const;
    /// Whether there is a row with such a key, filtered out or not.
    bool holdsKeyIf(const std::function<bool(const QString&)>& matches) const { return std::ranges::any_of(m_keys, matches); }
    /// Headers are read again; called by TableView on a language change, cells too.
    void retranslate();
    /// The cells are read again: what they show beside their rows (a measurement) has changed.
    void refreshCells();

Q_SIGNALS:
    /// Around every change of visible rows, so that a view can keep its scroll position.
    void aboutToUpdate();
    void updated();
    /// setRows() brought an answer, changed or not.
    void rowsReplaced();

protected:
    explicit TableModelBase(QObject* parent = nullptr);

    virtual int columns() const = 0;
    virtual QString cellText(int storageRow, int column) const = 0;
    virtual QString cellUnit(int storageRow, int column) const = 0;
    virtual QString cellToolTip(int storageRow, int column) const = 0;
    virtual SortKey cellSortKey(int storageRow, int column) const = 0;
    virtual std::optional<State> cellState(int storageRow, int column) const = 0;
    virtual std::optional<double> cellBar(int storageRow, int column) const = 0;
    virtual QStringList cellIcons(int storageRow, int column) const = 0;
    virtual bool passesFilter(int storageRow) const = 0;

    /// Replaces the stored rows: `swap` exchanges the derived class's storage at the moment the model is consistent with both.
    /// `newToOld[i]` is the old storage row of new row i or -1; `changed[i]` tells whether its cells differ.
    void replaceRows(std::vector<QString> keys, const std::function<void()>& swap,
        const std::function<bool(int oldRow, int newRow)>& differs);
    /// Sort or filter changed.
    void refilter();
    int storageRow(int visibleRow) const { return m_visible[static_cast<std::size_t>(visibleRow)]; }

private:
    std::vector<int> computeVisible() const;
    int badness(int storageRow) const;
    bool matchesNeedle(int storageRow) const;
    void transitionTo(const std::vector<int>& target);
    void removeDoomed(const std::vector<char>& keep);
    void reorder(std::vector<int> order);
    void emitChanged(const std::vector<char>& changedVisible);

    std::vector<QString> m_keys; // by storage row
    std::vector<int> m_visible; // visible row -> storage row
    mutable std::vector<QString> m_searchTexts; // by storage row, made when first needed
    QString m_needle;
    int m_sortColumn = -1;
    bool m_worstFirst = false;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

/// A table of value rows. `setRows` keeps selection, current row and scroll position: rows are matched by key, and the
/// view is told only what was removed, moved, changed and added. Rows with == skip the unchanged ones.
///
/// \cost setRows of 10,000 rows with 5,000 changed: a few milliseconds plus the key function
template <class Row>
class TableModel : public TableModelBase {
public:
    using Key = std::function<QString(const Row&)>;

    TableModel(Key key, std::vector<TableColumn<Row>> columnList, QObject* parent = nullptr)
        : TableModelBase(parent)
        , m_key(std::move(key))
        , m_columns(std::move(columnList))
    {
    }

    void setRows(std::vector<Row> rows)
    {
        std::vector<QString> keys;
        keys.reserve(rows.size());
        for (const Row& row : rows)
            keys.push_back(m_key(row));
        replaceRows(
            std::move(keys), [&] { m_rows.swap(rows); },
            [&](int oldRow, int newRow) {
                if constexpr (std::equality_comparable<Row>)
                    return !(m_rows[static_cast<std::size_t>(oldRow)] == rows[static_cast<std::size_t>(newRow)]);
                else
                    return true;
            });
    }

    /// All rows in the order of setRows().
    const std::vector<Row>& rows() const { return m_rows; }
    /// The row shown at that place.
    const Row& rowAt(int visibleRow) const { return m_rows[static_cast<std::size_t>(storageRow(visibleRow))]; }
    /// Keeps rows for which it is true, on top of the filter text; empty keeps all. Call again when what it captures changed.
    void setFilter(std::function<bool(const Row&)> keep)
    {
        m_keep = std::move(keep);
        refilter();
    }

    const ColumnInfo& columnInfo(int column) const override { return m_columns[static_cast<std::size_t>(column)]; }

protected:
    int columns() const override { return static_cast<int>(m_columns.size()); }
    QString cellText(int row, int column) const override { return read(&TableColumn<Row>::text, row, column); }
    QString cellUnit(int row, int column) const override { return read(&TableColumn<Row>::unit, row, column); }
    QString cellToolTip(int row, int column) const override { return read(&TableColumn<Row>::toolTip, row, column); }
    std::optional<State> cellState(int row, int column) const override { return read(&TableColumn<Row>::state, row, column); }
    std::optional<double> cellBar(int row, int column) const override { return read(&TableColumn<Row>::bar, row, column); }
    QStringList cellIcons(int row, int column) const override { return read(&TableColumn<Row>::icons, row, column); }
    SortKey cellSortKey(int row, int column) const override
    {
        const auto& info = m_columns[static_cast<std::size_t>(column)];
        return info.sortKey ? info.sortKey(m_rows[static_cast<std::size_t>(row)]) : SortKey(cellText(row, column));
    }
    bool passesFilter(int row) const override { return !m_keep || m_keep(m_rows[static_cast<std::size_t>(row)]); }

private:
    template <class Value>
    Value read(std::function<Value(const Row&)> TableColumn<Row>::*function, int row, int column) const
    {
        const auto& cell = m_columns[static_cast<std::size_t>(column)].*function;
        return cell ? cell(m_rows[static_cast<std::size_t>(row)]) : Value();
    }

    Key m_key;
    std::vector<TableColumn<Row>> m_columns;
    std::vector<Row> m_rows;
    std::function<bool(const Row&)> m_keep;
};

} // namespace qbm::widgets
