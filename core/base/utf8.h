// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace qbm {

/// Bytes of the character that begins with `first`; 0: none begins so. \source RFC 3629
std::size_t utf8Length(unsigned char first);

/// How many of the bytes belong to one well-formed beginning of a character, which may go on behind them; 0: the first
/// byte begins none. \param bytes not empty
std::size_t utf8Beginning(std::string_view bytes);

/// Where the first byte stands that belongs to no character; npos: all is UTF-8.
std::size_t findNoUtf8(std::string_view bytes);

inline bool isUtf8(std::string_view bytes)
{
    return findNoUtf8(bytes) == std::string_view::npos;
}

} // namespace qbm
