// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unit.h"

#include "core/base/number.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace qbm {

namespace {

/// Three significant digits without an exponent: 184, 18.4, 1.84, 0.184.
std::string significant(double value)
{
    const double magnitude = std::fabs(value);
    if (magnitude >= 100 || magnitude == 0)
        return writeFixed(value, 0);
    if (magnitude >= 10)
        return writeFixed(value, 1);
    if (magnitude >= 1)
        return writeFixed(value, 2);
    if (magnitude >= 0.001)
        return writeFixed(value, 3);
    return writeGeneral(value, 2);
}

FormattedQuantity formatSeconds(double seconds)
{
    const double magnitude = std::fabs(seconds);
    if (magnitude == 0)
        return {"0", "s"};
    if (magnitude < 1e-6)
        return {significant(seconds * 1e9), "ns"};
    if (magnitude < 1e-3)
        return {significant(seconds * 1e6), "µs"};
    if (magnitude < 1)
        return {significant(seconds * 1e3), "ms"};
    if (magnitude < 120)
        return {significant(seconds), "s"};
    return {formatDuration(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds))), ""};
}

FormattedQuantity formatScaledBytes(double bytes, std::string_view suffix)
{
    constexpr std::array<std::string_view, 6> names{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    std::size_t step = 0;
    double value = bytes;
    while (std::fabs(value) >= 1024 && step + 1 < names.size()) {
        value /= 1024;
        ++step;
    }
    return {writeFixed(value, step == 0 ? 0 : 1), std::string(names[step]) + std::string(suffix)};
}

} // namespace

std::string FormattedQuantity::joined() const
{
    if (unit.empty())
        return number;
    return unit == "%" || unit == "/s" ? number + unit : number + " " + unit;
}

FormattedQuantity formatQuantity(double value, Unit unit)
{
    if (!std::isfinite(value))
        return {std::string(kUnknown), ""};
    switch (unit) {
    case Unit::None: return {significant(value), ""};
    case Unit::Count: return {formatCount(std::llround(value)), ""};
    case Unit::Seconds: return formatSeconds(value);
    case Unit::Bytes: return formatScaledBytes(value, "");
    case Unit::BytesPerSecond: return formatScaledBytes(value, "/s");
    case Unit::PerSecond: return {significant(value), "/s"};
    case Unit::Ratio: return {writeFixed(value, 3), ""};
    case Unit::Percent: return {significant(value), "%"};
    }
    return {significant(value), ""};
}

std::string formatDuration(std::chrono::nanoseconds duration)
{
    using namespace std::chrono;
    const bool negative = duration < nanoseconds::zero();
    const auto total = duration_cast<seconds>(negative ? -duration : duration).count();
    const auto d = total / 86400, h = total / 3600 % 24, m = total / 60 % 60, s = total % 60;
    const auto part = [](long long value, const char* unit) { return std::to_string(value) + " " + unit; };
    std::string out;
    if (d > 0)
        out = part(d, "d") + (h > 0 ? " " + part(h, "h") : "");
    else if (h > 0)
        out = part(h, "h") + (m > 0 ? " " + part(m, "min") : "");
    else if (m > 0)
        out = part(m, "min") + (s > 0 ? " " + part(s, "s") : "");
    else
        out = part(s, "s");
    return negative ? "-" + out : out;
}

std::string formatBytes(std::uint64_t sizeBytes)
{
    return formatScaledBytes(static_cast<double>(sizeBytes), "").joined();
}

std::string formatCount(std::int64_t count)
{
    std::string digits = std::to_string(count < 0 ? -count : count);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, ",");
    return count < 0 ? "-" + digits : digits;
}

} // namespace qbm
