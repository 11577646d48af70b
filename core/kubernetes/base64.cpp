// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/base64.h"

#include <cstdint>

namespace qbm::kubernetes {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::optional<std::string> decodeBase64(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int digits = 0;
    int padding = 0;
    for (const char character : text) {
        if (character == '\n' || character == '\r')
            continue;
        const std::size_t value = character == '=' ? 0 : kAlphabet.find(character);
        padding += character == '=' ? 1 : 0;
        if (value == std::string_view::npos || padding > 2 || (padding > 0 && character != '='))
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++digits < 4)
            continue;
        out += static_cast<char>(bits >> 16 & 0xff);
        if (padding < 2)
            out += static_cast<char>(bits >> 8 & 0xff);
        if (padding < 1)
            out += static_cast<char>(bits & 0xff);
        if (padding > 0)
            padding = 3; // nothing may follow
        bits = 0;
        digits = 0;
    }
    if (digits != 0)
        return std::nullopt;
    return out;
}

std::string encodeBase64(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const auto byte = [&](std::size_t offset) {
            return offset < left ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + offset])) : 0u;
        };
        const std::uint32_t bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out += kAlphabet[bits >> 18];
        out += kAlphabet[bits >> 12 & 63];
        out += left > 1 ? kAlphabet[bits >> 6 & 63] : '=';
        out += left > 2 ? kAlphabet[bits & 63] : '=';
    }
    return out;
}

} // namespace qbm::kubernetes
