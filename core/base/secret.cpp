// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include "core/base/ascii.h"

#include <cstring>

namespace qbm {

Secret::Secret(Secret&& other) noexcept
    : m_value(std::move(other.m_value))
{
    other.wipe();
}

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::move(other.m_value);
        other.wipe();
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe() noexcept
{
    // Also the short-string buffer that a move leaves behind; explicit_bzero is not optimised away.
    m_value.resize(m_value.capacity());
    explicit_bzero(m_value.data(), m_value.size());
    m_value.clear();
}

namespace {

/// Bytes. What is shorter stands in words by chance: nobody could tell it from them, and masking it there would spoil every
/// sentence. It is masked where it stands alone.
constexpr std::size_t kShort = 4;

/// Also any byte of a character that is not ASCII.
bool isOfWord(char c)
{
    return isAsciiAlphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Whether something that has `edge` at its end may end beside `neighbour`. A sign stands alone between blanks and quotes.
bool isBorder(char neighbour, char edge)
{
    return isOfWord(edge) ? !isOfWord(neighbour) : std::string_view(" \t\r\n\"'=").find(neighbour) != std::string_view::npos;
}

bool standsAlone(std::string_view text, std::size_t at, std::size_t length)
{
    const std::size_t end = at + length;
    return (at == 0 || isBorder(text[at - 1], text[at])) && (end == text.size() || isBorder(text[end], text[end - 1]));
}

} // namespace

std::string redact(std::string_view text, const Secret& secret)
{
    const std::string& word = secret.reveal();
    if (word.empty())
        return std::string(text);
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, from)) {
        const bool masked = word.size() >= kShort || standsAlone(text, at, word.size());
        out.append(text.substr(from, at - from)).append(masked ? kRedacted : std::string_view(word));
        from = at + word.size();
    }
    return out.append(text.substr(from));
}

} // namespace qbm
