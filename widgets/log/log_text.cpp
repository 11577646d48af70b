// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_text.h"

#include "widgets/theme/tr.h"

#include <QJsonDocument>

namespace qbm::widgets {

namespace {

constexpr int kIndent = 2;

/// No more than `maxBytes`, and no half of a character at the end.
std::string_view cutAt(std::string_view text, std::size_t maxBytes)
{
    if (text.size() <= maxBytes)
        return text;
    while (maxBytes > 0 && (static_cast<unsigned char>(text[maxBytes]) & 0xC0) == 0x80)
        --maxBytes;
    return text.substr(0, maxBytes);
}

/// The length of a terminal's escape sequence at the beginning of `text`: ESC [ parameters letter, or ESC and one more.
qsizetype escapeLength(QStringView text)
{
    if (text.size() < 2 || text[1] != QLatin1Char('['))
        return std::min<qsizetype>(2, text.size());
    qsizetype length = 2;
    while (length < text.size() && (text[length] < QLatin1Char('@') || text[length] > QLatin1Char('~')))
        ++length;
    return std::min(length + 1, text.size());
}

} // namespace

QString logDisplayText(std::string_view text, std::size_t maxBytes)
{
    const std::string_view part = cutAt(text, maxBytes);
    const QString decoded = qstr(part);
    QString shown;
    shown.reserve(decoded.size());
    constexpr QChar kEscape(0x1B);
    for (qsizetype i = 0; i < decoded.size(); ++i) {
        const QChar c = decoded[i];
        if (c == kEscape)
            i += escapeLength(QStringView(decoded).mid(i)) - 1;
        else if (c == QLatin1Char('\t'))
            shown += QStringLiteral("    ");
        else if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            shown += QLatin1Char(' ');
        else
            shown += c;
    }
    if (part.size() < text.size())
        shown += QChar(0x2026);
    return shown;
}

std::optional<QString> indentedJson(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || (text[begin] != '{' && text[begin] != '['))
        return std::nullopt;
    QJsonParseError problem;
    QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())), &problem);
    if (problem.error != QJsonParseError::NoError)
        return std::nullopt;
    // Written anew from the text, not from the document: that one sorts members and rounds long numbers.
    std::string out;
    std::size_t depth = 0;
    bool inString = false;
    const auto newLine = [&] { out += '\n' + std::string(depth * kIndent, ' '); };
    for (std::size_t i = begin; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            out += c;
            if (c == '\\')
                out += text[++i];
            else if (c == '"')
                inString = false;
            continue;
        }
        switch (c) {
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            break;
        case '"':
            out += c;
            inString = true;
            break;
        case '{':
        case '[': {
            out += c;
            const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
            if (text[next] == '}' || text[next] == ']') {
                out += text[next];
                i = next;
                break;
            }
            ++depth;
            newLine();
            break;
        }
        case '}':
        case ']':
            --depth;
            newLine();
            out += c;
            break;
        case ',':
            out += c;
            newLine();
            break;
        case ':':
            out += ": ";
            break;
        default:
            out += c;
        }
    }
    return qstr(out);
}

std::string_view name(LogLevel level)
{
    switch (level) {
    case LogLevel::Unknown:
        return {};
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
    return {};
}

QString word(LogLevel level)
{
    switch (level) {
    case LogLevel::Unknown:
        return {};
    case LogLevel::Debug:
        return Tr::tr("debug");
    case LogLevel::Info:
        return Tr::tr("info");
    case LogLevel::Warning:
        return Tr::tr("warning");
    case LogLevel::Error:
        return Tr::tr("error");
    case LogLevel::Critical:
        return Tr::tr("critical");
    }
    return {};
}

std::optional<State> stateOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Warning:
        return State::Warning;
    case LogLevel::Error:
    case LogLevel::Critical:
        return State::Danger;
    default:
        return std::nullopt;
    }
}

} // namespace qbm::widgets
