// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_pattern.h"

#include <QFont>
#include <QStringList>
#include <QTextLayout>

class QPainter;

namespace qbm::widgets {

/// How a row looks beside its text.
struct LogRowStyle {
    bool selected = false;
    bool current = false; ///< and the view has the focus
    bool hit = false; ///< matches the search
    bool hovered = false;
};

/// Lays out and draws the rows of a LogView: time, source, level, logger, message. Only what is on the screen is
/// shaped.
class LogRowPainter {
public:
    LogRowPainter();

    /// Fonts anew, after a theme change.
    void updateFonts();
    /// By source: the short name before a line. Fewer than two: no column.
    void setSources(const QStringList& names);
    /// Which columns the lines need.
    void setColumns(bool date, bool level, bool logger);
    void setWidth(int width) { m_width = width; }
    void setWrap(bool wrap) { m_wrap = wrap; }
    bool wraps() const { return m_wrap; }

    int lineHeight() const { return m_lineHeight; }
    int rowHeight(const LogLine& line) const;
    int headHeight() const;
    /// Pixels that the longest message of so many bytes may take, and those there are for it.
    int messageWidth(std::size_t bytes) const;
    int messageSpace() const;

    void paintHead(QPainter& painter, const QRect& band, int scrolled) const;
    /// \param scrolled pixels by which messages are moved to the left
    void paintRow(QPainter& painter, const QRect& row, const LogLine& line, const LogRowStyle& style,
        const LogPattern& pattern, int scrolled) const;

private:
    struct Cell {
        int left = 0;
        int width = 0;
    };
    void place();
    QString timeText(TimePoint time) const;
    void layOut(QTextLayout& layout, const LogLine& line, std::size_t maxBytes) const;
    void paintSource(QPainter& painter, const QRect& row, std::uint32_t source) const;
    void paintLevel(QPainter& painter, const QRect& row, const LogLine& line) const;
    void paintMessage(
        QPainter& painter, const QRect& row, const LogLine& line, const LogPattern& pattern, int scrolled) const;

    QFont m_font; ///< of messages
    QFont m_small; ///< of the head
    double m_characterWidth = 0;
    int m_lineHeight = 0;
    int m_baseline = 0;
    int m_width = 0;
    bool m_wrap = false;
    bool m_date = false;
    bool m_level = false;
    bool m_logger = false;
    QStringList m_sources;
    Cell m_time, m_source, m_levelCell, m_loggerCell;
    int m_message = 0; ///< left edge of the message
};

} // namespace qbm::widgets
