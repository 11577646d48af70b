// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace qbm {

namespace {

/// The largest double has 309 digits before the point.
using Buffer = std::array<char, 400>;

std::string textOf(const Buffer& buffer, const std::to_chars_result& written)
{
    return {buffer.data(), written.ec == std::errc() ? written.ptr : buffer.data()};
}

/// \return the number and where it ends in `text`
std::optional<std::pair<double, std::size_t>> read(std::string_view text)
{
    std::size_t begin = 0;
    while (begin < text.size() && isAsciiSpace(text[begin]))
        ++begin;
    if (begin + 1 < text.size() && text[begin] == '+' && text[begin + 1] != '-')
        ++begin;
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto found = std::from_chars(text.data() + begin, end, number);
    if (found.ec != std::errc())
        return std::nullopt;
    return std::pair(number, static_cast<std::size_t>(found.ptr - text.data()));
}

} // namespace

std::string writeNumber(double value)
{
    Buffer buffer;
    return textOf(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value));
}

std::string writeFixed(double value, int decimals)
{
    Buffer buffer;
    return textOf(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals));
}

std::string writeGeneral(double value, int digits)
{
    Buffer buffer;
    return textOf(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, digits));
}

std::string writePadded(std::int64_t value, int width)
{
    const std::string digits = std::to_string(value);
    return std::string(std::max<std::size_t>(digits.size(), static_cast<std::size_t>(width)) - digits.size(), '0') + digits;
}

std::string writeHex(std::uint64_t value, int width)
{
    std::array<char, 16> buffer;
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, 16);
    const std::string digits(buffer.data(), written.ptr);
    return std::string(std::max<std::size_t>(digits.size(), static_cast<std::size_t>(width)) - digits.size(), '0') + digits;
}

std::optional<double> readNumber(std::string_view text)
{
    const auto found = read(text);
    return found && found->second == text.size() ? std::optional(found->first) : std::nullopt;
}

std::optional<double> readLeadingNumber(std::string_view text)
{
    const auto found = read(text);
    return found ? std::optional(found->first) : std::nullopt;
}

} // namespace qbm
