// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_pattern.h"

#include <algorithm>

namespace qbm::widgets {

namespace {

/// Lines between two looks at the stop token.
constexpr std::uint32_t kLinesPerLook = 64;
/// Bytes looked at in one go; a constant, so that the compiler makes vector instructions of it.
constexpr std::size_t kBlock = 32;

std::uint8_t small(char c)
{
    const auto byte = static_cast<std::uint8_t>(c);
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

bool isLetter(std::uint8_t byte)
{
    return byte >= 'a' && byte <= 'z';
}

/// The higher, the more often it stands in logs: only decides which byte is looked for first.
std::size_t commonness(std::uint8_t byte)
{
    static constexpr std::string_view kByFrequency = "zqxjkvbywgpfmuchldr9876543sniotae2:.-/\"0,1 ";
    const auto at = kByFrequency.find(static_cast<char>(byte));
    return at == std::string_view::npos ? 0 : at + 1;
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Whether the only letters with two cases in it are ASCII ones.
bool bytesCanTell(const QString& text)
{
    return std::ranges::all_of(text.toUcs4(), [](uint c) {
        return c < 0x80 || (QChar::toLower(c) == c && QChar::toUpper(c) == c && QChar::toCaseFolded(c) == c);
    });
}

} // namespace

bool LogFilter::passesAll() const
{
    return minimum == LogLevel::Unknown && std::ranges::none_of(hidden, [](bool one) { return one; });
}

bool LogFilter::passes(LogLevel level, std::uint32_t source) const
{
    if (source < hidden.size() && hidden[source])
        return false;
    return level == LogLevel::Unknown ? minimum <= LogLevel::Info : level >= minimum;
}

LogPattern::LogPattern(const QString& text, bool regex)
    : m_text(text)
    , m_regex(regex)
{
    if (regex) {
        m_expression.setPattern(text);
        m_expression.setPatternOptions(
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
        return;
    }
    if (!bytesCanTell(text))
        return;
    m_bytes = text.toStdString();
    std::ranges::transform(m_bytes, m_bytes.begin(), [](char c) { return static_cast<char>(small(c)); });
    const auto rarest
        = std::ranges::min_element(m_bytes, {}, [](char c) { return commonness(static_cast<std::uint8_t>(c)); });
    m_rarest = static_cast<std::size_t>(rarest - m_bytes.begin());
}

QString LogPattern::problem() const
{
    return m_regex && !m_expression.isValid() ? m_expression.errorString() : QString();
}

std::size_t LogPattern::findBytes(std::string_view bytes, std::size_t from) const
{
    if (bytes.size() < m_bytes.size())
        return std::string_view::npos;
    const auto wanted = static_cast<std::uint8_t>(m_bytes[m_rarest]);
    // A letter with this bit set is a small one; no other byte becomes a small letter by it.
    const std::uint8_t bit = isLetter(wanted) ? 0x20 : 0;
    const char* const data = bytes.data();
    const std::size_t last = bytes.size() - m_bytes.size() + m_rarest; // where the rarest byte may be at most
    const auto isHere = [&](std::size_t at) {
        return (static_cast<std::uint8_t>(data[at]) | bit) == wanted
            && std::ranges::equal(std::string_view(data + at - m_rarest, m_bytes.size()), m_bytes, {}, small,
                [](char c) { return static_cast<std::uint8_t>(c); });
    };
    std::size_t at = from + m_rarest;
    while (at + kBlock <= last + 1) {
        std::uint8_t any = 0;
        for (std::size_t i = 0; i < kBlock; ++i)
            any |= static_cast<std::uint8_t>((static_cast<std::uint8_t>(data[at + i]) | bit) == wanted);
        if (any != 0) {
            for (std::size_t i = 0; i < kBlock; ++i) {
                if (isHere(at + i))
                    return at + i - m_rarest;
            }
        }
        at += kBlock;
    }
    for (; at <= last; ++at) {
        if (isHere(at))
            return at - m_rarest;
    }
    return std::string_view::npos;
}

/// Over the whole chunk at once, as most lines hold nothing: only what is found is held against the borders of its
/// line.
void LogPattern::findText(const LogChunk& chunk, std::uint32_t begin, const std::stop_token& stop,
    const std::function<void(std::uint32_t)>& found) const
{
    const std::string_view bytes = chunk.bytes();
    std::size_t from = begin < chunk.size() ? chunk.extent(begin).begin : bytes.size();
    while (!stop.stop_requested()) {
        const std::size_t at = findBytes(bytes, from);
        if (at == std::string_view::npos)
            return;
        const std::uint32_t line = chunk.lineAt(at);
        const LogChunk::Extent extent = chunk.extent(line);
        const std::size_t end = at + m_bytes.size();
        const bool acrossBorder = end > extent.end || (at < extent.rawEnd && end > extent.rawEnd);
        if (!acrossBorder)
            found(line);
        from = acrossBorder ? at + 1 : extent.end;
    }
}

bool LogPattern::matches(std::string_view text) const
{
    const QString string = fromUtf8(text);
    return m_regex ? m_expression.match(string).hasMatch() : string.contains(m_text, Qt::CaseInsensitive);
}

void LogPattern::forEachMatch(const LogChunk& chunk, std::uint32_t begin, const std::stop_token& stop,
    const std::function<void(std::uint32_t)>& found) const
{
    if (isEmpty() || !problem().isEmpty())
        return;
    if (!m_bytes.empty()) {
        findText(chunk, begin, stop, found);
        return;
    }
    const std::string_view bytes = chunk.bytes();
    for (std::uint32_t line = begin; line < chunk.size(); ++line) {
        if ((m_regex || line % kLinesPerLook == 0) && stop.stop_requested())
            return;
        const LogChunk::Extent extent = chunk.extent(line);
        if (matches(bytes.substr(extent.begin, extent.rawEnd - extent.begin))
            || (extent.end > extent.rawEnd && matches(bytes.substr(extent.rawEnd, extent.end - extent.rawEnd))))
            found(line);
    }
}

std::vector<LogPattern::Range> LogPattern::rangesIn(const QString& text) const
{
    std::vector<Range> ranges;
    if (isEmpty() || !problem().isEmpty())
        return ranges;
    if (m_regex) {
        for (auto matches = m_expression.globalMatch(text); matches.hasNext();) {
            const auto match = matches.next();
            if (match.capturedLength() > 0)
                ranges.push_back({match.capturedStart(), match.capturedLength()});
        }
        return ranges;
    }
    for (qsizetype at = text.indexOf(m_text, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(m_text, at + m_text.size(), Qt::CaseInsensitive))
        ranges.push_back({at, m_text.size()});
    return ranges;
}

} // namespace qbm::widgets
