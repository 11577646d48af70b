// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <chrono>

namespace qbm::lab {

/// The rate at which requests arrive without extra load, as a function of local time: linear between full minutes.
class ArrivalPattern {
public:
    /// The same rate at every hour, in requests/s.
    static ArrivalPattern constant(double rate);
    /// About 14 requests/s in working hours, 4 at night, a dip at lunch, a fifth less on Saturday and Sunday.
    /// \param utcOffset the local time's distance from UTC; held fixed, so a change to or from summer time is not followed
    static ArrivalPattern workingHours(std::chrono::seconds utcOffset);

    /// \param unixTime seconds since 1970, UTC \return requests/s
    double rateAt(double unixTime) const;
    /// No rate is above this.
    double peakRate() const { return m_peak; }

private:
    static constexpr std::size_t kMinutes = 24 * 60;

    ArrivalPattern() = default;

    std::array<double, kMinutes + 1> m_byMinute{};
    std::array<double, 7> m_byWeekday{}; ///< factors, from Sunday on
    double m_offset = 0;
    double m_peak = 0;
};

/// This machine's distance from UTC at a moment.
std::chrono::seconds localUtcOffset(TimePoint at);

} // namespace qbm::lab
