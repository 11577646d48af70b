// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_record.h"

#include "core/kubernetes/json.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace qbm::kubernetes {

namespace {

/// A level further into a plain line is more likely a word of its sentence.
constexpr std::size_t kLevelWithin = 120;
constexpr std::size_t kLongestLevel = 11;

constexpr std::array<std::pair<std::string_view, LogLevel>, 23> kLevels{{
    {"alert", LogLevel::Critical},
    {"crit", LogLevel::Critical},
    {"critical", LogLevel::Critical},
    {"debug", LogLevel::Debug},
    {"dbug", LogLevel::Debug},
    {"emerg", LogLevel::Critical},
    {"emergency", LogLevel::Critical},
    {"err", LogLevel::Error},
    {"error", LogLevel::Error},
    {"fatal", LogLevel::Critical},
    {"fine", LogLevel::Debug},
    {"info", LogLevel::Info},
    {"information", LogLevel::Info},
    {"log", LogLevel::Info},
    {"notice", LogLevel::Info},
    {"panic", LogLevel::Critical},
    {"severe", LogLevel::Error},
    {"silly", LogLevel::Debug},
    {"trace", LogLevel::Debug},
    {"trce", LogLevel::Debug},
    {"verbose", LogLevel::Debug},
    {"warn", LogLevel::Warning},
    {"warning", LogLevel::Warning},
}};

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLetter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Numbers as bunyan and pino write them: 30 is info.
LogLevel levelOfNumber(std::int64_t number)
{
    if (number < 10)
        return LogLevel::Unknown;
    if (number < 30)
        return LogLevel::Debug;
    if (number < 40)
        return LogLevel::Info;
    if (number < 50)
        return LogLevel::Warning;
    return number < 60 ? LogLevel::Error : LogLevel::Critical;
}

/// "E1122 23:13:54.492260    1 server.go:12] ..." as Kubernetes' own programs write.
LogLevel klogLevel(std::string_view line)
{
    if (line.size() < 6 || line[5] != ' ' || !std::all_of(line.begin() + 1, line.begin() + 5, isDigit))
        return LogLevel::Unknown;
    switch (line[0]) {
    case 'I':
        return LogLevel::Info;
    case 'W':
        return LogLevel::Warning;
    case 'E':
        return LogLevel::Error;
    case 'F':
        return LogLevel::Critical;
    default:
        return LogLevel::Unknown;
    }
}

/// A word counts where it is written in capitals, "[error]", "level=error" or "error:".
LogLevel guessLevel(std::string_view line)
{
    if (const LogLevel level = klogLevel(line); level != LogLevel::Unknown)
        return level;
    const std::string_view head = line.substr(0, kLevelWithin);
    for (std::size_t at = 0; at < head.size();) {
        if (!isLetter(head[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < head.size() && isLetter(head[end]))
            ++end;
        const std::string_view word = head.substr(at, end - at);
        const char before = at == 0 ? ' ' : head[at - 1];
        const char after = end < head.size() ? head[end] : ' ';
        const bool marked
            = (before == '[' && after == ']') || before == '=' || after == ':' || std::ranges::all_of(word, isUpper);
        if (marked && word.size() <= kLongestLevel) {
            if (const auto level = parseLogLevel(word))
                return *level;
        }
        at = end;
    }
    return LogLevel::Unknown;
}

std::optional<TimePoint> timeOf(const JsonValue& value)
{
    if (!value.isNumber())
        return value.time();
    // Seconds or milliseconds: told apart by their size until the year 5138.
    constexpr double kMostSeconds = 1e11;
    const double number = std::strtod(value.text().c_str(), nullptr);
    if (!(number > 0 && number < 1000 * kMostSeconds))
        return std::nullopt;
    const double seconds = number < kMostSeconds ? number : number / 1000;
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

/// Puts one member of a JSON line where it belongs.
void take(LogRecord& record, std::string_view key, const JsonValue& value)
{
    if (key == "level" || key == "levelname" || key == "severity" || key == "lvl" || key == "log.level") {
        record.level
            = value.isNumber() ? levelOfNumber(value.integer()) : parseLogLevel(value.view()).value_or(record.level);
    } else if (key == "message" || key == "msg") {
        record.message = value.isString() ? value.string() : value.text();
    } else if (key == "logger" || key == "name" || key == "logger_name") {
        if (record.logger.empty() || key == "logger")
            record.logger = value.string();
    } else if (key == "timestamp" || key == "time" || key == "ts" || key == "@timestamp" || key == "asctime") {
        if (const auto time = timeOf(value))
            record.time = time;
    }
}

} // namespace

std::string_view name(LogLevel level)
{
    switch (level) {
    case LogLevel::Unknown:
        return "unknown";
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    case LogLevel::Critical:
        return "critical";
    }
    return "unknown";
}

std::optional<LogLevel> parseLogLevel(std::string_view word)
{
    if (word.empty() || word.size() > kLongestLevel)
        return std::nullopt;
    std::array<char, kLongestLevel> lower{};
    for (std::size_t i = 0; i < word.size(); ++i)
        lower[i] = isUpper(word[i]) ? static_cast<char>(word[i] - 'A' + 'a') : word[i];
    const std::string_view wanted(lower.data(), word.size());
    const auto* const found = std::ranges::find(kLevels, wanted, &std::pair<std::string_view, LogLevel>::first);
    return found == kLevels.end() ? std::nullopt : std::optional(found->second);
}

LogRecord parseLogRecord(std::string_view line)
{
    LogRecord record;
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string_view::npos && line[first] == '{') {
        thread_local JsonDocument document; // keeps the parser's memory from line to line
        if (const auto root = document.parse(line.substr(first)); root && root->isObject()) {
            for (const auto& [key, value] : root->members())
                take(record, key, value);
            record.structured = !record.message.empty() || record.level != LogLevel::Unknown;
        }
    }
    if (record.structured)
        return record;
    record = {};
    record.level = guessLevel(line);
    record.message = line;
    return record;
}

} // namespace qbm::kubernetes
