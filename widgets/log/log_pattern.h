// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_store.h"

#include <QRegularExpression>
#include <QString>
#include <array>
#include <functional>
#include <stop_token>

namespace qbm::widgets {

/// Which lines may be seen at all.
struct LogFilter {
    LogLevel minimum = LogLevel::Unknown; ///< lines that do not say how serious they are pass up to Info
    std::vector<bool> hidden; ///< by source; sources beyond its end are shown

    bool passesAll() const;
    bool passes(LogLevel level, std::uint32_t source) const;
    friend bool operator==(const LogFilter&, const LogFilter&) = default;
};

/// What to look for in lines: a text, letters in either case, or a regular expression. Looks at the whole line, and
/// also at its message where that had to be decoded ("\u4e2d" in JSON). \thread copies may be used anywhere
class LogPattern {
public:
    /// Finds nothing.
    LogPattern() = default;
    LogPattern(const QString& text, bool regex);

    bool isEmpty() const { return m_text.isEmpty(); }
    /// What is wrong with the regular expression, or empty.
    QString problem() const;

    /// Calls `found` for each line from `begin` on that matches, in order, until a stop is requested.
    /// \cost about a nanosecond a byte for a text; some microseconds a line for a regular expression
    void forEachMatch(const LogChunk& chunk, std::uint32_t begin, const std::stop_token& stop,
        const std::function<void(std::uint32_t line)>& found) const;

    struct Range {
        qsizetype begin = 0;
        qsizetype length = 0;
    };
    /// Where it is in a text on the screen.
    std::vector<Range> rangesIn(const QString& text) const;

private:
    void findText(const LogChunk& chunk, std::uint32_t begin, const std::stop_token& stop,
        const std::function<void(std::uint32_t)>& found) const;
    std::size_t findBytes(std::string_view bytes, std::size_t from) const;
    bool matches(std::string_view text) const;

    QString m_text;
    bool m_regex = false;
    QRegularExpression m_expression;
    /// The text in UTF-8, ASCII letters small; empty where bytes cannot tell (letters beyond ASCII have two cases).
    std::string m_bytes;
    std::size_t m_rarest = 0; ///< index of the byte in m_bytes that is likely to be the rarest
};

} // namespace qbm::widgets
