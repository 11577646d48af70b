// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>
#include <vector>

class QTableView;

namespace qbm::widgets {

class TableModelBase;

/// Shares the room of a table among its columns by what they hold: each gets what its header and its cells take in their
/// fonts. Room that is left goes to the columns that stretch. Where there is too little, the widest texts give way, all down to
/// one width, numbers never: none is cut off beside another that has more than it needs. A column that a person dragged keeps that width.
/// \thread GUI
class ColumnWidths : public QObject {
    Q_OBJECT
public:
    explicit ColumnWidths(QTableView& view);

    /// Its columns begin anew.
    void setModel(TableModelBase* model);
    /// What a person dragged; nullopt: by content.
    std::optional<int> dragged(int column) const { return m_columns[static_cast<std::size_t>(column)].dragged; }
    void setDragged(int column, std::optional<int> width);
    /// Measures the rows on the screen at the next turn of the event loop; columns grow by them, and never shrink under the eyes.
    void schedule();
    /// Measures anew: language or font changed, or nothing is dragged any more.
    void reset();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    struct Column {
        int wanted = 0; ///< as measured so far
        std::optional<int> dragged;
    };
    void measure();
    void fit();
    bool isRigid(int column) const;
    std::vector<int> shares() const;

    QTableView& m_view;
    TableModelBase* m_model = nullptr;
    std::vector<Column> m_columns;
    int m_timer = 0;
    bool m_fitting = false;
    bool m_pressed = false; ///< on the header: what is resized now is dragged by a person
};

} // namespace qbm::widgets
