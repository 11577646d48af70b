// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/log_level.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qbm::kubernetes {

namespace {

/// A level further into a plain line is more likely a word of its sentence.
constexpr std::size_t kLevelWithin = 120;
/// Fields of a line that consists of them are looked for so far.
constexpr std::size_t kFieldWithin = 4096;
constexpr std::size_t kLongestLevel = 11;

using Word = std::pair<std::string_view, LogLevel>;
constexpr std::array kLevels{
    Word{"alert", LogLevel::Critical},
    Word{"crit", LogLevel::Critical},
    Word{"critical", LogLevel::Critical},
    Word{"dbg", LogLevel::Debug},
    Word{"dbug", LogLevel::Debug},
    Word{"debug", LogLevel::Debug},
    Word{"dpanic", LogLevel::Critical},
    Word{"emerg", LogLevel::Critical},
    Word{"emergency", LogLevel::Critical},
    Word{"err", LogLevel::Error},
    Word{"error", LogLevel::Error},
    Word{"fail", LogLevel::Error},
    Word{"fatal", LogLevel::Critical},
    Word{"fine", LogLevel::Debug},
    Word{"ftl", LogLevel::Critical},
    Word{"inf", LogLevel::Info},
    Word{"info", LogLevel::Info},
    Word{"information", LogLevel::Info},
    Word{"log", LogLevel::Info},
    Word{"notice", LogLevel::Info},
    Word{"panic", LogLevel::Critical},
    Word{"severe", LogLevel::Error},
    Word{"silly", LogLevel::Debug},
    Word{"success", LogLevel::Info},
    Word{"trace", LogLevel::Debug},
    Word{"trce", LogLevel::Debug},
    Word{"vrb", LogLevel::Debug},
    Word{"verbose", LogLevel::Debug},
    Word{"warn", LogLevel::Warning},
    Word{"warning", LogLevel::Warning},
    Word{"wrn", LogLevel::Warning},
};

constexpr std::array<std::string_view, 6> kFields{"level", "lvl", "severity", "loglevel", "log_level", "levelname"};

bool isFieldName(char c)
{
    return isAsciiLetter(c) || isAsciiDigit(c) || c == '_' || c == '.' || c == '-' || c == '@';
}

std::string_view lettersAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && isAsciiLetter(text[end]))
        ++end;
    return text.substr(at, end - at);
}

/// "E1122 23:13:54.492260    1 server.go:12] ..." as Kubernetes' own programs write; newer ones of its kind with the
/// year before.
LogLevel klogLevel(std::string_view line)
{
    const std::size_t blank = line.substr(0, 10).find(' ');
    if ((blank != 5 && blank != 9) || !std::all_of(line.begin() + 1, line.begin() + static_cast<std::ptrdiff_t>(blank), isAsciiDigit))
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

/// Where the value that begins at `at` ends: at a blank, or behind the quotation mark that closes it.
std::size_t valueEnd(std::string_view line, std::size_t at)
{
    if (at >= line.size() || line[at] != '"')
        return std::min(line.find(' ', at), line.size());
    for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] == '\\')
            ++at;
    }
    return std::min(at + 1, line.size());
}

/// Of a line that consists of name=value, as logfmt; only such a line begins so.
LogLevel logfmtLevel(std::string_view line)
{
    line = line.substr(0, kFieldWithin);
    for (bool first = true; !line.empty(); first = false) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        const std::size_t nameEnd
            = static_cast<std::size_t>(std::ranges::find_if_not(line, isFieldName) - line.begin());
        const bool field = nameEnd > 0 && nameEnd < line.size() && line[nameEnd] == '=';
        if (first && !field)
            return LogLevel::Unknown;
        const std::size_t value = field ? nameEnd + 1 : 0;
        if (field && std::ranges::find(kFields, line.substr(0, nameEnd)) != kFields.end()) {
            const std::size_t word = value + (value < line.size() && line[value] == '"' ? 1 : 0);
            return parseLogLevel(lettersAt(line, word)).value_or(LogLevel::Unknown);
        }
        line.remove_prefix(valueEnd(line, value));
    }
    return LogLevel::Unknown;
}

/// Whether the text ends with a name of kFields and '='.
bool endsWithField(std::string_view text)
{
    if (!text.ends_with('='))
        return false;
    text.remove_suffix(1);
    return std::ranges::any_of(kFields, [text](std::string_view field) {
        return text.ends_with(field) && (text.size() == field.size() || !isFieldName(text[text.size() - field.size() - 1]));
    });
}

/// Whether the text ends with a name of kFields in quotation marks and a colon, as in JSON that was cut off.
bool endsWithJsonField(std::string_view text)
{
    const auto dropBlanks = [&text] { text = text.substr(0, text.find_last_not_of(' ') + 1); };
    dropBlanks();
    if (!text.ends_with(':'))
        return false;
    text.remove_suffix(1);
    dropBlanks();
    if (!text.ends_with('"') && !text.ends_with('\''))
        return false;
    const char quote = text.back();
    text.remove_suffix(1);
    const std::size_t open = text.rfind(quote);
    return open != text.npos && std::ranges::find(kFields, text.substr(open + 1)) != kFields.end();
}

/// A word counts where it is written in capitals, "[error]", "[error    ]", "level=error", "error:", between tabs, or as a
/// JSON field's value.
bool isMarked(std::string_view line, std::size_t at, std::size_t end)
{
    const char before = at == 0 ? ' ' : line[at - 1];
    const char after = end < line.size() ? line[end] : ' ';
    if (after == ':' || std::ranges::all_of(line.substr(at, end - at), isAsciiUpper))
        return true;
    if (before == '=')
        return endsWithField(line.substr(0, at));
    if (before == '[') {
        const std::size_t close = line.find_first_not_of(' ', end);
        return close != line.npos && line[close] == ']';
    }
    if (before == '\t' && after == '\t')
        return true;
    return (before == '"' || before == '\'') && before == after && endsWithJsonField(line.substr(0, at - 1));
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
        lower[i] = toAsciiLower(word[i]);
    const std::string_view wanted(lower.data(), word.size());
    const auto* const found = std::ranges::find(kLevels, wanted, &Word::first);
    return found == kLevels.end() ? std::nullopt : std::optional(found->second);
}

LogLevel logLevelOfNumber(std::int64_t number)
{
    constexpr std::array kSyslog{LogLevel::Critical, LogLevel::Critical, LogLevel::Critical, LogLevel::Error,
        LogLevel::Warning, LogLevel::Info, LogLevel::Info, LogLevel::Debug};
    if (number < 0)
        return LogLevel::Unknown;
    if (number < static_cast<std::int64_t>(kSyslog.size()))
        return kSyslog[static_cast<std::size_t>(number)];
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

LogLevel guessLogLevel(std::string_view line)
{
    if (const LogLevel level = klogLevel(line); level != LogLevel::Unknown)
        return level;
    if (const LogLevel level = logfmtLevel(line); level != LogLevel::Unknown)
        return level;
    const std::size_t within = std::min(line.size(), kLevelWithin);
    for (std::size_t at = 0; at < within;) {
        const std::string_view word = lettersAt(line, at);
        if (!word.empty() && word.size() <= kLongestLevel && isMarked(line, at, at + word.size())) {
            if (const auto level = parseLogLevel(word))
                return *level;
        }
        at += std::max<std::size_t>(word.size(), 1);
    }
    return LogLevel::Unknown;
}

} // namespace qbm::kubernetes
