// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/json_path.h"

#include <charconv>

namespace qbm::kubernetes {

namespace {

constexpr std::string_view kBlanks = " \t\n\r";

bool isBlank(char character)
{
    return kBlanks.find(character) != std::string_view::npos;
}

/// Ends a name that is not quoted.
bool endsName(char character)
{
    return isBlank(character) || std::string_view(".[](){}=!<>,|&~\"'").find(character) != std::string_view::npos;
}

} // namespace

/// Reads a template from left to right.
class JsonPathParser {
public:
    explicit JsonPathParser(std::string_view text)
        : m_text(text)
    {
    }

    Result<JsonPath> wholeTemplate()
    {
        JsonPath path;
        QBM_TRY(parts, partsUntilEnd(false));
        path.m_parts = std::move(parts);
        return path;
    }

    /// What stands between braces, as a whole.
    Result<JsonPath> onePath()
    {
        JsonPath path;
        QBM_TRY(steps, stepsHere());
        if (!atEnd())
            return fail(unreadable());
        path.m_parts.push_back({JsonPath::Part::Kind::Path, {}, std::move(steps), {}});
        return path;
    }

private:
    using Part = JsonPath::Part;
    using Step = JsonPath::Step;

    bool atEnd() const { return m_at >= m_text.size(); }
    char here() const { return atEnd() ? '\0' : m_text[m_at]; }
    std::string_view rest() const { return m_text.substr(m_at); }
    bool skip(std::string_view words)
    {
        if (!rest().starts_with(words))
            return false;
        m_at += words.size();
        return true;
    }
    void skipBlanks()
    {
        while (isBlank(here()) && !atEnd())
            ++m_at;
    }

