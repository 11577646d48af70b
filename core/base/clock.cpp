// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include "core/base/number.h"

#include <ctime>

namespace qbm {

namespace {

class SystemClock final : public Clock {
public:
    TimePoint now() const override { return std::chrono::system_clock::now(); }
};

/// Reads exactly `count` digits of `text` at `at`; -1 if they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

tl::unexpected<Error> badTime(std::string_view text)
{
    return fail(ErrorKind::BadData, qbm::text(QT_TRANSLATE_NOOP("core", "\"%1\" is not a time (expected RFC 3339)."), text));
}

} // namespace

const Clock& systemClock()
{
    static const SystemClock clock;
    return clock;
}

std::string formatRfc3339(TimePoint time)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto days = std::chrono::floor<std::chrono::days>(ms);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(ms - days);
    return writePadded(static_cast<int>(date.year()), 4) + "-" + writePadded(static_cast<unsigned>(date.month()), 2) + "-"
        + writePadded(static_cast<unsigned>(date.day()), 2) + "T" + writePadded(clock.hours().count(), 2) + ":"
        + writePadded(clock.minutes().count(), 2) + ":" + writePadded(clock.seconds().count(), 2) + "."
        + writePadded(clock.subseconds().count(), 3) + "Z";
}

Result<TimePoint> parseRfc3339(std::string_view text)
{
    const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || text[4] != '-' || text[7] != '-'
        || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
        return badTime(text);
    std::size_t at = 19;
    std::chrono::nanoseconds fraction{0};
    if (at < text.size() && text[at] == '.') {
        std::int64_t scale = 100'000'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            fraction += std::chrono::nanoseconds((text[at] - '0') * scale);
    }
    std::chrono::minutes offset{0};
    if (at >= text.size())
        return badTime(text);
    if (text[at] == '+' || text[at] == '-') {
        const int hours = digits(text, at + 1, 2), minutes = digits(text, at + 4, 2);
        if (hours < 0 || minutes < 0 || at + 6 != text.size())
            return badTime(text);
        offset = std::chrono::minutes((text[at] == '-' ? -1 : 1) * (hours * 60 + minutes));
    } else if ((text[at] != 'Z' && text[at] != 'z') || at + 1 != text.size()) {
        return badTime(text);
    }
    const std::chrono::year_month_day date(
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return badTime(text);
    return TimePoint(std::chrono::duration_cast<TimePoint::duration>(std::chrono::sys_days(date).time_since_epoch()
        + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) + fraction - offset));
}

std::string formatLocalStamp(TimePoint time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    return writePadded(local.tm_year + 1900, 4) + writePadded(local.tm_mon + 1, 2) + writePadded(local.tm_mday, 2) + "_"
        + writePadded(local.tm_hour, 2) + writePadded(local.tm_min, 2) + writePadded(local.tm_sec, 2);
}

} // namespace qbm
