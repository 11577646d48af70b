// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/utf8.h"

namespace qbm {

namespace {

/// Whether `second` may follow `first`: no overlong form, no surrogate, nothing above U+10FFFF.
bool fitsSecond(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return second >= 0x80 && second <= 0xBF;
    }
}

} // namespace

std::size_t utf8Length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

std::size_t utf8Beginning(std::string_view bytes)
{
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::size_t length = utf8Length(first);
    if (length < 2)
        return length;
    std::size_t good = 1;
    while (good < length && good < bytes.size()) {
        const auto next = static_cast<unsigned char>(bytes[good]);
        if (good == 1 ? !fitsSecond(first, next) : (next & 0xC0) != 0x80)
            return 0;
        ++good;
    }
    return good;
}

std::size_t findNoUtf8(std::string_view bytes)
{
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t good = utf8Beginning(bytes.substr(at));
        if (good == 0 || good < utf8Length(static_cast<unsigned char>(bytes[at])))
            return at;
        at += good;
    }
    return std::string_view::npos;
}

} // namespace qbm
