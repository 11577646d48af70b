// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/arrival_pattern.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace qbm::lab {

namespace {

constexpr double kNightRate = 4.0; // requests/s
constexpr double kDayRise = 10.8; // on top of it, before the lunch dip
constexpr double kWeekendFactor = 0.8;
constexpr double kSecondsPerDay = 86'400;
constexpr int kWeekdayOf1970 = 4; // Thursday, from Sunday on

double smoothStep(double hours, double width)
{
    return 1 / (1 + std::exp(-hours / width));
}

double weekdayRate(double hour)
{
    const double office = smoothStep(hour - 8.0, 0.5) * smoothStep(18.5 - hour, 0.6);
    const double lunch = std::exp(-std::pow((hour - 12.75) / 0.7, 2));
    return kNightRate + kDayRise * office * (1 - 0.15 * lunch);
}

} // namespace

ArrivalPattern ArrivalPattern::constant(double rate)
{
    ArrivalPattern pattern;
    pattern.m_byMinute.fill(rate);
    pattern.m_byWeekday.fill(1);
    pattern.m_peak = rate;
    return pattern;
}

ArrivalPattern ArrivalPattern::workingHours(std::chrono::seconds utcOffset)
{
    ArrivalPattern pattern;
    for (std::size_t minute = 0; minute <= kMinutes; ++minute)
        pattern.m_byMinute[minute] = weekdayRate(static_cast<double>(minute % kMinutes) / 60);
    pattern.m_byWeekday = {kWeekendFactor, 1, 1, 1, 1, 1, kWeekendFactor};
    pattern.m_offset = static_cast<double>(utcOffset.count());
    pattern.m_peak = *std::ranges::max_element(pattern.m_byMinute);
    return pattern;
}

double ArrivalPattern::rateAt(double unixTime) const
{
    const double local = unixTime + m_offset;
    const double day = std::floor(local / kSecondsPerDay);
    const double minute = (local - day * kSecondsPerDay) / 60;
    const auto index = std::min(static_cast<std::size_t>(minute), kMinutes - 1);
    const double part = minute - static_cast<double>(index);
    const double rate = std::lerp(m_byMinute[index], m_byMinute[index + 1], part);
    const auto weekday = ((static_cast<long>(day) + kWeekdayOf1970) % 7 + 7) % 7;
    return rate * m_byWeekday[static_cast<std::size_t>(weekday)];
}

std::chrono::seconds localUtcOffset(TimePoint at)
{
    const std::time_t time = std::chrono::system_clock::to_time_t(at);
    std::tm local{};
    localtime_r(&time, &local);
    return std::chrono::seconds{local.tm_gmtoff};
}

} // namespace qbm::lab
