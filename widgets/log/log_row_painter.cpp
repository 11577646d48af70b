// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_row_painter.h"

#include "widgets/log/log_text.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tr.h"

#include <QDateTime>
#include <QFontMetrics>
#include <QPainter>
#include <cmath>

namespace qbm::widgets {

namespace {

constexpr int kRowPadding = 3; // above and under a line of text
constexpr int kHitBar = 3;
constexpr int kMaxNameCharacters = 22;
constexpr int kLoggerCharacters = 20;
constexpr int kMaxWrappedLines = 12; // the rest of a longer line is for the details
constexpr std::size_t kMaxShownBytes = 4000;
constexpr std::size_t kMaxBytesPerColumn = 4; // of UTF-8; a wide character has 3 or 4 for its two columns
constexpr double kHitAlpha = 0.35;

QString timeFormat(bool date)
{
    return date ? QStringLiteral("MM-dd HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss.zzz");
}

} // namespace

LogRowPainter::LogRowPainter()
{
    updateFonts();
}

void LogRowPainter::updateFonts()
{
    m_font = Theme::monoFont();
    m_small = Theme::font(TypeRole::Caption, tokens::kWeightSemibold);
    const QFontMetricsF metrics(m_font);
    m_characterWidth = metrics.horizontalAdvance(QLatin1Char('0'));
    m_lineHeight = static_cast<int>(std::ceil(metrics.height()));
    m_baseline = static_cast<int>(std::ceil(metrics.ascent()));
    place();
}

void LogRowPainter::setSources(const QStringList& names)
{
    m_sources = names;
    place();
}

void LogRowPainter::setColumns(bool date, bool level, bool logger)
{
    m_date = date;
    m_level = level;
    m_logger = logger;
    place();
}

void LogRowPainter::place()
{
    const auto characters = [this](qsizetype count) {
        return static_cast<int>(std::ceil(m_characterWidth * static_cast<double>(count)));
    };
    int left = tokens::kSpaceM;
    const auto put = [&left](Cell& cell, int width) {
        cell = {left, width};
        if (width > 0)
            left += width + tokens::kSpaceM;
    };
    put(m_time, characters(timeFormat(m_date).size()));
    qsizetype longest = 0;
    for (const QString& name : std::as_const(m_sources))
        longest = std::max(longest, name.size());
    put(m_source,
        m_sources.size() > 1 ? tokens::kSpaceS + characters(std::min<qsizetype>(longest, kMaxNameCharacters)) : 0);
    qsizetype words = 0;
    for (const LogLevel level :
        {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error, LogLevel::Critical})
        words = std::max<qsizetype>(words, QFontMetrics(Theme::font(TypeRole::Body)).horizontalAdvance(word(level)));
    put(m_levelCell, m_level ? tokens::kGlyph + tokens::kSpaceXs + static_cast<int>(words) : 0);
    put(m_loggerCell, m_logger ? characters(kLoggerCharacters) : 0);
    m_message = left;
}

int LogRowPainter::headHeight() const
{
    return QFontMetrics(m_small).height() + 2 * tokens::kSpaceXs + tokens::kBorder;
}

int LogRowPainter::messageWidth(std::size_t bytes) const
{
    return static_cast<int>(std::ceil(m_characterWidth * static_cast<double>(std::min(bytes, kMaxShownBytes) + 1)));
}

int LogRowPainter::messageSpace() const
{
    return std::max(m_width - m_message - tokens::kSpaceM, static_cast<int>(m_characterWidth * kLoggerCharacters));
}

QString LogRowPainter::timeText(TimePoint time) const
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms).toString(timeFormat(m_date));
}

