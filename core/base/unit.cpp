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

/// A duration taken apart; seconds are cut off, not rounded.
struct Parts {
    explicit Parts(std::chrono::nanoseconds duration)
        : negative(duration < std::chrono::nanoseconds::zero())
    {
        const auto total = std::chrono::duration_cast<std::chrono::seconds>(negative ? -duration : duration).count();
        days = total / 86400;
        hours = total / 3600 % 24;
        minutes = total / 60 % 60;
        seconds = total % 60;
    }

    bool negative;
    long long days;
    long long hours;
    long long minutes;
    long long seconds;
};

Text daysText(const Parts& parts)
{
    return parts.hours > 0 ? text(QT_TRANSLATE_NOOP("core", "%1 d %2 h"), parts.days, parts.hours)
                           : text(QT_TRANSLATE_NOOP("core", "%1 d"), parts.days);
}

Text hoursText(const Parts& parts)
{
    return parts.minutes > 0 ? text(QT_TRANSLATE_NOOP("core", "%1 h %2 min"), parts.hours, parts.minutes)
                             : text(QT_TRANSLATE_NOOP("core", "%1 h"), parts.hours);
}

Text minutesText(const Parts& parts)
{
    return parts.seconds > 0 ? text(QT_TRANSLATE_NOOP("core", "%1 min %2 s"), parts.minutes, parts.seconds)
                             : text(QT_TRANSLATE_NOOP("core", "%1 min"), parts.minutes);
}

Text largestParts(const Parts& parts)
{
    if (parts.days > 0)
        return daysText(parts);
    if (parts.hours > 0)
        return hoursText(parts);
    return parts.minutes > 0 ? minutesText(parts) : text(QT_TRANSLATE_NOOP("core", "%1 s"), parts.seconds);
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
    return durationText(duration).english();
}

Text durationText(std::chrono::nanoseconds duration)
{
    const Parts parts(duration);
    return parts.negative ? text("-%1", largestParts(parts)) : largestParts(parts);
}

Text ageText(std::chrono::nanoseconds age)
{
    Parts parts(age);
    if (parts.days >= 10)
        parts.hours = 0;
    if (parts.hours >= 10)
        parts.minutes = 0;
    if (parts.minutes > 0)
        parts.seconds = 0;
    return largestParts(parts);
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
