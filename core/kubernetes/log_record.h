// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/kubernetes/log_level.h"

#include <optional>
#include <string>
#include <string_view>

namespace qbm::kubernetes {

/// What a log line says of itself.
struct LogRecord {
    LogLevel level = LogLevel::Unknown;
    std::string logger; ///< empty where the line names none
    std::string message; ///< the whole line, without colours, where it is plain text or JSON without a message
    std::optional<TimePoint> time; ///< the application's own, where it is readable
    bool structured = false; ///< a JSON line; else `level` is guessed from a word at a usual place
};

/// Reads a JSON line of the application ({"timestamp", "level", "logger", "message"}) or of a well-known library, with the
/// other usual names; anything else is plain text. Colours for a terminal are not part of it. \cost about a microsecond
LogRecord parseLogRecord(std::string_view line);

} // namespace qbm::kubernetes
