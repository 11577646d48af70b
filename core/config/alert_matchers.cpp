// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/alert_matchers.h"

#include <algorithm>
#include <optional>

namespace qbm::config {

namespace {

bool mayBeginLabel(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool mayStandInLabel(char c)
{
    return mayBeginLabel(c) || (c >= '0' && c <= '9');
}

/// Reads from left to right; each reader says whether what it expects stood there.
class MatcherReader {
public:
    explicit MatcherReader(std::string_view written)
        : m_rest(written)
    {
    }

    std::optional<std::vector<AlertMatcher>> readAll()
    {
        std::vector<AlertMatcher> matchers;
        do {
            AlertMatcher matcher;
            if (!readLabel(matcher) || !readOperator(matcher) || !readValue(matcher))
                return std::nullopt;
            matchers.push_back(std::move(matcher));
        } while (take(","));
        skipBlanks();
        return m_rest.empty() ? std::optional(std::move(matchers)) : std::nullopt;
    }

private:
    void skipBlanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t"), m_rest.size())); }

    bool take(std::string_view mark)
    {
        skipBlanks();
        if (!m_rest.starts_with(mark))
            return false;
        m_rest.remove_prefix(mark.size());
        return true;
    }

    bool readLabel(AlertMatcher& matcher)
    {
        skipBlanks();
        if (m_rest.empty() || !mayBeginLabel(m_rest.front()))
            return false;
        const auto end = std::ranges::find_if_not(m_rest, mayStandInLabel);
        matcher.label.assign(m_rest.begin(), end);
        m_rest.remove_prefix(matcher.label.size());
        return true;
    }

    bool readOperator(AlertMatcher& matcher)
    {
        matcher.isRegex = take("=~");
        if (matcher.isRegex || take("="))
            return true;
        matcher.isEqual = false;
        matcher.isRegex = take("!~");
        return matcher.isRegex || take("!=");
    }

    bool readValue(AlertMatcher& matcher)
    {
        if (!take("\""))
            return false;
        while (!m_rest.empty() && m_rest.front() != '"') {
            if (m_rest.starts_with("\\n"))
                matcher.value += '\n';
            else if (m_rest.starts_with("\\\\") || m_rest.starts_with("\\\""))
                matcher.value += m_rest[1];
            else if (m_rest.front() == '\\')
                return false;
            else {
                matcher.value += m_rest.front();
                m_rest.remove_prefix(1);
                continue;
            }
            m_rest.remove_prefix(2);
        }
        return take("\"");
    }

    std::string_view m_rest;
};

bool saysWhatALabelIs(const AlertMatcher& matcher)
{
    return matcher.isEqual && !matcher.value.empty();
}

} // namespace

Result<std::vector<AlertMatcher>> parseAlertMatchers(std::string_view written)
{
    auto matchers = MatcherReader(written).readAll();
    if (!matchers)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" cannot be read as matchers of alerts such as %2."), written,
                R"(namespace="qbm",severity=~"critical|warning")"));
    if (std::ranges::none_of(*matchers, saysWhatALabelIs))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The matchers %1 do not say what any label is, and nearly all alerts have none of "
                     "them; add one such as %2."),
                written, R"(namespace="qbm")"));
    return std::move(*matchers);
}

} // namespace qbm::config
