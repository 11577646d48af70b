// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace qbm::kubernetes {

/// How grave a line is, in rising order.
enum class LogLevel { Unknown, Debug, Info, Warning, Error, Critical };
/// "unknown", "debug", "info", "warning", "error", "critical"
std::string_view name(LogLevel level);
/// Any usual word for a level, letter case ignored ("WARN", "err", "fatal"); nullopt if it is none.
std::optional<LogLevel> parseLogLevel(std::string_view word);

/// A level that is a number: from 10 on as bunyan and pino count (30 is info), below as syslog does (3 is an error).
/// \source RFC 5424; GELF 1.1
LogLevel logLevelOfNumber(std::int64_t number);

/// What a line of plain text, without colours, seems to say of its level: by Kubernetes' own form, by a field level=word,
/// else by a word at a usual place.
LogLevel guessLogLevel(std::string_view line);

} // namespace qbm::kubernetes
