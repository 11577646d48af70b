// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/cron_schedule.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace qbm::lab::kubernetes {

namespace {

constexpr std::array<std::pair<int, int>, 5> kRanges = {{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}}};

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// One element of a list: "*", "5", "1-5", each with or without "/step".
bool addPart(std::string_view part, std::pair<int, int> range, std::bitset<64>& field)
{
    int step = 1;
    const auto slash = part.find('/');
    if (slash != std::string_view::npos) {
        const auto given = number(part.substr(slash + 1));
        if (!given || *given < 1)
            return false;
        step = *given;
        part = part.substr(0, slash);
    }
    auto [first, last] = range;
    if (part != "*") {
        const auto dash = part.find('-');
        const auto from = number(part.substr(0, dash));
        const auto to = dash == std::string_view::npos ? (slash == std::string_view::npos ? from : std::optional(last))
                                                       : number(part.substr(dash + 1));
        if (!from || !to || *from < first || *to > last || *from > *to)
            return false;
        first = *from;
        last = *to;
    }
    for (int value = first; value <= last; value += step)
        field.set(static_cast<std::size_t>(value));
    return true;
}

std::string_view expanded(std::string_view line)
{
    if (line == "@hourly")
        return "0 * * * *";
    if (line == "@daily" || line == "@midnight")
        return "0 0 * * *";
    if (line == "@weekly")
        return "0 0 * * 0";
    if (line == "@monthly")
        return "0 0 1 * *";
    return line == "@yearly" || line == "@annually" ? "0 0 1 1 *" : line;
}

} // namespace

std::optional<CronSchedule> CronSchedule::parse(std::string_view line)
{
    CronSchedule schedule;
    std::size_t index = 0;
    for (auto rest = expanded(line); !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (word.empty())
            continue;
        if (index == schedule.m_fields.size())
            return std::nullopt;
        if (index == 2)
            schedule.m_anyDay = word == "*";
        if (index == 4)
            schedule.m_anyWeekday = word == "*";
        while (!word.empty()) {
            const auto comma = std::min(word.find(','), word.size());
            if (!addPart(word.substr(0, comma), kRanges[index], schedule.m_fields[index]))
                return std::nullopt;
            word.remove_prefix(std::min(comma + 1, word.size()));
        }
        ++index;
    }
    if (index != schedule.m_fields.size())
        return std::nullopt;
    if (schedule.m_fields[4].test(7)) // Sunday is 0 and 7
        schedule.m_fields[4].set(0);
    return schedule;
}

bool CronSchedule::names(std::int64_t minuteStart) const
{
    using namespace std::chrono;
    const sys_seconds time{seconds(minuteStart)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const auto minutes = duration_cast<std::chrono::minutes>(time - day).count();
    const auto has
        = [&](std::size_t field, std::int64_t value) { return m_fields[field].test(static_cast<std::size_t>(value)); };
    if (!has(0, minutes % 60) || !has(1, minutes / 60) || !has(3, static_cast<unsigned>(date.month())))
        return false;
    const bool dayNamed = has(2, static_cast<unsigned>(date.day()));
    const bool weekdayNamed = has(4, weekday(day).c_encoding());
    // Two restricted day fields: either will do. That is cron's rule.
    return m_anyDay || m_anyWeekday ? dayNamed && weekdayNamed : dayNamed || weekdayNamed;
}

std::int64_t CronSchedule::next(std::int64_t seconds) const
{
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHorizon = 5 * 366 * 24 * 60;
    auto minute = (seconds / kMinute + 1) * kMinute;
    for (std::int64_t i = 0; i < kHorizon; ++i, minute += kMinute)
        if (names(minute))
            return minute;
    return 0;
}

} // namespace qbm::lab::kubernetes
