// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/yaml_text.h"

#include "core/base/ascii.h"
#include "core/base/number.h"

#include <algorithm>
#include <array>

namespace qbm::kubernetes {

namespace {

using Member = std::pair<std::string_view, JsonValue>;

/// What YAML 1.1 reads as something else than a string, whatever the letter case.
constexpr std::array<std::string_view, 14> kWords{
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", ".nan", "-.inf", "+.inf"};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isReservedWord(std::string_view text)
{
    return std::ranges::any_of(kWords, [&](std::string_view word) {
        return std::ranges::equal(
            word, text, [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
    });
}

/// Numbers in all their forms (octal, hexadecimal, base 60, with underscores), dates and times: whatever begins like
/// one and has no other letters than they have. Some strings are quoted without need, such as "1e".
bool looksLikeNumber(std::string_view text)
{
    const std::string_view digits = text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
    if (digits.empty() || !(isDigit(digits.front()) || digits.front() == '.'))
        return false;
    return std::ranges::all_of(digits, [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
            || std::string_view("+-._:xXoOTZtz ").find(c) != std::string_view::npos;
    });
}

/// Whether a plain, unquoted scalar is read back as this very string.
bool canBePlain(std::string_view text)
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':')
        return false;
    if (std::string_view("!&*-?:|>@`\"'%#{}[],=<~").find(text.front()) != std::string_view::npos) {
        // "-x" and ":x" would do, but are rare enough to be quoted as well.
        return false;
    }
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
        return false;
    return !isReservedWord(text) && !looksLikeNumber(text) && text != "---" && text != "...";
}

std::string quoted(std::string_view text)
{
    const bool needsEscapes
        = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    std::string out;
    if (!needsEscapes) {
        for (const char c : text)
            out += c == '\'' ? "''" : std::string(1, c);
        return "'" + out + "'";
    }
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x" + toAsciiUpper(writeHex(byte, 2));
        } else {
            out += c;
        }
    }
    return "\"" + out + "\"";
}

/// Several lines that a block scalar gives back byte by byte: no control characters, no blanks at its first line's
/// beginning (they would set the indentation), and something in it.
bool canBeBlock(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n'
        || text.front() == '\t')
        return false;
    return std::ranges::all_of(
        text, [](char c) { return c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

int rankOf(std::string_view key)
{
    constexpr std::array<std::string_view, 4> kFirst{"apiVersion", "kind", "metadata", "spec"};
    const auto* const found = std::ranges::find(kFirst, key);
    return key == "status" ? 100 : static_cast<int>(found - kFirst.begin());
}

class Emitter {
public:
    explicit Emitter(bool withManagedFields)
        : m_withManagedFields(withManagedFields)
    {
    }

    std::string text(const JsonValue& value)
    {
        if (value.isObject() || value.isArray())
            collection(value, 0, false, true);
        else
            scalar(value, 0);
        return std::move(m_out);
    }

private:
    static bool isEmpty(const JsonValue& value)
    {
        return value.isObject() ? value.members().empty() : value.items().empty();
    }

    /// Behind "key:" or "-": on the same line what is short, on lines of its own what is not.
    void valueBehind(const JsonValue& value, std::size_t indent, bool inSequence, bool isMetadata)
    {
        if (!value.isObject() && !value.isArray()) {
            m_out += ' ';
            scalar(value, indent);
            return;
        }
        if (isEmpty(value)) {
            m_out += value.isObject() ? " {}\n" : " []\n";
            return;
        }
        if (inSequence) {
            m_out += ' ';
            collection(value, indent, true, false);
            return;
        }
        m_out += '\n';
        // As kubectl does: items of a list stand under the key, not further in.
        collection(value, value.isArray() ? indent - 2 : indent, false, false, isMetadata);
    }

    void collection(
        const JsonValue& value, std::size_t indent, bool firstIsIndented, bool isObjectItself, bool isMetadata = false)
    {
        bool isFirst = true;
        const auto begin = [&] {
            if (!isFirst || !firstIsIndented)
                m_out.append(indent, ' ');
            isFirst = false;
        };
        if (value.isArray()) {
            if (value.items().empty())
                m_out += "[]\n";
            for (const JsonValue& item : value.items()) {
                begin();
                m_out += '-';
                valueBehind(item, indent + 2, true, false);
            }
            return;
        }
        auto members = value.members();
        if (members.empty())
            m_out += "{}\n";
        if (isObjectItself || value["apiVersion"].isString())
            std::ranges::stable_sort(members, {}, [](const Member& member) { return rankOf(member.first); });
        for (const auto& [key, inner] : members) {
            if (isMetadata && key == "managedFields" && !m_withManagedFields)
                continue;
            begin();
            m_out += canBePlain(key) ? std::string(key) : quoted(key);
            m_out += ':';
            valueBehind(inner, indent + 2, false, key == "metadata");
        }
    }

    void scalar(const JsonValue& value, std::size_t indent)
    {
        if (!value.isString()) {
            m_out += value.empty() ? std::string("null") : value.text();
        } else if (const std::string_view text = value.view(); canBeBlock(text)) {
            block(text, indent);
            return;
        } else {
            m_out += canBePlain(text) ? std::string(text) : quoted(text);
        }
        m_out += '\n';
    }

    void block(std::string_view text, std::size_t indent)
    {
        const bool ended = text.ends_with('\n');
        m_out += !ended ? "|-\n" : text.ends_with("\n\n") ? "|+\n" : "|\n";
        if (ended)
            text.remove_suffix(1);
        for (;;) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            if (end > 0)
                m_out.append(std::max<std::size_t>(indent, 2), ' ');
            m_out += text.substr(0, end);
            m_out += '\n';
            if (end == text.size())
                return;
            text.remove_prefix(end + 1);
        }
    }

    const bool m_withManagedFields;
    std::string m_out;
};

} // namespace

std::string yamlText(const JsonValue& value, bool withManagedFields)
{
    return Emitter(withManagedFields).text(value);
}

} // namespace qbm::kubernetes
