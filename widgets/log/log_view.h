// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_row_painter.h"

#include <QAbstractScrollArea>
#include <optional>

class QPushButton;

namespace qbm::widgets {

class LogModel;

/// The lines of a LogModel in columns, one under the other. Draws them itself: what it costs depends on the window, not
/// on the number of lines. Sticks to the newest line until the user scrolls up, then says how many have come since.
///
/// Keys: arrows, page, Home and End move, with Shift they select; Ctrl+A, Ctrl+C copies the lines as written; Return
/// asks for the details; F3 and Shift+F3 go from hit to hit.
class LogView : public QAbstractScrollArea {
    Q_OBJECT
public:
    /// The model is not owned and must live as long.
    explicit LogView(LogModel& model, QWidget* parent = nullptr);

    /// Short names by source; from two on they get a column, each in its colour.
    void setSourceNames(const QStringList& names);
    bool wraps() const { return m_painter.wraps(); }
    void setWrap(bool wrap);

    /// Whether the newest line stays in view.
    bool isAtNewest() const { return m_following; }
    void goToNewest();

    /// Sequence number of the line with the cursor.
    std::optional<std::uint64_t> current() const { return m_current; }
    /// Moves the cursor there and scrolls it into view.
    void setCurrent(std::uint64_t sequence);
    /// To the next hit of the search; round at the end.
    void goToHit(bool forward);
    void selectAll();
    int selectedCount() const;
    /// The selected lines as they were written, at most kMaxCopied of them. \return how many
    int copySelection();
    static constexpr int kMaxCopied = 50'000;

Q_SIGNALS:
    void currentChanged();
    /// Return or a double click.
    void detailsRequested();
    /// Lines went to the clipboard; `selected` is more where not all of them fit.
    void copied(int lines, int selected);
    /// From the context menu: show no other source.
    void onlySourceRequested(quint32 source);
    void wrapChanged(bool wrap);
    void atNewestChanged(bool atNewest);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void applyTheme();
    void rowsChanged();
    void updateColumns();
    void updateScrollBars();
    void scrolled();
    void setFollowing(bool following);
    void updateNewestButton();
    int rowHeight(int row) const;
    int rowsHeight() const; ///< of the part of the viewport below the head
    int lastTopRow() const; ///< the row at the top when the last one is at the bottom
    int rowAt(int y) const; ///< -1 where there is none
    int currentRow() const;
    void moveTo(int row, bool extend);
    void ensureVisible(int row);
    bool handleKey(const QKeyEvent& event);
    int pageRows() const;
    std::pair<int, int> selectedRows() const; ///< first and one past the last
    void announceCurrent();
    void copyMessage();

    LogModel& m_model;
    LogRowPainter m_painter;
    QPushButton* m_newest;
    bool m_following = true;
    bool m_adjusting = false; ///< the scroll bar moves by itself
    std::uint64_t m_top = 0; ///< sequence number of the line at the top
    std::uint64_t m_endWhenLeft = 0; ///< of the store, when following ended
    std::optional<std::uint64_t> m_current;
    std::optional<std::uint64_t> m_anchor; ///< the other end of the selection
    int m_hovered = -1;
    std::uint64_t m_columnsSeen = 0; ///< lines before this have been asked for their columns
    bool m_hasLevel = false;
    bool m_hasLogger = false;
};

} // namespace qbm::widgets
