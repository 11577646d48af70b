// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_trace.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qbm::kubernetes {

namespace {

bool isNamePart(char c)
{
    return isAsciiAlphanumeric(c) || c == '_' || c == '.' || c == '$';
}

bool startsWithOneOf(std::string_view line, auto beginnings)
{
    return std::ranges::any_of(beginnings, [line](std::string_view beginning) { return line.starts_with(beginning); });
}

/// The name of a class, as far as the line begins with one that it says something of: "ValueError: no", "a.b.Timeout".
std::string_view className(std::string_view line)
{
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(line, isNamePart) - line.begin());
    if (end == 0 || !isAsciiLetter(line.front()) || (end < line.size() && line[end] != ':'))
        return {};
    return line.substr(0, end);
}

/// Java's and Node.js' traces begin with the error itself.
bool namesError(std::string_view line)
{
    std::string_view name = className(line);
    if (name.empty()) // "TypeError [ERR_INVALID]: ..."
        name = className(line.substr(0, line.find(" [")));
    constexpr std::array<std::string_view, 3> kEndings{"Exception", "Error", "Throwable"};
    return std::ranges::any_of(kEndings, [name](std::string_view ending) {
        return name.size() > ending.size() && name.ends_with(ending);
    });
}

bool opensTrace(std::string_view line)
{
    constexpr std::array<std::string_view, 4> kBeginnings{
        "Caused by: ", "Suppressed: ", "Exception in thread \"", "Unhandled exception"};
    return startsWithOneOf(line, kBeginnings) || namesError(line);
}

bool opensPythonTrace(std::string_view line)
{
    // The sentences stand between the traceback of a cause and that of what came of it.
    constexpr std::array<std::string_view, 3> kBeginnings{"Traceback (most recent call last)",
        "During handling of the above exception", "The above exception was the direct cause"};
    return startsWithOneOf(line, kBeginnings);
}

bool opensGoTrace(std::string_view line)
{
    return line.starts_with("[signal SIG") || (line.starts_with("goroutine ") && line.find(" [") != line.npos);
}

/// " INFO 1 --- [main]": moved in by a column of fixed width, not as part of a trace.
bool beginsWithLevel(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = line.substr(0, line.find(' '));
    return std::ranges::all_of(word, isAsciiUpper) && parseLogLevel(word);
}

} // namespace

LogTrace::Place LogTrace::standAlone(const LogRecord& record)
{
    m_level = record.level;
    m_inTrace = false;
    m_open = Open::No;
    return {m_level, false};
}

LogTrace::Place LogTrace::carryOn()
{
    m_inTrace = true;
    return {m_level, true};
}

/// A trace belongs to the error that was reported before it; else it reports one itself.
LogTrace::Place LogTrace::begin(Open open)
{
    m_open = open;
    if (m_inTrace || m_level >= LogLevel::Error)
        return carryOn();
    m_level = LogLevel::Error;
    m_inTrace = true;
    return {m_level, false};
}

LogTrace::Place LogTrace::next(const LogRecord& record)
{
    if (record.structured)
        return standAlone(record);
    const std::string_view line = record.message;
    if (opensPythonTrace(line))
        return begin(Open::Python);
    if (opensGoTrace(line))
        return begin(Open::Go);
    if (opensTrace(line))
        return begin(Open::No);
    if (line.empty()) // between the parts of a trace as well as behind it
        return {m_level, m_level != LogLevel::Unknown};
    const bool movedIn = (line.starts_with(' ') && !beginsWithLevel(line)) || line.starts_with('\t');
    if (m_level != LogLevel::Unknown && movedIn) // a level in such a line was guessed from a word of the program's text
        return carryOn();
    if (m_open == Open::Python && !className(line).empty() && !parseLogLevel(className(line))) {
        m_open = Open::No;
        return carryOn();
    }
    if (m_open == Open::Go && record.level == LogLevel::Unknown)
        return carryOn();
    return standAlone(record);
}

} // namespace qbm::kubernetes
