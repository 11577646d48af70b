// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include "core/base/number.h"
#include "core/base/utf8.h"

#include <utility>

namespace qbm {

namespace {

unsigned codePoint(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 1)
        return first;
    unsigned code = first & (0x7Fu >> character.size());
    for (const char next : character.substr(1))
        code = code << 6 | (static_cast<unsigned char>(next) & 0x3Fu);
    return code;
}

bool actsOnTerminal(unsigned code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E)
        || (code >= 0x2066 && code <= 0x2069);
}

std::string filtered(std::string_view text, EscapeStyle style, std::string_view allowed)
{
    PrintableFilter filter(style, allowed);
    std::string out = filter.add(text);
    return out + filter.finish();
}

} // namespace

std::string PrintableFilter::add(std::string_view bytes)
{
    const std::string whole = m_carry + std::string(bytes);
    m_carry.clear();
    std::string out;
    out.reserve(whole.size());
    std::string_view rest = whole;
    while (!rest.empty()) {
        const std::size_t good = utf8Beginning(rest);
        const std::size_t wanted = utf8Length(static_cast<unsigned char>(rest.front()));
        if (good == 0) {
            addByte(out, static_cast<unsigned char>(rest.front()));
            rest.remove_prefix(1);
        } else if (good < wanted) { // the rest of it comes with the next piece
            m_carry = rest;
            break;
        } else {
            addCharacter(out, rest.substr(0, good));
            rest.remove_prefix(good);
        }
    }
    return out;
}

std::string PrintableFilter::finish()
{
    std::string out;
    for (const char byte : std::exchange(m_carry, {}))
        addByte(out, static_cast<unsigned char>(byte));
    return out;
}

void PrintableFilter::addCharacter(std::string& out, std::string_view character) const
{
    const unsigned code = codePoint(character);
    if (!actsOnTerminal(code) || (character.size() == 1 && m_allowed.find(character.front()) != std::string_view::npos))
        out += character;
    else if (code < 0x100 && m_style == EscapeStyle::Text)
        out += code == '\n' ? "\\n" : code == '\t' ? "\\t" : "\\x" + writeHex(code, 2);
    else
        out += "\\u" + writeHex(code, 4);
}

void PrintableFilter::addByte(std::string& out, unsigned char byte) const
{
    out += m_style == EscapeStyle::Json ? std::string("\\ufffd") : "\\x" + writeHex(byte, 2);
}

std::string printable(std::string_view text)
{
    return filtered(text, EscapeStyle::Text, "\n\t");
}

std::string printableLine(std::string_view text)
{
    return filtered(text, EscapeStyle::Text, {});
}

std::string printableJson(std::string_view document)
{
    return filtered(document, EscapeStyle::Json, "\n\t");
}

} // namespace qbm