void LogRowPainter::layOut(QTextLayout& layout, const LogLine& line, std::size_t maxBytes) const
{
    QTextOption option;
    option.setWrapMode(m_wrap ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    layout.setFont(m_font);
    layout.setTextOption(option);
    layout.setText(logDisplayText(line.message, maxBytes));
    layout.beginLayout();
    for (int count = 0; count < (m_wrap ? kMaxWrappedLines : 1); ++count) {
        QTextLine part = layout.createLine();
        if (!part.isValid())
            break;
        part.setLineWidth(m_wrap ? messageSpace() : static_cast<double>(QWIDGETSIZE_MAX));
        // A fixed pitch, whatever other fonts the characters come from.
        part.setPosition({0, static_cast<double>(count * m_lineHeight) + m_baseline - part.ascent()});
    }
    layout.endLayout();
}

int LogRowPainter::rowHeight(const LogLine& line) const
{
    if (!m_wrap)
        return m_lineHeight + 2 * kRowPadding;
    int lines = 1;
    // What fits by its bytes fits: no character but a tab is wider than its bytes are many.
    if (m_characterWidth * static_cast<double>(line.message.size()) > messageSpace()
        || line.message.find('\t') != std::string_view::npos) {
        QTextLayout layout;
        layOut(layout, line, kMaxShownBytes);
        lines = std::max(1, layout.lineCount());
    }
    return lines * m_lineHeight + 2 * kRowPadding;
}

void LogRowPainter::paintHead(QPainter& painter, const QRect& band, int scrolled) const
{
    const auto& colors = Theme::current().colors();
    painter.fillRect(band, colors.surface);
    painter.fillRect(QRect(band.left(), band.bottom(), band.width(), tokens::kBorder), colors.border);
    painter.setFont(m_small);
    painter.setPen(colors.textSecondary);
    const auto title = [&](int left, int width, const QString& text) {
        if (width > 0)
            painter.drawText(QRect(left, band.top(), width, band.height() - tokens::kBorder),
                Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    title(m_time.left, m_time.width, Tr::tr("Time"));
    title(m_source.left, m_source.width, Tr::tr("Source"));
    title(m_levelCell.left, m_levelCell.width, Tr::tr("Level"));
    title(m_loggerCell.left, m_loggerCell.width, Tr::tr("Logger"));
    title(m_message, messageSpace(), scrolled > 0 ? QStringLiteral("… ") + Tr::tr("Message") : Tr::tr("Message"));
}

void LogRowPainter::paintRow(QPainter& painter, const QRect& row, const LogLine& line, const LogRowStyle& style,
    const LogPattern& pattern, int scrolled) const
{
    const auto& colors = Theme::current().colors();
    if (style.selected)
        painter.fillRect(row, colors.selection);
    else if (style.hovered)
        painter.fillRect(row, colors.hover);
    if (style.hit)
        painter.fillRect(QRect(row.left(), row.top(), kHitBar, row.height()), colors.accent);
    if (style.current) {
        painter.setPen(QPen(colors.accent, tokens::kBorder));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(row.adjusted(0, 0, -tokens::kBorder, -tokens::kBorder));
    }
    const int baseline = row.top() + kRowPadding + m_baseline;
    painter.setFont(m_font);
    painter.setPen(colors.textMuted);
    painter.drawText(QPoint(m_time.left, baseline), timeText(line.time));
    if (m_source.width > 0)
        paintSource(painter, row, line.source);
    if (m_levelCell.width > 0 && !line.continued)
        paintLevel(painter, row, line);
    if (m_loggerCell.width > 0 && !line.logger.empty()) {
        painter.setFont(m_font);
        painter.setPen(colors.textSecondary);
        const QString name = logDisplayText(line.logger, kMaxShownBytes);
        painter.drawText(QPoint(m_loggerCell.left, baseline),
            QFontMetrics(m_font).elidedText(name, Qt::ElideMiddle, m_loggerCell.width));
    }
    paintMessage(painter, row, line, pattern, scrolled);
}

void LogRowPainter::paintSource(QPainter& painter, const QRect& row, std::uint32_t source) const
{
    const QColor ink = Theme::current().seriesColor(static_cast<int>(source));
    const QString name
        = source < static_cast<std::uint32_t>(m_sources.size()) ? m_sources[static_cast<qsizetype>(source)] : QString();
    const int top = row.top() + kRowPadding;
    painter.fillRect(QRect(m_source.left, top + 1, kHitBar, m_lineHeight - 2), ink);
    painter.setFont(m_font);
    painter.setPen(ink);
    const int width = m_source.width - tokens::kSpaceS;
    painter.drawText(QPoint(m_source.left + tokens::kSpaceS, top + m_baseline),
        QFontMetrics(m_font).elidedText(name, Qt::ElideMiddle, width));
}

void LogRowPainter::paintLevel(QPainter& painter, const QRect& row, const LogLine& line) const
{
    const auto state = stateOf(line.level);
    const QRect first(m_levelCell.left, row.top() + kRowPadding, m_levelCell.width, m_lineHeight);
    if (state)
        paintStateGlyph(painter, QRectF(first.left(), first.top(), tokens::kGlyph, first.height()), *state);
    painter.setFont(Theme::font(TypeRole::Body));
    painter.setPen(state ? color(*state) : Theme::current().colors().textMuted);
    painter.drawText(
        first.adjusted(tokens::kGlyph + tokens::kSpaceXs, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, word(line.level));
}

void LogRowPainter::paintMessage(
    QPainter& painter, const QRect& row, const LogLine& line, const LogPattern& pattern, int scrolled) const
{
    const auto& colors = Theme::current().colors();
    const QRect space(m_message, row.top(), row.right() + 1 - m_message, row.height());
    painter.save();
    painter.setClipRect(space, Qt::IntersectClip);
    painter.setPen(
        line.level == LogLevel::Unknown || line.level >= LogLevel::Info ? colors.text : colors.textSecondary);
    // Without wrapping, what lies to the right of the window need not be shaped.
    const auto columns = static_cast<std::size_t>((scrolled + space.width()) / m_characterWidth) + 1;
    QTextLayout layout;
    layOut(layout, line, m_wrap ? kMaxShownBytes : std::min(kMaxShownBytes, columns * kMaxBytesPerColumn));
    QList<QTextLayout::FormatRange> marks;
    for (const LogPattern::Range& range : pattern.rangesIn(layout.text())) {
        QTextLayout::FormatRange mark;
        mark.start = static_cast<int>(range.begin);
        mark.length = static_cast<int>(range.length);
        mark.format.setBackground(withAlpha(colors.warning, kHitAlpha));
        marks.append(mark);
    }
    layout.draw(&painter, QPointF(m_message - (m_wrap ? 0 : scrolled), row.top() + kRowPadding), marks);
    painter.restore();
}

} // namespace qbm::widgets
