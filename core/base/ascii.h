// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace qbm {

// Letters of protocol words, names and keys. Those of the C library ask the process locale, in which "TITLE" may have a small
// letter of another alphabet; these know ASCII alone and leave every other byte as it is.

constexpr bool isAsciiDigit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool isAsciiUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool isAsciiLetter(char c)
{
    return isAsciiUpper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool isAsciiAlphanumeric(char c)
{
    return isAsciiLetter(c) || isAsciiDigit(c);
}
constexpr bool isAsciiSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char toAsciiLower(char c)
{
    return isAsciiUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char toAsciiUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string toAsciiLower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = toAsciiLower(c);
    return out;
}
inline std::string toAsciiUpper(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = toAsciiUpper(c);
    return out;
}

} // namespace qbm
