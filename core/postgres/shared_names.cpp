// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <charconv>

namespace qbm::postgres {

namespace {

/// Read as bytea's escape format, in which only the backslash means something, a text is its bytes.
std::string bytesOf(std::string_view expression)
{
    return "replace((" + std::string(expression) + ")::text, E'\\\\', E'\\\\\\\\')::bytea";
}

} // namespace

std::string isNamed(std::string_view column, int parameter)
{
    return bytesOf(column) + " = $" + std::to_string(parameter) + "::bytea";
}

std::string sharedName(std::string_view expression)
{
    return "encode(" + bytesOf(expression) + ", 'hex')";
}

std::string sharedNameOf(const Cell& cell)
{
    return bytesOfHex(cell.value_or(""));
}

std::string nameBytes(std::string_view name)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out = "\\x";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

bool isAscii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

std::string bytesOfHex(std::string_view hex)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        if (std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16).ptr != hex.data() + i + 2)
            break;
        out += static_cast<char>(byte);
    }
    return out;
}

} // namespace qbm::postgres
