// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace qbm::kubernetes {

/// How grave a line is, in rising order.
enum class LogLevel { Unknown, Debug, Info, Warning, Error, Critical };
/// "unknown", "debug", "info", "warning", "error", "critical"
std::string_view name(LogLevel level);
/// Any usual word for a level, letter case ignored ("WARN", "err", "fatal"); nullopt if it is none.
std::optional<LogLevel> parseLogLevel(std::string_view word);

/// What a log line says of itself.
struct LogRecord {
    LogLevel level = LogLevel::Unknown;
    std::string logger; ///< empty where the line names none
    std::string message; ///< the whole line where it is plain text
    std::optional<TimePoint> time; ///< the application's own, where it is readable
    bool structured = false; ///< a JSON line; else `level` is guessed from a word at a usual place
};

/// Reads a JSON line of the application ({"timestamp", "level", "logger", "message"}) or of another with the usual
/// other names; anything else is plain text. \cost about a microsecond
LogRecord parseLogRecord(std::string_view line);

} // namespace qbm::kubernetes
