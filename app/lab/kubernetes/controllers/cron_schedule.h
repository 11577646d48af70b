// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

namespace qbm::lab::kubernetes {

/// The five fields of a cron line (minute, hour, day of month, month, day of week) in UTC: *, a, a-b, lists, steps, and
/// the names @hourly, @daily, @weekly, @monthly, @yearly.
class CronSchedule {
public:
    /// Nothing if the line does not parse.
    static std::optional<CronSchedule> parse(std::string_view line);

    /// The first time after `seconds` (since the epoch) that the line names; 0 if there is none within five years.
    std::int64_t next(std::int64_t seconds) const;

private:
    bool names(std::int64_t minuteStart) const;

    std::array<std::bitset<64>, 5> m_fields;
    bool m_anyDay = true; ///< day of month is *
    bool m_anyWeekday = true;
};

} // namespace qbm::lab::kubernetes
