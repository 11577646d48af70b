// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_record.h"

#include "core/base/ascii.h"
#include "core/base/number.h"
#include "core/base/terminal_colours.h"
#include "core/kubernetes/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace qbm::kubernetes {

namespace {

/// What a member of a JSON line says, whatever the library that wrote it calls it.
enum class Field { Level, Message, Logger, Time, Fault };

/// Where several members say the same, the one with the lowest rank counts.
struct Name {
    std::string_view name; ///< in small letters
    Field field;
    int rank = 0;
};
constexpr std::array kNames{
    // Serilog's RenderedMessage and @m say with values what MessageTemplate and @mt say with placeholders; an "event" is
    // structlog's message, short_message GELF's, text loguru's, log that of a container's log file.
    Name{"renderedmessage", Field::Message, 0},
    Name{"@m", Field::Message, 0},
    Name{"message", Field::Message, 1},
    Name{"msg", Field::Message, 2},
    Name{"short_message", Field::Message, 3},
    Name{"event", Field::Message, 4},
    Name{"messagetemplate", Field::Message, 5},
    Name{"@mt", Field::Message, 5},
    Name{"text", Field::Message, 6},
    Name{"log", Field::Message, 7},
    Name{"level", Field::Level, 0},
    Name{"levelname", Field::Level, 0},
    Name{"level_name", Field::Level, 0},
    Name{"log.level", Field::Level, 0},
    Name{"log_level", Field::Level, 0},
    Name{"loglevel", Field::Level, 0},
    Name{"lvl", Field::Level, 0},
    Name{"severity", Field::Level, 0},
    Name{"severity_text", Field::Level, 0},
    Name{"severitytext", Field::Level, 0},
    Name{"@l", Field::Level, 0},
    Name{"priority", Field::Level, 1},
    Name{"logger", Field::Logger, 0},
    Name{"log.logger", Field::Logger, 0},
    Name{"logger_name", Field::Logger, 0},
    Name{"loggername", Field::Logger, 0},
    Name{"sourcecontext", Field::Logger, 0},
    Name{"category", Field::Logger, 1},
    Name{"name", Field::Logger, 1},
    Name{"timestamp", Field::Time, 0},
    Name{"@timestamp", Field::Time, 0},
    Name{"@t", Field::Time, 0},
    Name{"time", Field::Time, 0},
    Name{"timemillis", Field::Time, 0},
    Name{"ts", Field::Time, 0},
    Name{"asctime", Field::Time, 0},
    Name{"error", Field::Fault, 0},
    Name{"err", Field::Fault, 0},
    Name{"exception", Field::Fault, 0},
    Name{"exc_info", Field::Fault, 0},
    Name{"@x", Field::Fault, 0},
};
constexpr std::size_t kLongestName = 15;

const Name* find(std::string_view key)
{
    if (key.empty() || key.size() > kLongestName)
        return nullptr;
    std::array<char, kLongestName> small{};
    std::ranges::transform(key, small.begin(), [](char c) { return toAsciiLower(c); });
    const auto* const found = std::ranges::find(kNames, std::string_view(small.data(), key.size()), &Name::name);
    return found == kNames.end() ? nullptr : found;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::optional<std::int64_t> integerOf(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

LogLevel levelOf(const JsonValue& value)
{
    if (value.isNumber())
        return logLevelOfNumber(value.integer());
    if (value.isObject()) // loguru: {"name": "ERROR", "no": 40}
        return levelOf(value["name"]);
    const std::string plain = mayHaveColours(value.view()) ? withoutColours(value.view()) : value.string();
    const std::string_view word = trimmed(plain);
    if (const auto number = integerOf(word))
        return logLevelOfNumber(*number);
    return parseLogLevel(word).value_or(LogLevel::Unknown);
}

std::optional<TimePoint> timeOf(const JsonValue& value)
{
    if (value.isObject()) // loguru: {"repr": ..., "timestamp": 1796032872.1}
        return timeOf(value["timestamp"]);
    if (!value.isNumber())
        return value.time();
    // Seconds or milliseconds: told apart by their size until the year 5138.
    constexpr double kMostSeconds = 1e11;
    const double number = readNumber(value.text()).value_or(0);
    if (!(number > 0 && number < 1000 * kMostSeconds))
        return std::nullopt;
    const double seconds = number < kMostSeconds ? number : number / 1000;
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

/// Whether a member that is to say what went wrong says so.
bool saysFault(const JsonValue& value)
{
    if (value.isString())
        return !value.view().empty() && value.view() != "-";
    return value.isObject() || value.isArray() || value.boolean();
}

/// Puts the members of a JSON line where they belong.
class RecordReader {
public:
    LogRecord read(const JsonValue& root)
    {
        takeMembers(root);
        // ECS has an object for level and logger, loguru one for all.
        if (const JsonValue log = root["log"]; log.isObject())
            takeMembers(log);
        if (const JsonValue record = root["record"]; m_record.level == LogLevel::Unknown && record.isObject())
            takeMembers(record);
        if (m_record.level == LogLevel::Unknown)
            m_record.level = levelUnsaid(root);
        m_record.structured = !m_record.message.empty() || m_record.level != LogLevel::Unknown;
        return std::move(m_record);
    }

private:
    void takeMembers(const JsonValue& object)
    {
        for (const auto& [key, value] : object.members()) {
            if (const Name* known = find(key); known != nullptr && !value.empty())
                take(*known, value);
        }
    }

    void take(const Name& name, const JsonValue& value)
    {
        switch (name.field) {
        case Field::Level:
            if (const LogLevel level = levelOf(value); level != LogLevel::Unknown && isBetter(m_levelRank, name.rank))
                m_record.level = level;
            break;
        case Field::Message:
            takeMessage(name, value);
            break;
        case Field::Logger:
            if (value.isString() && isBetter(m_loggerRank, name.rank))
                m_record.logger = value.string();
            break;
        case Field::Time:
            if (const auto time = timeOf(value))
                m_record.time = time;
            break;
        case Field::Fault:
            m_fault = m_fault || saysFault(value);
            break;
        }
    }

    void takeMessage(const Name& name, const JsonValue& value)
    {
        if (value.isObject() && name.rank > 1) // "log", "event" and their like are then something else
            return;
        std::string message = value.isString() ? value.string() : value.text();
        if (trimmed(message).empty() || !isBetter(m_messageRank, name.rank))
            return;
        message.resize(message.find_last_not_of("\r\n") + 1);
        m_record.message = mayHaveColours(message) ? withoutColours(message) : std::move(message);
    }

    /// Serilog leaves "Information" out; others write an error without calling it so.
    LogLevel levelUnsaid(const JsonValue& root) const
    {
        if (m_fault)
            return LogLevel::Error;
        return root["@mt"].exists() || root["@m"].exists() ? LogLevel::Info : LogLevel::Unknown;
    }

    static bool isBetter(int& held, int rank)
    {
        if (rank > held)
            return false;
        held = rank;
        return true;
    }

    static constexpr int kNone = 100;
    LogRecord m_record;
    int m_levelRank = kNone;
    int m_messageRank = kNone;
    int m_loggerRank = kNone;
    bool m_fault = false;
};

/// The JSON object that the text is; a record that is not structured if it is none or says nothing of a log's.
LogRecord recordOfJson(std::string_view text)
{
    thread_local JsonDocument document; // keeps the parser's memory from line to line
    const auto root = document.parse(text);
    return root && root->isObject() ? RecordReader().read(*root) : LogRecord();
}

LogRecord recordOfPlain(std::string_view line)
{
    LogRecord record;
    const std::size_t brace = line.find('{');
    const bool holdsJson = brace != line.npos && trimmed(line).ends_with('}');
    record.level = guessLogLevel(holdsJson ? line.substr(0, brace) : line);
    // Something else has put its own before the JSON: all of it is shown, the JSON says what it says.
    if (holdsJson && record.level == LogLevel::Unknown)
        record = recordOfJson(line.substr(brace));
    if (holdsJson && record.level == LogLevel::Unknown)
        record.level = guessLogLevel(line);
    record.structured = false;
    record.message = line;
    return record;
}

} // namespace

LogRecord parseLogRecord(std::string_view line)
{
    std::string plain;
    if (mayHaveColours(line)) {
        plain = withoutColours(line);
        line = plain;
    }
    if (const std::string_view text = trimmed(line); text.starts_with('{')) {
        if (LogRecord record = recordOfJson(text); record.structured) {
            if (record.message.empty())
                record.message = line;
            return record;
        }
    }
    return recordOfPlain(line);
}

} // namespace qbm::kubernetes