    Error unreadable() const
    {
        if (atEnd())
            return {ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The jsonpath \"%1\" ends in the middle of something."), std::string(m_text)), {}, {}};
        return {ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The jsonpath \"%1\" cannot be read from \"%2\" on."), std::string(m_text),
                std::string(rest())), {}, {}};
    }
    Error unsupported(std::string_view what) const
    {
        return {ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "The jsonpath \"%1\" uses %2, which is not supported."), std::string(m_text),
                std::string(what)), {}, {}};
    }

    Result<std::vector<Part>> partsUntilEnd(bool inRange)
    {
        std::vector<Part> parts;
        while (!atEnd()) {
            if (here() != '{') {
                const std::size_t brace = std::min(m_text.find('{', m_at), m_text.size());
                parts.push_back({Part::Kind::Text, std::string(m_text.substr(m_at, brace - m_at)), {}, {}});
                m_at = brace;
                continue;
            }
            ++m_at;
            skipBlanks();
            if (isWord("end")) {
                m_at += 3;
                QBM_CHECK(closeBrace());
                if (!inRange)
                    return fail(ErrorKind::InvalidInput,
                        text(QT_TRANSLATE_NOOP("core", "The jsonpath \"%1\" has an {end} without a {range}."), std::string(m_text)));
                return parts;
            }
            QBM_TRY(part, braced());
            parts.push_back(std::move(part));
        }
        if (inRange)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The jsonpath \"%1\" has a {range} without its {end}."), std::string(m_text)));
        return parts;
    }

    bool isWord(std::string_view word) const
    {
        return rest().starts_with(word) && (m_at + word.size() >= m_text.size() || endsName(m_text[m_at + word.size()]));
    }

    Result<> closeBrace()
    {
        skipBlanks();
        if (skip("}"))
            return {};
        return fail(unreadable());
    }

    /// After an opening brace.
    Result<Part> braced()
    {
        Part part;
        if (here() == '"' || here() == '\'') {
            QBM_TRY(words, quoted());
            part.text = std::move(words);
            QBM_CHECK(closeBrace());
            return part;
        }
        const bool range = isWord("range");
        if (range) {
            m_at += 5;
            skipBlanks();
        }
        part.kind = range ? Part::Kind::Range : Part::Kind::Path;
        QBM_TRY(steps, stepsHere());
        part.path = std::move(steps);
        QBM_CHECK(closeBrace());
        if (range) {
            QBM_TRY(inner, partsUntilEnd(true));
            part.inner = std::move(inner);
        }
        return part;
    }

    Result<std::string> quoted()
    {
        const char quote = here();
        std::string out;
        for (++m_at; !atEnd() && here() != quote; ++m_at) {
            if (here() != '\\' || m_at + 1 >= m_text.size()) {
                out += here();
                continue;
            }
            ++m_at;
            const char escaped = here();
            out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
        }
        if (atEnd())
            return fail(unreadable());
        ++m_at;
        return out;
    }

    std::string bareName()
    {
        std::string name;
        for (; !atEnd() && !endsName(here()); ++m_at) {
            if (here() == '\\' && m_at + 1 < m_text.size())
                ++m_at; // "\." is a dot within the name
            name += here();
        }
        return name;
    }

    /// A path: "$", "@" or nothing, then steps.
    Result<std::vector<Step>> stepsHere()
    {
        std::vector<Step> steps;
        if (here() == '@' || here() == '$')
            ++m_at;
        else if (here() != '.' && here() != '[') {
            const std::string name = bareName();
            if (name.empty())
                return fail(unreadable());
            if (here() == '(')
                return fail(unsupported("the function " + name + "()"));
            steps.push_back(field(name));
        }
        for (;;) {
            if (skip("..")) {
                steps.push_back({.kind = Step::Kind::Descendants});
                if (here() != '[')
                    QBM_CHECK(namedStep(steps));
            } else if (here() == '.') {
                ++m_at;
                if (atEnd() || here() == '}' || here() == '[')
                    continue; // "." alone is the object itself, and ".['a']" is "['a']"
                QBM_CHECK(namedStep(steps));
            } else if (here() == '[') {
                ++m_at;
                QBM_CHECK(bracketStep(steps));
            } else {
                return steps;
            }
        }
    }

    static Step field(std::string name)
    {
        Step step;
        step.names.push_back(std::move(name));
        return step;
    }

    Result<> namedStep(std::vector<Step>& steps)
    {
        if (skip("*")) {
            steps.push_back({.kind = Step::Kind::Everything});
            return {};
        }
        const std::string name = bareName();
        if (name.empty())
            return fail(unreadable());
        if (here() == '(')
            return fail(unsupported("the function " + name + "()"));
        steps.push_back(field(name));
        return {};
    }

    /// After "[".
    Result<> bracketStep(std::vector<Step>& steps)
    {
        skipBlanks();
        if (skip("?"))
            return filterStep(steps);
        if (here() == '(')
            return fail(unsupported("a script expression (...)"));
        if (skip("*")) {
            steps.push_back({.kind = Step::Kind::Everything});
        } else if (here() == '"' || here() == '\'') {
            Step step;
            do {
                skipBlanks();
                QBM_TRY(name, quoted());
                step.names.push_back(std::move(name));
                skipBlanks();
            } while (skip(","));
            steps.push_back(std::move(step));
        } else {
            QBM_CHECK(itemStep(steps));
        }
        skipBlanks();
        if (skip("]"))
            return {};
        return fail(unreadable());
    }

    std::optional<std::int64_t> number()
    {
        std::int64_t value = 0;
        const auto read = std::from_chars(rest().data(), rest().data() + rest().size(), value);
        if (read.ec != std::errc())
            return std::nullopt;
        m_at += static_cast<std::size_t>(read.ptr - rest().data());
        return value;
    }

    Result<> itemStep(std::vector<Step>& steps)
    {
        Step step;
        const auto first = number();
        skipBlanks();
        if (skip(":")) {
            step.kind = Step::Kind::Slice;
            step.from = first;
            step.to = number();
            if (skip(":"))
                step.stride = number().value_or(1);
            if (step.stride < 1)
                return fail(unsupported("a step that does not go forward"));
        } else {
            if (!first)
                return fail(unreadable());
            step.kind = Step::Kind::Items;
            step.items.push_back(*first);
            while (skip(",")) {
                skipBlanks();
                const auto next = number();
                if (!next)
                    return fail(unreadable());
                step.items.push_back(*next);
                skipBlanks();
            }
        }
        steps.push_back(std::move(step));
        return {};
    }

    Result<JsonPath::Operand> operand()
    {
        JsonPath::Operand operand;
        skipBlanks();
        if (here() == '"' || here() == '\'') {
            QBM_TRY(words, quoted());
            operand.literal = std::move(words);
            operand.quoted = true;
        } else if (here() == '@' || here() == '$' || here() == '.') {
            QBM_TRY(steps, stepsHere());
            operand.isPath = true;
            operand.path = std::move(steps);
        } else {
            const std::size_t begin = m_at;
            while (!atEnd() && (here() == '.' || !endsName(here())))
                ++m_at;
            operand.literal = std::string(m_text.substr(begin, m_at - begin));
            if (operand.literal.empty())
                return fail(unreadable());
        }
        skipBlanks();
        return operand;
    }

    /// After "[?".
    Result<> filterStep(std::vector<Step>& steps)
    {
        if (!skip("("))
            return fail(unreadable());
        auto filter = std::make_shared<JsonPath::Filter>();
        QBM_TRY(left, operand());
        filter->left = std::move(left);
        if (here() != ')') {
            QBM_TRY(comparison, comparisonHere());
            filter->comparison = comparison;
            QBM_TRY(right, operand());
            filter->right = std::move(right);
        }
        for (const std::string_view joined : {"&&", "||", "=~"}) {
            if (rest().starts_with(joined))
                return fail(unsupported(joined));
        }
        if (!skip(")"))
            return fail(unreadable());
        skipBlanks();
        if (!skip("]"))
            return fail(unreadable());
        Step step;
        step.kind = Step::Kind::Filter;
        step.filter = std::move(filter);
        steps.push_back(std::move(step));
        return {};
    }

    Result<JsonPath::Comparison> comparisonHere()
    {
        using Comparison = JsonPath::Comparison;
        constexpr std::pair<std::string_view, Comparison> kKnown[]
            = {{"==", Comparison::Equal}, {"!=", Comparison::NotEqual}, {"<=", Comparison::LessOrEqual},
                {">=", Comparison::GreaterOrEqual}, {"<", Comparison::Less}, {">", Comparison::Greater}};
        for (const auto& [sign, comparison] : kKnown) {
            if (skip(sign))
                return comparison;
        }
        for (const std::string_view other : {"&&", "||", "=~", "="}) {
            if (rest().starts_with(other))
                return fail(unsupported(other));
        }
        return fail(unreadable());
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

Result<JsonPath> JsonPath::parse(std::string_view text)
{
    return JsonPathParser(text).wholeTemplate();
}

Result<JsonPath> JsonPath::parsePath(std::string_view text)
{
    if (text.starts_with('{') && text.ends_with('}'))
        text = text.substr(1, text.size() - 2);
    return JsonPathParser(text).onePath();
}

} // namespace qbm::kubernetes
