// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_time.h"

#include <algorithm>
#include <charconv>

namespace qbm::backup {

namespace {

/// Takes the first blank-separated word off.
std::string_view takeWord(std::string_view& rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const std::string_view word = rest.substr(0, std::min(rest.find_first_of(" \t"), rest.size()));
    rest.remove_prefix(word.size());
    return word;
}

bool readNumber(std::string_view word, int highest, int& number)
{
    const char* end = word.data() + word.size();
    const auto parsed = std::from_chars(word.data(), end, number);
    return !word.empty() && parsed.ec == std::errc() && parsed.ptr == end && number >= 0 && number <= highest;
}

bool readWeekdays(std::string_view word, std::array<bool, 7>& weekdays)
{
    weekdays.fill(word == "*");
    if (word == "*")
        return true;
    for (;;) {
        const std::size_t comma = std::min(word.find(','), word.size());
        int day = 0; // 7 is Sunday too
        if (!readNumber(word.substr(0, comma), 7, day))
            return false;
        weekdays[static_cast<std::size_t>((day + 6) % 7)] = true;
        if (comma == word.size())
            return true;
        word.remove_prefix(comma + 1);
    }
}

} // namespace

std::string formatCronTime(const Schedule& schedule)
{
    std::string days;
    for (std::size_t i = 0; i < schedule.weekdays.size(); ++i) {
        const std::size_t day = (i + 6) % 7; // Sunday, which cron numbers first
        if (schedule.weekdays[day])
            days += (days.empty() ? "" : ",") + std::to_string(i);
    }
    if (std::ranges::all_of(schedule.weekdays, std::identity()))
        days = "*";
    return std::to_string(schedule.minute) + " " + std::to_string(schedule.hour) + " * * " + days;
}

bool parseCronTime(std::string_view fields, Schedule& schedule)
{
    return readNumber(takeWord(fields), 59, schedule.minute) && readNumber(takeWord(fields), 23, schedule.hour)
        && takeWord(fields) == "*" && takeWord(fields) == "*" && readWeekdays(takeWord(fields), schedule.weekdays);
}

} // namespace qbm::backup
